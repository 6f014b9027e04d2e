"""README and docs say what the program does: their commands run, their links lead somewhere, both languages agree."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from qspec.cli.app import COMMANDS, Exit, application, run
from qspec.kinds import registry
from qspec.messages import say

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
README_JA = (ROOT / "README.ja.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "README.ja.md",
    ROOT / "samples" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def shell_lines(text):
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_readmes_show_a_page_of_the_report_that_loads_quickly():
    picture = ROOT / "docs" / "report-page.png"
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert 900 <= int.from_bytes(content[16:20], "big") <= 1100  # pixels across
    assert len(content) < 250_000
    assert all("docs/report-page.png" in text for text in (README, README_JA))


def test_both_readmes_give_the_same_commands():
    own = [re.sub(r" --lang ja$", "", line) for line in shell_lines(README_JA)]
    assert [line.replace("合格判定数", "guarded") for line in own] == shell_lines(README)


def test_the_readmes_commands_run_in_the_order_in_which_a_reader_types_them(tmp_path, monkeypatch, capfd):
    for name in ("specs", "samples"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    for line in shell_lines(README):
        if line.startswith("qspec "):
            code = run(shlex.split(line)[1:])
            said = capfd.readouterr()
            assert code in (Exit.ACCEPTED, Exit.REJECTED), (line, said.err)
            assert said.out or (tmp_path / "report.pdf").exists(), line


def test_ci_runs_exactly_the_readmes_test_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test command -->" in script
    found = re.search(r"<!-- test command -->\n```sh\n(.*?)\n```\n<!-- end -->", README)
    assert found
    assert "pytest" in found.group(1)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_exit_codes_in_the_readme_are_those_of_the_help(lang):
    text = README if lang == "en" else README_JA
    for code in range(5):
        assert f"| {code} | {say(f'cli.exit.{code}', lang)} |" in text


def test_every_command_and_kind_is_documented():
    assert [name for name in COMMANDS if f"qspec {name}" not in README] == []
    for document in ("kinds.md", "kinds.ja.md"):
        text = (ROOT / "docs" / document).read_text(encoding="utf-8")
        assert [name for name in registry.kinds() if name not in text] == []


def test_japanese_documents_stand_beside_the_english_ones():
    for document in (ROOT / "docs").glob("*.ja.md"):
        assert (ROOT / "docs" / document.name.replace(".ja.md", ".md")).exists()
    for name in ("spec", "kinds", "measurements", "output"):
        assert (ROOT / "docs" / f"{name}.ja.md").exists()


def test_the_change_log_has_its_heading_for_verdicts():
    assert "### Judgement changes" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["output.md", "output.ja.md"])
def test_every_option_is_documented(document):
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    names = {
        name
        for command in COMMANDS
        for param in application(("en",)).get_command(None, command).params
        for name in param.opts
        if name.startswith("-")
    }
    assert {"--report-date", "--schema", "-o"} <= names
    assert [name for name in sorted(names) if not re.search(rf"`{name}\b", text)] == []
