"""Reads limits as drawings and contracts write them, in English and Japanese.

Called by the kinds for a spec's limits (and later by the contract scan and the command line). What is read is a
:class:`Requirement`; the kind accepts or refuses its parameter, and :func:`resolve` makes the absolute limit. The way
of a text: ``scan`` (tokens) → ``sentence`` (qualifiers taken out) → ``forms`` and ``classes`` (bounds) → ``reading``;
the words stand in ``data/notation``, the tables of standards in ``data/tolerances``.
"""

from qspec.notation.model import Requirement
from qspec.notation.reading import read
from qspec.notation.resolving import resolve

__all__ = ["Requirement", "read", "resolve"]
