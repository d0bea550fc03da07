"""How an action says no: one sentence for the person who asked, and who may do it instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class Refused(Exception):  # noqa: N818
    """`sentence` is in the caller's language; `who_may` names roles; `reasons` are reasons of the law; `fields` faults by field."""

    sentence: str
    who_may: Sequence[str] = ()
    reasons: Sequence[Any] = ()
    fields: dict[str, str] | None = None

    def __str__(self) -> str:
        return "; ".join([str(self.sentence), *(f"{name}: {fault}" for name, fault in (self.fields or {}).items())])
