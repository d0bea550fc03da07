"""One value per matter from a column that repeats it on each row."""

from __future__ import annotations

from typing import Any

import numpy as np

from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _


def first_of_each(values: list[Any], matter: np.ndarray, count: int) -> list[Any]:
    """The first value that is not None, per matter."""
    found: list[Any] = [None] * count
    for code, value in zip(matter.tolist(), values, strict=True):
        if found[code] is None:
            found[code] = value
    return found


def one_of_each(values: list[Any], matter: np.ndarray, matters: list[str], row: np.ndarray, column: str) -> list[Any]:
    """The one value of each matter. Two different ones are refused with the row of the second."""
    found = first_of_each(values, matter, len(matters))
    for place, (code, value) in enumerate(zip(matter.tolist(), values, strict=True)):
        if value is not None and value != found[code]:
            said = {"matter": matters[code], "one": found[code], "other": value}
            raise BadLog(_("事项 %(matter)s 的这一项前后不一：%(one)s 与 %(other)s。") % said, row=int(row[place]), column=column)
    return found
