"""Ten reports as users make them: specs and inspection files judged by the program itself. All is invented."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qspec.cli.app import run
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.history import read
from qspec.judgement.known import Known
from qspec.judgement.result import Evaluation
from qspec.measurements.batch import Instrument, LotInfo
from qspec.report.build import build
from qspec.report.outline import Document

ROOT = Path(__file__).parents[1]
BOTH = ("ja", "en")
DATE = "2026-11-22"
_PARTIES = """\
governing_language: ja
part: {number: BR-500, name: {en: Bracket, ja: ブラケット}, drawing: D-500, drawing_revision: "2"}
parties:
  buyer: {name: {en: Example Trading Ltd., ja: Example Trading Ltd.}}
  supplier: {name: {en: Mihon Seisakusho, ja: 見本製作所}, address: {en: "1-2-3 Mihon-cho", ja: 見本市見本町1-2-3}}
"""


@dataclass(frozen=True)
class Case:
    """A report: what it is made from, given a folder to work in, and the languages it is in."""

    make: Callable[[Path], Evaluation]
    languages: tuple[str, ...] = BOTH

    def document(self, folder: Path) -> Document:
        return build(self.make(folder), self.languages, date=DATE)


def sample(name: str, file: str, lot: LotInfo, known: Known | None = None) -> Evaluation:
    spec, data = ROOT / "specs" / f"{name}.yaml", ROOT / "samples" / name / file
    return judged(spec.read_bytes(), data.read_bytes(), lot, (f"{name}.yaml", file), known)


def judged(
    spec: bytes, data: bytes, lot: LotInfo, names: tuple[str, str] = ("spec.yaml", "d.csv"), known: Known | None = None
) -> Evaluation:
    sources = Source(names[0], spec), Source(names[1], data)
    evaluation, problems = evaluate(*sources, given=lot, known=known or Known())
    assert evaluation is not None, problems
    return evaluation


def written(characteristics: str, rest: str, identity: str = "QS-500") -> bytes:
    head = f"qspec: 1\nid: {identity}\nrevision: A\ntitle: {{en: Bracket, ja: ブラケット}}\n"
    return f"{head}{_PARTIES}characteristics:\n{characteristics}{rest}\n".encode()


def table(columns: dict[str, list[str]], unit: str = "mm") -> bytes:
    count = len(next(iter(columns.values())))
    lines = [",".join(["Serial", *(f"{name} [{unit}]" if unit else name for name in columns)])]
    lines += [",".join([f"{index + 1:03d}", *(column[index] for column in columns.values())]) for index in range(count)]
    return ("\n".join(lines) + "\n").encode()


KNOB = LotInfo(id="L-118", size=10, date="2026-11-20", inspector="見本 太郎", order="PO-4471", quantity="10 個")


def concession(folder: Path) -> Evaluation:
    """Return a rejected lot that the buyer took by concession, as the ledger has it."""
    ledger, spec = str(folder / "knob.lots"), str(ROOT / "specs" / "control-knob.yaml")
    data = str(ROOT / "samples" / "control-knob" / "reject.csv")
    lot = ["--lot", "L-118"]
    assert run(["lots", ledger, "--new", "--spec", spec]) == 0
    assert run(["check", spec, data, *lot, "--lot-size", "10", "--date", "2026-11-20", "--ledger", ledger]) == 1
    act = ["--act", "concession", *lot, "--by", "Sato", "--party", "supplier", "--date", "2026-11-21"]
    agreed = ["--quantity", "9", "--consent-by", "J. Smith", "--limits", "ΔE00 ≤ 2.1", "--until", "2027-01-31"]
    assert run(["lots", ledger, *act, *agreed]) == 0
    found, problems = read(ledger)
    assert not problems
    known = Known(ledger=found, shipment=datetime.date(2026, 11, 30))
    return sample("control-knob", "reject.csv", KNOB, known)


def long_names(_: Path) -> Evaluation:
    name = "内径研削後の円筒面における軸方向の表面粗さ（測定箇所は図面の指示による）"
    entries = "".join(
        f"  c{index}:\n    kind: dimension\n    name: {{ja: {index}番 {name}, en: Item {index}}}\n"
        f"    limit: {20 + index} ±0.05 mm\n"
        f"    phrase: 寸法は図面どおりとし、実用上差し支えない範囲で仕上げること\n    columns: [c{index}]\n"
        for index in range(1, 5)
    )
    columns = {f"c{index}": [f"{20 + index + 0.01 * place:.2f}" for place in range(7)] for index in range(1, 5)}
    remark = "受入側の立会いのもとで測定した。" * 6
    lot = LotInfo(id="見本市第二工場製造ロット二〇二六年十一月分", size=7, date="2026-11-20", remarks=remark)
    return judged(written(entries, "sampling: 100%"), table(columns), lot)


def forty(_: Path) -> Evaluation:
    entries, columns = "", {}
    for index in range(1, 41):
        kind = ("major", "minor", "critical")[index % 3]
        entries += (
            f"  c{index}:\n    kind: dimension\n    name: {{ja: 寸法{index}, en: Size {index}}}\n"
            f'    balloon: "{index}"\n    limit: {10 + index} ±0.1 mm\n    class: {kind}\n    columns: [c{index}]\n'
        )
        reach = 0.12 if index in (5, 17) else 0.002 * index
        columns[f"c{index}"] = [f"{10 + index + reach * math.sin(place * (index % 7 + 1)):.3f}" for place in range(32)]
    plans = "sampling: {critical: '100%', major: 'JIS Z 9015-1 水準II AQL 0.65', minor: 'JIS Z 9015-1 水準II AQL 2.5'}"
    plans = plans.replace("'100%'", "'n=32, Ac=0'")
    lot = LotInfo(id="L-40", size=200, date="2026-11-20")
    return judged(written(entries, plans), table(columns), lot)


def one(_: Path) -> Evaluation:
    entry = "  d:\n    kind: dimension\n    name: {ja: 外径, en: Outer diameter}\n    limit: φ10 h7\n    columns: [d]\n"
    data = table({"d": ["9.998", "9.996", "9.999", "9.991", "9.997"]})
    return judged(written(entry, "sampling: n=5, Ac=0"), data, LotInfo(id="L-1", size=500, date="2026-11-20"))


def three_hundred(_: Path) -> Evaluation:
    entries = (
        "  bore:\n    kind: dimension\n    name: {ja: 穴径, en: Bore}\n    limit: 10 ±0.05 mm\n    class: major\n"
        "    capability: Cpk >= 1.33\n    instrument: {ja: 空気マイクロメータ, en: Air gauge}\n    columns: [bore]\n"
        "  mass:\n    kind: quantity\n    name: {ja: 質量, en: Mass}\n    limit: 250 g ±2 %\n    class: minor\n"
        "    rounding: JIS Z 8401 rule A to 0.1 g\n    columns: [mass]\n"
    )
    places = range(315)
    columns = {
        "bore [mm]": [
            f"{10 + 0.016 * math.sin(place * 1.7) + 0.01 * math.cos(place * 0.31):.3f}" for place in range(315)
        ],
        "mass [g]": [f"{250 + 2.4 * math.sin(place * 0.9) + 2.75 * math.cos(place * 2.3):.2f}" for place in places],
    }
    plans = "sampling: {major: 'MIL-STD-105E level III AQL 1.0', minor: 'MIL-STD-105E level III AQL 4.0'}"
    gauges = (
        Instrument("空気マイクロメータ", "A-007", "2026-04-01", "2027-03-31"),
        Instrument("電子天びん", "B-002", "2025-05-10", "2026-05-09"),
    )
    lot = LotInfo(id="L-300", size=5000, date="2026-11-20", instruments=gauges)
    return judged(written(entries, plans), table(columns, ""), lot)


def english(_: Path) -> Evaluation:
    entries = (
        "  gap:\n    kind: dimension\n    name: {en: Gap}\n    limit: 0.4 to 0.6 mm\n    decision: ISO 14253-1:2017\n"
        "    prover: supplier\n    uncertainty: 0.02 mm (k = 2)\n    class: major\n    columns: [gap]\n"
        "  hue:\n    kind: color\n    name: {en: Housing color}\n    limit: ΔE CMC(2:1) ≤ 1.0\n"
        "    reference: {L*: 30.20, a*: -1.10, b*: -14.60}\n    class: minor\n"
        '    conditions: {illuminant: D65, observer: 10°, geometry: "d/8 SCI"}\n'
    )
    columns = {
        "gap [mm]": ["0.50", "0.52", "0.47", "0.59", "0.51", "0.49", "0.50", "0.53"],
        "L*": ["30.4", "30.1", "30.0", "30.9", "30.2", "30.3", "29.8", "30.2"],
        "a*": ["-1.0", "-1.3", "-1.1", "-0.7", "-1.2", "-1.1", "-1.0", "-1.1"],
        "b*": ["-14.2", "-14.9", "-14.5", "-13.3", "-14.8", "-14.4", "-15.1", "-14.6"],
    }
    return judged(written(entries, "sampling: 100%"), table(columns, ""), LotInfo(id="L-9", size=8, date="2026-11-20"))


CASES = {
    "accept": Case(lambda _: sample("control-knob", "accept.csv", KNOB)),
    "reject": Case(lambda _: sample("control-knob", "reject.csv", KNOB)),
    "undecided": Case(lambda _: sample("indigo-cloth", "undecided.xlsx", LotInfo(date="2026-11-20"))),
    "concession": Case(concession),
    "long-names": Case(long_names),
    "forty": Case(forty),
    "one": Case(one),
    "three-hundred": Case(three_hundred),
    "english": Case(english, ("en",)),
    "japanese": Case(lambda _: sample("indigo-cloth", "reject.xlsx", LotInfo(date="2026-11-20")), ("ja",)),
}
