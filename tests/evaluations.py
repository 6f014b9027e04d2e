"""Evaluations as judgement makes them, built by hand for tests of the outputs. All parties and numbers are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qspec.errors import Place, Problem, Say, Severity
from qspec.judgement.result import (
    CheckResult,
    ClassResult,
    DecisionResult,
    Disposition,
    Evaluation,
    ItemResult,
    LotResult,
    Reading,
    Verdict,
)
from qspec.measurements.batch import Instrument, LotInfo
from qspec.spec.model import Characteristic, Part, Parties, Party, Spec

SPEC_SHA = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
DATA_SHA = "a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998ee86f7f7a27ae"
BOOK = "検査成績書_A-17.xlsx"

STATED = Say("kinds.uncertainty.stated", {"amount": "3 µm = 0.003 mm", "k": "2"})


def spec() -> Spec:
    limits = {"bore": "φ10 H7", "body-color": "ΔE00 ≤ 1.5", "finish": "Ra ≤ 0.8 µm", "marking": "OK"}
    return Spec.model_construct(
        qspec=1,
        id="QS-2026-014",
        revision="B",
        title={"en": "Anodised control knob", "ja": "アルマイト調整ノブ"},
        governing_language="ja",
        part=Part.model_construct(number="KN-2041", name={}, drawing="D-2041", drawing_revision="3", material=None),
        parties=Parties.model_construct(
            buyer=Party.model_construct(name={"en": "Example Trading Ltd."}),
            supplier=Party.model_construct(name={"en": "Mihon Seisakusho", "ja": "見本製作所"}),
        ),
        characteristics={key: Characteristic.model_construct(kind="x", limit=text) for key, text in limits.items()},
        sampling={"all": "100%"},
    )


def reading(piece: str, row: int, text: str, margin: str, verdict: Verdict = Verdict.PASS, **more: object) -> Reading:
    """Return a reading whose text is its value; ``unit`` is mm unless given."""
    made = Reading(piece, Place(BOOK, sheet="測定", cell=f"D{row}"), text, text, "mm", verdict, margin)
    return replace(made, **more)


def check(quantity: str, written: str, resolved: str, readings: tuple[Reading, ...], **more: object) -> CheckResult:
    failed = sum(one.verdict is Verdict.FAIL for one in readings)
    made = CheckResult(
        quantity=quantity,
        verdict=max((one.verdict for one in readings), key=list(Verdict).index, default=Verdict.UNDECIDED),
        written=written,
        resolved=resolved,
        guarded=None,
        lower=None,
        upper=None,
        unit=readings[0].unit if readings else "mm",
        rule="each",
        assumed_unit=False,
        count=len(readings),
        failed=failed,
        minimum=None,
        maximum=None,
        mean=None,
        stdev=None,
        worst_margin=min((one.margin for one in readings), key=float, default=None),
        readings=readings,
    )
    return replace(made, **more)


def item(key: str, name: Mapping[str, str], checks: tuple[CheckResult, ...], **more: object) -> ItemResult:
    made = ItemResult(
        id=key,
        name=name,
        kind="dimension",
        nonconformity="major",
        balloon=None,
        verdict=max((one.verdict for one in checks), key=list(Verdict).index, default=Verdict.UNDECIDED),
        expected=5,
        measured=5,
        failed=0,
        failed_pieces=(),
        undecided_pieces=(),
        checks=checks,
        reasons=(),
    )
    return replace(made, **more)


def bore() -> ItemResult:
    """Return a guarded fit with two of eight pieces outside."""
    texts = ["10.0135", "10.021", "10.004", "10.006", "10.005", "10.008", "10.009", "10.010"]
    margins = ["-0.0015", "-0.009", "0.001", "0.003", "0.002", "0.004", "0.003", "0.002"]
    rows = [6, 9, 3, 4, 5, 7, 8, 10]
    readings = tuple(
        reading(f"K{row - 2:03d}", row, text, margin, Verdict.FAIL if margin[0] == "-" else Verdict.PASS)
        for row, text, margin in zip(rows, texts, margins, strict=True)
    )
    limit = check(
        "φ",
        "φ10 H7",
        "10 ≤ x ≤ 10.015 mm",
        readings,
        guarded="10.003 ≤ x ≤ 10.012 mm",
        lower="10",
        upper="10.015",
        assumed_unit=True,
    )
    return item(
        "bore",
        {"en": "Bore", "ja": "穴径"},
        (limit,),
        nonconformity="critical",
        balloon="①",
        expected=8,
        measured=8,
        failed=2,
        failed_pieces=("K004", "K007"),
        uncertainty="3 µm",
        guard="U",
        decision=DecisionResult("guarded", uncertainty=STATED, coverage="2", width="0.003 mm"),
    )


def color() -> ItemResult:
    """Return a color with two limits that holds, near the limit once."""
    words = Say("terms.piece.marginal")
    values = (("0.82", "0.68"), ("1.41", "0.09"))
    readings = tuple(
        reading(
            f"K{index:03d}",
            index + 2,
            f"L* 52.{index}0 a* -3.20 b* 18.40",
            margin,
            Verdict.MARGINAL if value == "1.41" else Verdict.PASS,
            value=value,
            unit="",
            words=words if value == "1.41" else None,
        )
        for index, (value, margin) in enumerate(values, start=1)
    )
    lightness = tuple(reading(f"K{n:03d}", n + 2, "0.31", "0.49", unit="") for n in (1, 2))
    return item(
        "body-color",
        {"en": "Body color", "ja": "本体色"},
        (
            check("ΔE00", "ΔE00 ≤ 1.5", "x ≤ 1.5", readings, upper="1.5", rule="mean"),
            check("ΔL*", "±0.8", "-0.8 ≤ x ≤ 0.8", lightness, lower="-0.8", upper="0.8", rule="mean"),
        ),
        kind="color",
        expected=2,
        measured=2,
        facts={"illuminant": "D65", "observer": "10°"},
    )


def finish() -> ItemResult:
    """Return a roughness of which nothing was measured."""
    return item(
        "finish",
        {"en": "Surface finish, face A", "ja": "A面の表面粗さ"},
        (),
        kind="roughness",
        balloon="③",
        measured=0,
        reasons=(Say("judgement.no-readings"),),
    )


def marking() -> ItemResult:
    """Return an attribute that does not apply."""
    none = {"verdict": Verdict.NOT_APPLICABLE, "expected": None, "measured": 0}
    return item("marking", {"en": "Marking", "ja": "表示"}, (), kind="attribute", **none)


def classes() -> tuple[ClassResult, ...]:
    exceeds = {"class": Say("terms.class.critical"), "count": 2, "found": 8, "acceptance": 0, "rejection": 1}
    return (
        ClassResult(
            "critical",
            "100%",
            8,
            8,
            2,
            0,
            Disposition.REJECT,
            (Say("judgement.class-exceeds-items", exceeds),),
            rejection=1,
        ),
        ClassResult("major", "n=5, Ac=1", 5, 2, 0, 1, Disposition.UNDECIDED, rejection=2),
    )


def problem() -> Problem:
    """Return a problem in a cell, as a reader finds it."""
    return Problem("text.not-a-number", Place(BOOK, sheet="測定", cell="D11"), Severity.UNDECIDED, {"text": "１0.O2"})


def lot(disposition: Disposition, *items: ItemResult, **more: object) -> LotResult:
    info = LotInfo(
        id="A-17",
        size=8,
        date="2026-11-20",
        inspector="見本 太郎",
        instruments=(Instrument("三点式内径測定器", "BM-3", "2026-04-01", "2027-03-31"),),
    )
    pieces = tuple(f"K{number:03d}" for number in range(1, 9))
    return replace(LotResult(info, disposition, (), (), items, pieces), **more)


def evaluation(*lots: LotResult, **more: object) -> Evaluation:
    return replace(Evaluation(spec(), "specs/knob.yaml", SPEC_SHA, BOOK, DATA_SHA, lots), **more)


def rejected() -> Evaluation:
    """Return a lot with something of everything: failed, undecided, marginal and passed characteristics."""
    reasons = (
        Say("judgement.class-exceeds-items", classes()[0].reasons[0].values),
        Say("judgement.item-without-readings", {"name": finish().name}),
    )
    judged = lot(Disposition.REJECT, bore(), color(), finish(), marking(), reasons=reasons, classes=classes())
    return evaluation(
        judged, unused=("備考", "室温"), matched={"bore": {"value": "① 穴径 [mm]"}}, problems=(problem(),)
    )


def accepted() -> Evaluation:
    """Return a lot in which everything conforms."""
    good = (Say("judgement.accepted", {"found": 2}),)
    return evaluation(lot(Disposition.ACCEPT, color(), reasons=good, pieces=("K001", "K002")))


def several() -> Evaluation:
    """Return two lots, one of them without a number and not decided."""
    unknown = (Say("judgement.lot-size-unknown"),)
    nameless = lot(Disposition.UNDECIDED, color(), info=LotInfo(), reasons=unknown, pieces=("K001", "K002"))
    return evaluation(*accepted().lots, nameless)
