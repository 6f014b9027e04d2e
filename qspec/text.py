"""Normal forms of written text, and numbers as exact values.

Everything that people typed passes through here before it is compared: limits and units in the spec, headers and cells
of inspection files. A number is read as text into ``Decimal``; no float is made on the way, so 0.1 stays 0.1. Only a
white list of characters is changed (full-width digits and letters, known signs); Unicode's compatibility form is not
applied blindly, for it turns ``①25`` into ``125`` and ``mm²`` into ``mm2``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from qspec.errors import Refusal

MAX_DIGITS = 30
MAX_EXPONENT = 12

_MINUS = "\u2212\u2010\u2011\u2012\u2013\ufe63\u25b2\u25b3\u30fc\u2015"
"""Signs written for a minus before digits: − ‐ ‑ ‒ – ﹣ ▲ △ ー ― (a full-width － is already a hyphen by then)."""
_DASH_BEFORE_DIGIT = re.compile(rf"(?<![ァ-ヺー])[{_MINUS}](?=\s?[.\d])", re.ASCII)
"""A long-vowel mark after katakana belongs to the word: カバー5 is not カバ-5."""
_FULLWIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B)], " ")
_ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_SQUARED = {
    "℃": "°C", "℉": "°F", "㎜": "mm", "㎝": "cm", "㎞": "km", "㎛": "µm", "㎚": "nm", "㎎": "mg", "㎏": "kg",
    "㎍": "µg", "㎡": "m²", "㎟": "mm²", "㎠": "cm²", "㎥": "m³", "㏄": "cc", "㎖": "mL", "㎗": "dL", "ℓ": "L",
    "㎐": "Hz", "㎑": "kHz", "㎫": "MPa", "㎪": "kPa", "㎩": "Pa", "㏀": "kΩ", "㏁": "MΩ", "\u2126": "Ω",
    "\u03bc": "µ", "㎢": "km²", "㎣": "mm³", "㎤": "cm³", "㎕": "µL", "㎘": "kL", "㎒": "MHz", "㎳": "ms",
    "㎲": "µs", "㎷": "mV", "㎸": "kV", "㎃": "mA", "㎂": "µA", "㎽": "mW", "㎾": "kW", "㎊": "pF", "㎋": "nF",
    "㎌": "µF", "㎬": "GPa", "㎧": "m/s", "㎨": "m/s²", "㏈": "dB", "㏓": "lx", "㏐": "lm", "㏅": "cd",
    "\u212b": "Å", "㍉": "ミリ", "㌢": "センチ", "㍍": "メートル", "㌔": "キロ", "㌘": "グラム", "㌧": "トン",
    "㍑": "リットル", "㌫": "パーセント",
}  # fmt: skip
_SIGNS = {
    "〜": "~", "∼": "~", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "Ø": "φ", "ø": "φ", "⌀": "φ", "Φ": "φ", "ϕ": "φ",
    "∅": "φ", "\u2206": "Δ", "º": "°", "˚": "°", "＂": '"', "’": "'",
}  # fmt: skip
_TABLE = _FULLWIDTH | _SPACES | {ord(key): value for key, value in (_SQUARED | _SIGNS).items()}
_DELTA = re.compile(r"[△⊿](?=[ELabCH])")
"""A triangle typed for the delta of a color difference: △E*ab, △L*; before digits it is a minus."""
_HALF_KANA = re.compile(r"[｡-ﾟ]+")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_POINTS_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d*", re.ASCII)


def normalize(text: str) -> str:
    """Return text with full-width letters, digits, spaces and known squared units in their plain form, ends trimmed.

    Enclosed numbers (①) and superscripts (mm²) stay what they are; half-width katakana becomes full-width, and a letter
    with its separate accent or voicing mark becomes one character.
    """
    plain = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text.translate(_ZERO_WIDTH))
    plain = unicodedata.normalize("NFC", plain.translate(_TABLE))
    return " ".join((_DELTA.sub("Δ", plain) if "△" in plain or "⊿" in plain else plain).split())


def fold(text: str) -> str:
    """Return the form in which two names are compared: normalised, caseless, without spaces, dashes and underscores."""
    return re.sub(r"[\s_\-‐–—・.．:：]+", "", normalize(text)).casefold()


def plain_signs(text: str) -> str:
    """Return normalised text with every dash or Japanese minus before a digit as an ASCII minus; spaces stay."""
    return _DASH_BEFORE_DIGIT.sub("-", normalize(text))


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal | Refusal:
    """Return the exact value of a written number.

    Full-width digits, the minus signs in use in Japan (−, ▲, △, ー) and exact groups of thousands are understood. A
    decimal comma is read only where the document is known to use it; otherwise it is refused, not guessed. There,
    ``1.250`` may be 1.25 or 1250 and is refused as well, while ``1.250,5`` is plain. ``nan``, ``inf``, magnitudes
    beyond 10^±12 and more than 30 digits are refused.
    """
    plain = normalize(text)
    if plain[:1] and plain[0] in _MINUS + "-":
        plain = "-" + plain[1:].lstrip()
    swapped = _swap_comma(plain) if decimal_comma else _drop_thousands(plain)
    if isinstance(swapped, Refusal):
        return Refusal(swapped.code, {"text": shorten(text)})
    if not _PLAIN.fullmatch(swapped):
        return Refusal("text.not-a-number", {"text": shorten(text)})
    return _bounded(Decimal(swapped), text)


def _swap_comma(plain: str) -> str | Refusal:
    """Return a number of a document with decimal commas in the plain form."""
    if _POINTS.fullmatch(plain):
        return Refusal("text.point-or-thousands")
    if _POINTS_COMMA.fullmatch(plain):
        plain = plain.replace(".", "")
    return plain.replace(",", ".") if _COMMA.fullmatch(plain) else plain


def _drop_thousands(plain: str) -> str | Refusal:
    """Return a number of a document with decimal points in the plain form."""
    if _THOUSANDS.fullmatch(plain):
        return plain.replace(",", "")
    return Refusal("text.decimal-comma") if _COMMA.fullmatch(plain) else plain


def _bounded(value: Decimal, text: str) -> Decimal | Refusal:
    _, digits, exponent = value.as_tuple()
    fits = isinstance(exponent, int) and abs(exponent) <= MAX_DIGITS and len(digits) <= MAX_DIGITS
    if not fits or abs(value.adjusted() if value else 0) > MAX_EXPONENT:
        return Refusal(
            "text.number-out-of-range", {"text": shorten(text), "digits": MAX_DIGITS, "exponent": MAX_EXPONENT}
        )
    return value


def shorten(text: str, width: int = 60) -> str:
    """Return text fit to be quoted in a message: one line, control characters visible, at most ``width`` characters."""
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def write_number(value: Fraction | Decimal | int, places: int = 6) -> str:
    """Return a value as text, exact where its decimal form ends within ``places`` + 6 digits, else rounded half even.

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
