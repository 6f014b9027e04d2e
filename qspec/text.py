"""Normal forms of written text, and numbers as exact values.

Everything that people typed passes through here before it is compared: limits and units in the spec, headers and cells of
inspection files. A number is read as text into ``Decimal``; no float is made on the way, so 0.1 stays 0.1. Only a white
list of characters is changed (full-width digits and letters, known signs); Unicode's compatibility form is not applied
blindly, for it turns ``①25`` into ``125`` and ``mm²`` into ``mm2``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from qspec.errors import Refusal

MAX_DIGITS = 30
MAX_EXPONENT = 12

_MINUS = "\u2212\uff0d\u2010\u2011\u2012\u2013\ufe63\u25b2\u25b3\u30fc\u2015"
"""Signs written for a minus before digits: − － ‐ ‑ ‒ – ﹣ ▲ △ ー ―."""
_FULLWIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x202F, *range(0x2000, 0x200B)], " ")
_ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_SQUARED = {
    "℃": "°C", "℉": "°F", "㎜": "mm", "㎝": "cm", "㎞": "km", "㎛": "µm", "㎚": "nm", "㎎": "mg", "㎏": "kg", "㎍": "µg",
    "㎡": "m²", "㎟": "mm²", "㎠": "cm²", "㎥": "m³", "㏄": "cc", "㎖": "mL", "㎗": "dL", "ℓ": "L", "㎐": "Hz", "㎑": "kHz",
    "㎫": "MPa", "㎪": "kPa", "㎩": "Pa", "㏀": "kΩ", "㏁": "MΩ", "\u2126": "Ω", "\u03bc": "µ",
}  # fmt: skip
_SIGNS = {
    "〜": "~", "∼": "~", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "Ø": "φ", "ø": "φ", "⌀": "φ", "Φ": "φ", "ϕ": "φ",
    "∅": "φ", "∆": "Δ",
}  # fmt: skip
_TABLE = _FULLWIDTH | _SPACES | {ord(key): value for key, value in (_SQUARED | _SIGNS).items()}
_HALF_KANA = re.compile(r"[｡-ﾟ]+")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


def normalize(text: str) -> str:
    """Return text with full-width letters, digits, spaces and known squared units in their plain form, ends trimmed.

    Enclosed numbers (①) and superscripts (mm²) stay what they are; half-width katakana becomes full-width.
    """
    text = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return " ".join(text.translate(_ZERO_WIDTH).translate(_TABLE).split())


def fold(text: str) -> str:
    """Return the form in which two names are compared: normalised, caseless, without spaces, dashes and underscores."""
    return re.sub(r"[\s_\-‐–—・.．:：]+", "", normalize(text)).casefold()


def plain_signs(text: str) -> str:
    """Return normalised text with every dash or Japanese minus before a digit as an ASCII minus."""
    return re.sub(rf"[{_MINUS}]\s?(?=[.\d])", "-", normalize(text))


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal | Refusal:
    """Return the exact value of a written number.

    Full-width digits, the minus signs in use in Japan (−, ▲, △, ー) and exact groups of thousands are understood. A decimal
    comma is read only where the document is known to use it; otherwise it is refused, not guessed. ``nan``, ``inf``,
    exponents beyond ±12 and more than 30 digits are refused.
    """
    plain = normalize(text)
    if plain[:1] and plain[:1] in _MINUS or plain[:1] == "-":
        plain = "-" + plain[1:].lstrip()
    if decimal_comma and _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    elif not decimal_comma and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif not decimal_comma and _COMMA.fullmatch(plain):
        return Refusal("text.decimal-comma", {"text": text})
    if not _PLAIN.fullmatch(plain):
        return Refusal("text.not-a-number", {"text": shorten(text)})
    return _bounded(Decimal(plain), text)


def _bounded(value: Decimal, text: str) -> Decimal | Refusal:
    digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
    if not isinstance(exponent, int) or len(digits) > MAX_DIGITS or abs(value.adjusted() if value else 0) > MAX_EXPONENT:
        return Refusal("text.number-out-of-range", {"text": shorten(text), "digits": MAX_DIGITS, "exponent": MAX_EXPONENT})
    if exponent < -MAX_DIGITS:
        return Refusal("text.number-out-of-range", {"text": shorten(text), "digits": MAX_DIGITS, "exponent": MAX_EXPONENT})
    return value


def shorten(text: str, width: int = 60) -> str:
    """Return text fit to be quoted in a message: one line, control characters visible, at most ``width`` characters."""
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def write_number(value: Fraction | Decimal | int, places: int = 6) -> str:
    """Return a value as text, exact where its decimal form ends within ``places`` + 6 digits, else rounded half to even.

    A minus sign is the ASCII hyphen; no exponent form; a rounded value is not marked, so callers that show one say so.
    """
    fraction = Fraction(value)
    scaled = fraction * 10 ** (places + 6)
    if scaled.denominator != 1:
        scaled = Fraction(round(fraction * 10**places)) * 10**6
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(int(scaled)), 10 ** (places + 6))
    digits = f"{rest:0{places + 6}d}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
