"""The readings of one characteristic in one lot → its capability, and what that decides; called by ``items.py``.

One lot without subgroups has Pp and Ppk, whatever a form calls them; with subgroups there are Cp and Cpk besides. An
index decides only where the spec says so, and then only against the lot: no index makes a piece conform. What cannot be
computed decides nothing, and leaves a lot open that it had to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qspec import units
from qspec.errors import Say, Value
from qspec.judgement.capability import spread
from qspec.judgement.capability.asking import USUAL_CONFIDENCE, Demand, demand_of
from qspec.judgement.capability.fitting import normality, ppm
from qspec.judgement.capability.indices import INDICATIVE, Figure, figures, shown
from qspec.judgement.capability.model import CapabilityResult, Index, Subgroups, brief, probability
from qspec.judgement.result import Verdict
from qspec.judgement.verdicts import Judged
from qspec.kinds.base import Item
from qspec.kinds.rules import MEAN, MEDIAN, Rule
from qspec.limits import COMPUTED_TOLERANCE, Limit, Side
from qspec.text import write_number

RUN_LENGTH = 2000
"""Values that are kept in the order of measuring."""


@dataclass(frozen=True)
class Assessed:
    """The capability of an item and what it decides: ``NOT_APPLICABLE`` where it decides nothing."""

    result: CapabilityResult
    verdict: Verdict
    reason: Say | None = None
    """Why, where it decides against the lot or leaves it open."""


@dataclass(frozen=True)
class _Series:
    """The values of a lot in the order of measuring (one or more), and the piece behind each."""

    values: Sequence[Fraction]
    pieces: Sequence[int]
    exact: bool

    @property
    def order(self) -> list[int]:
        """Return the pieces in the order in which they were first measured."""
        return list(dict.fromkeys(self.pieces))

    def constant(self, variance: Fraction) -> bool:
        """Say whether all values are the same, computed ones to the last bits that differ between machines."""
        largest = max(abs(value) for value in self.values)
        width = Fraction(0) if self.exact else Fraction(COMPUTED_TOLERANCE) * max(Fraction(1), largest)
        return variance <= width * width


def assess(item: Item, judged: Judged | None, open_pieces: frozenset[int]) -> Assessed | None:
    """Return the capability of an item's readings; None where the spec does not ask for it.

    ``open_pieces`` are those that are not measured as they should be: while there are any, an index decides nothing.
    """
    demand = demand_of(item)
    if demand is None:
        return None
    if judged is None or not judged.values:
        said = Say("capability.too-few", {"found": 0})
        result = replace(_blank(demand, item.checks[0].limit), reasons=(said,))
        return Assessed(result, Verdict.UNDECIDED, said) if demand.decides else Assessed(result, Verdict.NOT_APPLICABLE)
    series = _series(judged, item.checks[judged.measured.check].rule)
    result, main = _computed(demand, judged.limit, series)
    verdict, reason = _decided(demand, main, result, open_pieces)
    notes = [*_notes(demand, judged.limit, result), *result.reasons, *([reason] if reason is not None else [])]
    met = None if verdict is Verdict.UNDECIDED else result.met
    return Assessed(replace(result, met=met, reasons=tuple(notes)), verdict, reason)


def _blank(demand: Demand, limit: Limit) -> CapabilityResult:
    """Return the part of the result that no reading changes."""
    return CapabilityResult(
        asked=demand.written,
        index=demand.named,
        minimum=None if demand.minimum is None else write_number(demand.minimum),
        confidence=f"{write_number((demand.confidence or USUAL_CONFIDENCE) * 100)} %",
        decides=demand.decides,
        sigma=spread.OVERALL if demand.named.startswith("P") else demand.sigma,
        lower=None if limit.lower is None else write_number(limit.lower.value),
        upper=None if limit.upper is None else write_number(limit.upper.value),
        unit=units.get(limit.unit).suffix,
        strict=demand.strict,
        by_bound=demand.confidence is not None and demand.minimum is not None,
    )


def _computed(demand: Demand, limit: Limit, series: _Series) -> tuple[CapabilityResult, Figure | None]:
    """Return the result with all its numbers, and the index that was asked for where there is one."""
    values, pieces = series.values, len(series.order)
    mean, squares = spread.moments(values)
    result = replace(
        _blank(demand, limit),
        n=len(values),
        pieces=pieces,
        mean=shown(mean),
        indicative=pieces < INDICATIVE,
        run=tuple(write_number(value) for value in values[:RUN_LENGTH]),
        beyond=tuple(index for index, value in enumerate(values[:RUN_LENGTH]) if limit.side(value) is not Side.WITHIN),
        omitted=max(0, len(values) - RUN_LENGTH),
    )
    if pieces < 2:
        return replace(result, reasons=(Say("capability.too-few", {"found": pieces}),)), None
    if series.constant(squares / (len(values) - 1)):
        return replace(result, stdev="0", reasons=(Say("capability.all-equal"),)), None
    overall = spread.overall(values, pieces)
    subgroups, inner, said = _subgrouped(demand, series)
    spreads = [overall] if inner is None else [inner, overall]
    found = figures(limit, mean, spreads, pieces, float(demand.confidence or USUAL_CONFIDENCE))
    main = next((figure for figure in found if figure.answers(demand.named)), None)
    tested = normality(values, mean, overall)
    result = replace(
        result,
        indices=tuple(Index(figure.name, figure.text(None), figure.bound_text(None)) for figure in found),
        subgroups=subgroups,
        normality=tested,
        ppm=ppm(limit, mean, overall) if tested is not None and not tested.rejected else None,
        reasons=tuple(said),
    )
    return (result if main is None else _with_main(result, main, demand)), main


def _with_main(result: CapabilityResult, main: Figure, demand: Demand) -> CapabilityResult:
    return replace(
        result,
        index=main.name,
        value=main.text(demand.minimum),
        lower_bound=main.bound_text(demand.minimum),
        stdev=shown(main.spread.deviation),
        sigma=main.spread.name,
        method=Say(f"capability.method.{main.method}") if main.bound is not None else None,
        met=_met(demand, main),
    )


def _series(judged: Judged, rule: Rule) -> _Series:
    """Return the values by row, unrounded: every reading, or a piece's mean or median where that is judged."""
    measured = judged.measured
    rows, owners = measured.rows.tolist(), measured.pieces.tolist()
    read = judged.values if judged.unrounded is None else judged.unrounded
    order = sorted(range(len(read)), key=lambda index: rows[index])
    values, pieces = [read[index] for index in order], [owners[index] for index in order]
    if rule.name in (MEAN.name, MEDIAN.name):
        own: dict[int, list[Fraction]] = {}
        for value, piece in zip(values, pieces, strict=True):
            own.setdefault(piece, []).append(value)
        pieces, values = list(own), [_reduced(group, rule.name) for group in own.values()]
    return _Series(values, pieces, measured.exact is not None)


