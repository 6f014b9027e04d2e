"""Holds a limit that a form states against the spec's: another number, another side, another quantity.

``contradictions.py`` calls :func:`limit_problem`. The form's words are read by the characteristic's own kind, as if
they stood in the spec, so that 分類1以下 and ``class 1 or better``, 0.3 mm以下 and 平面度0.3 mm are one limit. Words
that the kind does not take as a limit (a bare number, 傷なし) contradict nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from qspec import units
from qspec.errors import Place, Problem, Refusal, Severity, Value, has_errors
from qspec.kinds import amounts, gloss
from qspec.kinds.base import Item, Kind
from qspec.kinds.cells import DECIMAL_COMMA
from qspec.limits import Bound, Limit
from qspec.measurements.batch import End, StatedLimit
from qspec.spec.model import Characteristic
from qspec.text import normalize, read_number, shorten, write_number

_DECIMAL_POINT = re.compile(r"\d\.\d")
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_EXACT_PLACES = 12

Ends = dict[str, tuple[Bound | None, Bound | None, str]]
"""Lower and upper bound and unit id by quantity."""


def limit_problem(item: Item, kind: Kind, stated: StatedLimit) -> Problem | None:
    """Return the warning where a stated limit differs from the item's; None where it is the same or cannot be read."""
    text = _plain(stated.text, item)
    if text is None:
        return None
    differs = _end_differs(item, stated, text) if stated.end is not End.WHOLE else _differs(item, kind, stated, text)
    if not differs:
        return None
    values: dict[str, Value] = {
        "name": item.name,
        "label": stated.label,
        "text": shorten(_written(stated)),
        "limit": ", ".join(dict.fromkeys(check.text for check in item.checks)),
    }
    return Problem("judgement.limit-contradicts", stated.place, Severity.WARNING, values)


def _written(stated: StatedLimit) -> str:
    """Return what the form states as written, with the nominal before it and the unit that stands elsewhere behind."""
    text = stated.text if stated.nominal is None else f"{stated.nominal} / {stated.text}"
    symbol = units.get(stated.unit).suffix if stated.unit is not None else ""
    return f"{text} [{symbol}]" if symbol and text[-1:].isdigit() else text


def _unit(item: Item, stated: StatedLimit) -> str | None:
    """Return the unit id of the form's numbers: its own, else the readings'; plain GU is at the spec's angle."""
    role = next(one for one in item.roles if one.key == stated.role)
    declared = gloss.is_bare(stated.unit) and gloss.has_angle(role.unit)
    return role.unit if declared else stated.unit or role.unit


def _plain(text: str, item: Item) -> str | None:
    """Return text with decimal points; None where the spec's files have decimal commas and this has a point."""
    if not item.data.get(DECIMAL_COMMA):
        return text
    return None if _DECIMAL_POINT.search(text) else _BETWEEN_DIGITS.sub(".", text)


def _differs(item: Item, kind: Kind, stated: StatedLimit, text: str) -> bool:
    for source in _sources(item, stated, text):
        compiled, problems = kind.compile(item.id, source, lambda key: Place())
        if compiled is not None and not has_errors(problems):
            return _unlike(item, compiled)
    return False


def _sources(item: Item, stated: StatedLimit, text: str) -> Iterator[Characteristic]:
    """Yield the item's entry with the stated limit in place of its own, in the ways the form may mean it.

    A number without unit is in the form's unit, and never in another: where the kind cannot take it so, the unit is
    written behind it. Deviations are from the form's nominal, or from the spec's where the form has none.
    """
    role = next(one for one in item.roles if one.key == stated.role)
    unit = _unit(item, stated)
    beside: dict[str, object] = {"uncertainty": None, "guard": None, "marginal": None, "decision": "simple"}
    beside |= {"prover": None, "rounding": None}
    texts = [text]
    if any(check.quantity == role.key for check in item.checks):
        texts.append(f"{role.key} {text}")
    if unit is not None and units.convertible(unit, item.checks[0].limit.unit):
        symbol = units.get(unit).symbol
        beside["unit"] = symbol or item.source.unit
        texts += [f"{one} {symbol}" for one in texts]
    nominals = [None, _nominal(item, stated, unit)] if "nominal" in type(item.source).model_fields else []
    for one in texts:
        for nominal in nominals or [None]:
            named = {"nominal": nominal} if nominals else {}
            yield item.source.model_copy(update={**beside, **named, "limit": one})


