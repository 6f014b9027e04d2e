"""The ``xlsx`` format: the result as a workbook, to sort, filter and reckon with; the PDF stays the record.

Numbers are numbers where a spreadsheet keeps every digit of them, and text otherwise; nothing is ever a formula.
"""

from __future__ import annotations

from qspec.judgement.result import Evaluation
from qspec.report.as_html import record_digest
from qspec.report.build import default_number
from qspec.report.options import OutputOptions
from qspec.report.xlsx.sheets import sheets
from qspec.report.xlsx.workbook import write as write_workbook


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the workbook, its words in the languages asked for."""
    number = options.number or default_number(evaluation)
    made = sheets(evaluation, record_digest(evaluation), number, options.date)
    return write_workbook(made, options.languages, title=number, date=options.date, footer=number)
