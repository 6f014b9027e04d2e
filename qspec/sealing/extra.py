"""Whether the libraries for seals are installed; the one place that knows the extra's name."""

from __future__ import annotations

from qspec.errors import Place, Problem


def missing() -> Problem | None:
    """Return the problem that the extra ``qspec[sign]`` is not installed, or None where it is."""
    from importlib.util import find_spec

    if find_spec("pyhanko") is not None and find_spec("pyhanko.sign") is not None:
        return None
    return Problem("seal.extra-missing", Place())
