"""What a report says, section by section: each module turns a part of an evaluation into blocks of the outline."""
