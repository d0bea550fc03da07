"""Prints the coverage of a whole test run and fails below the bounds: 100 % of the core, 90 % of the whole."""

import io
import sys

from coverage import Coverage

BOUNDS = {"hengjian/core/*": 100.0, "*": 90.0}


def main() -> int:
    coverage = Coverage()
    coverage.load()
    failed = False
    for pattern, bound in BOUNDS.items():
        include = None if pattern == "*" else [pattern]
        report = io.StringIO()
        share = coverage.report(include=include, file=report, show_missing=True, skip_covered=True)
        short = share < bound
        failed |= short
        if short:
            print(report.getvalue())
        print(f"coverage of {pattern}: {share:.2f} % (bound {bound:.0f} %)")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
