"""How a limit is decided: uncertainty, decision rule, guard band and marginal band of a spec entry, as exact numbers.

Every kind that measures calls :func:`settle` with its first limit. Simple acceptance compares with the limit itself;
guarded acceptance draws it in by w, which is the expanded uncertainty U or a stated share of it. A rule that cannot be
applied as agreed (no U, a guard band wider than the tolerance, a rule this version does not have) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from qspec import text, units
from qspec.errors import Problem, Refusal
from qspec.kinds import amounts, gloss
from qspec.kinds.requirements import Places
from qspec.limits import Limit, Side
from qspec.spec.model import Characteristic

SIMPLE = "simple"
GUARDED = "guarded"
PERCENT = "%"
"""Unit id of per cent."""
_SHARE_OF_U = re.compile(r"(?P<share>[\d.]*)\s*[*×·]?\s*U", re.ASCII)
_PERCENT = re.compile(r"(?P<number>[\d.]+)\s*%", re.ASCII)
_ISO_14253 = re.compile(r"(?:ISO|JIS)\s*(?:14253|B\s*0641)\b.*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Decision:
    """The decision rule in numbers; ``uncertainty`` and ``guard`` in the limit's unit, ``marginal`` a share of it."""

    uncertainty: Fraction | None = None
    guard: Fraction | None = None
    marginal: Fraction | None = None


def settle(
    source: Characteristic, limit: Limit, place: Places, *, floor: Fraction | None = None
) -> tuple[Decision | None, list[Problem]]:
    """Return the decision rule of a spec entry for its limit, or None and every problem.

    ``floor`` is the least value the quantity can have (0 for a roughness); a guarded upper limit below it is
    refused too.
    """
    uncertainty, problems = _uncertainty(source, limit, place)
    marginal, marginal_problems = read_marginal(source, place)
    problems += marginal_problems
    guarded, rule_problems = _is_guarded(source, place)
    problems += rule_problems
    share, share_problems = _share(source, guarded, place)
    problems += share_problems
    if guarded and source.uncertainty is None:
        problems.append(Problem("kinds.guarded-without-uncertainty", place("decision")))
    if problems or not guarded or uncertainty is None:
        return (None if problems else Decision(uncertainty, None, marginal)), problems
    guard = share * uncertainty
    if _nothing_left(limit, guard, floor):
        symbol = units.get(limit.unit).symbol
        values = {"guard": f"{text.write_number(guard)} {symbol}".strip(), "limit": limit.describe()}
        return None, [Problem("kinds.guard-leaves-nothing", place("uncertainty"), values=values)]
    return Decision(uncertainty, guard, marginal), []


def read_marginal(source: Characteristic, place: Places) -> tuple[Fraction | None, list[Problem]]:
    """Return the share of the limit from which a pass is flagged (``90 %`` or ``0.9``), strictly between 0 and 1."""
    if source.marginal is None:
        return None, []
    plain = text.normalize(source.marginal)
    percent = _PERCENT.fullmatch(plain)
    number = text.read_number(percent["number"] if percent else plain)
    share = None if isinstance(number, Refusal) else Fraction(number) / (100 if percent else 1)
    if share is None or not 0 < share < 1:
        values = {"text": text.shorten(source.marginal)}
        return None, [Problem("kinds.marginal-unreadable", place("marginal"), values=values)]
    return share, []


def refuse_keys(source: Characteristic, keys: tuple[str, ...], place: Places) -> list[Problem]:
    """Return a problem for each of the keys that the entry states although its kind has no use for it."""
    problems = [
        Problem("kinds.key-not-for-kind", place(key), values={"key": key, "kind": source.kind})
        for key in keys
        if key != "decision" and getattr(source, key) is not None
    ]
    if "decision" in keys and text.fold(source.decision) != SIMPLE:
        problems.append(
            Problem("kinds.key-not-for-kind", place("decision"), values={"key": "decision", "kind": source.kind})
        )
    return problems


def _uncertainty(source: Characteristic, limit: Limit, place: Places) -> tuple[Fraction | None, list[Problem]]:
    if source.uncertainty is None:
        return None, []
    values = {"text": text.shorten(source.uncertainty), "unit": units.get(limit.unit).symbol}
    amount = amounts.read(source.uncertainty)
    if isinstance(amount, Refusal):
        return None, [amount.at(place("uncertainty"))]
    if amount.value <= 0:
        return None, [Problem("kinds.uncertainty-not-positive", place("uncertainty"), values=values)]
    if amount.unit is None and units.get(limit.unit).symbol:
        return None, [Problem("kinds.uncertainty-without-unit", place("uncertainty"), values=values)]
    size = _in_limit_unit(amount, limit)
    if size is None:
        return None, [Problem("kinds.uncertainty-of-another-dimension", place("uncertainty"), values=values)]
    return size, []


def _in_limit_unit(amount: amounts.Amount, limit: Limit) -> Fraction | None:
    """Return U in the limit's unit: as a difference, or as a share of the larger bound where it is in per cent.

    Per cent of a limit that is itself in per cent (%, %RH) is read in the limit's own unit, as percentage points.
    """
    if amount.unit is None or amount.unit == limit.unit or (gloss.is_bare(amount.unit) and gloss.has_angle(limit.unit)):
        return amount.value
    if amount.unit == PERCENT and units.get(limit.unit).symbol.startswith("%"):
        return amount.value
    if amount.unit == PERCENT:
        ends = [abs(bound.value) for bound in (limit.lower, limit.upper) if bound is not None]
        return amount.value / 100 * max(ends) or None
    if not units.convertible(amount.unit, limit.unit):
        return None
    return units.convert_difference(amount.value, amount.unit, limit.unit)


def _is_guarded(source: Characteristic, place: Places) -> tuple[bool, list[Problem]]:
    rule = text.normalize(source.decision)
    if text.fold(rule) in (SIMPLE, GUARDED):
        return text.fold(rule) == GUARDED, []
    code = "kinds.decision-not-available" if _ISO_14253.fullmatch(rule) else "kinds.decision-unknown"
    return False, [Problem(code, place("decision"), values={"text": text.shorten(source.decision)})]


def _share(source: Characteristic, guarded: bool, place: Places) -> tuple[Fraction, list[Problem]]:
    """Return r of w = r·U, 1 where the spec does not say."""
    if source.guard is None:
        return Fraction(1), []
    values = {"text": text.shorten(source.guard)}
    found = _SHARE_OF_U.fullmatch(text.normalize(source.guard))
    share = text.read_number(found["share"] or "1") if found else None
    if share is None or isinstance(share, Refusal) or share <= 0:
        return Fraction(1), [Problem("kinds.guard-unreadable", place("guard"), values=values)]
    if not guarded and text.fold(source.decision) == SIMPLE:
        return Fraction(1), [Problem("kinds.guard-without-guarded", place("guard"), values=values)]
    return Fraction(share), []


def _nothing_left(limit: Limit, guard: Fraction, floor: Fraction | None) -> bool:
    guarded = limit.shrunk(guard)
    if guarded.is_empty():
        return True
    if floor is None or guarded.upper is None or limit.upper is None or guarded.lower is not None:
        return False
    return limit.upper.admits(floor, Side.ABOVE) and not guarded.upper.admits(floor, Side.ABOVE)
