"""Reports drawn from the sample files, and what can be done to them with PDF libraries; for the tests of verify."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf

from qspec.judgement.evaluate import Inputs, Source
from qspec.measurements.batch import LotInfo
from qspec.report.carried import gathering
from qspec.report.carried.drawing import draw_paper
from qspec.report.options import OutputOptions

ROOT = Path(__file__).resolve().parents[1]
SPEC = (ROOT / "specs" / "control-knob.yaml").read_bytes()
REJECT = (ROOT / "samples" / "control-knob" / "reject.csv").read_bytes()
ACCEPT = (ROOT / "samples" / "control-knob" / "accept.csv").read_bytes()
OPTIONS = OutputOptions(("ja", "en"), date="2026-11-22")


def inputs(data=REJECT, spec=SPEC, **more):
    return Inputs(Source("knob.yaml", spec), Source("lot 7.csv", data), given=LotInfo(size=10), **more)


def report_of(judged, options=OPTIONS):
    evaluation, problems = judged.evaluate()
    assert evaluation is not None, problems
    return draw_paper(evaluation, options, gathering.gather(evaluation, judged, options))


def saved(pdf):
    stream = BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def changed(content, change):
    """Return the report after something was done to it with a PDF library."""
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


def specs_of(pdf):
    names = pdf.Root.Names.EmbeddedFiles.Names
    return {str(key): spec for key, spec in zip(names[::2], names[1::2], strict=True)}


def attached(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        return {name: spec.EF.F.read_bytes() for name, spec in specs_of(pdf).items()}


def exchanged(content, **files):
    """Return the report with other attached files; ``data_csv`` stands for ``data.csv``."""

    def change(pdf):
        for name, body in files.items():
            specs_of(pdf)[name.replace("_", ".")].EF.F.write(body)

    return changed(content, change)


def boxed(content):
    """Return the report with a white box over the disposition, put behind everything else that is drawn."""
    left, bottom, right, top = place_of_verdict(content)
    box = f"q 1 1 1 rg {left - 2:.1f} {bottom - 2:.1f} {right - left + 4:.1f} {top - bottom + 4:.1f} re f Q"
    return changed(content, lambda pdf: pdf.pages[0].contents_add(box.encode()))


def place_of_verdict(content):
    import pypdfium2

    page = pypdfium2.PdfDocument(content)[0]
    words = page.get_textpage()
    index, count = words.search("REJECT").get_next()
    boxes = [words.get_charbox(each) for each in range(index, index + count)]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def appended(content):
    """Return the report with a note added as an incremental update, which leaves every byte in its place."""
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0].obj
        number, next_ = page.objgen[0], int(pdf.trailer.Size)
        notes = [f"{one.objgen[0]} 0 R" for one in page.get("/Annots", [])]
        del page["/Annots"]
        body = page.unparse(resolved=True).decode()
        root = pdf.trailer.Root.objgen[0]
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    body = f"{body.rstrip()[:-2]} /Annots [ {' '.join(notes)} {next_} 0 R ] >>"
    note = "<< /Type /Annot /Subtype /Square /Rect [40 560 300 620] /IC [1 1 1] /C [1 1 1] /Contents (OK) >>"
    out, places = bytearray(content), {}
    for name, text in ((number, body), (next_, note)):
        places[name] = len(out)
        out += f"{name} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{name} 1\n{at:010d} 00000 n \n" for name, at in places.items())
    at = len(out)
    out += f"xref\n{table}trailer\n<< /Size {next_ + 1} /Root {root} 0 R /Prev {start} >>\n".encode()
    return bytes(out + f"startxref\n{at}\n%%EOF\n".encode())
