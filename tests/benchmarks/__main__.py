"""Run all benchmarks and print a table: python -m tests.benchmarks [rounds]."""

import sys
from itertools import chain

from tests.benchmarks.measure import report


def main() -> int:
    """The exit code: 0 when every bound holds."""
    from tests.benchmarks import documents

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with documents.demo():
        from tests.benchmarks import making, sheet

        return report(chain(sheet.ratios(rounds), making.ratios(rounds)))


if __name__ == "__main__":
    raise SystemExit(main())
