"""`custody_limit`: from entry to exit at most so long, by person. The clock of `deadline`, counted exactly: the reader sets
`counting.exact`, which takes no account of starting hours and never rolls."""

from hengjian.core.checks.deadline import judge

__all__ = ["judge"]
