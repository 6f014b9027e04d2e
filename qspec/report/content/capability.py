"""The section on capability: one row for each characteristic that has an index, remarks on it, its run chart.

``build.py`` and ``summary.py`` call :func:`section` and :func:`brief_section`. Every number is the result's own;
indices are shortened downwards, so that none seems to reach a minimum that it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qspec.errors import Say, Value
from qspec.judgement.capability.model import CapabilityResult, brief, probability
from qspec.judgement.result import ItemResult, LotResult
from qspec.report import words as terms
from qspec.report.content.digits import statistic
from qspec.report.content.wording import DASH, listed, number_of, plain, words
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Picture, Table, Tone
from qspec.report.pictures.histogram import histogram
from qspec.report.pictures.row import row
from qspec.report.pictures.run_chart import Level, run_chart

CHART_HEIGHT = 130.0
GAP = 6.0
"""Points."""
SPREAD_FROM = 20
"""Values from which a histogram has a shape."""
HISTOGRAM_SHARE = 0.42
"""Share of the width that a histogram takes beside a run chart."""
_SIGMA = {"overall": "overall", "pooled": "pooled", "Rbar/d2": "range"}
"""Slug of the words for each deviation."""
_TONES = {"met": Tone.GOOD, "missed": Tone.BAD, "open": Tone.WARN, "shown": Tone.QUIET}


def _words(slug: str, **values: Value) -> Say:
    return Say(f"capability.{slug}", values)


def section(lot: LotResult, order: Mapping[str, int]) -> list[Block]:
    """Return the section of the paper; nothing where no index was asked for."""
    found = _having(lot)
    if not found:
        return []
    columns = (
        Column(_words("column.number"), Align.CENTER, 0.6),
        Column(_words("column.characteristic"), weight=1.7),
        Column(_words("column.index"), weight=1.7),
        Column(_words("column.agreed"), weight=1.4),
        Column(_words("column.bound"), weight=1.7),
        Column(_words("column.basis"), weight=3.0),
        Column(_words("column.normality"), weight=1.2),
        Column(_words("column.ppm"), Align.RIGHT, 1.4),
        Column(_words("column.verdict"), Align.CENTER, 1.2),
    )
    rows = tuple(
        (
            plain(number_of(item, order)),
            plain(terms.name(item)),
            _indices(one, every=True),
            _agreed(one),
            _bound(one),
            _basis(item, one),
            _normality(one),
            plain(None if one.ppm is None else _words("ppm", ppm=one.ppm)),
            _reached(one),
        )
        for item, one in found
    )
    pictures = [_run_chart(item, one) for item, one in found if len(one.run) > 1]
    note = _words("note") if any(one.ppm is not None for _, one in found) else None
    return [Table(_words("section"), columns, rows, note), *_remarks(found), *pictures]


def brief_section(lot: LotResult) -> list[Block]:
    """Return the section of the short account: what was asked for and what came out; nothing where nothing was."""
    found = _having(lot)
    if not found:
        return []
    columns = (
        Column(_words("column.verdict")),
        Column(_words("column.characteristic")),
        Column(_words("column.index")),
        Column(_words("column.agreed")),
        Column(_words("column.bound")),
        Column(_words("column.normality")),
    )
    rows = tuple(
        (_reached(one), plain(terms.name(item)), _indices(one), _agreed(one), _bound(one), _normality(one))
        for item, one in found
    )
    return [Table(_words("section"), columns, rows), *_remarks(found)]


def _having(lot: LotResult) -> list[tuple[ItemResult, CapabilityResult]]:
    return [(item, item.capability) for item in lot.items if item.capability is not None]


def _indices(one: CapabilityResult, *, every: bool = False) -> Cell:
    """Return the index asked for, and with ``every`` the others behind it."""
    if one.value is None and not one.indices:
        return Cell((one.index, DASH))
    first = [] if one.value is None else [_words("valued", index=one.index, value=brief(one.value, one.minimum))]
    rest = [_words("valued", index=each.name, value=brief(each.value, None)) for each in one.indices]
    others = [said for said, each in zip(rest, one.indices, strict=True) if each.name != one.index]
    return Cell((*first, *(others if every or not first else ())))


def _agreed(one: CapabilityResult) -> Cell:
    if one.minimum is None:
        return plain()
    slug = "agreed-bound" if one.by_bound else "agreed"
    return Cell((_words(slug, sign=">" if one.strict else "≥", minimum=one.minimum),))


def _bound(one: CapabilityResult) -> Cell:
    if one.lower_bound is None:
        return plain()
    bound = brief(one.lower_bound, one.minimum)
    return Cell((_words("bounded", bound=bound, confidence=one.confidence),))


def _basis(item: ItemResult, one: CapabilityResult) -> Cell:
    """Return n, the mean and the deviation that the index rests on, and which deviation that is."""
    slug = "counted" if one.n == one.pieces else "counted-pieces"
    lines: list[Value] = [_words(slug, n=one.n, **({} if one.n == one.pieces else {"pieces": one.pieces}))]
    if one.subgroups is not None:
        lines.append(_words("subgroups", count=one.subgroups.count, size=one.subgroups.size))
    check = item.checks[0]
    if one.mean is not None:
        lines.append(_words("mean", mean=statistic(one.mean, check) or DASH, unit=one.unit))
    if one.stdev is not None:
        lines += [_words("deviation", stdev=statistic(one.stdev, check) or DASH, unit=one.unit)]
        lines += [_words(f"sigma.{_SIGMA[one.sigma]}")]
    return Cell(tuple(lines))


def _normality(one: CapabilityResult) -> Cell:
    if one.normality is None:
        return Cell((_words("untested"),), Tone.QUIET)
    return Cell((probability(one.normality),), Tone.WARN if one.normality.rejected else Tone.PLAIN)


def _reached(one: CapabilityResult) -> Cell:
    slug = _outcome(one)
    return Cell((_words(f"decided.{slug}"),), _TONES[slug], strong=slug in ("missed", "open"))


def _outcome(one: CapabilityResult) -> str:
    """Return what came of the demand; an index that decides nothing is shown as such, whatever it is."""
    if not one.decides:
        return "shown"
    return "open" if one.met is None else "met" if one.met else "missed"


def _run_chart(item: ItemResult, one: CapabilityResult) -> Picture:
    """Return the values in the order of measuring, with limits and mean."""
    numbers = [float(value) for value in one.run]
    values: dict[str, Value] = {
        "count": len(one.run),
        "minimum": one.run[numbers.index(min(numbers))],
        "maximum": one.run[numbers.index(max(numbers))],
        "first": one.run[0],
        "last": one.run[-1],
        "unit": one.unit,
    }
    named: dict[str, Value] = {"name": terms.name(item)}
    caption: Value = _words("chart", **named)
    if one.omitted:
        caption = _words("chart-part", **named, count=len(one.run), omitted=one.omitted)

    if len(one.run) >= SPREAD_FROM:
        caption = listed((caption, words("chart.spread")), "semicolon")

    def draw(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
        return _drawing(item, one, lang, (width, height))

    return Picture(caption, _words("chart-words", **values), draw, CHART_HEIGHT)


def _drawing(item: ItemResult, one: CapabilityResult, lang: str, size: tuple[float, float]) -> Any:  # noqa: ANN401 - likewise
    """Return the run chart, and beside it the histogram where there are enough values for one."""

    def level(text: str | None) -> Level | None:
        return None if text is None else Level(float(text), statistic(text, item.checks[0]) or text)

    ends: dict[str, Any] = {
        "unit": one.unit,
        "lower": level(one.lower),
        "upper": level(one.upper),
        "beyond": one.beyond,
    }
    numbers = [float(value) for value in one.run]
    if len(numbers) < SPREAD_FROM:
        return run_chart(numbers, lang, **ends, mean=level(one.mean), width=size[0], height=size[1])
    wide = size[0] * HISTOGRAM_SHARE
    run = run_chart(numbers, lang, **ends, mean=level(one.mean), width=size[0] - wide - GAP, height=size[1])
    return row([run, histogram(one.run, lang, **ends, width=wide, height=size[1])], GAP)


def _remarks(found: Sequence[tuple[ItemResult, CapabilityResult]]) -> Iterator[Block]:
    """Yield what is to be said of the numbers, each sentence once with the characteristics that it concerns."""
    names: list[tuple[Say, list[Value]]] = []
    for item, one in found:
        method = [_words("bound-by", method=one.method)] if one.method is not None else []
        for said in [*one.reasons, *method]:
            own = next((listed for known, listed in names if known == said), None)
            if own is None:
                names.append((said, [terms.name(item)]))
            else:
                own.append(terms.name(item))
    cells = tuple(Cell((_words("remark", name=terms.names(listed), text=said),)) for said, listed in names)
    if cells:
        yield Paragraphs(None, cells, bullets=True)
