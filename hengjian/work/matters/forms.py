"""The paper forms that `law/forms/` declares, and values held against them. How a paper is set and printed stands in the faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hengjian.core.terms import tongue


class PaperError(ValueError):
    """Every fault of the values of one paper, one sentence each."""

    def __init__(self, form: str, faults: Sequence[str]):
        super().__init__(f"{form}: " + "; ".join(faults))
        self.form, self.faults = form, list(faults)


@dataclass(frozen=True, slots=True)
class Form:
    """A paper form: its Chinese name, its template, its fields by name as `law/forms/<key>.yaml` declares them.

    `series` is the word in its numbers (受案字); `articles`, by the day they hold from, what its decision rests on.
    """

    key: str
    name: str
    template: str
    basis: str
    fields: Mapping[str, Mapping[str, Any]]
    series: str = ""
    articles: Mapping[date, Mapping[str, str]] = field(default_factory=dict)

    def articles_on(self, day: date) -> Mapping[str, str]:
        """The articles in force on a day; empty before the first."""
        since = [start for start in self.articles if start <= day]
        return self.articles[max(since)] if since else {}


@cache
def forms(folder: Path) -> dict[str, Form]:
    """Every form of a folder, by its Chinese name (受案回执, …)."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        form = Form(
            path.stem, told["name"], told["template"], told["basis"], told["fields"], told.get("series", ""), told.get("articles") or {}
        )
        found[form.name] = form
    return found


def read_values(form: Form, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values as the template takes them, and a sentence for each that does not fit."""
    faults = [_("本文书没有“%(field)s”这一项") % {"field": name} for name in values if name not in form.fields]
    data: dict[str, Any] = {}
    for name, declared in form.fields.items():
        value = values.get(name)
        label = declared["label"][tongue(get_language() or "zh")]
        if value is None or value == "" or value == []:
            if declared.get("required"):
                faults.append(_("请填写“%(label)s”") % {"label": label})
            continue
        read = READERS[declared.get("type", "text")](value, declared)
        if read is None:
            faults.append(_("“%(label)s”的内容不符合本文书的要求") % {"label": label})
        else:
            data[name] = read
    return data, faults


def read_text(value: Any, declared: Mapping[str, Any]) -> str | None:
    choices = declared.get("choices")
    if not isinstance(value, str) or (choices and value not in choices):
        return None
    return value


def read_day(value: Any, _declared: Mapping[str, Any]) -> list[int] | None:
    return [value.year, value.month, value.day] if isinstance(value, date) else None


def read_lines(value: Any, _declared: Mapping[str, Any]) -> list[str] | None:
    fits = isinstance(value, (list, tuple)) and all(isinstance(line, str) and line for line in value)
    return list(value) if fits else None


def read_rows(value: Any, declared: Mapping[str, Any]) -> list[dict[str, str]] | None:
    columns = list(declared["columns"])
    if not isinstance(value, (list, tuple)):
        return None
    if not all(isinstance(row, Mapping) and sorted(row) == sorted(columns) and read_lines(list(row.values()), {}) for row in value):
        return None
    return [{column: row[column] for column in columns} for row in value]


READERS = {"text": read_text, "date": read_day, "lines": read_lines, "rows": read_rows}
