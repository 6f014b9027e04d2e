"""A sign of life on a terminal for work over two seconds; nothing where stderr is a file or a pipe."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qspec.cli.language import Languages
from qspec.messages import say

PATIENCE = 2.0
"""Seconds of silence before the first sign."""
_BAR = 24
"""Columns of a bar."""


@contextmanager
def working(key: str, languages: Languages) -> Iterator[None]:
    """Show ``cli.progress.<key>`` and the seconds passed while the block runs, on a terminal, after two seconds."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_tick, args=(done, say(f"cli.progress.{key}", languages[0])), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def counting(key: str, languages: Languages) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to call with how much of how much is done; it draws a bar on a terminal, after two seconds."""
    if not sys.stderr.isatty():
        yield None
        return
    text, begun = say(f"cli.progress.{key}", languages[0]), time.monotonic()

    def draw(done: int, all_: int) -> None:
        if time.monotonic() - begun > PATIENCE and all_:
            filled = _BAR * done // all_
            bar = "█" * filled + "░" * (_BAR - filled)
            sys.stderr.write(f"\r{text} {bar} {100 * done // all_} % ")
            sys.stderr.flush()

    try:
        yield draw
    finally:
        if time.monotonic() - begun > PATIENCE:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _tick(done: threading.Event, text: str) -> None:
    seconds = PATIENCE
    if done.wait(PATIENCE):
        return
    while not done.is_set():
        sys.stderr.write(f"\r{text} {seconds:.0f} s ")
        sys.stderr.flush()
        done.wait(1.0)
        seconds += 1
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
