"""Output files: whole or not at all, never over something the user did not offer."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from qspec.report import files
from qspec.report.files import write_output
from qspec.report.problems import lines


def codes(problem):
    return None if problem is None else problem.code


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".qspec-"))


def test_a_new_file_is_written_as_given(tmp_path):
    target = tmp_path / "検査成績書 A-17.pdf"
    assert write_output(str(target), b"%PDF") is None
    assert target.read_bytes() == b"%PDF"
    assert leftovers(tmp_path) == []


def test_an_existing_file_is_kept_unless_the_user_says_force(tmp_path):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    assert codes(write_output(str(target), b"new")) == "output.exists"
    assert target.read_bytes() == b"old"
    assert write_output(str(target), b"new", force=True) is None
    assert target.read_bytes() == b"new"
    assert leftovers(tmp_path) == []


def test_force_never_destroys_an_input_under_whatever_name(tmp_path):
    data = tmp_path / "batch.csv"
    data.write_bytes(b"serial,bore\n")
    (tmp_path / "sub").mkdir()
    link = tmp_path / "other.csv"
    link.symlink_to(data)
    hard = tmp_path / "hard.csv"
    os.link(data, hard)
    for name in (data, tmp_path / "sub" / ".." / "batch.csv", link, hard):
        assert codes(write_output(str(name), b"gone", force=True, inputs=["-", str(data)])) == "output.is-input"
    assert data.read_bytes() == b"serial,bore\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [(".", "output.is-folder"), ("missing/report.pdf", "output.no-folder"), ("nul\0.pdf", "output.cannot-write")],
)
def test_a_place_that_cannot_be_written_to_is_a_problem_with_a_sentence(tmp_path, name, code):
    problem = write_output(os.path.join(tmp_path, name), b"x", force=True)
    assert codes(problem) == code
    for lang in ("en", "ja"):
        assert len(lines([problem], [lang])) == 2


def test_a_name_too_long_for_the_system_is_a_problem(tmp_path):
    assert codes(write_output(str(tmp_path / ("x" * 300)), b"x")) == "output.cannot-write"


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of a POSIX system")
def test_others_can_read_the_file_as_the_umask_allows(tmp_path):
    old = os.umask(0o027)
    try:
        assert write_output(str(tmp_path / "report.pdf"), b"x") is None
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "report.pdf").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of a POSIX system")
def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path):
    real, link = tmp_path / "real.pdf", tmp_path / "latest.pdf"
    real.write_bytes(b"old")
    link.symlink_to(real)
    assert codes(write_output(str(link), b"new")) == "output.exists"
    assert write_output(str(link), b"new", force=True) is None
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of a POSIX system")
def test_a_dangling_link_counts_as_existing(tmp_path):
    link = tmp_path / "latest.pdf"
    link.symlink_to(tmp_path / "nowhere.pdf")
    assert codes(write_output(str(link), b"new")) == "output.exists"
    assert not (tmp_path / "nowhere.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="devices of a POSIX system")
def test_a_device_is_written_to_and_never_replaced(tmp_path):
    assert write_output(os.devnull, b"x") is None
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_was_there_stays_when_writing_breaks_off(tmp_path, monkeypatch, step):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")

    def broken(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, step, broken)
    problem = write_output(str(target), b"new" * 1000, force=True)
    assert codes(problem) == "output.cannot-write"
    assert "no room left" in lines([problem], ["en"])[0]
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_an_interrupt_leaves_neither_a_stump_nor_a_loss(tmp_path, monkeypatch):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_output(str(target), b"new", force=True)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_file_that_appears_at_the_last_moment_is_kept(tmp_path, monkeypatch):
    target = tmp_path / "report.pdf"
    write = files._write_new

    def write_and_be_late(part, content):
        write(part, content)
        target.write_bytes(b"a colleague's")

    monkeypatch.setattr(files, "_write_new", write_and_be_late)
    assert codes(write_output(str(target), b"mine")) == "output.exists"
    assert target.read_bytes() == b"a colleague's"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("appears", [True, False])
def test_a_file_system_without_hard_links_keeps_the_same_promise(tmp_path, monkeypatch, appears):
    target = tmp_path / "report.pdf"

    def no_links(*_):
        if appears:
            target.write_bytes(b"a colleague's")
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", no_links)
    assert codes(write_output(str(target), b"mine")) == ("output.exists" if appears else None)
    assert target.read_bytes() == (b"a colleague's" if appears else b"mine")
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="file size limits of a POSIX system")
def test_a_full_disk_keeps_the_old_report(tmp_path):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    program = textwrap.dedent(
        """
        import resource, signal, sys
        from qspec.report.files import write_output
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        print(write_output(sys.argv[1], b"x" * 100000, force=True).code)
        """
    )
    run = subprocess.run([sys.executable, "-c", program, str(target)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "output.cannot-write"
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []
