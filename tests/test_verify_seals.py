"""`qspec verify` on sealed reports: whose seals, and nothing behind the report that a seal does not put there."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyhanko.sign")

from sealing_files import certificate, ec_key, pem
from verify_files import appended, boxed, changed, inputs, report_of

from qspec.cli.app import Exit, run
from qspec.messages import say

BOTH = ("en", "ja")


@pytest.fixture(scope="module")
def keys():
    """The supplier's key with its certificate, and a certificate of somebody else."""
    key, other = ec_key(), ec_key()
    return pem(key), pem(certificate("見本製作所 検査課", key)), pem(certificate("Somebody Else", other))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        patch.setenv(name, str(tmp_path_factory.getbasetemp() / "cache"))
    yield report_of(inputs())
    patch.undo()


@pytest.fixture
def here(tmp_path, monkeypatch, keys):
    monkeypatch.chdir(tmp_path)
    for name, content in zip(("key.pem", "own.pem", "other.pem"), keys, strict=True):
        Path(name).write_bytes(content)
    return tmp_path


def seal(content, box="prepared"):
    """Return the report with the supplier's seal in a box."""
    Path("r.pdf").write_bytes(content)
    parts = ["--as", box, "--key", "key.pem", "--cert", "own.pem", "--name", "山田", "-o", "s.pdf", "--force"]
    assert run(["seal", "r.pdf", *parts]) == Exit.ACCEPTED
    return Path("s.pdf").read_bytes()


def verified(content, capfd, *options):
    """Return exit code and what is said, in both languages on one line."""
    Path("v.pdf").write_bytes(content)
    capfd.readouterr()
    code = run(["verify", "v.pdf", "--lang", "both", *options])
    return code, " ".join(capfd.readouterr().out.split())


def word(outcome):
    return f"{say(f'verify.outcome.{outcome}', 'ja')} / {say(f'verify.outcome.{outcome}', 'en')}"


def test_a_sealed_report_is_reproduced_and_its_signer_known_to_who_has_the_certificate(here, report, capfd):
    content = seal(seal(report), "approved")
    code, said = verified(content, capfd)
    assert code == Exit.ACCEPTED
    assert word("unknown-signer") in said
    code, said = verified(content, capfd, "--trust", "own.pem")
    assert code == Exit.ACCEPTED
    assert word("reproduced") in said
    assert all("".join(say("verify.checked.first-bytes", lang).split()) in "".join(said.split()) for lang in BOTH)
    code, said = verified(content, capfd, "--trust", "other.pem")
    assert code == Exit.REJECTED
    assert word("unknown-signer") in said


def test_a_report_without_a_seal_is_not_what_was_asked_for(here, report, capfd):
    code, said = verified(report, capfd, "--trust", "own.pem")
    assert code == Exit.REJECTED
    assert say("verify.not-signed.text", "en") in said


@pytest.mark.parametrize("change", [appended, boxed], ids=["note", "box"])
def test_a_change_after_the_seal_is_caught(here, report, capfd, change):
    code, said = verified(change(seal(report)), capfd, "--trust", "own.pem")
    assert code == Exit.REJECTED
    assert word("tampered") in said


def test_a_change_before_the_seal_is_not_sealed_away(here, report, capfd):
    """Whoever changes a report can seal it with a key of his own; that makes it no report of the program."""
    code, said = verified(seal(appended(report)), capfd, "--trust", "own.pem")
    assert code == Exit.REJECTED
    assert word("tampered") in said
    assert say("verify.shown-annotation.text", "en", page=1, where="#", text="OK").split("#")[0] in said


def test_something_hidden_before_the_seal_is_not_sealed_away(here, report, capfd):
    import pikepdf

    def act(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")

    code, said = verified(seal(changed(report, act)), capfd, "--trust", "own.pem")
    assert code == Exit.REJECTED
    assert word("tampered") in said
    assert "OpenAction" in said


def test_seals_that_cannot_be_examined_are_no_seals(here, report, capfd, monkeypatch):
    from qspec.errors import Problem
    from qspec.sealing import extra

    content = seal(report)
    monkeypatch.setattr(extra, "missing", lambda: Problem("seal.extra-missing"))
    code, said = verified(content, capfd)
    assert code == Exit.REJECTED
    assert word("unknown-signer") in said
    assert say("verify.seals-unexamined.hint", "en") in said
