"""Whole runs, one folder a case: ``tests/cases/<disposition>/<what is special>/``.

A case has ``spec.yaml``, the inspection file and, where needed, ``args`` (options of ``check``). The folder's name says
what the user must get; nothing else may come of it.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from qspec.cli.app import run

CASES = Path(__file__).parent / "cases"
EXIT_CODES = {"accept": 0, "reject": 1, "invalid": 2, "undecided": 3}
FOLDERS = [
    folder for name in EXIT_CODES for folder in sorted((CASES / name).iterdir()) if (folder / "spec.yaml").exists()
]


def arguments(folder: Path) -> list[str]:
    (data,) = (path for path in folder.iterdir() if path.name.startswith("batch.") and path.suffix != ".yaml")
    options = folder / "args"
    return [str(folder / "spec.yaml"), str(data), *shlex.split(options.read_text() if options.exists() else "")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_the_case_ends_as_its_folder_says(folder, capfd):
    expected = folder.parent.name
    code = run(["check", *arguments(folder), "--format", "json", "--lang", "both"])
    out, err = capfd.readouterr()
    assert code == EXIT_CODES[expected], out + err
    if expected == "invalid":
        assert out == ""
        assert ": error " in err or "/error" in err or "エラー" in err
    else:
        assert json.loads(out)["disposition"] == expected


def test_every_disposition_has_cases():
    found = {folder.parent.name for folder in FOLDERS}
    assert found == set(EXIT_CODES)
