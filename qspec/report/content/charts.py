"""Which picture answers which question: margin bars after the results, charts and color plots with a characteristic.

Called by ``build.py`` and ``results.py``. Small lots of few characteristics have few pictures, large ones only those of
characteristics that need attention; what is left out for lack of room is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qspec.errors import Value
from qspec.judgement.result import CheckResult, Evaluation, ItemResult, LotResult, Reading, Verdict
from qspec.messages import render
from qspec.report import words as terms
from qspec.report.content import colors
from qspec.report.content.capability import GAP, HISTOGRAM_SHARE, SPREAD_FROM
from qspec.report.content.digits import computed, statistic
from qspec.report.content.measured import in_order
from qspec.report.content.shares import Share, applied, number, share
from qspec.report.content.wording import label_of, listed, number_of, words
from qspec.report.outline import Block, Cell, Paragraphs, Picture, Tone
from qspec.report.pictures.axes import in_languages
from qspec.report.pictures.histogram import histogram
from qspec.report.pictures.margins import EDGES, ROW, Bar, Look, margin_bars
from qspec.report.pictures.row import row
from qspec.report.pictures.run_chart import Level, run_chart

MOST_BARS = 40
"""Bars that stand on one page; of more characteristics, those nearest to their limits."""
MOST_CHARTS = 8
"""Characteristics of a lot that get pictures of their own."""
FEWEST = 5
"""Values from which a chart tells more than the numbers do."""
_HEIGHT = 128.0
_UNCHARTED = frozenset({"attribute", "grade", "count"})
"""Kinds without charts: marks, ranks and small counts."""
_RANKS = frozenset({"attribute", "grade"})
_URGENT = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL)


def margins(lot: LotResult, order: Mapping[str, int]) -> list[Block]:
    """Return the bars over all characteristics with a note on those without one; nothing for fewer than two bars."""
    checks = [(item, check) for item in lot.items for check in item.checks if check.count]
    found = [(item, check, used) for item, check in checks if (used := _share(item, check)) is not None]
    if len(found) < 2:
        return []
    ranked = sorted(found, key=lambda one: -one[2].used)
    shown = ranked[:MOST_BARS]
    caption = words("margins") if len(shown) == len(found) else words("margins-of", shown=len(shown), all=len(found))
    told = [words("margin-told", name=_named(item, check, order), share=used.percent) for item, check, used in shown]

    def draw(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
        bars = [
            Bar(_in(_named(item, check, order), lang), float(used.used), _told(check, used), _look(check))
            for item, check, used in shown
        ]
        return margin_bars(bars, lang, width)

    picture = Picture(caption, listed(told, "semicolon"), draw, ROW * len(shown) + EDGES)
    without = list(dict.fromkeys(number_of(item, order) for item, check in checks if _share(item, check) is None))
    lines = [words("without-share", numbers=listed(without))] if without else []
    if any(used.used > 1 and check.verdict in (Verdict.PASS, Verdict.MARGINAL) for _, check, used in shown):
        lines.append(words("beyond-by-rule"))
    note = [Paragraphs(None, tuple(Cell((line,), Tone.QUIET) for line in lines))] if lines else []
    return [picture, *note]


def _in(value: Value, lang: str) -> str:
    return in_languages(lang, lambda one: render(value, one))


def _share(item: ItemResult, check: CheckResult) -> Share | None:
    return None if item.kind in _RANKS or terms.of_marks(check) else share(check)


def _named(item: ItemResult, check: CheckResult, order: Mapping[str, int]) -> Value:
    return words("numbered", number=number_of(item, order), name=label_of(item, check))


def _told(check: CheckResult, used: Share) -> str:
    value = computed(used.value, check) or ""
    return f"{used.percent} %   {value} {check.unit}".rstrip().replace("-", "−")


def _look(check: CheckResult) -> Look:
    if check.verdict is Verdict.FAIL:
        return Look.BEYOND
    return Look.NEAR if check.verdict in (Verdict.UNDECIDED, Verdict.MARGINAL) else Look.WITHIN


def chosen(items: Sequence[ItemResult]) -> tuple[frozenset[str], int]:
    """Return the ids of the characteristics that get pictures, and how many of those that need one get none.

    Failing, undecided and marginal ones come first, then critical ones, then colors.
    """
    ranked: list[str] = []
    for wanted in (*_URGENT, "critical", "color"):
        for item in items:
            if item.id not in ranked and wanted in (item.verdict, item.nonconformity, item.kind) and _drawable(item):
                ranked.append(item.id)
    return frozenset(ranked[:MOST_CHARTS]), len(ranked[MOST_CHARTS:])


def _drawable(item: ItemResult) -> bool:
    return colors.drawable(item) if item.kind == "color" else _charted(item) is not None


def _charted(item: ItemResult) -> CheckResult | None:
    """Return the limit whose values are drawn: the first that needs attention, else the first; None without values."""
    if item.kind in _UNCHARTED or item.kind == "color":
        return None
    having = [check for check in item.checks if _drawn(check)]
    return next((check for check in having if check.verdict in _URGENT), next(iter(having), None))


def _drawn(check: CheckResult) -> bool:
    numbers = [number(reading.value) for reading in check.readings]
    return not check.omitted and len(numbers) >= FEWEST and None not in numbers and not terms.of_marks(check)


def values_of(item: ItemResult, lot: LotResult, order: Mapping[str, int]) -> Picture | None:
    """Return run chart and histogram of a characteristic's values; None where they would tell nothing.

    What stands with the capability indices already is not repeated.
    """
    check = _charted(item)
    if check is None or (item.capability is not None and len(item.capability.run) > 1):
        return None
    readings = in_order(check, lot)

    def draw(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
        return _values_drawing(check, readings, lang, (width, height))

    slug = "run-and-spread" if len(readings) >= SPREAD_FROM else "run"
    guarded = [words("chart.guarded")] if check.guarded is not None else []
    caption = listed([words(f"chart.{slug}", name=_named(item, check, order)), *guarded], "semicolon")
    lowest, highest = (computed(text, check) or "" for text in (check.minimum, check.maximum))
    shown: dict[str, Value] = {"minimum": lowest, "maximum": highest, "unit": check.unit, "beyond": check.failed}
    return Picture(caption, words("chart.told", count=len(readings), **shown), draw, _HEIGHT)


def _values_drawing(check: CheckResult, readings: Sequence[Reading], lang: str, size: tuple[float, float]) -> Any:  # noqa: ANN401 - the PDF library has no types
    beyond = frozenset(index for index, reading in enumerate(readings) if reading.verdict is Verdict.FAIL)
    lower, upper = (None if end is None else Level(float(end), f"{end.normalize():f}") for end in applied(check))
    ends: dict[str, Any] = {"unit": check.unit, "lower": lower, "upper": upper, "beyond": beyond}
    mean = None if check.mean is None else Level(float(check.mean), statistic(check.mean, check) or check.mean)
    numbers = [float(reading.value) for reading in readings]
    if len(readings) < SPREAD_FROM:
        return run_chart(numbers, lang, **ends, mean=mean, width=size[0], height=size[1])
    wide = size[0] * HISTOGRAM_SHARE
    run = run_chart(numbers, lang, **ends, mean=mean, width=size[0] - wide - GAP, height=size[1])
    return row([run, histogram([one.value for one in readings], lang, **ends, width=wide, height=size[1])], GAP)


def of_item(evaluation: Evaluation, lot: LotResult, item: ItemResult, order: Mapping[str, int]) -> list[Picture]:
    """Return the pictures of one characteristic."""
    source = evaluation.spec.characteristics.get(item.id)
    name = words("numbered", number=number_of(item, order), name=terms.name(item))
    found = colors.plot(item, lot, source, name) if item.kind == "color" else values_of(item, lot, order)
    return [found] if found is not None else []
