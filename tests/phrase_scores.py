"""How good are the answers to labelled phrases: the figures of a set, for the tests and for ``benchmarks/phrases.py``.

A set is a list of labelled texts as ``tests/phrases/README.md`` describes them. Whatever answers is a function from
a text to :class:`Given`, so that the engine and the simple methods it is compared with are counted by the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from qspec.phrases.engine import understand
from qspec.phrases.model import Finding, Measure
from qspec.phrases.written import is_japanese

Label = Mapping[str, Any]
LANGUAGES = ("en", "ja")
DIFFICULTIES = ("standard", "synonym", "paraphrase")
GRADES = ("direction", "degree", "yardstick")


@dataclass(frozen=True)
class Given:
    """An answer: characteristics, likeliest first, and what else it says; a method without grades leaves them None."""

    characteristics: tuple[str, ...] = ()
    clause_class: str = "other"
    second: str | None = None
    polarity: str | None = None
    direction: str | None = None
    degree: str | None = None
    yardstick: str | None = None
    measure: Measure | None = None

    @property
    def first(self) -> str | None:
        """Return the characteristic it decides on."""
        return self.characteristics[0] if self.characteristics else None


Method = Callable[[str], Given]


def engine(text: str) -> Given:
    """Answer as qspec does."""
    return given(understand(text))


def given(finding: Finding) -> Given:
    """Return a finding of the engine as an answer."""
    return Given(
        characteristics=tuple(one.characteristic for one in finding.candidates),
        clause_class=finding.clause_class.value,
        second=finding.second,
        polarity=finding.polarity.value,
        direction=finding.direction.value,
        degree=finding.degree.value,
        yardstick=finding.yardstick.value,
        measure=finding.measure,
    )


def read_set(path: Path) -> list[Label]:
    """Return the labelled texts of a file, each with its language."""
    tree = yaml.safe_load(path.read_text("utf-8"))
    return [
        {
            "language": "ja" if is_japanese(label["text"]) else "en",
            **label,
            "yardstick": label.get("yardstick") or "none",
        }
        for label in tree
    ]


def faults(label: Label, answer: Given) -> tuple[str, ...]:
    """Return in what an answer to a labelled text is not what a careful reader gives; nothing where it is right."""
    if label["class"] != "vague":
        return _faults_of_other(label, answer)
    if answer.clause_class != "vague" or not answer.characteristics:
        return ("none",) if not answer.characteristics else ("wrong",)
    if answer.first != label["characteristic"]:
        return ("wrong",) if label["characteristic"] in answer.characteristics[:3] else ("wrong", "beyond-three")
    found = [key for key in GRADES if getattr(answer, key) != label[key]]
    if answer.second != label["second"]:
        found.append("second")
    if flipped(label, answer):
        found.append("flip")
    return tuple(found)


def _faults_of_other(label: Label, answer: Given) -> tuple[str, ...]:
    if answer.clause_class != label["class"]:
        finding = answer.clause_class == "vague" or label["class"] == "other"
        return ("false-finding",) if finding else ("missed-measure",)
    if label["class"] == "other":
        return ()
    found = ["characteristic"] if answer.first != label["characteristic"] else []
    return tuple(found if same_limit(label.get("limit"), answer.measure) else [*found, "limit"])


def flipped(label: Label, answer: Given) -> bool:
    """Say whether a ban or demand was taken for a permission, or a permission for a ban."""
    if label["degree"] == "slight_allowed":
        return answer.polarity == "ban" or answer.degree in ("none_allowed", "strict")
    return answer.polarity == "permission"


def same_limit(wanted: Mapping[str, str | None] | None, measure: Measure | None) -> bool:
    """Say whether the limit read is exactly the one that the label writes, steps of a scale by their name."""
    if wanted is None:
        return measure is None or measure.limit is None
    if measure is None:
        return False
    return all(_bound(measure, side) == _written(wanted.get(side)) for side in ("lower", "upper"))


def _bound(measure: Measure, side: str) -> Fraction | str | None:
    bound = getattr(measure.limit, side) if measure.limit is not None else None
    if bound is not None:
        return Fraction(bound.value)
    label: str | None = getattr(measure, f"label_{side}")
    return None if label is None else _written(label)


def _written(text: str | None) -> Fraction | str | None:
    """Return the number of a written bound, without the unit behind it, or the step of a scale as text."""
    if text is None:
        return None
    try:
        return Fraction(text.partition(" ")[0])
    except ValueError:
        return text


@dataclass(frozen=True)
class Figures:
    """What a method reaches on some vague phrases and non-findings, as counts."""

    vague: int
    top1: int
    top3: int
    wrong: int
    flips: int
    right: Mapping[str, int]
    """For direction, degree and yardstick: how often right, of the phrases whose characteristic is."""
    compounds: int
    both: int
    others: int
    false_findings: int
    measurable: int
    false_on_measurable: int
    limits: int
    limits_right: int


def figures(labels: Iterable[Label], method: Method) -> Figures:
    """Count what a method reaches on labelled texts."""
    count: Counter[str] = Counter()
    for label in labels:
        answer = method(label["text"])
        found = faults(label, answer)
        if label["class"] == "vague":
            _count_vague(count, label, answer, found)
        else:
            _count_other(count, label, found)
    names = [name for name in Figures.__dataclass_fields__ if name != "right"]
    return Figures(**{name: count[name] for name in names}, right={key: count[key] for key in GRADES})


def _count_vague(count: Counter[str], label: Label, answer: Given, found: tuple[str, ...]) -> None:
    hit = not {"none", "wrong"} & set(found)
    count["vague"] += 1
    count["top1"] += hit
    count["top3"] += hit or ("wrong" in found and label["characteristic"] in answer.characteristics[:3])
    count["wrong"] += "wrong" in found
    count["flips"] += "flip" in found
    count.update(key for key in GRADES if hit and key not in found)
    if label["second"] is not None:
        count["compounds"] += 1
        count["both"] += {answer.first, answer.second} == {label["characteristic"], label["second"]}


def _count_other(count: Counter[str], label: Label, found: tuple[str, ...]) -> None:
    count["others"] += 1
    count["false_findings"] += "false-finding" in found
    if label["class"] == "measurable":
        count["measurable"] += 1
        count["false_on_measurable"] += "false-finding" in found
        if label.get("limit") is not None and not {"false-finding", "missed-measure"} & set(found):
            count["limits"] += 1
            count["limits_right"] += "limit" not in found


def of(labels: Iterable[Label], **wanted: str) -> list[Label]:
    """Return the labels with certain values: ``of(labels, language="ja", difficulty="synonym")``."""
    return [label for label in labels if all(label.get(key) == value for key, value in wanted.items())]


@dataclass(frozen=True)
class Pages:
    """What is found in a whole document, line by line."""

    expected: int
    found: int
    """Lines with the finding that a careful reader makes there, of the same characteristic."""
    false_findings: tuple[str, ...]
    """Clauses reported on lines on which there is nothing."""
    missed: tuple[str, ...]
    measurable: int
    measured: int
    differences: int
    differences_found: int
    false_differences: tuple[str, ...]


def pages(path: Path) -> Pages:
    """Count what a scan finds in a document beside which its expected findings lie."""
    from qspec.phrases.documents import open_document
    from qspec.phrases.scan import scan

    wanted = yaml.safe_load(path.with_name(f"{path.name}.expected.yaml").read_text("utf-8"))
    found = scan(open_document(path.name, path.read_bytes()))
    by_class: dict[str, set[tuple[int | None, str | None]]] = {"vague": set(), "measurable": set()}
    reported: dict[int | None, str] = {}
    for one in found.clauses:
        if one.finding.clause_class.value in by_class:
            by_class[one.finding.clause_class.value].add((_line(one.place), one.finding.characteristic))
            reported[_line(one.place)] = one.clause.text
    vague, measurable = (
        {(one["line"], one["characteristic"]): one["text"] for one in wanted.get(key) or ()}
        for key in ("findings", "measurable")
    )
    lines = {line for line, _ in (*vague, *measurable)}
    differing = {(one["line_en"], one["line_ja"], one["what"]) for one in wanted.get("differences") or ()}
    told = {
        (_line_of(one.english), _line_of(one.japanese), what.value) for one in found.differences for what in one.what
    }
    return Pages(
        expected=len(vague),
        found=len(by_class["vague"] & set(vague)),
        false_findings=tuple(text for line, text in reported.items() if line not in lines),
        missed=tuple(text for key, text in vague.items() if key not in by_class["vague"]),
        measurable=len(measurable),
        measured=len(by_class["measurable"] & set(measurable)),
        differences=len(differing),
        differences_found=len(differing & told),
        false_differences=tuple(map(str, sorted(told - differing, key=str))),
    )


def _line(place: Any) -> int | None:
    return place.line if place.cell is None else int("".join(filter(str.isdigit, place.cell)))


def _line_of(scanned: Any) -> int | None:
    return None if scanned is None else _line(scanned.place)
