"""Writes the sample inspection files: ``python samples/make.py``. All parties, parts and numbers are invented.

The files have the shapes that users bring: a text table per reading, a cp932 table from a Japanese shop, an Excel
検査成績書 with merged headers, and an instrument's Excel export with spectra.
"""

from __future__ import annotations

import datetime
import io
import os
import zipfile
from pathlib import Path

os.environ["OPENPYXL_LXML"] = "False"  # with lxml, where it is installed, openpyxl writes other bytes

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
STAMP = datetime.datetime(2026, 11, 20, 9, 0, 0)
"""Fixed, so that the same script writes the same bytes."""


def save(workbook: Workbook, path: Path) -> None:
    """Save a workbook with fixed times inside, so that making the samples again changes nothing."""
    workbook.properties.created = workbook.properties.modified = STAMP
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as written, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for entry in written.infolist():
            content = written.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _without_now(content)
            fixed.writestr(zipfile.ZipInfo(entry.filename, STAMP.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def _without_now(content: bytes) -> bytes:
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-20T09:00:00Z", content)


# --- control knob: a row for each color reading, three a piece; the other columns repeat their value ----------

KNOB_COLORS = {
    1: ("72.31,2.28,18.52", "72.25,2.30,18.47", "72.28,2.33,18.61"),
    2: ("71.92,2.35,18.20", "71.88,2.31,18.26", "71.95,2.36,18.13"),
    3: ("72.40,2.19,18.77", "72.44,2.22,18.81", "72.36,2.20,18.72"),
    4: ("72.05,2.41,18.33", "72.11,2.38,18.30", "72.02,2.44,18.41"),
    5: ("71.70,2.27,18.05", "71.66,2.25,18.11", "71.73,2.31,18.02"),
    6: ("72.18,2.30,18.44", "72.15,2.29,18.40", "72.21,2.33,18.49"),
    7: ("72.52,2.15,18.90", "72.49,2.18,18.86", "72.55,2.13,18.95"),
    8: ("71.85,2.39,18.21", "71.90,2.36,18.28", "71.83,2.40,18.17"),
    9: ("72.09,2.32,18.39", "72.12,2.30,18.43", "72.06,2.35,18.36"),
    10: ("72.22,2.26,18.57", "72.19,2.24,18.51", "72.27,2.29,18.60"),
}
KNOB_REST = {
    1: "0.42,6.006,18.01,0",
    2: "0.51,6.004,18.02,0",
    3: "0.47,6.007,17.99,0",
    4: "0.63,6.005,18.00,0",
    5: "0.58,6.008,18.03,0",
    6: "0.44,6.005,17.98,0",
    7: "0.80,6.006,18.00,0",
    8: "0.49,6.010,18.05,1",
    9: "0.55,6.002,18.01,0",
    10: "0.53,6.006,17.97,0",
}
KNOB_HEADER = "Serial,L*(D65),a*(D65),b*(D65),Surface finish Ra [µm],Bore diameter [mm],Height [mm],Visible scratches"


def knob(colors: dict[int, tuple[str, ...]], rest: dict[int, str]) -> str:
    """Return a knob table."""
    lines = [KNOB_HEADER]
    for piece, readings in colors.items():
        lines += [f"KN-{piece:03d},{reading},{rest[piece]}" for reading in readings]
    return "\n".join(lines) + "\n"


def control_knob() -> None:
    """Write the knob's batches."""
    folder = HERE / "control-knob"
    (folder / "accept.csv").write_text(knob(KNOB_COLORS, KNOB_REST), encoding="utf-8")
    redder = KNOB_COLORS | {6: ("70.95,3.90,20.10", "70.99,3.84,20.02", "70.91,3.95,20.15")}
    wide = KNOB_REST | {9: "0.55,6.011,18.01,0"}
    (folder / "reject.csv").write_text(knob(redder, wide), encoding="utf-8")
    short = KNOB_COLORS | {4: KNOB_COLORS[4][:2]}
    unmeasured = KNOB_REST | {7: "0.80,------,18.00,0"}
    (folder / "undecided.csv").write_text(knob(short, unmeasured), encoding="utf-8")
    broken = knob(KNOB_COLORS, KNOB_REST).replace("Bore diameter [mm]", "Bore diameter [kg]")
    (folder / "broken.csv").write_text(broken, encoding="utf-8")


# --- plated bracket: a shop's cp932 table, and the Excel form with merged headers ---------------------------------

BRACKET_ROWS = (
    ("1", "9.8", "120.05", "80.02", "0.12", "0", "合"),
    ("2", "10.4", "119.92", "79.97", "0.18", "0", "合"),
    ("3", "8.0", "120.11", "80.05", "0.21", "1", "合"),
    ("4", "9.1", "120.30", "80.01", "0.09", "0", "合"),
    ("5", "10.9", "119.98", "79.94", "0.15", "1", "合"),
)
BRACKET_HEADER = "No.,膜厚(μm),全長(mm),穴ピッチ(mm),平面度(mm),付着性（クロスカット）,外観"
BRACKET_SIDECAR = """\
# Facts about the lot that the table does not hold. / 表にないロットの情報
lot: BR-2611-02
lot_size: 500
date: 2026-11-19
inspector: 見本 花子
order: PO-77120
instruments:
  - {name: 膜厚計, serial: CT-03, calibrated: 2026-04-01, due: 2027-03-31}
  - {name: ノギス, serial: VC-11, calibrated: 2025-10-01, due: 2026-09-30}
"""


def bracket_csv(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return the shop's table with its line of means, which is no piece."""
    lines = [BRACKET_HEADER, *(",".join(row) for row in rows), "平均,9.64,120.072,79.998,0.15,,"]
    return "\r\n".join(lines) + "\r\n"


BRACKET_FORM = (
    ("1", "膜厚", "8µm以上", "膜厚計", "µm"),
    ("2", "全長", "120 ±0.3 mm", "ノギス", "mm"),
    ("3", "穴ピッチ", "80 +0.1/-0.1 mm", "ノギス", "mm"),
    ("4", "平面度", "0.3 mm以下", "ダイヤルゲージ", "mm"),
    ("5", "付着性（クロスカット）", "分類1以下", "クロスカット試験器具", ""),
    ("6", "外観", "OK", "目視", ""),
)


def bracket_form(rows: tuple[tuple[str, ...], ...]) -> Workbook:
    """Return the 検査成績書: a title block, a header of two rows with merged cells, one line a characteristic."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a worksheet
    sheet.title = "検査成績書"
    sheet.merge_cells("A1:J1")
    sheet["A1"] = "検査成績書"
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    block = (("品名", "ブラケット", "ロット番号", "BR-2611-02"), ("品番", "BR-118", "ロットサイズ", 500))
    block += (("検査日", "2026-11-19", "検査者", "見本 花子"),)
    for index, (label, value, second, other) in enumerate(block, start=3):
        for column, text in zip("ABFG", (label, value, second, other), strict=True):
            sheet[f"{column}{index}"] = text
    _form_header(sheet)
    for offset, line in enumerate(BRACKET_FORM):
        for column, text in zip("ABCDE", line, strict=True):
            sheet[f"{column}{9 + offset}"] = text
        for column, row in zip("FGHIJ", rows, strict=True):
            text = row[offset + 1]
            sheet[f"{column}{9 + offset}"] = float(text) if offset < 4 else text
    return workbook


def _form_header(sheet: Worksheet) -> None:
    for column, text in zip("ABCDE", ("No.", "検査項目", "規格値", "測定器", "単位"), strict=True):
        sheet.merge_cells(f"{column}7:{column}8")
        sheet[f"{column}7"] = text
    sheet.merge_cells("F7:J7")
    sheet["F7"] = "実測値"
    for column, text in zip("FGHIJ", ("n1", "n2", "n3", "n4", "n5"), strict=True):
        sheet[f"{column}8"] = text
    thin = Side(style="thin")
    for row in sheet["A7:J14"]:
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)


def plated_bracket() -> None:
    """Write the bracket's batches."""
    folder = HERE / "plated-bracket"
    for name, rows in (
        ("accept", BRACKET_ROWS),
        ("undecided", (*BRACKET_ROWS[:3], ("4", "欠測", *BRACKET_ROWS[3][2:]), BRACKET_ROWS[4])),
    ):
        (folder / f"{name}.csv").write_bytes(bracket_csv(rows).encode("cp932"))
        (folder / f"{name}.csv.batch.yaml").write_text(BRACKET_SIDECAR, encoding="utf-8")
    save(bracket_form(BRACKET_ROWS), folder / "accept-form.xlsx")
    thin = (*BRACKET_ROWS[:2], ("3", "7.6", *BRACKET_ROWS[2][2:]), *BRACKET_ROWS[3:])
    save(bracket_form(thin), folder / "reject-form.xlsx")
    whole = (folder / "accept-form.xlsx").read_bytes()
    (folder / "broken-form.xlsx").write_bytes(whole[: len(whole) // 2])


# --- indigo cloth: a color instrument's export, and physical properties on a second sheet ----------------------------

SHADES = (
    ("反物-01", "30.05", "-1.02", "-14.41"),
    ("反物-02", "30.61", "-1.15", "-14.85"),
    ("反物-03", "29.88", "-0.98", "-14.77"),
    ("反物-04", "30.33", "-1.21", "-14.30"),
)
PROPERTIES = (("反物-01", 184.2, "4"), ("反物-02", 187.9, "3-4"), ("反物-03", 181.5, "4-5"), ("反物-04", 186.0, "4"))


def cloth(shades: tuple[tuple[str, ...], ...], *, properties: bool = True) -> Workbook:
    """Return the instrument's workbook; the sheet of physical properties was added by hand."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a worksheet
    sheet.title = "測定結果"
    waves = [f"{wave}nm" for wave in range(400, 701, 100)]
    sheet.append(["測定日時", "データ名", "データコメント", "L*(D65)", "a*(D65)", "b*(D65)", *waves])
    for index, (name, *lab) in enumerate(shades):
        when = STAMP + datetime.timedelta(minutes=3 * index)
        sheet.append([when, name, None, *map(float, lab), 9.8 + index / 10, 8.1, 5.2, 6.7])
    if properties:
        other = workbook.create_sheet("物性")
        other.append(["データ名", "目付", "摩擦堅ろう度（乾燥）"])
        other.append([None, "g/m2", "級"])
        for row in PROPERTIES:
            other.append(list(row))
    return workbook


def indigo_cloth() -> None:
    """Write the cloth's batches."""
    folder = HERE / "indigo-cloth"
    save(cloth(SHADES), folder / "accept.xlsx")
    off = (*SHADES[:2], ("反物-03", "27.40", "-0.40", "-15.90"), SHADES[3])
    save(cloth(off), folder / "reject.xlsx")
    save(cloth(SHADES, properties=False), folder / "undecided.xlsx")
    twice = "データ名,L*(D65),L*(D65),a*(D65),b*(D65),目付[g/m2],摩擦堅ろう度（乾燥）\n"
    rows = [
        f"{n},{lab[0]},{lab[0]},{lab[1]},{lab[2]},{p[1]},{p[2]}"
        for (n, *lab), p in zip(SHADES, PROPERTIES, strict=True)
    ]
    (folder / "broken.csv").write_text(twice + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    control_knob()
    plated_bracket()
    indigo_cloth()
