"""Run all benchmarks and print a table: python -m tests.benchmarks [rounds]."""

import sys
from itertools import chain

from tests.benchmarks.measure import report


def main() -> int:
    """The exit code: 0 when every bound holds."""
    from tests.benchmarks import documents

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with documents.demo():
        from tests.benchmarks import ledger_import, making, reading, sheet

        measured = (sheet, ledger_import, reading, making)
        return report(chain.from_iterable(each.ratios(rounds) for each in measured))


if __name__ == "__main__":
    raise SystemExit(main())