def _nominal(item: Item, stated: StatedLimit, unit: str | None) -> str | None:
    """Return the nominal of stated deviations with its unit: the form's, else the spec's; None for neither."""
    if stated.nominal is not None:
        text = _plain(stated.nominal, item)
        amount = amounts.read(text) if text is not None else None
        if text is None or not isinstance(amount, amounts.Amount):
            return None
        return text if amount.unit is not None or unit is None else f"{text} {units.get(unit).symbol}"
    limit = item.checks[0].limit
    if limit.nominal is None:
        return None
    written = write_number(limit.nominal, _EXACT_PLACES)
    number = read_number(written)
    exact = not isinstance(number, Refusal) and Fraction(number) == limit.nominal
    return f"{written} {units.get(limit.unit).symbol}" if exact else None


def _unlike(item: Item, stated: Item) -> bool:
    """Say whether two items have other limits; deviations written as a range count from the item's nominal too."""
    own, other = _ends(item), _ends(stated)
    if len(own) == len(other) == 1 and item.id in (*own, *other):
        other = dict(zip(own, other.values(), strict=True))  # one of the two names no quantity: φ10 and 10
    nominal = item.checks[0].limit.nominal
    return any(name not in own or not _alike(own[name], ends, nominal) for name, ends in other.items())


def _ends(item: Item) -> Ends:
    """Return what an item's checks ask of each quantity."""
    found: Ends = {}
    for check in item.checks:
        limit = check.limit
        lower, upper, unit = found.get(check.quantity, (None, None, limit.unit))
        converted = limit.converted(unit)
        found[check.quantity] = (converted.lower or lower, converted.upper or upper, unit)
    return found


def _alike(
    own: tuple[Bound | None, Bound | None, str], other: tuple[Bound | None, Bound | None, str], nominal: Fraction | None
) -> bool:
    lower, upper, unit = other
    if not units.convertible(unit, own[2]):
        return False
    limit = Limit(lower, upper, unit).converted(own[2])
    ends = (limit.lower, limit.upper)
    return ends == own[:2] or (nominal is not None and tuple(_shifted(end, nominal) for end in ends) == own[:2])


def _shifted(bound: Bound | None, nominal: Fraction) -> Bound | None:
    return None if bound is None else Bound(bound.value + nominal, bound.inclusive)


def _end_differs(item: Item, stated: StatedLimit, text: str) -> bool:
    """Say whether one end of a limit, or its deviation from the nominal, is another than the item's.

    A form's 0 for an end that the spec leaves open says nothing.
    """
    role = next(one for one in item.roles if one.key == stated.role)
    checks = [check for check in item.checks if len(item.roles) == 1 or check.quantity == role.key]
    amount = amounts.read(text)
    if role.unit is None or not checks or isinstance(amount, Refusal):
        return False
    unit = amount.unit or _unit(item, stated) or role.unit
    limits = [check.limit.converted(unit) for check in checks if units.convertible(check.limit.unit, unit)]
    bounds = [limit.upper if stated.end is End.UPPER else limit.lower for limit in limits]
    values = [bound.value for bound in bounds if bound is not None]
    if not values:
        return bool(limits) and amount.value != 0
    meant = {amount.value}
    for nominal in _nominals(item, stated, limits, unit):
        meant |= {nominal + amount.value}
        if stated.end is End.LOWER and normalize(text)[:1].isdigit():
            meant.add(nominal - amount.value)
    return not meant & set(values)


def _nominals(item: Item, stated: StatedLimit, limits: list[Limit], unit: str) -> list[Fraction]:
    """Return the nominal that a deviation may count from, in a unit: the form's, else the spec's."""
    if stated.nominal is None:
        return [limit.nominal for limit in limits if limit.nominal is not None]
    text = _plain(stated.nominal, item)
    amount = amounts.read(text) if text is not None else None
    value = amounts.in_unit(amount, unit) if isinstance(amount, amounts.Amount) else None
    return [] if value is None else [value]
