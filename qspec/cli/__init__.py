"""The command line: one file for each command, and this door. It parses, calls the library, prints, sets the code."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    import sys

    from qspec.cli.app import run

    sys.exit(run(sys.argv[1:]))
