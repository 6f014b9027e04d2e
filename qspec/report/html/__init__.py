"""The review page: the outline as one HTML file for a phone or a desk, with a language switch, a filter and a search.

``as_html.py`` calls :func:`qspec.report.html.page.draw`. The page is for looking; the PDF is the record.
"""
