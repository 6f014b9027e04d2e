"""A sampling plan's words → :class:`Plan`, or why not: nothing is guessed, and no part is passed over.

The spec reader, ``lint``, ``judge`` and ``plan`` call :func:`read_plan` for each class, then :func:`clashes` for all
classes of a spec. ``words.py`` cuts the words into parts; here the parts are put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from qspec.errors import Refusal, Value
from qspec.judgement.plans.model import (
    Counting,
    Fixed,
    Full,
    Inspection,
    Plan,
    Scheme,
    System,
    Table,
    TwoPoints,
    ZeroAcceptance,
)
from qspec.judgement.plans.tables import aql_text, aqls, neighbours
from qspec.judgement.plans.words import Part, Unread, cut, plain, unavailable
from qspec.text import shorten

_FAMILIES = {
    "full": "full", "size": "fixed", "system": "table", "level": "table", "aql": "table", "adjusting": "table",
    "lq": "zero", "p0": "points", "p1": "points", "alpha": "points", "two-points": "points",
}  # fmt: skip
"""Parts that show which kind of plan is meant."""
_ALLOWED = {
    "full": {"full", "acceptance", "rejection", "items"},
    "fixed": {"size", "acceptance", "rejection", "items", "single"},
    "table": {"system", "level", "aql", "inspection", "items", "nonconformities", "single", "adjusting"},
    "zero": {"acceptance", "rejection", "lq", "beta", "items", "single"},
    "points": {"p0", "p1", "alpha", "beta", "two-points", "items", "single"},
}
_SEVERITIES = {severity.value for severity in Inspection}
_LARGEST_PERCENT = Fraction(10)
"""Per cent nonconforming goes with AQLs up to 10, ISO 2859-1 and MIL-STD-105E alike."""


def read_plan(text: str) -> Plan | Refusal:
    """Return the plan a text names, or why not; a part of the text that is not understood refuses the whole."""
    words = plain(text)
    if not words:
        return Refusal("sampling.empty")
    if missing := unavailable(words):
        return Refusal("sampling.not-available", {"text": shorten(text), "name": missing[1]})
    parts = cut(words)
    if isinstance(parts, Unread):
        code = "sampling.comma-in-number" if parts.comma else "sampling.unreadable"
        return Refusal(code, {"text": shorten(text), "part": shorten(parts.written)})
    scheme = _refused(text, parts) or _composed(text, parts)
    return scheme if isinstance(scheme, Refusal) else Plan(text, scheme)


def clashes(plans: Iterable[Plan]) -> Refusal | None:
    """Return why the plans of a spec's classes do not go together: two systems of tables are never mixed."""
    tables = [plan for plan in plans if isinstance(plan.scheme, Table)]
    for plan in tables[1:]:
        if _system_of(plan) is not _system_of(tables[0]):
            values = {"first": shorten(tables[0].text), "second": shorten(plan.text)}
            return Refusal("sampling.systems-mixed", values)
    return None


def _system_of(plan: Plan) -> System | None:
    return plan.scheme.system if isinstance(plan.scheme, Table) else None


def _refused(text: str, parts: list[Part]) -> Refusal | None:
    """Return a refusal for a part that is understood but cannot stand."""
    quoted: dict[str, Value] = {"text": shorten(text)}
    for part in parts:
        named = quoted | {"part": shorten(part.written)}
        if part.kind == "partless":
            return Refusal("sampling.without-part", named)
        if part.kind == "edition":
            code = "sampling.edition" if part.extra else "sampling.edition-none"
            return Refusal(code, named | ({"years": part.extra} if part.extra else {}))
        if part.kind == "level-contradicts":
            return Refusal("sampling.level-contradicts", named)
        if part.kind == "level-figure":
            known = part.value in ("I", "II", "III")
            values = named | {"general": part.value, "special": part.extra} if known else named
            return Refusal("sampling.level-figure" if known else "sampling.level-contradicts", values)
    systems = {part.value for part in parts if part.kind == "system"}
    if len(systems) > 1:
        return Refusal("sampling.two-systems", quoted)
    return _repeated(quoted, parts)


def _repeated(quoted: dict[str, Value], parts: list[Part]) -> Refusal | None:
    """Return a refusal for a thing said twice; one system may be named by two of its standards."""
    seen: set[str] = set()
    for part in parts:
        kind = _slot(part)
        if kind in seen and kind != "system":
            return Refusal("sampling.said-twice", quoted | {"part": shorten(part.written)})
        seen.add(kind)
    return None


def _slot(part: Part) -> str:
    if part.kind in _SEVERITIES:
        return "inspection"
    return "counting" if part.kind in ("items", "nonconformities") else part.kind


