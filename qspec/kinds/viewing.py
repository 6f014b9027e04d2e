"""How a color was measured: illuminant, observer, geometry, read from a spec, a column header or a file's conditions.

The kind ``color`` calls :func:`read` for the spec (everything must be there) and :func:`stated` for what an
inspection file says of its readings. Spellings are many (``10°``, ``10 deg``, ``10度``, ``CIE 1964``; ``di:8° SCI``,
``d/8 正反射光込み``); what cannot be read is refused and never taken for agreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qspec.errors import Refusal
from qspec.kinds.tables import table
from qspec.text import fold, normalize, shorten

ILLUMINANT, OBSERVER, GEOMETRY, SPECULAR = "illuminant", "observer", "geometry", "specular"
"""Keys of conditions; ``specular`` may also stand in the geometry (``di:8° SCI``)."""

_OBSERVER = re.compile(r"(?<![\d.])(2|10)(?:\.0)?[\s_-]*(?:°|º|˚|deg|度)", re.IGNORECASE)
_LISTED = re.compile(r"[\s,、;/+&・]+")
_STANDARD = {"1931": "2", "1964": "10"}
_ANGLES = (
    ("d:{}", re.compile(r"(?<![a-z])d[ie]?\s*[:/]\s*([80])(?!\d)", re.IGNORECASE)),
    ("{}:d", re.compile(r"(?<!\d)([80])\s*°?\s*[:/]\s*d", re.IGNORECASE)),
    ("45:{}", re.compile(r"(?<!\d)45\s*°?\s*[acx]?\s*[:/]\s*(0)(?!\d)", re.IGNORECASE)),
    ("{}:45", re.compile(r"(?<!\d)(0)\s*°?\s*[:/]\s*45(?!\d)", re.IGNORECASE)),
)
_INCLUDED = re.compile(
    r"(?<![a-z])SCI(?![a-z])|RSIN|SPIN|(?<![a-z])di\s*[:/]|[:/]\s*di\b|includ|正反射光?込|光沢込", re.IGNORECASE
)
_EXCLUDED = re.compile(
    r"(?<![a-z])SCE(?![a-z])|RSEX|SPEX|(?<![a-z])de\s*[:/]|[:/]\s*de\b|exclud|正反射光?(?:除|無)|光沢除", re.IGNORECASE
)


@dataclass(frozen=True)
class Viewing:
    """Illuminant (``D65``), observer (``2``, ``10``), geometry (``d:8``), specular component (``SCI``, ``SCE``)."""

    illuminant: str | None = None
    observer: str | None = None
    angles: str | None = None
    specular: str | None = None


def read(conditions: Mapping[str, str]) -> tuple[Viewing | None, list[Refusal]]:
    """Return the viewing that a spec's conditions declare, or a question for each that is not clear."""
    refusals: list[Refusal] = []
    found: dict[str, str | None] = {}
    for key, reader in ((ILLUMINANT, read_illuminant), (OBSERVER, read_observer)):
        written = conditions.get(key, "")
        found[key] = reader(written)
        if found[key] is None:
            refusals.append(_question(key, written))
    inline = read_observer(conditions.get(ILLUMINANT, ""))  # D65/10°
    if inline is not None and found[OBSERVER] is not None and inline != found[OBSERVER]:
        refusals.append(Refusal("color.observer-twice", {"one": inline, "other": found[OBSERVER] or ""}))
    written = conditions.get(GEOMETRY, "")
    if written and SPECULAR in conditions:
        written = f"{written} {conditions[SPECULAR]}"
    angles, specular = read_geometry(written)
    if angles is None:
        refusals.append(_question(GEOMETRY, written))
    elif (specular is None and "d" in angles) or (specular == "SCI" and "45" in angles):
        refusals.append(Refusal("color.specular-unclear", {"text": shorten(written)}))
    if refusals:
        return None, refusals
    return Viewing(found[ILLUMINANT], found[OBSERVER], angles, specular), []


