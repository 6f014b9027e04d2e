"""Makes the drawn pages an archival document: PDF/A-3 with attachments, PDF/UA-1 tags, fields to sign.

``paper/`` draws and remembers the order of reading (``model.py``); ``finishing.py`` writes it into the file.
"""
