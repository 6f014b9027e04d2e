"""The workbook: results, readings, sampling and what follows, for whoever goes on working with the numbers.

``as_xlsx.py`` calls ``sheets.py`` for the tables of the outline that become sheets, and ``workbook.py`` to write them.
"""
