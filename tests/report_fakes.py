"""Evaluations as judgement would make them, for tests of what is drawn from them. All is invented."""

from __future__ import annotations

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
from qspec.spec.model import Characteristic, LimitSample, Part, Parties, Party, Spec

SPEC_SHA = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
DATA_SHA = "a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998ee86f7f7a27ae"

STATED = Say("kinds.uncertainty.taken", {"amount": "3 µm = 0.003 mm", "k": "2"})
GUARDED = DecisionResult("guarded", uncertainty=STATED, coverage="2", width="0.003 mm")

NAMES = {
    "bore": {"en": "Bore diameter", "ja": "穴径"},
    "length": {"en": "Overall length", "ja": "全長"},
    "finish": {"en": "Surface finish, face A", "ja": "A面 表面粗さ"},
    "body-color": {"en": "Body color", "ja": "本体色"},
    "scratches": {"en": "Scratches on face A", "ja": "A面 キズ"},
    "marking": {"en": "Marking legible", "ja": "表示の判読"},
}


def characteristic(key: str, limit: str, **more: object) -> Characteristic:
    return Characteristic.model_construct(kind="dimension", name=NAMES.get(key, {}), limit=limit, **more)


def spec(**more: object) -> Spec:
    values: dict[str, object] = {
        "qspec": 1,
        "id": "QS-2026-014",
        "revision": "B",
        "title": {"en": "Anodised control knob", "ja": "アルマイト調整ノブ"},
        "governing_language": "ja",
        "part": Part.model_construct(
            number="KN-2041",
            name={"en": "Control knob", "ja": "調整ノブ"},
            drawing="D-2041",
            drawing_revision="3",
            material={"en": "Aluminium alloy A5056", "ja": "アルミニウム合金 A5056"},
        ),
        "parties": Parties.model_construct(
            buyer=Party.model_construct(name={"en": "Example Trading Ltd."}),
            supplier=Party.model_construct(
                name={"en": "Mihon Seisakusho Co., Ltd.", "ja": "有限会社 見本製作所"},
                department={"en": "Quality Assurance", "ja": "品質保証部"},
                address={"en": "1-2-3 Mihon-cho, Sample City", "ja": "見本県見本市見本町1-2-3"},
            ),
        ),
        "characteristics": {
            "bore": characteristic("bore", "φ10 H7", decision="guarded", uncertainty="3 µm", basis="drawing D-2041"),
            "length": characteristic("length", "25 ±0.05 mm", marginal="90 %"),
            "finish": characteristic("finish", "Ra ≤ 0.8 µm", phrase="仕上げは滑らかであること"),
            "body-color": characteristic(
                "body-color",
                "ΔE00 ≤ 1.5",
                phrase="slight color variation is acceptable",
                basis="approved sample LS-07, meeting of 2026-11-02",
            ),
            "scratches": characteristic(
                "scratches",
                "0",
                phrase="目立つキズなきこと",
                limit_sample=LimitSample.model_construct(
                    id="LS-09",
                    valid_until="2026-10-31",
                    keeper={"en": "Example Trading Ltd.", "ja": "Example Trading Ltd."},
                    controls={"en": "length and number", "ja": "長さと数"},
                ),
            ),
            "marking": characteristic("marking", "OK"),
        },
        "sampling": {"critical": "100%", "major": "n=5, Ac=0", "minor": "n=5, Ac=1"},
        "delivery": None,
        "people": (),
        "decimal_comma": False,
    }
    return Spec.model_construct(**(values | more))


def place(row: int, column: str = "D") -> Place:
    return Place("検査成績書_L-118.xlsx", sheet="検査データ", cell=f"{column}{row}")


def readings(values: list[str], unit: str, verdicts: dict[int, Verdict], column: str = "D") -> tuple[Reading, ...]:
    made = []
    for index, value in enumerate(values):
        verdict = verdicts.get(index, Verdict.PASS)
        margin = "-0.02" if verdict is Verdict.FAIL else "0.012"
        made.append(Reading(str(index + 1), place(index + 8, column), value, value, unit, verdict, margin))
    return tuple(sorted(made, key=lambda reading: reading.verdict is not Verdict.FAIL))


