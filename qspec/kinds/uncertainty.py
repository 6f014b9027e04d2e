"""Reads the ``uncertainty:`` of a spec entry: ``3 µm``, ``U = 3 µm (k=2)``, ``3 µm, k = 3``, ``u = 1.5 µm``, ``0.5 %``.

``decisions.py`` calls :func:`read`. A bare amount is an expanded uncertainty; without a coverage factor it is taken as
k = 2, and whatever prints it says so. Small u is a standard uncertainty, from which U = 2u follows. Per cent are of the
larger bound of the limit, a difference of temperature may be in K.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from qspec import text, units
from qspec.errors import Refusal, Say, Value
from qspec.kinds import amounts, gloss
from qspec.kinds.tables import table
from qspec.kinds.zones import Uncertainty
from qspec.limits import Limit

PERCENT = "%"
"""Unit id of per cent."""
_LONGEST = 120
"""Characters up to which a text is looked at; the longest form of words in use has some sixty."""


def read(written: str, limit: Limit) -> Uncertainty | Refusal:
    """Return the uncertainty that a text states, in the unit of the limit."""
    values: dict[str, Value] = {"text": text.shorten(written), "unit": units.get(limit.unit).symbol}
    found = _pattern().fullmatch(text.plain_signs(written)[:_LONGEST])
    if found is None:
        return Refusal("text.not-a-number", values)
    amount = amounts.read(found["amount"])
    if isinstance(amount, Refusal):
        return amount
    if amount.value <= 0:
        return Refusal("kinds.uncertainty-not-positive", values)
    if amount.unit is None and units.get(limit.unit).symbol:
        return Refusal("kinds.uncertainty-without-unit", values)
    size = _in_limit_unit(amount, limit)
    if size is None:
        return Refusal("kinds.uncertainty-of-another-dimension", values)
    coverage = _coverage(found, values)
    if isinstance(coverage, Refusal):
        return coverage
    taken = Fraction(_words()["taken"])
    shown = _shown(found["amount"], amount, size, limit)
    if _is_standard(found):
        expanded = size * taken
        total = _with_unit(expanded, limit)
        said = Say("kinds.uncertainty.standard", {"amount": shown, "expanded": total, "k": text.write_number(taken)})
        return Uncertainty(expanded, taken, said)
    key = "kinds.uncertainty.taken" if coverage is None else "kinds.uncertainty.stated"
    factor = taken if coverage is None else coverage
    return Uncertainty(size, factor, Say(key, {"amount": shown, "k": text.write_number(factor)}))


def _words() -> dict[str, str]:
    words: dict[str, str] = table("decisions")["uncertainty"]
    return words


@cache
def _pattern() -> re.Pattern[str]:
    """Return the form of words: a name, a letter, the amount, and the coverage factor behind it."""

    def any_of(names: Iterable[str]) -> str:
        return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))

    words = _words()
    names = "|".join(f"(?P<{key}>(?i:{any_of(words[key])}))" for key in ("expanded", "standard", "either"))
    letter = r"(?P<letter>U95|U|u_c|uc|u)"
    factor = rf"(?:(?i:{any_of(words['coverage'])})\s*(?:k\b)?|k)\s*[=:は]?\s*(?P<k>[+-]?[\d.]+)"
    head = rf"(?:{names})?\s*(?:は|:)?\s*(?:{letter}(?=\W))?\s*[=:]?\s*[±]?\s*"
    return re.compile(rf"{head}(?P<amount>[+-]?\s?[\d.].*?)(?:[\s,;、(]*{factor}\s*\)?)?")


def _is_standard(found: re.Match[str]) -> bool:
    return bool(found["standard"]) or (found["letter"] or "").startswith("u")


def _coverage(found: re.Match[str], values: dict[str, Value]) -> Fraction | Refusal | None:
    """Return the coverage factor that is stated, None where none is; a factor that no U has is refused."""
    named_expanded = bool(found["expanded"]) or (found["letter"] or "").startswith("U")
    if found["k"] is None:
        both = _is_standard(found) and named_expanded
        return Refusal("kinds.uncertainty-contradicts", values) if both else None
    number = text.read_number(found["k"])
    if isinstance(number, Refusal):
        return number
    factor = Fraction(number)
    if _is_standard(found):
        same = factor == 1 and not named_expanded
        return None if same else Refusal("kinds.uncertainty-contradicts", values)
    if not Fraction(_words()["above"]) < factor <= Fraction(_words()["most"]):
        return Refusal("kinds.uncertainty-coverage", {**values, "k": found["k"]})
    return factor


def _in_limit_unit(amount: amounts.Amount, limit: Limit) -> Fraction | None:
    """Return an amount in the limit's unit: as a difference, or as a share of the larger bound where it is in per cent.

    Per cent of a limit that is itself in per cent (%, %RH) is read in the limit's own unit, as percentage points.
    """
    if amount.unit is None or amount.unit == limit.unit or (gloss.is_bare(amount.unit) and gloss.has_angle(limit.unit)):
        return amount.value
    if amount.unit == PERCENT and units.get(limit.unit).symbol.startswith("%"):
        return amount.value
    if amount.unit == PERCENT:
        ends = [abs(bound.value) for bound in (limit.lower, limit.upper) if bound is not None]
        return amount.value / 100 * max(ends) or None
    if not units.convertible(amount.unit, limit.unit):
        return None
    return units.convert_difference(amount.value, amount.unit, limit.unit)


def _shown(written: str, amount: amounts.Amount, size: Fraction, limit: Limit) -> str:
    """Return the amount as written, and in the limit's unit where that is another number."""
    plain = text.shorten(written.strip())
    return plain if amount.value == size else f"{plain} = {_with_unit(size, limit)}"


def _with_unit(value: Fraction, limit: Limit) -> str:
    return f"{text.write_number(value)} {units.get(limit.unit).suffix}".rstrip()