def _question(key: str, written: str) -> Refusal:
    return Refusal(f"color.{key}-unknown", {"text": shorten(written)}) if written else Refusal(f"color.no-{key}")


def read_illuminant(written: str) -> str | None:
    """Return the one illuminant a text names, None where it names none or several."""
    plain = normalize(written)
    known = table("color")
    named = {name for name, words in known["illuminants"].items() if any(_word(word).search(plain) for word in words)}
    letter = re.sub(r"^(?:CIE|illuminant|標準(?:イルミナント|光源?)|光源)\s*", "", plain, flags=re.IGNORECASE)
    if letter in known["letters"]:
        named.add(letter)
    elif named:  # D65, A: two illuminants
        named |= set(_LISTED.split(plain)) & set(known["letters"])
    return named.pop() if len(named) == 1 else None


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", re.IGNORECASE)


def read_observer(written: str) -> str | None:
    """Return ``2`` or ``10`` where a text names one observer."""
    plain = normalize(written)
    named = {found.group(1) for found in _OBSERVER.finditer(plain)}
    named |= {angle for year, angle in _STANDARD.items() if year in plain}
    beside = re.search(r"/\s*(2|10)\s*$", plain)  # D65/10
    if plain in ("2", "10"):
        named.add(plain)
    elif beside:
        named.add(beside.group(1))
    return named.pop() if len(named) == 1 else None


def read_geometry(written: str) -> tuple[str | None, str | None]:
    """Return geometry and specular component of a text, each None where it names none or contradicts itself."""
    plain = normalize(written)
    angles = {form.format(found.group(1)) for form, pattern in _ANGLES for found in pattern.finditer(plain)}
    speculars = {name for name, pattern in (("SCI", _INCLUDED), ("SCE", _EXCLUDED)) if pattern.search(plain)}
    return (angles.pop() if len(angles) == 1 else None), (speculars.pop() if len(speculars) == 1 else None)


def stated(conditions: Mapping[str, str], headers: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what a file says of illuminant, observer and geometry, by key: the texts, from conditions and headers.

    A file's way of saying that it does not know (``------``, ``(None)``) is no statement.
    """
    result: dict[str, list[str]] = {}
    for written, value in conditions.items():
        key = GEOMETRY if fold(written) == SPECULAR else fold(written)
        if key in (ILLUMINANT, OBSERVER, GEOMETRY) and _says_something(value):
            result.setdefault(key, []).append(value)
    for header in headers:
        for key, reader in ((ILLUMINANT, _header_illuminant), (OBSERVER, read_observer), (GEOMETRY, _any_geometry)):
            if reader(header) is not None and header not in result.get(key, ()):
                result.setdefault(key, []).append(header)
    return result


def _header_illuminant(header: str) -> str | None:
    found = read_illuminant(header)
    return found if found not in table("color")["letters"] else None  # the header `A` is the column a*


def _any_geometry(header: str) -> str | None:
    angles, specular = read_geometry(header)
    return angles or specular


def _says_something(value: str) -> bool:
    plain = normalize(value).strip("()[]-–—*. ")
    return bool(plain) and plain.casefold() not in table("color")["unstated"]


def agrees(viewing: Viewing, key: str, text: str) -> bool:
    """Say whether a file's statement is understood and does not contradict the spec's viewing."""
    if key == ILLUMINANT:
        return read_illuminant(text) == viewing.illuminant
    if key == OBSERVER:
        return read_observer(text) == viewing.observer
    angles, specular = read_geometry(text)
    if angles is None and specular is None:
        return _names_both(text)
    return angles in (None, viewing.angles) and (specular is None or specular == (viewing.specular or "SCE"))


def names_specular(text: str) -> bool:
    """Say whether a file's statement tells if the specular component was measured in."""
    return read_geometry(text)[1] is not None or _names_both(text)


def _names_both(text: str) -> bool:
    """Say whether a text names SCI and SCE alike (``SCI+SCE``): the instrument measured both, contradicting neither."""
    return bool(_INCLUDED.search(normalize(text)) and _EXCLUDED.search(normalize(text)))