def _reduced(values: Sequence[Fraction], rule: str) -> Fraction:
    from statistics import median

    return median(values) if rule == MEDIAN.name else Fraction(sum(values), len(values))


def _subgrouped(demand: Demand, series: _Series) -> tuple[Subgroups | None, spread.Spread | None, list[Say]]:
    """Return the subgroups, the deviation within them where there is one, and what is to be said of them."""
    size, order = demand.subgroup, series.order
    if size is None:
        return None, None, []
    count, rest = divmod(len(order), size)
    number = {piece: index // size for index, piece in enumerate(order)}
    groups: list[list[Fraction]] = [[] for _ in range(count)]
    for value, piece in zip(series.values, series.pieces, strict=True):
        if number[piece] < count:
            groups[number[piece]].append(value)
    subgroups = Subgroups(size, count, rest)
    said = [Say("capability.incomplete-subgroup", {"rest": rest, "size": size})] if rest else []
    if count < 2:
        return subgroups, None, [*said, Say("capability.too-few-subgroups", {"found": count})]
    inner = spread.within(groups, size, demand.sigma)
    if series.constant(inner.variance):
        return subgroups, None, [*said, Say("capability.equal-within")]
    return subgroups, inner, said


def _notes(demand: Demand, limit: Limit, result: CapabilityResult) -> Iterator[Say]:
    """Yield what a reader of the numbers has to know."""
    if demand.subgroup is None:
        yield Say("capability.one-lot")
    if limit.lower is not None and limit.lower.value == 0 and limit.upper is not None:
        yield Say("capability.lower-zero")
    if result.n > result.pieces:
        yield Say("capability.several-readings", {"found": result.n, "pieces": result.pieces})
    if result.value is not None and result.value.startswith("-"):
        yield Say("capability.mean-outside", {"index": result.index})
    if result.indicative:
        yield Say("capability.indicative", {"pieces": result.pieces, "enough": INDICATIVE})
    if result.value is not None and result.lower_bound is None:
        yield Say("capability.no-bound-range" if result.sigma == spread.RANGE else "capability.no-bound-few")
    if result.normality is not None and result.normality.rejected:
        yield Say("capability.not-normal", {"p": probability(result.normality)})
    elif result.normality is None and result.value is not None:
        yield Say("capability.normality-untested", {"found": result.n})


def _met(demand: Demand, main: Figure) -> bool | None:
    if demand.minimum is None:
        return None
    if demand.confidence is not None:
        return main.bound_reaches(demand.minimum, strict=demand.strict)
    return main.reaches(demand.minimum, strict=demand.strict)


def _decided(
    demand: Demand, main: Figure | None, result: CapabilityResult, open_pieces: frozenset[int]
) -> tuple[Verdict, Say | None]:
    """Return what the index decides, and why where that is not a pass."""
    if not demand.decides:
        return Verdict.NOT_APPLICABLE, None
    if main is None or result.value is None or result.minimum is None:
        return Verdict.UNDECIDED, Say("capability.not-computed", {"index": result.index})
    if open_pieces:
        return Verdict.UNDECIDED, Say("capability.pieces-open", {"index": result.index, "found": len(open_pieces)})
    if result.met is None:
        return Verdict.UNDECIDED, Say("capability.bound-missing", {"index": result.index})
    if result.met:
        return Verdict.PASS, None
    values: dict[str, Value] = {"index": result.index, "value": brief(result.value, result.minimum)}
    values |= {"sign": ">" if demand.strict else "≥", "minimum": result.minimum}
    if demand.confidence is None:
        return Verdict.FAIL, Say("capability.below", values)
    bound = brief(result.lower_bound or "", result.minimum)
    return Verdict.FAIL, Say("capability.bound-below", {**values, "bound": bound, "confidence": result.confidence})
