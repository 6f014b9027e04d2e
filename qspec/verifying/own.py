"""One's own copies of spec and data beside those that a report carries: the same bytes, or at least one meaning.

Another editor's line ends or a comment change the bytes of a spec and not what it asks for; a workbook saved again
holds the same readings. Called by ``verify.py`` for ``--spec`` and ``--data``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qspec.errors import Place, Say
from qspec.judgement.evaluate import Inputs, Source
from qspec.verifying.agreeing import Difference, differences
from qspec.verifying.model import Finding, Outcome, finding

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation

_LISTED = 10
_OF_FILES = ("place", "places", "file", "sha256", "matched", "unused", "notes", "problems", "text")
"""Fields of a result that say where something stands rather than what it is."""


@dataclass(frozen=True)
class Own:
    """The copies the user holds against the report; either may be absent."""

    spec: Source | None = None
    data: Source | None = None


def compare_own(file: str, inputs: Inputs, own: Own) -> tuple[list[Finding], list[Say]]:
    """Return what differs in meaning, and what was found the same."""
    findings: list[Finding] = []
    notes: list[Say] = []
    for kind, attached, mine in (("spec", inputs.spec, own.spec), ("data", inputs.data, own.data)):
        if mine is None:
            continue
        if mine.content == attached.content:
            notes.append(Say(f"verify.own.same-{kind}", {"file": mine.name}))
            continue
        found = list(_of_spec(attached, mine) if kind == "spec" else _of_data(inputs, mine))
        findings += [_told(file, kind, mine, one) for one in found[:_LISTED]]
        if len(found) > _LISTED:
            notes.append(Say("verify.more-fields", {"count": len(found) - _LISTED}))
        if not found:
            notes.append(Say(f"verify.own.alike-{kind}", {"file": mine.name}))
    return findings, notes


def _told(file: str, kind: str, mine: Source, one: Difference) -> Finding:
    if not one.path:
        return finding(f"own-{kind}-unusable", Place(file), Outcome.DIFFERS, file=mine.name)
    values = {"file": mine.name, "field": one.path, "attached": one.one or "–", "own": one.other or "–"}
    return finding(f"own-{kind}", Place(file), Outcome.DIFFERS, **values)


def _of_spec(attached: Source, mine: Source) -> Iterator[Difference]:
    """Yield what two specs ask for differently; one without a path where a copy cannot be read."""
    plain = [_spec(one) for one in (attached, mine)]
    if None in plain:
        yield Difference("", None, None)
        return
    yield from differences(*plain, leaving_out=())


def _spec(source: Source) -> Any:  # noqa: ANN401 - plain data of any shape
    from qspec.kinds import registry
    from qspec.spec.file import load

    spec = load(source.name, source.content, registry.models()).spec
    if spec is None:
        return None
    plain = spec.model_dump(mode="json")
    plain["characteristics"] = {key: one.model_dump(mode="json") for key, one in spec.characteristics.items()}
    return plain


def _of_data(inputs: Inputs, mine: Source) -> Iterator[Difference]:
    """Yield what the two files come to differently when both are judged by the attached spec, readings first."""
    name = Source(inputs.data.name, mine.content)
    results = [_result(one) for one in (inputs, replace(inputs, data=name))]
    if None in results:
        yield Difference("", None, None)
        return
    yield from sorted(differences(*results, leaving_out=_OF_FILES), key=lambda one: not _is_reading(one.path))


def _is_reading(path: str) -> bool:
    """Return whether a field is a reading, or one's value, rather than what follows from it."""
    _, found, below = path.rpartition("› readings ")
    return bool(found) and ("›" not in below or below.endswith(("› value", "› piece")))


def _result(inputs: Inputs) -> Any:  # noqa: ANN401 - plain data of any shape
    from qspec.report.as_json import plain

    evaluation: Evaluation | None = inputs.evaluate()[0]
    return None if evaluation is None else {"lots": plain(evaluation.lots)}
