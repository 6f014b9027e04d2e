"""A headless Chromium for tests of pages: the one that is installed, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Return where Chromium is: ``QSPEC_CHROMIUM``, else the first of its usual names on the path."""
    found = (shutil.which(name) for name in (os.environ.get("QSPEC_CHROMIUM", ""), *NAMES) if name)
    return next((path for path in found if path), None)


@contextmanager
def chromium() -> Iterator[object]:
    """Yield a running browser; skips the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra “browser”)")
    path = executable()
    if path is None:
        pytest.skip("no Chromium is installed here (QSPEC_CHROMIUM can name one)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
