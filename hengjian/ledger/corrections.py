"""What the law reads of the ledger's events. How a correction acts stands in `core/corrections.py`, which archives read by too."""

from hengjian.core.corrections import CORRECTED, fact, facts

__all__ = ["CORRECTED", "fact", "facts"]
