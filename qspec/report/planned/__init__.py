"""A plan for one lot, drawn: ``as_text`` for people, ``as_csv`` for the bench, ``as_json`` for programs."""
