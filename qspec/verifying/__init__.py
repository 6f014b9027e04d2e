"""``qspec verify``: a report judged and drawn again from what it carries, and compared with what it shows."""