def _composed(text: str, parts: list[Part]) -> Scheme | Refusal:
    """Return the scheme that the parts make together."""
    quoted: dict[str, Value] = {"text": shorten(text)}
    families = {_FAMILIES[part.kind] for part in parts if part.kind in _FAMILIES}
    if len(families) != 1:
        code = "sampling.mixed" if families else "sampling.incomplete"
        return Refusal(code, quoted)
    family = families.pop()
    for part in parts:
        kind = "inspection" if part.kind in _SEVERITIES else part.kind
        if kind not in _ALLOWED[family]:
            code = "sampling.counting-only-tables" if kind == "nonconformities" else "sampling.mixed"
            return Refusal(code, quoted)
    said = {part.kind: part for part in parts}
    if family == "table":
        return _table(quoted, said, parts)
    if family == "zero":
        return _zero(quoted, said)
    return _points(quoted, said) if family == "points" else _counted(quoted, said)


def _counted(quoted: dict[str, Value], said: Mapping[str, Part]) -> Full | Fixed | Refusal:
    """Return 100 % inspection or a plan in numbers."""
    acceptance = int(said["acceptance"].value) if "acceptance" in said else 0
    if "rejection" in said and int(said["rejection"].value) != acceptance + 1:
        return Refusal("sampling.rejection-number", quoted)
    if "full" in said:
        return Full(acceptance)
    size = int(said["size"].value)
    if size == 0:
        return Refusal("sampling.no-pieces", quoted)
    if "acceptance" not in said:
        return Refusal("sampling.without-acceptance", quoted)
    return Refusal("sampling.accepts-all", quoted) if acceptance >= size else Fixed(size, acceptance)


def _table(quoted: dict[str, Value], said: Mapping[str, Part], parts: list[Part]) -> Table | Refusal:
    missing = "-".join(name for name in ("aql", "system", "level") if name not in said)
    if missing:
        return Refusal("sampling.aql-missing" if missing.startswith("aql") else f"sampling.{missing}-missing", quoted)
    aql = _aql(quoted, said)
    if isinstance(aql, Refusal):
        return aql
    return Table(
        system=System(said["system"].value),
        level=said["level"].value,
        aql=aql,
        counting=Counting.NONCONFORMITIES if "nonconformities" in said else Counting.ITEMS,
        inspection=next((Inspection(part.kind) for part in parts if part.kind in _SEVERITIES), None),
        edition=" / ".join(part.written.strip() for part in parts if part.kind == "system"),
    )


def _aql(quoted: dict[str, Value], said: Mapping[str, Part]) -> Fraction | Refusal:
    """Return the AQL where the tables have it and its way of counting goes with it."""
    written = said["aql"]
    aql = Fraction(written.value)
    values = quoted | {"aql": written.value}
    if aql not in aqls():
        below, above = neighbours(aql)
        if below is None or above is None:
            ends: dict[str, Value] = {"smallest": aql_text(aqls()[0]), "largest": aql_text(aqls()[-1])}
            return Refusal("sampling.aql-outside", values | ends)
        return Refusal("sampling.aql-between", values | {"below": aql_text(below), "above": aql_text(above)})
    if "nonconformities" in said and written.extra:
        return Refusal("sampling.percent-of-nonconformities", values)
    if aql > _LARGEST_PERCENT and "nonconformities" not in said:
        return Refusal("sampling.aql-above-ten", values)
    return aql


def _zero(quoted: dict[str, Value], said: Mapping[str, Part]) -> ZeroAcceptance | Refusal:
    if "acceptance" not in said or "beta" not in said:
        return Refusal("sampling.lq-incomplete", quoted)
    rejection = said["rejection"].value if "rejection" in said else "1"
    if int(said["acceptance"].value) != 0 or int(rejection) != 1:
        return Refusal("sampling.lq-accepts", quoted)
    quality, risk = _share(quoted, said["lq"]), _share(quoted, said["beta"])
    if isinstance(quality, Refusal):
        return quality
    return risk if isinstance(risk, Refusal) else ZeroAcceptance(quality, risk)


def _points(quoted: dict[str, Value], said: Mapping[str, Part]) -> TwoPoints | Refusal:
    from qspec.judgement.plans.resolving import designed

    signs = {"p0": "p0", "alpha": "α", "p1": "p1", "beta": "β"}
    missing = [sign for kind, sign in signs.items() if kind not in said]
    if missing:
        return Refusal("sampling.points-missing", quoted | {"missing": ", ".join(missing)})
    shares = [_share(quoted, said[kind]) for kind in signs]
    read = [share for share in shares if isinstance(share, Fraction)]
    if len(read) < len(shares):
        return next(share for share in shares if isinstance(share, Refusal))
    p0, alpha, p1, beta = read
    if p0 >= p1 or alpha + beta >= 1:
        return Refusal("sampling.points-order", quoted)
    points = TwoPoints(p0, alpha, p1, beta)
    return points if designed(points) else Refusal("sampling.points-too-close", quoted)


def _share(quoted: dict[str, Value], part: Part) -> Fraction | Refusal:
    """Return a quality or risk between 0 and 1; only a risk may stand without ``%`` (β = 0.10)."""
    named = quoted | {"part": shorten(part.written)}
    value = Fraction(part.value)
    if not part.extra and (part.kind not in ("alpha", "beta") or value >= 1):
        return Refusal("sampling.percent-missing", named)
    if part.extra:
        value /= 1_000_000 if part.extra.lower() == "ppm" else 100
    return value if 0 < value < 1 else Refusal("sampling.share-outside", named)
