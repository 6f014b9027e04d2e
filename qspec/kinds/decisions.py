"""How a limit is decided: uncertainty, decision rule, guard band, marginal band and rounding of a spec entry.

Every kind that measures calls :func:`settle` with its first limit. Simple acceptance compares with the limit itself;
guarded acceptance draws it in by w, which is the expanded uncertainty U or a stated share of it; ISO 14253-1 and the
non-binary statement have a zone on either side of the limit. A rule that cannot be applied as agreed (no U, a guard
band wider than the tolerance, nobody named who proves) is refused. Words and factors are in ``data/kinds``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from qspec import text, units
from qspec.errors import Problem, Refusal, Value
from qspec.kinds import conformance, rounding, uncertainty
from qspec.kinds.requirements import Places
from qspec.kinds.tables import table
from qspec.kinds.zones import Decision, DecisionRule, Prover, Uncertainty
from qspec.limits import Limit, Side
from qspec.spec.model import Characteristic

SIMPLE = DecisionRule.SIMPLE
_SHARE_OF_U = re.compile(r"(?P<share>[\d.]*)\s*[*×·]?\s*U", re.ASCII)
_PERCENT = re.compile(r"(?P<number>[\d.]+)\s*%", re.ASCII)
_ISO_14253 = re.compile(r"(?:ISO|JIS)\s*(?:14253|B\s*0641)\b.*", re.ASCII | re.IGNORECASE)
_YEARLESS = "2017"
"""The edition in force, meant by a text that names none."""
DECISION_KEYS = ("uncertainty", "decision", "guard", "prover", "rounding", "marginal")
"""Keys of a spec entry on how a reading near the limit is decided."""
_TAKE_SHARE = (DecisionRule.GUARDED, DecisionRule.NON_BINARY)
"""Rules whose guard band is a share of U."""


def settle(
    source: Characteristic, limit: Limit, place: Places, *, floor: Fraction | None = None
) -> tuple[Decision | None, list[Problem]]:
    """Return the decision rule of a spec entry for its limit, or None and every problem.

    ``floor`` is the least value the quantity can have (0 for a roughness): an end there is no limit anyone can dispute
    and is never guarded, and a guarded upper limit below it is refused.
    """
    stated, problems = _uncertainty(source, limit, place)
    marginal, marginal_problems = read_marginal(source, place)
    rule, rule_problems = _rule(source, place)
    share, share_problems = _share(source, rule, place)
    prover, prover_problems = _prover(source, rule, place)
    rounded, rounding_problems = _rounding(source, limit, rule, place)
    problems += [*marginal_problems, *rule_problems, *share_problems, *prover_problems, *rounding_problems]
    if rule not in (None, SIMPLE) and source.uncertainty is None:
        values: dict[str, Value] = {"text": text.shorten(source.decision)}
        problems.append(Problem("kinds.guarded-without-uncertainty", place("decision"), values=values))
    if problems or rule is None:
        return None, problems
    decision = Decision(stated, marginal=marginal, rule=rule, prover=prover, rounding=rounded)
    if rule is SIMPLE or stated is None:
        return decision, []
    return _guarded(decision, stated, source, share, limit, place, floor)


def _guarded(
    decision: Decision,
    stated: Uncertainty,
    source: Characteristic,
    share: Fraction,
    limit: Limit,
    place: Places,
    floor: Fraction | None,
) -> tuple[Decision | None, list[Problem]]:
    """Return the decision with its guard band and zones, or the problem that nothing would be left to pass."""
    ends = sorted({*_natural(source, limit.unit), *(() if floor is None else (floor,))})
    low, high = _real_ends(limit, ends)
    if decision.rule is DecisionRule.ISO_14253:
        edition, found = _edition(source)
        banded, problem = _by_standard(decision, stated, edition, found, limit, place, two_sided=low and high)
        if banded is None or problem is not None:
            return None, [] if problem is None else [problem]
    else:
        banded = replace(decision, guard=share * stated.expanded)
    guard = banded.guard or Fraction(0)
    accepted = limit.shrunk(guard, low=low, high=high)
    if accepted.is_empty() or _below_floor(limit, accepted, ends):
        symbol = units.get(limit.unit).symbol
        values: dict[str, Value] = {"guard": f"{text.write_number(guard)} {symbol}".strip(), "limit": limit.describe()}
        return None, [Problem("kinds.guard-leaves-nothing", place("uncertainty"), values=values)]
    return replace(banded, accepted=accepted, rejected=limit.shrunk(-guard, low=low, high=high)), []


def _by_standard(
    decision: Decision,
    stated: Uncertainty,
    edition: str,
    found: Mapping[str, str],
    limit: Limit,
    place: Places,
    *,
    two_sided: bool,
) -> tuple[Decision | None, Problem | None]:
    """Return the decision with the guard band of an edition of ISO 14253-1; a problem where no reading could pass."""
    if "share" in found:
        return replace(decision, edition=edition, guard=Fraction(found["share"]) * stated.expanded), None
    ratio = None
    if two_sided and limit.lower is not None and limit.upper is not None:
        ratio = (limit.upper.value - limit.lower.value) / stated.standard
    factor = conformance.factor(ratio, Fraction(found["factor"]), Fraction(found["probability"]))
    if factor is not None:
        return replace(decision, edition=edition, factor=factor, guard=factor * stated.standard), None
    shown = text.write_number(ratio or Fraction(0), 2)
    values: dict[str, Value] = {"ratio": shown, "limit": limit.describe(), "uncertainty": stated.said}
    return None, Problem("kinds.instrument-unfit", place("uncertainty"), values=values)


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
    if "decision" in keys and _rules().get(text.fold(source.decision)) is not SIMPLE:
        problems.append(
            Problem("kinds.key-not-for-kind", place("decision"), values={"key": "decision", "kind": source.kind})
        )
    return problems


def _uncertainty(source: Characteristic, limit: Limit, place: Places) -> tuple[Uncertainty | None, list[Problem]]:
    if source.uncertainty is None:
        return None, []
    stated = uncertainty.read(source.uncertainty, limit)
    return (None, [stated.at(place("uncertainty"))]) if isinstance(stated, Refusal) else (stated, [])


@cache
def _rules() -> Mapping[str, DecisionRule]:
    """Return the rule of every spelling, folded."""
    names = table("decisions")["rules"]
    return {text.fold(name): rule for rule in DecisionRule for name in names[rule.value]}


def _rule(source: Characteristic, place: Places) -> tuple[DecisionRule | None, list[Problem]]:
    rule = _rules().get(text.fold(source.decision))
    if rule is not None:
        return rule, []
    standard = _ISO_14253.fullmatch(text.normalize(source.decision))
    code = "kinds.decision-not-available" if standard else "kinds.decision-unknown"
    return None, [Problem(code, place("decision"), values={"text": text.shorten(source.decision)})]


def _edition(source: Characteristic) -> tuple[str, Mapping[str, str]]:
    """Return the year of the edition of ISO 14253-1 that a rule names, and its numbers."""
    editions = table("decisions")["editions"]
    written = text.fold(source.decision)
    named = (year for year, found in editions.items() if written in map(text.fold, found.get("texts", ())))
    year = next(named, _YEARLESS)
    return year, editions[year]


def _share(source: Characteristic, rule: DecisionRule | None, place: Places) -> tuple[Fraction, list[Problem]]:
    """Return r of w = r·U, 1 where the spec does not say."""
    if source.guard is None:
        return Fraction(1), []
    values: dict[str, Value] = {"text": text.shorten(source.guard), "rule": text.shorten(source.decision)}
    found = _SHARE_OF_U.fullmatch(text.normalize(source.guard))
    share = text.read_number(found["share"] or "1") if found else None
    if share is None or isinstance(share, Refusal) or share <= 0:
        return Fraction(1), [Problem("kinds.guard-unreadable", place("guard"), values=values)]
    if rule is not None and rule not in _TAKE_SHARE:
        return Fraction(1), [Problem("kinds.guard-without-guarded", place("guard"), values=values)]
    return Fraction(share), []


def _prover(source: Characteristic, rule: DecisionRule | None, place: Places) -> tuple[Prover | None, list[Problem]]:
    """Return who has to prove; ISO 14253-1 needs to know it, and no other rule has a use for it."""
    if source.prover is None:
        needed = rule is DecisionRule.ISO_14253
        return None, [Problem("kinds.prover-needed", place("decision"))] if needed else []
    values: dict[str, Value] = {"text": text.shorten(source.prover), "rule": text.shorten(source.decision)}
    names = table("decisions")["prover"]
    prover = next((one for one in Prover if text.fold(source.prover) in map(text.fold, names[one.value])), None)
    if prover is None:
        return None, [Problem("kinds.prover-unknown", place("prover"), values=values)]
    if rule is not None and rule is not DecisionRule.ISO_14253:
        return None, [Problem("kinds.prover-without-rule", place("prover"), values=values)]
    return prover, []


def _rounding(
    source: Characteristic, limit: Limit, rule: DecisionRule | None, place: Places
) -> tuple[rounding.Rounding | None, list[Problem]]:
    """Return the rounding of readings; it does not go with a guard band, which no rounded reading can keep."""
    if source.rounding is None:
        return None, []
    found = rounding.read(source.rounding, limit.unit)
    if isinstance(found, Refusal):
        return None, [found.at(place("rounding"))]
    values: dict[str, Value] = {"text": text.shorten(source.rounding), "rule": text.shorten(source.decision)}
    if found is not None and rule not in (None, SIMPLE):
        return None, [Problem("kinds.rounding-with-guard-band", place("rounding"), values=values)]
    if found is not None and not found.fits(limit):
        values = {"text": text.shorten(source.rounding), "limit": limit.describe()}
        return None, [Problem("kinds.rounding-misses-limit", place("rounding"), values=values)]
    return found, []


def _real_ends(limit: Limit, ends: Sequence[Fraction]) -> tuple[bool, bool]:
    """Say of the lower and the upper end whether it is a real limit, and not where the quantity ends by nature.

    ``ends`` hold the least value that the quantity can have, where it has one, and then the greatest.
    """
    low, high = limit.lower, limit.upper
    lowest = bool(ends) and low is not None and low.inclusive and low.value == ends[0]
    highest = len(ends) > 1 and high is not None and high.inclusive and high.value == ends[-1]
    return low is not None and not lowest, high is not None and not highest


def _natural(source: Characteristic, unit: str) -> list[Fraction]:
    """Return the least value of a quantity, and the greatest where it has one: 0 GU, 0 and 100 % of transmittance."""
    natural = table("decisions")["natural"]
    if unit in natural["units"]:
        return [Fraction(end) for end in natural["units"][unit]]
    if unit != uncertainty.PERCENT:
        return []
    words = {text.fold(name) for name in natural["per_cent_names"]}
    named = any(text.fold(name) in words for name in source.name.values())
    begun = any(text.fold(source.limit).startswith(word) for word in words)
    return [Fraction(end) for end in natural["per_cent"]] if named or begun else []


def _below_floor(limit: Limit, accepted: Limit, ends: Sequence[Fraction]) -> bool:
    """Say whether a guarded upper limit lies below every value that the quantity can have."""
    if not ends or accepted.upper is None or limit.upper is None or accepted.lower is not None:
        return False
    return limit.upper.admits(ends[0], Side.ABOVE) and not accepted.upper.admits(ends[0], Side.ABOVE)
