"""A plan in the words of each language, for a reader of the language in which the spec did not write it.

``used.py`` puts them into the result document, ``report/words.py`` chooses between them and the spec's own words.
"""

from __future__ import annotations

from fractions import Fraction

from qspec.errors import Say, Value
from qspec.judgement.plans.model import Fixed, Full, Scheme, Table, TwoPoints, ZeroAcceptance
from qspec.judgement.plans.tables import aql_text
from qspec.text import write_number


def in_words(scheme: Scheme) -> Say:
    """Return a plan in words; counting and severity of a table are told apart from it."""
    match scheme:
        case Full(acceptance):
            return (
                Say("terms.plan.full-accepting", {"acceptance": acceptance}) if acceptance else Say("terms.plan.full")
            )
        case Fixed(size, acceptance):
            return Say("terms.plan.fixed", {"size": size, "acceptance": acceptance})
        case Table():
            edition: Value = scheme.edition or Say(f"terms.system.{scheme.system.value}")
            values = {"system": edition, "level": scheme.level, "aql": aql_text(scheme.aql)}
            return Say("terms.plan.table", values)
        case ZeroAcceptance(quality, risk):
            return Say("terms.plan.zero-acceptance", {"quality": _percent(quality), "risk": _percent(risk)})
        case TwoPoints():
            names = ("p0", "alpha", "p1", "beta")
            return Say("terms.plan.two-points", {name: _percent(getattr(scheme, name)) for name in names})


def _percent(share: Fraction) -> str:
    return f"{write_number(100 * share)} %"
