"""What the paper forms of a law folder cite: their basis, the articles they print by day, and articles written out in their templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from hengjian.core.lawbook.citations import Answer, checked, citations_in
from hengjian.core.lawbook.editions import LAST, Library
from hengjian.core.lawbook.resting import days_to_ask
from hengjian.core.lawbook.values import ALWAYS


@dataclass(frozen=True, slots=True)
class Cited:
    """A text of a form with citations, and the days for which it is printed."""

    file: str
    text: str
    since: date = ALWAYS
    until: date = LAST


def cited_by_forms(folder: Path) -> Iterator[Cited]:
    """Every text of the forms of a law folder that may cite an article."""
    for path in sorted((folder / "forms").glob("*.yaml")):
        yield from cited_by(path.name, yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted((folder / "forms").glob("*.typ")):
        yield Cited(path.name, path.read_text(encoding="utf-8"))


def cited_by(file: str, told: Mapping[str, Any]) -> Iterator[Cited]:
    yield Cited(file, str(told.get("basis", "")))
    articles = told.get("articles") or {}
    days = sorted(articles)
    for place, since in enumerate(days):
        until = days[place + 1] - timedelta(days=1) if place + 1 < len(days) else LAST
        for text in printed(told, articles[since]):
            yield Cited(file, text, since, until)


def printed(told: Mapping[str, Any], articles: Mapping[str, str]) -> list[str]:
    """The articles that a form prints on a day, each with the instrument in which it stands."""
    laws = told.get("instruments") or {}
    return [f"《{laws.get(name, '')}》{article}" for name, article in articles.items()]


def wrong_in_forms(folder: Path, library: Library) -> Iterator[tuple[str, Answer]]:
    """The file and each citation of it that no day of its span bears out."""
    for one in cited_by_forms(folder):
        for citation in citations_in(one.text, library):
            answers = [checked(citation, library, day) for day in days_to_ask(citation.law, library, one.since, one.until)]
            if all(answer.wrong for answer in answers):
                yield one.file, answers[0]
