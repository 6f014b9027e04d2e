"""Drawing on paper: fonts, line breaking, strips, pages. ``report/pdf.py`` is the only caller."""