def check(quantity: str, written: str, resolved: str, values: list[str], unit: str, **more: object) -> CheckResult:
    verdicts = more.pop("verdicts", {})
    worst = max(verdicts.values(), key=list(Verdict).index, default=Verdict.PASS)
    numbers = sorted(values, key=float)
    made = CheckResult(
        quantity=quantity,
        verdict=worst,
        written=written,
        resolved=resolved,
        guarded=None,
        lower=None,
        upper=None,
        unit=unit,
        rule="each",
        assumed_unit=False,
        count=len(values),
        failed=sum(verdict is Verdict.FAIL for verdict in verdicts.values()),
        minimum=numbers[0],
        maximum=numbers[-1],
        mean=str(round(sum(map(float, values)) / len(values), 6)),
        stdev="0.004472",
        worst_margin="-0.02" if worst is Verdict.FAIL else "0.012",
        readings=readings(values, unit, verdicts),
    )
    return replace(made, **more)


def item(key: str, *checks: CheckResult, **more: object) -> ItemResult:
    made = ItemResult(
        id=key,
        name=NAMES.get(key, {}),
        kind="dimension",
        nonconformity="major",
        balloon=None,
        verdict=max((one.verdict for one in checks), key=list(Verdict).index, default=Verdict.UNDECIDED),
        expected=5,
        measured=5,
        failed=0,
        failed_pieces=(),
        undecided_pieces=(),
        checks=tuple(checks),
        reasons=(),
    )
    return replace(made, **more)


def color_item(**more: object) -> ItemResult:
    return item(
        "body-color",
        check("ΔE00", "ΔE00 ≤ 1.5", "x ≤ 1.5", ["0.62", "0.71", "0.58", "0.66", "0.81"], ""),
        check("ΔL*", "±0.8", "-0.8 ≤ x ≤ 0.8", ["0.31", "-0.22", "0.05", "0.12", "0.4"], ""),
        check("Δb*", "±0.6", "-0.6 ≤ x ≤ 0.6", ["0.1", "0.2", "-0.1", "0.05", "0.3"], ""),
        facts={"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"},
        **more,
    )


def items() -> tuple[ItemResult, ...]:
    bores = ["10.004", "10.006", "10.005", "10.008", "10.003"]
    return (
        item(
            "bore",
            check(
                "φ", "φ10 H7", "10 ≤ x ≤ 10.015 mm", bores, "mm", guarded="10.003 ≤ x ≤ 10.012 mm", assumed_unit=True
            ),
            balloon="①",
            nonconformity="critical",
            uncertainty="3 µm",
            decision=GUARDED,
        ),
        item(
            "length",
            check("", "25 ±0.05 mm", "24.95 ≤ x ≤ 25.05 mm", ["25.01", "24.99", "25", "25.02", "24.98"], "mm"),
            balloon="②",
        ),
        item(
            "finish",
            check("Ra", "Ra ≤ 0.8 µm", "x ≤ 0.8 µm", ["0.62", "0.71", "0.58", "0.8", "0.66"], "µm", rule="max"),
            balloon="③",
        ),
        color_item(),
        item("scratches", check("", "0", "x ≤ 0", ["0", "0", "0", "0", "0"], ""), nonconformity="minor"),
    )


