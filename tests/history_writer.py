"""A process that appends to a ledger until it is done or killed: ``history_writer.py LEDGER NAME COUNT``."""

import sys

from history_books import class_result, lot_entry

from qspec.judgement.history import append

if __name__ == "__main__":
    path, name, count = sys.argv[1:]
    for number in range(int(count)):
        lot = f"{name}-{number}"
        problems = append(path, lot_entry(lot, class_result("A"), data=lot.encode().hex().rjust(64, "0")))
        assert not problems, problems
        sys.stdout.write(f"{lot}\n")
        sys.stdout.flush()
