"""A clause on lines of a terminal, the words found in brackets, on a terminal underlined: readable without color."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.report.width import visible, wrap

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private characters that stand for the brackets while lines are broken; ``visible`` leaves none of a file's own."""
_UNDERLINE, _PLAIN = "\x1b[4m", "\x1b[24m"


def marked(
    text: str, spans: Sequence[tuple[int, int]], width: int, most: int = 10_000, *, color: bool = False
) -> Iterator[str]:
    """Return the lines of a text with its spans in brackets; of a long one the part around the first span."""
    start, end = _window(text, spans, most)
    shown, at = "" if start == 0 else "… ", start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            shown += f"{visible(text[at:low])}[{_OPEN}{visible(text[low:high])}{_CLOSE}]"
            at = high
    shown += visible(text[at:end]) + (" …" if end < len(text) else "")
    yield from _drawn(shown, width, color=color)


def _window(text: str, spans: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    start = max(0, min(spans[0][0] if spans else 0, len(text)) - most // 4)
    return start, min(len(text), start + most)


def _drawn(text: str, width: int, *, color: bool) -> Iterator[str]:
    """Break a text into lines; an underline is taken up again on the next line."""
    inside = False
    for line in wrap(text, width):
        drawn = _UNDERLINE if inside and color else ""
        for char in line:
            if char in (_OPEN, _CLOSE):
                inside = char == _OPEN
                drawn += (_UNDERLINE if inside else _PLAIN) if color else ""
            else:
                drawn += char
        yield drawn + (_PLAIN if inside and color else "")