def lot(**more: object) -> LotResult:
    made = LotResult(
        info=LotInfo(
            id="L-118",
            size=5,
            date="2026-11-20",
            inspector="見本 太郎",
            order="PO-4471",
            quantity="5 個",
            instruments=(
                Instrument("外側マイクロメータ 0–25 mm", "M-014", "2026-04-01", "2027-03-31"),
                Instrument("表面粗さ測定機", "R-002", "2025-05-10", "2026-05-09"),
                Instrument("分光測色計", "C-001", None, None),
            ),
        ),
        disposition=Disposition.ACCEPT,
        reasons=(Say("judgement.accepted", {"found": 5}),),
        classes=(
            ClassResult("critical", "100%", 5, 5, 0, 0, Disposition.ACCEPT, rejection=1),
            ClassResult("major", "n=5, Ac=0", 5, 5, 0, 0, Disposition.ACCEPT, rejection=1),
            ClassResult("minor", "n=5, Ac=1", 5, 5, 0, 1, Disposition.ACCEPT, rejection=2),
        ),
        items=items(),
        pieces=tuple(str(index + 1) for index in range(5)),
    )
    return replace(made, **more)


def accepted(**more: object) -> Evaluation:
    made = Evaluation(
        spec=spec(),
        spec_file="specs/knob.yaml",
        spec_sha256=SPEC_SHA,
        data_file="検査成績書_L-118.xlsx",
        data_sha256=DATA_SHA,
        lots=(lot(),),
        matched={"bore": {"value": "穴径 (mm)"}, "body-color": {"L*": "L*(D65)", "a*": "a*(D65)", "b*": "b*(D65)"}},
        unused=("備考", "判定", "温度"),
    )
    return replace(made, **more)


def rejected(failing: int = 3) -> Evaluation:
    """Return a lot in which the bore fails on some pieces and the color once, close to the limit elsewhere."""
    count = max(5, failing + 2)
    values = [f"10.0{16 + index % 9}" if index < failing else "10.005" for index in range(count)]
    verdicts = dict.fromkeys(range(failing), Verdict.FAIL)
    bore = item(
        "bore",
        check("φ", "φ10 H7", "10 ≤ x ≤ 10.015 mm", values, "mm", verdicts=verdicts, guarded="10.003 ≤ x ≤ 10.012 mm"),
        balloon="①",
        nonconformity="critical",
        uncertainty="3 µm",
        decision=GUARDED,
        failed=failing,
        failed_pieces=tuple(str(index + 1) for index in range(failing)),
    )
    rest = items()[1:]
    finish = item(
        "finish",
        check(
            "Ra",
            "Ra ≤ 0.8 µm",
            "x ≤ 0.8 µm",
            ["0.62", "0.71", "0.58", "0.78", "0.66"],
            "µm",
            verdicts={3: Verdict.MARGINAL},
        ),
        balloon="③",
    )
    exceeds = {"class": Say("terms.class.critical"), "count": failing, "found": count, "acceptance": 0, "rejection": 1}
    reason = Say("judgement.class-exceeds-items", exceeds)
    critical = ClassResult("critical", "100%", count, count, failing, 0, Disposition.REJECT, (reason,), rejection=1)
    made = lot(
        disposition=Disposition.REJECT,
        reasons=(reason,),
        items=(rest[0], bore, finish, *rest[2:]),
        classes=(critical, *lot().classes[1:]),
        pieces=tuple(str(index + 1) for index in range(count)),
    )
    return accepted(lots=(made,))


def problems() -> tuple[Problem, ...]:
    return (
        Problem(
            "sampling.unreadable",
            Place("specs/knob.yaml", 48, 12),
            Severity.WARNING,
            {"text": "n=5", "part": "?"},
        ),
        Problem("sampling.without-acceptance", place(12), Severity.UNDECIDED, {"text": "n=5"}),
    )


