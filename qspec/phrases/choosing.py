"""Which of the proposals' cases and questions fit a finding: the conditions under ``when`` (docs/lexicon.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from qspec.phrases.model import Finding
from qspec.phrases.written import fold_kana, is_japanese, write

_WHOLE = re.compile(r"[\u3400-\u9fff].|.[\u3400-\u9fff]|...")
"""Japanese words of ``matched`` that count anywhere in the phrase; shorter ones are parts of other words too often."""


def fits(when: Mapping[str, Sequence[str]] | None, finding: Finding, case: str | None = None) -> bool:
    """Say whether a finding fulfils every condition of a ``when``; one value of each list is enough."""
    return all(_fits(key, wanted, finding, case) for key, wanted in (when or {}).items())


def first_fitting(cases: Iterable[Mapping[str, Any]], finding: Finding) -> Mapping[str, Any]:
    """Return the first case that fits; the last one has no conditions. Raises ``ValueError`` where none fits."""
    for case in cases:
        if fits(case.get("when"), finding):
            return case
    raise ValueError("the last case must fit every finding")


def _fits(key: str, wanted: Sequence[str], finding: Finding, case: str | None) -> bool:
    if key == "matched":
        return any(_named(word, finding) for word in wanted)
    if key == "yardstick":
        return bool({stick.value for stick in finding.yardsticks} & set(wanted)) or finding.yardstick.value in wanted
    found = {
        "direction": finding.direction.value,
        "trade": finding.trade,
        "pole": finding.candidates[0].pole.value if finding.candidates else None,
        "degree": finding.degree.value,
        "case": case,
    }
    return found[key] in wanted


def _named(word: str, finding: Finding) -> bool:
    """Say whether the phrase names a word: among those matched for its characteristic, or as a whole in the text."""
    if not finding.candidates:
        return False
    matched, head = finding.candidates[0].matched, finding.candidates[0].head
    if word.startswith("$"):
        return word in head.split()
    if is_japanese(word):
        folded = fold_kana(word)
        pieces = [fold_kana(one) for one in matched]
        in_text = _WHOLE.match(folded) is not None and folded in fold_kana(finding.text)
        return in_text or any(folded in piece for piece in pieces)
    stems = _stems(word)
    if any(set(stems) <= set(_stems(one)) for one in matched):
        return True
    return _holds(_stems(finding.text), stems)


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in write(text).words)


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether words stand one after another in others."""
    size = len(part)
    return size > 0 and any(tuple(whole[at : at + size]) == tuple(part) for at in range(len(whole) - size + 1))
