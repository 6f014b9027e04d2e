"""The shared words of the outputs as values: verdicts, dispositions, classes and rules of a result."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qspec.errors import Say, Value
from qspec.judgement.result import (
    CheckResult,
    ClassResult,
    Disposition,
    ItemResult,
    LotResult,
    Reading,
    Verdict,
    Zone,
)
from qspec.messages import LANGUAGES, render, say, template
from qspec.report.outline import Tone

VERDICT_TONES = {
    Verdict.PASS: Tone.GOOD,
    Verdict.MARGINAL: Tone.WARN,
    Verdict.UNDECIDED: Tone.WARN,
    Verdict.FAIL: Tone.BAD,
    Verdict.NOT_APPLICABLE: Tone.QUIET,
}
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[a-z]{3}")
"""A word of English within a plan; names of standards and symbols have none."""
_WITHIN = (Zone.PASS, Zone.CONFORMITY_PROVED)
DISPOSITION_TONES = {
    Disposition.ACCEPT: Tone.GOOD,
    Disposition.DISCONTINUED: Tone.BAD,
    Disposition.UNDECIDED: Tone.WARN,
    Disposition.REJECT: Tone.BAD,
}


def verdict(value: Verdict) -> Say:
    """Return the word for a characteristic's verdict."""
    return Say(f"terms.verdict.{value.value}")


def judged(reading: Reading) -> Say:
    """Return the word for a reading, conforming or not; a rule with zones has words of its own, unless one is near."""
    plain = reading.zone is None or (reading.verdict is Verdict.MARGINAL and reading.zone in _WITHIN)
    return Say(f"terms.piece.{reading.verdict.value}" if plain else f"terms.zone.{reading.zone}")


def compared(reading: Reading) -> str:
    """Return the value that was compared with its unit, behind the one it was rounded from where it was rounded."""
    value = f"{reading.value} {reading.unit}".rstrip()
    return value if reading.unrounded is None else f"{reading.unrounded} → {value}"


def disposition(value: Disposition) -> Say:
    """Return the word for a lot's disposition."""
    return Say(f"terms.disposition.{value.value}")


def nonconformity(name: str) -> Say:
    """Return the word for a class of nonconformities."""
    return Say(f"terms.class.{name}")


def plan_written(text: str, told: Say | None) -> Value:
    """Return a plan as the spec wrote it, in the language it was written in; in the other in that one's own words."""
    japanese = _JAPANESE.search(text) is not None
    if told is None or not (japanese or _ENGLISH.search(text)):
        return text  # 100% and n=5, Ac=0 are the same in both
    return {lang: text if (lang == "ja") is japanese else render(told, lang) for lang in LANGUAGES}


def plan_used(result: ClassResult) -> tuple[Say, ...]:
    """Return how a plan was read for the lot: counting, code letter, arrow and severity of a table; 100 % where so."""
    used = result.used
    if used is None:
        return ()
    said = [Say(f"terms.counting.{used.counting}")] if used.scheme == "table" else []
    if used.inspection is not None and used.letter is not None and used.effective_letter is not None:
        letters: dict[str, Value] = {"letter": used.letter, "effective": used.effective_letter}
        moved = "moved" if used.letter != used.effective_letter else "own"
        said += [Say(f"terms.inspection.{used.inspection}"), Say(f"terms.code-letter.{moved}", letters)]
    if used.full and used.scheme != "full":
        said.append(Say("terms.cut-to-lot", {"size": used.table_size or 0}))
    if used.agreed is not None:
        said.append(Say("terms.critical-zero", {"acceptance": used.agreed}))
    return tuple(said)


def rule(name: str) -> Value:
    """Return the word for a rule, or its own name where a third party's kind brought it."""
    key = f"terms.rule.{name}"
    return Say(key) if template(key, LANGUAGES[0]) else name


def name(item: ItemResult) -> Value:
    """Return a characteristic's name, its id where the spec gives none."""
    return item.name if any(item.name.values()) else item.id


def piece(check: CheckResult, reading: Reading) -> Value:
    """Return whose reading it is: a piece's serial number, or the whole lot where its counts were added up."""
    return Say("terms.whole-lot") if check.per_lot else reading.piece


def of_marks(check: CheckResult) -> bool:
    """Say whether a limit is judged by marks (OK, 否, ○): neither it nor any reading is written with a digit."""
    written = [reading.text for reading in check.readings] or [check.written]
    return not any(map(str.isdigit, "".join(written)))


def lot(result: LotResult) -> Say:
    """Return what a lot is called."""
    return Say("output.lot", {"id": result.info.id}) if result.info.id else Say("output.lot-unnamed")


def joined(values: Sequence[Value], between: Callable[[str], str] | None = None) -> dict[str, str]:
    """Return several values as one text per language, separated as that language separates a list."""
    between = between or (lambda lang: say("output.separator", lang))
    return {lang: between(lang).join(render(value, lang) for value in values) for lang in LANGUAGES}


def names(values: Sequence[Value]) -> dict[str, str]:
    """Return several names as one text per language; a name may have a comma in it."""
    return joined(values, lambda lang: say("output.name-separator", lang))


def sentences(values: Sequence[Value]) -> dict[str, str]:
    """Return several sentences as one text per language."""
    return joined(values, lambda lang: "" if lang == "ja" else " ")


def some(names: Sequence[str], most: int = 12) -> Value:
    """Return the first names of a list and how many more there are."""
    listed = joined(names[:most])
    return Say("output.and-more", {"listed": listed, "more": len(names) - most}) if len(names) > most else listed