def undecided() -> Evaluation:
    """Return a lot with a characteristic nobody measured, a piece without a value, and problems."""
    missing = item("marking", reasons=(Say("judgement.no-readings"),), measured=0, nonconformity="minor")
    lacking = item(
        "length",
        check("", "25 ±0.05 mm", "24.95 ≤ x ≤ 25.05 mm", ["25.01", "24.99", "25", "25.02"], "mm"),
        balloon="②",
        verdict=Verdict.UNDECIDED,
        measured=4,
        undecided_pieces=("5",),
        reasons=(Say("judgement.unreadable-readings", {"count": 1}),),
    )
    reasons = (
        Say("judgement.item-incomplete", {"name": NAMES["length"], "found": 4, "expected": 5}),
        Say("judgement.item-without-readings", {"name": NAMES["marking"]}),
        Say("judgement.lot-size-unknown"),
    )
    classes = (
        lot().classes[0],
        ClassResult("major", "n=5, Ac=0", 5, 4, 0, 0, Disposition.UNDECIDED, reasons[:1], rejection=1),
        ClassResult("minor", "ISO 2859-1, level II, AQL 2.5", None, 0, 0, None, Disposition.UNDECIDED, reasons[1:2]),
    )
    bore, _, *rest = items()
    made = lot(
        disposition=Disposition.UNDECIDED,
        reasons=reasons,
        classes=classes,
        items=(bore, lacking, *rest, missing),
        problems=problems(),
        info=replace(lot().info, size=None, date=None, inspector=None),
    )
    return accepted(lots=(made,), problems=problems()[:1])


def several() -> Evaluation:
    second = replace(rejected().lots[0], info=replace(lot().info, id="L-119"))
    third = replace(undecided().lots[0], info=replace(lot().info, id="L-120"))
    return accepted(lots=(lot(), second, third))


def large(count: int = 500) -> Evaluation:
    """Return a lot of many pieces with long serial numbers, a failure in every tenth."""
    values = [f"10.{index % 15:03d}" for index in range(count)]
    verdicts = dict.fromkeys(range(0, count, 10), Verdict.FAIL)
    serials = tuple(f"KN2041-2611-{index + 1:05d}" for index in range(count))
    bore = check("φ", "φ10 H7", "10 ≤ x ≤ 10.015 mm", values, "mm", verdicts=verdicts)
    named = tuple(replace(one, piece=serials[int(one.piece) - 1]) for one in bore.readings)
    failing = tuple(serials[index] for index in verdicts)
    made = item("bore", replace(bore, readings=named), failed=len(failing), failed_pieces=failing, measured=count)
    exceeds = {
        "class": Say("terms.class.major"),
        "count": len(failing),
        "found": count,
        "acceptance": 0,
        "rejection": 1,
    }
    reason = Say("judgement.class-exceeds-items", exceeds)
    return accepted(
        lots=(
            lot(
                info=replace(lot().info, size=count),
                items=(made,),
                pieces=serials,
                disposition=Disposition.REJECT,
                reasons=(reason,),
                classes=(
                    ClassResult(
                        "major", "100%", count, count, len(failing), 0, Disposition.REJECT, (reason,), rejection=1
                    ),
                ),
            ),
        )
    )


UGLY = "<img src='file:///etc/passwd'/> & <b>bold</b> </para> ≤≥µ㎛φΔ±①髙﨑𠮷−～ \u202eevil\x07 " + "W" * 90


def ugly() -> Evaluation:
    """Return an evaluation whose every user text is hostile or unusual."""
    long_name = {"ja": "内径研削後の円筒面における軸方向の表面粗さ（測定箇所は図面の指示による）" * 3, "en": UGLY}
    base = rejected().lots[0]
    renamed = tuple(replace(one, name=long_name) for one in base.items)
    renamed = (replace(renamed[0], balloon=UGLY[:40]), *renamed[1:])
    info = replace(base.info, id=UGLY, inspector="髙﨑 𠮷美", order="𠮷" * 60, remarks="長い備考。" * 200)
    return accepted(
        lots=(replace(base, items=renamed, info=info),),
        spec_file="/".join(["とても長いフォルダー名"] * 12) + "/spec.yaml",
        unused=tuple(f"列{index} {UGLY}" for index in range(5)),
    )


EVERY = {
    "accepted": accepted,
    "rejected": rejected,
    "many-failures": lambda: rejected(40),
    "undecided": undecided,
    "several": several,
    "large": large,
    "ugly": ugly,
}
