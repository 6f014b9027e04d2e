"""Mails (``.eml``): the text, plain where there is a plain version; what is attached is named and not read.

Lines are counted in the text as a mail program shows it, for the file holds it encoded.
"""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from qspec.errors import Place, Say
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.decoding import text_of
from qspec.phrases.documents.html import html_blocks, stated_text
from qspec.phrases.documents.model import Block, BlockKind, Document
from qspec.phrases.documents.plain import finished, text_blocks
from qspec.phrases.documents.words import limits

_HEAD = re.compile(rb"\A(?:[\x21-\x39\x3b-\x7e]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.IGNORECASE)
_KNOWN = re.compile(rb"^(?:from|to|subject|date|message-id|mime-version|received|return-path):", re.I | re.M)
_FIRST = 65_536
_ENCRYPTED = frozenset(["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"])


def recognises(content: bytes) -> bool:
    """Say whether a file begins with the head of a mail: lines of fields, three of them usual ones."""
    found = _HEAD.match(content[:_FIRST])
    return found is not None and len({name.lower() for name in _KNOWN.findall(found.group())}) >= 3


def read(name: str, content: bytes) -> Document:
    """Read a mail."""
    reading = Reading(name)
    if len(content) > 2 * limits().text_bytes:
        reading.problem("too-large", Place(name), limit=2 * limits().text_bytes // 1_000_000)
        return Document(name, problems=reading.told())
    mail = BytesParser(policy=policy.default).parsebytes(content)
    if not isinstance(mail, EmailMessage) or not mail.keys():
        reading.problem("not-a-mail", Place(name))
        return Document(name, problems=reading.told())
    if any(part.get_content_type() in _ENCRYPTED for part in mail.walk()):
        reading.problem("encrypted", Place(name))
        return Document(name, problems=reading.told())
    blocks = _subject(reading, mail)
    body = mail.get_body(preferencelist=("plain", "html"))
    if isinstance(body, EmailMessage):
        blocks += _body(reading, body)
    attached = _attached(mail, body)
    if attached:
        reading.note("attachments", names=", ".join(attached))
    return finished(reading, blocks if body is not None else [])


def _subject(reading: Reading, mail: EmailMessage) -> list[Block]:
    """Return the subject as a heading."""
    text = " ".join(str(mail.get("Subject", "")).split())
    piece = reading.piece(text[: limits().line_characters], Place(reading.file, name="Subject")).strip()
    return [Block(piece.text, BlockKind.HEADING, piece.origins)] if piece.text else []


def _body(reading: Reading, body: EmailMessage) -> list[Block]:
    text = _decoded(reading, body)
    if text is None:
        return []
    if body.get_content_type() == "text/html":
        reading.note("alternative", format=Say("documents.format-html"))
        return html_blocks(reading, text, Place(reading.file))
    return text_blocks(reading, text)


def _decoded(reading: Reading, body: EmailMessage) -> str | None:
    """Return the text in the stated character set, or as any text where none is stated; strictly."""
    payload = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    stated = str(body.get_content_charset() or "")
    try:
        text = stated_text(content, stated)
    except ValueError:
        reading.problem("charset", Place(reading.file), charset=stated)
        return None
    return text if text is not None else text_of(reading, content)


def _attached(mail: EmailMessage, body: object) -> list[str]:
    """Return the names of what is not the text: files, and mails within the mail."""
    from qspec.text import shorten

    names: list[str] = []
    shown = body.get_content_type() if isinstance(body, EmailMessage) else ""
    for part in mail.walk():
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            continue
        version = kind in ("text/plain", "text/html") and kind != shown and not part.get_filename()
        if part is not body and not version:
            names.append(shorten(part.get_filename() or kind))
    return names
