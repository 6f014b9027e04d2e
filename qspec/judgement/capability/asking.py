"""What a spec asks of a capability index → a :class:`Demand`, or why that cannot be meant.

``judge.prepare`` calls :func:`check_demands` once for a spec; ``assessing.py`` calls :func:`demand_of` for an item of
which that found nothing wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from qspec import text
from qspec.errors import Place, Problem, Refusal, Severity, Value
from qspec.judgement.capability.spread import POOLED, RANGE
from qspec.judgement.capability.tables import table
from qspec.kinds.base import Item
from qspec.spec.fields import ASKED, flag

USUAL_CONFIDENCE = Fraction(95, 100)
"""Of the lower bound that is shown where the spec names none."""
_PERCENT = re.compile(r"(?P<number>[\d.]+)\s*%", re.ASCII)
_NUMBER = r"(?P<number>[+-]?[\d.]+)"


@dataclass(frozen=True)
class Demand:
    """What is asked: ``index`` is Cp, Cpk, Pp, Ppk or one side of them, None for the usual one.

    With ``confidence`` the lower bound is held against ``minimum``, without it the index itself. ``strict`` says that
    the minimum itself is not enough.
    """

    written: str
    index: str | None = None
    minimum: Fraction | None = None
    strict: bool = False
    confidence: Fraction | None = None
    decides: bool = False
    sigma: str = POOLED
    subgroup: int | None = None

    @property
    def named(self) -> str:
        """The index under the name it has here: without subgroups there is no Cp, only Pp."""
        asked = self.index or ("Cpk" if self.subgroup else "Ppk")
        return asked if self.subgroup else "P" + asked[1:]


Placing = Callable[[tuple[str | int, ...]], Place]


def check_demands(items: Sequence[Item], place: Placing) -> list[Problem]:
    """Return every problem of the capability demands of a spec; ``place`` gives where a path of keys stands."""
    return [problem for item in items for problem in _check(item, place)]


def demand_of(item: Item) -> Demand | None:
    """Return what is asked of an item; None where nothing is, or where :func:`check_demands` refuses it."""
    if item.source.capability is None:
        return None
    demand = _read(item.source.capability, item.source.subgroup)
    return None if isinstance(demand, _Refused) or _misfit(item, demand) is not None else demand


@dataclass(frozen=True)
class _Refused:
    """Why a demand cannot be read, and at which key of it."""

    refusal: Refusal
    key: str = ASKED


def _check(item: Item, place: Placing) -> Iterator[Problem]:
    source, path = item.source, ("characteristics", item.id)
    if source.capability is None:
        if source.subgroup is not None:
            yield Problem("capability.subgroup-unused", place((*path, "subgroup")), Severity.WARNING)
        return
    if source.subgroup == 1:
        yield Problem("capability.subgroup-of-one", place((*path, "subgroup")))
        return
    demand = _read(source.capability, source.subgroup)
    found = demand if isinstance(demand, _Refused) else _misfit(item, demand)
    if found is not None:
        at = (*path, "capability") if found.key == ASKED else (*path, "capability", found.key)
        yield found.refusal.at(place(at))
    elif isinstance(demand, Demand) and demand.index is not None and demand.named != demand.index:
        values: dict[str, Value] = {"asked": demand.index, "index": demand.named}
        yield Problem("capability.named-performance", place((*path, "capability")), Severity.WARNING, values)


def _read(written: Mapping[str, str], subgroup: int | None) -> Demand | _Refused:
    demand = _in_words(written[ASKED]) if ASKED in written else _in_keys(written)
    return replace(demand, subgroup=subgroup) if isinstance(demand, Demand) else demand


def _in_words(written: str) -> Demand | _Refused:
    """Return a demand written as one text: a word for report, an index, or an index and its minimum."""
    plain = text.normalize(written)
    if _folded(plain) in map(_folded, table("words")["report"]):
        return Demand(written)
    for name in sorted(table("words")["names"], key=len, reverse=True):
        plain = re.sub(re.escape(name), " ", plain, flags=re.IGNORECASE)
    plain = " ".join(re.sub(r"[()]", " ", plain).split()).strip(" :=")
    if _index(plain) is not None:
        return Demand(written, _index(plain))
    found = _form().fullmatch(plain)
    if found is None:
        return _Refused(Refusal("capability.unreadable", {"text": text.shorten(written)}))
    signs = [sign for sign in (found["first"], found["before"], found["after"]) if sign]
    above = {_folded(word) for words in table("words")["more-than"].values() for word in words}
    strict = {_folded(sign) in above for sign in signs}
    if len(strict) != 1:  # no sign at all, or two that contradict each other
        return _Refused(Refusal("capability.without-sign", {"text": text.shorten(written)}))
    minimum = _minimum(found["number"])
    if isinstance(minimum, _Refused):
        return minimum
    return Demand(written, _index(found["index"]), minimum, strict.pop(), decides=True)


def _in_keys(written: Mapping[str, str]) -> Demand | _Refused:
    """Return a demand written key by key."""
    index = _index(written["index"]) if "index" in written else None
    if "index" in written and index is None:
        return _Refused(Refusal("capability.index-unknown", {"text": text.shorten(written["index"])}), "index")
    minimum = _minimum(written["minimum"]) if "minimum" in written else None
    if isinstance(minimum, _Refused):
        return minimum
    confidence = _confidence(written["confidence"]) if "confidence" in written else None
    if isinstance(confidence, _Refused):
        return confidence
    decides = bool(flag(written["decides"])) if "decides" in written else minimum is not None
    if decides and minimum is None:
        return _Refused(Refusal("capability.decides-without-minimum"), "decides")
    sigma = _sigma(written.get("sigma"))
    if sigma is None:
        return _Refused(Refusal("capability.sigma-unknown", {"text": text.shorten(written["sigma"])}), "sigma")
    shown = ", ".join(f"{key}: {value}" for key, value in written.items())
    return Demand(shown, index, minimum, False, confidence, decides, sigma)


def _misfit(item: Item, demand: Demand) -> _Refused | None:
    """Return why a readable demand does not fit the characteristic that it stands with."""
    check = item.checks[0]
    if len(item.checks) > 1 or check.per_lot or check.counts or all(role.unit is None for role in item.roles):
        return _Refused(Refusal("capability.not-a-measurement", {"kind": item.source.kind}))
    named, limit = demand.named, check.limit.describe()
    both = check.limit.lower is not None and check.limit.upper is not None
    one_side = {"u": check.limit.upper, "l": check.limit.lower}.get(named[-1], check.limit)
    if (len(named) == 2 and not both) or (named[-1] in "ul" and (both or one_side is None)):
        return _Refused(Refusal("capability.wrong-sides", {"index": demand.index or named, "limit": limit}))
    if demand.sigma == RANGE and named[0] == "P":
        return _Refused(Refusal("capability.sigma-without-subgroup"), "sigma")
    if demand.sigma == RANGE and demand.confidence is not None and demand.decides:
        return _Refused(Refusal("capability.range-without-bound"), "confidence")
    return None


def _folded(written: str) -> str:
    return text.normalize(written).casefold().replace(" ", "")


def _index(written: str) -> str | None:
    return {_folded(name): str(name) for name in table("words")["indices"]}.get(_folded(written))


def _sigma(written: str | None) -> str | None:
    if written is None:
        return POOLED
    spellings: dict[str, Sequence[str]] = table("words")["sigma"]
    found = next((name for name, words in spellings.items() if _folded(written) in map(_folded, words)), None)
    return {"pooled": POOLED, "range": RANGE}.get(found or "")


@cache
def _form() -> re.Pattern[str]:
    """Return the form of a demand in words: (sign) index (sign) number (sign)."""
    data = table("words")

    def choice(side: str) -> str:
        words = [word for name in ("at-least", "more-than") for word in data[name][side]]
        return "|".join(re.escape(text.normalize(word)) for word in sorted(words, key=len, reverse=True))

    before, after, index = choice("before"), choice("after"), "|".join(sorted(data["indices"], key=len, reverse=True))
    return re.compile(
        rf"(?P<first>{before})?\s*(?P<index>{index})\s*[:は]?\s*(?P<before>{before})?\s*{_NUMBER}\s*(?P<after>{after})?",
        re.ASCII | re.IGNORECASE,
    )


def _minimum(written: str) -> Fraction | _Refused:
    number = text.read_number(written)
    if isinstance(number, Refusal) or number <= 0:
        return _Refused(Refusal("capability.minimum-unreadable", {"text": text.shorten(written)}), "minimum")
    return Fraction(number)


def _confidence(written: str) -> Fraction | _Refused:
    """Return a confidence (``95 %`` or ``0.95``) between one half and one."""
    plain = text.normalize(written)
    percent = _PERCENT.fullmatch(plain)
    number = text.read_number(percent["number"] if percent else plain)
    share = None if isinstance(number, Refusal) else Fraction(number) / (100 if percent else 1)
    if share is None or not Fraction(1, 2) < share < 1:
        refusal = Refusal("capability.confidence-unreadable", {"text": text.shorten(written)})
        return _Refused(refusal, "confidence")
    return share
