"""Scanning a long contract as a ratio to reading it: ``python benchmarks/scan.py [pages]``, 500 pages otherwise.

Writes a bilingual text contract of about 30 clauses a page (vague ones, limits, and the business around them), every
clause with a number of its own so that none is the repetition of another, then prints the seconds for opening the
document alone and for scanning it, clauses per second, and the ratio. Exits with 1 where 500 pages take more than 20 s.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

CLAUSES_A_PAGE = 28
"""With the sentences that are two clauses, 15,000 on 500 pages."""
ALLOWED = 20.0
"""Seconds for 500 pages on an ordinary machine."""
CLAUSES = (
    "The surface of part {n} shall be smooth and free from visible scratches.",
    "部品{n}の外観面に目立つキズ、打痕のないこと。",
    "Item {n} shall be delivered within 30 days after the order has been confirmed.",
    "第{n}項の通知は書面により行うものとする。",
    "The coating thickness of part {n} shall be 15 µm or more, measured at five points of each face.",
    "部品{n}の全高は18.0±0.1mmとする。",
    "Neither party is liable for delays of order {n} that are caused by events beyond its reasonable control.",
    "色調は承認済み見本No.{n}に合わせること。",
    "Slight variation in shade between lots of part {n} is not cause for rejection.",
    "当事者は、第{n}条に定めのない事項を誠意をもって協議し、円滑に解決する。",
    "The Supplier shall keep the records of lot {n} for ten years and show them to the Buyer on request.",
    "検査員は、製品{n}のきずの位置を検査表に記録する。",
    "Burrs on part {n} are not permitted; edges shall be broken 0.2 to 0.5 mm.",
    "製品{n}は輸送中に損傷しないよう丁寧に梱包すること。",
    "Payment of invoice {n} is due at the end of the month that follows its receipt.",
)


def contract(pages: int) -> str:
    """Return the text of a contract, a numbered paragraph for each clause."""
    lines = [
        f"{page}.{index} {CLAUSES[(page + index) % len(CLAUSES)].format(n=page * CLAUSES_A_PAGE + index)}"
        for page in range(1, pages + 1)
        for index in range(1, CLAUSES_A_PAGE + 1)
    ]
    return "\n\n".join(lines) + "\n"


def main() -> int:
    """Measure and print; return 1 where 500 pages take too long."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    from qspec.phrases.documents import open_document
    from qspec.phrases.scan import scan
    from qspec.report.scanned.as_json import write

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "contract.txt")
        file.write_text(contract(pages), encoding="utf-8")
        started = time.perf_counter()
        document = open_document(file.name, file.read_bytes())
        opened = time.perf_counter()
        found = scan(document)
        scanned = time.perf_counter()
        written = write([found])
        done = time.perf_counter()
    count, reading = len(found.clauses), opened - started
    print(f"{pages} pages, {count} clauses")
    for what, seconds in (("open", reading), ("scan", scanned - opened), ("json", done - scanned)):
        print(f"{what:6} {seconds:7.2f} s   x {seconds / reading:6.1f} of opening the document")
    seconds = done - started
    print(f"in all {seconds:7.2f} s   {count / seconds:.0f} clauses/s, {len(written) / 1e6:.0f} MB of JSON")
    return 1 if (scanned - started) * 500 / pages > ALLOWED else 0


if __name__ == "__main__":
    sys.exit(main())
