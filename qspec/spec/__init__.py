"""The spec file: YAML read as text with a place for every value, its model, its problems, its schema for editors.

``file.load`` is the door; ``tree.read`` serves other small YAML files as well. Kinds subclass ``model.Characteristic``.
"""
