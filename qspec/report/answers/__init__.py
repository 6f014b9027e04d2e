"""Answers to phrases, drawn: ``as_text`` for people, ``as_json`` for programs. Called by the command line."""
