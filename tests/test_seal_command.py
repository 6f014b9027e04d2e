"""``qspec seal``: reports sealed, keys of one's own made, and every way in which it can be refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sealing_files import (
    DAY,
    NOW,
    certificate,
    ec_key,
    fingerprint,
    p12,
    paper,
    pem,
    rsa_key,
    seal_of,
    sealed,
    standings,
)

from qspec.cli.app import run
from qspec.messages import say
from qspec.sealing import making
from qspec.sealing.model import Standing

BOTH = ("en", "ja")


@pytest.fixture(scope="module")
def supplier():
    key = ec_key()
    return seal_of(key, certificate("見本精密 検査課", key))


@pytest.fixture
def folder(tmp_path, monkeypatch, supplier):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QSPEC_SEAL_PASSPHRASE", raising=False)
    monkeypatch.setattr(sys, "stdin", StringIO())
    Path("r.pdf").write_bytes(paper())
    Path("k.pem").write_bytes(pem(supplier.key))
    Path("c.pem").write_bytes(pem(supplier.certificate))
    Path("safe.pem").write_bytes(pem(supplier.key, b"correct horse"))
    return tmp_path


SEAL = ["seal", "r.pdf", "--as", "prepared"]


def test_sealing_writes_beside_the_report_and_says_what_it_did(folder, capfd, supplier):
    assert run([*SEAL, "--key", "k.pem", "--cert", "c.pem", "--name", "山田", "--lang", "both"]) == 0
    said = capfd.readouterr().out
    assert standings(Path("r-prepared.pdf").read_bytes(), [supplier.certificate]) == {"prepared": Standing.KNOWN}
    for lang in BOTH:
        assert say("seal.certified", lang).split("。")[0].split(".")[0][:12] in said
    assert fingerprint(supplier.certificate) in "".join(said.split())


def test_a_sealed_report_goes_to_standard_output_alone(folder, capfdbinary):
    assert run([*SEAL, "--key", "k.pem", "--cert", "c.pem", "-o", "-"]) == 0
    assert standings(capfdbinary.readouterr().out) == {"prepared": Standing.UNKNOWN}


@pytest.mark.parametrize("how", ["file", "variable"])
def test_the_passphrase_comes_from_a_file_or_the_environment(folder, monkeypatch, how):
    Path("p.txt").write_text("correct horse\n", encoding="utf-8")
    arguments = ["--passphrase-file", "p.txt"] if how == "file" else []
    if how == "variable":
        monkeypatch.setenv("QSPEC_SEAL_PASSPHRASE", "correct horse")
    assert run([*SEAL, "--key", "safe.pem", "--cert", "c.pem", *arguments]) == 0
    assert standings(Path("r-prepared.pdf").read_bytes()) == {"prepared": Standing.UNKNOWN}


@pytest.mark.parametrize("passphrase", [None, b"geheim"])
@pytest.mark.parametrize("kind", ["ec", "rsa", "p384"])
def test_a_container_with_key_and_chain_needs_no_other_file(folder, kind, passphrase, monkeypatch):
    if passphrase is not None:
        monkeypatch.setenv("QSPEC_SEAL_PASSPHRASE", passphrase.decode())
    key = {"ec": ec_key, "rsa": rsa_key, "p384": lambda: ec_key(ec.SECP384R1())}[kind]()
    root_key = ec_key()
    root = certificate("Root", root_key, authority=True)
    own = certificate("Sato", key, issuer=(root, root_key))
    Path("own.p12").write_bytes(p12(b"seal", key, own, [root], passphrase))
    assert run([*SEAL, "--key", "own.p12"]) == 0
    assert standings(Path("r-prepared.pdf").read_bytes(), [root]) == {"prepared": Standing.KNOWN}


def test_key_and_certificate_may_stand_in_one_file_in_any_order(folder, supplier):
    Path("one.pem").write_bytes(pem(supplier.certificate) + pem(supplier.key))
    assert run([*SEAL, "--key", "one.pem"]) == 0


def test_another_date_in_the_mark_is_pointed_out(folder, capfd):
    assert run([*SEAL, "--key", "k.pem", "--cert", "c.pem", "--date", "2020-02-29"]) == 0
    assert "seal.other-date" in capfd.readouterr().err


def wrong(supplier):
    """Files that cannot be sealed with."""
    key, other = ec_key(), ec_key()
    return {
        "old.pem": pem(key) + pem(certificate("Old", key, begins=NOW - 9 * DAY, ends=NOW - DAY)),
        "early.pem": pem(key) + pem(certificate("Early", key, begins=NOW + DAY)),
        "mail.pem": pem(key) + pem(certificate("Mail", key, usage=("key_encipherment",))),
        "weak.pem": pem(ec_key(ec.SECP192R1())) + pem(certificate("Weak", other)),
        "bare.pem": pem(other),
        "noise.pem": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "torn.p12": p12(b"x", key, certificate("X", key), passphrase=b"secret")[:-40],
        "image.pdf": b"GIF89a",
        "plain.pdf": paper(names=()),
        "sealed.pdf": sealed(paper(), "prepared", supplier),
        "bad.txt": b"\xff\xfe\x00",
    }


OWN = ["--key", "k.pem", "--cert", "c.pem"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*SEAL, "--key", "safe.pem", "--cert", "c.pem", "--passphrase-file", "c.pem"], "seal.wrong-passphrase"),
        ([*SEAL, "--key", "safe.pem", "--cert", "c.pem", "--passphrase-file", "bad.txt"], "seal.passphrase-unreadable"),
        ([*SEAL, "--key", "safe.pem", "--cert", "c.pem"], "seal.passphrase-needed"),
        ([*SEAL, "--key", "old.pem"], "seal.expired"),
        ([*SEAL, "--key", "early.pem"], "seal.not-yet-valid"),
        ([*SEAL, "--key", "mail.pem"], "seal.not-for-signing"),
        ([*SEAL, "--key", "weak.pem"], "seal.weak-key"),
        ([*SEAL, "--key", "bare.pem", "--cert", "c.pem"], "seal.other-key"),
        ([*SEAL, "--key", "bare.pem"], "seal.no-certificate"),
        ([*SEAL, "--key", "noise.pem", "--cert", "c.pem"], "seal.not-a-key"),
        ([*SEAL, "--key", "image.pdf", "--cert", "c.pem"], "seal.not-a-key"),
        ([*SEAL, "--key", "torn.p12", "--passphrase-file", "c.pem"], "seal.wrong-passphrase"),
        ([*SEAL, "--key", "k.pem", "--cert", "image.pdf"], "seal.not-a-certificate"),
        ([*SEAL, "--key", "nowhere.pem"], "cli.not-a-file"),
        ([*SEAL, *OWN, "--date", "2026-02-30"], "cli.wrong-date"),
        ([*SEAL, *OWN, "--name", "長い名前" * 9], "seal.mark-too-long"),
        ([*SEAL, *OWN, "-o", "r.pdf", "--force"], "output.is-input"),
        ([*SEAL, *OWN, "--no-passphrase"], "seal.only-with-new"),
        ([*SEAL], "seal.lacks"),
        (["seal", "r.pdf", "--as", "buyer", *OWN], "seal.supplier-first"),
        (["seal", "sealed.pdf", "--as", "prepared", *OWN], "seal.box-taken"),
        (["seal", "plain.pdf", "--as", "prepared", *OWN], "seal.no-such-box"),
        (["seal", "image.pdf", "--as", "prepared", *OWN], "seal.not-a-report"),
        (["seal", "--new", "--name", "x"], "seal.new-lacks"),
        (["seal", "--new", "--name", "x", "-o", "keys", "--key", "k.pem"], "seal.not-with-new"),
        (["seal", "--new", "--name", "x", "-o", "keys"], "seal.passphrase-wanted"),
        (["seal", "--new", "--name", "x\u202e", "-o", "keys", "--no-passphrase"], "seal.name-unusable"),
        (["seal", "--new", "--name", "x" * 10_000, "-o", "keys", "--no-passphrase"], "seal.name-unusable"),
        (["seal", "--new", "--name", "x", "-o", "k.pem", "--no-passphrase"], "seal.cannot-write-pair"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_done_is_said_in_both_languages_and_nothing_is_written(folder, capfd, supplier, arguments, code):
    for name, content in wrong(supplier).items():
        Path(name).write_bytes(content)
    before = sorted(os.listdir())
    assert run([*arguments, "--lang", "both"]) == 2
    said = capfd.readouterr().err
    assert f" {code}: " in said
    assert said.count(code) >= 1
    assert any("ぁ" <= letter <= "ん" for letter in said)
    assert sorted(os.listdir()) == before


def test_without_the_extra_the_program_says_how_to_get_it(folder, capfd, monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if "pyhanko" in name else found(name))
    assert run([*SEAL, *OWN, "--lang", "both"]) == 2
    said = capfd.readouterr().err
    assert "seal.extra-missing" in said
    assert said.count("qspec[sign]") == 2


def test_other_commands_do_not_load_what_seals_need():
    code = (
        "import sys\nfrom qspec.cli.app import run\nrun(['--help'])\nrun(['seal', '--help'])\n"
        "print([name for name in ('pyhanko', 'cryptography', 'asn1crypto', 'qspec.sealing') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert shown.stdout.splitlines()[-1] == "[]"


# Keys of one's own


def test_a_pair_of_ones_own_seals_and_is_explained(folder, capfd, monkeypatch):
    monkeypatch.setenv("QSPEC_SEAL_PASSPHRASE", "correct horse")
    made = ["seal", "--new", "--name", "見本精密", "--department", "検査課", "-o", "keys", "--lang", "both"]
    assert run(made) == 0
    said = "".join(capfd.readouterr().out.split())
    key, own = Path("keys", making.KEY), Path("keys", making.CERTIFICATE)
    loaded = x509.load_pem_x509_certificate(own.read_bytes())
    assert fingerprint(loaded) in said
    for lang in BOTH:
        assert "".join(say("seal.new.not-worth", lang).split()) in said
    with pytest.raises(TypeError, match="encrypted"):
        serialization.load_pem_private_key(key.read_bytes(), None)
    assert isinstance(loaded.public_key().curve, ec.SECP256R1)
    assert loaded.issuer == loaded.subject
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run([*SEAL, "--key", str(key), "--cert", str(own)]) == 0
    assert standings(Path("r-prepared.pdf").read_bytes(), [loaded]) == {"prepared": Standing.KNOWN}


def test_a_key_is_never_overwritten(folder, capfd):
    made = ["seal", "--new", "--name", "x", "-o", "keys", "--no-passphrase"]
    assert run(made) == 0
    before = Path("keys", making.KEY).read_bytes()
    assert run([*made, "--force"]) == 2
    assert "seal.pair-exists" in capfd.readouterr().err
    assert Path("keys", making.KEY).read_bytes() == before


def test_a_key_without_passphrase_is_warned_about(folder, capfd):
    assert run(["seal", "--new", "--name", "x", "-o", "keys", "--no-passphrase", "--lang", "en"]) == 0
    assert "has no passphrase" in " ".join(capfd.readouterr().out.split())


@pytest.fixture
def typing(folder, monkeypatch):
    """A terminal on which somebody types the given lines; they are not shown."""

    def types(*lines):
        answers = iter(lines)
        terminal = StringIO()
        terminal.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", terminal)
        monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(answers))

    return types


def test_on_a_terminal_a_new_passphrase_is_typed_twice_and_then_asked_for(typing, capfd):
    typing("correct horse", "correct horse")
    assert run(["seal", "--new", "--name", "x", "-o", "keys"]) == 0
    own = ["--key", f"keys/{making.KEY}", "--cert", f"keys/{making.CERTIFICATE}"]
    typing("wrong horse")
    assert run([*SEAL, *own]) == 2
    assert "seal.wrong-passphrase" in capfd.readouterr().err
    typing("correct horse")
    assert run([*SEAL, *own]) == 0


def test_two_different_passphrases_make_no_key(typing, capfd):
    typing("correct horse", "correct hose")
    assert run(["seal", "--new", "--name", "x", "-o", "keys"]) == 2
    assert "seal.passphrases-differ" in capfd.readouterr().err
    assert not Path("keys").exists()


def test_a_short_passphrase_is_refused(folder, capfd, monkeypatch):
    monkeypatch.setenv("QSPEC_SEAL_PASSPHRASE", "1234567")
    assert run(["seal", "--new", "--name", "x", "-o", "keys"]) == 2
    assert "seal.passphrase-short" in capfd.readouterr().err
    assert not Path("keys").exists()


def test_names_in_certificates_cannot_write_to_the_terminal(folder, capfd):
    key = ec_key()
    hostile = certificate("\x1b[2J\u202eoknU", key)
    Path("h.pem").write_bytes(pem(key) + pem(hostile))
    run([*SEAL, "--key", "h.pem", "--name", "x"])
    told = capfd.readouterr()
    assert "\x1b" not in told.out + told.err
    assert "\u202e" not in told.out + told.err


# A report of qspec's own


ROOT = Path(__file__).resolve().parents[1]


def test_a_report_sealed_by_both_sides_stays_archival_and_is_verified(folder, capfd):
    spec, data = ROOT / "specs" / "control-knob.yaml", ROOT / "samples" / "control-knob" / "accept.csv"
    assert run(["report", str(spec), str(data), "--lot-size", "10", "-o", "report.pdf"]) == 0
    made = Path("report.pdf").read_bytes()
    name = "report"
    for box in ("prepared", "buyer"):
        assert run(["seal", f"{name}.pdf", "--as", box, *OWN, "--name", "山田"]) == 0
        name = f"{name}-{box}"
        content = Path(f"{name}.pdf").read_bytes()
        assert content.startswith(made)
        # ISO 19005-3, 6.4.3 asks that a signature cover the file as it was when it was signed. The validator asks every
        # signature to cover the file as it is now, which no file with two signatures can fulfil.
        archival = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_A_3A).failures
        allowed = set() if box == "prepared" else {"PDFA3A-SIGNATURE-BYTERANGE-001"}
        assert {failure.rule_id for failure in archival} == allowed
        assert page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1).failures == []
    capfd.readouterr()
    assert run(["verify", f"{name}.pdf", "--trust", "c.pem", "--lang", "en"]) == 0
    assert capfd.readouterr().out.count("holds. Signer") == 2
    middle = len(made) // 2
    Path("t.pdf").write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert run(["verify", "t.pdf", "--trust", "c.pem", "--lang", "en"]) != 0
