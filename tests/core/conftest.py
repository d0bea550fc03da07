"""Small law folders made for one test: the house's own terms and policies, and the rules the test gives."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import CASE, HOUSE_LAW, STATUTE, at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A law folder with one statute `s` and no rule yet; without the list of fields, so that a rule may read any."""
    for name in ("terms", "policy", "calendars"):
        shutil.copytree(HOUSE_LAW / name, tmp_path / name)
    (tmp_path / "terms" / "fields.yaml").unlink()
    (tmp_path / "statutes" / "s").mkdir(parents=True)
    (tmp_path / "statutes" / "s" / "_statute.yaml").write_text(dedent(STATUTE), encoding="utf-8")
    return tmp_path


@pytest.fixture
def law_of(folder: Path) -> Callable[..., Lawbook]:
    """Reads the given rule files (name=text); policies may be changed by `policy={id: value}`."""

    def read(policy: dict[str, str] | None = None, **rules: str) -> Lawbook:
        for name, value in (policy or {}).items():
            (folder / "policy" / f"{name}.yaml").write_text(f"id: {name}\nlabel: {name}\nvalue: {value}\nwhy: test\n", encoding="utf-8")
        for name, text in rules.items():
            (folder / "statutes" / "s" / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
        return read_lawbook(folder)

    return read


@pytest.fixture
def fact() -> Callable[..., Fact]:
    """`fact("2026-01-05", "case.opened", "party:1", amount=3)`; numbered by call, so later calls are later in order."""
    made: list[Fact] = []

    def make(when: str, kind: str, *about: str, by: str = "", seq: int | None = None, **body: object) -> Fact:
        moment, date_only = at(when)
        number = len(made) + 1
        made.append(Fact(kind, moment, body, about, by, number if seq is None else seq, f"e{number}", date_only))
        return made[-1]

    return make


@pytest.fixture
def now() -> Callable[[str], datetime]:
    """A moment; a day means its end."""

    def moment(when: str) -> datetime:
        found, date_only = at(when)
        return found.replace(hour=23, minute=59, second=59) if date_only else found

    return moment


@pytest.fixture
def verdicts(law_of, now):
    """The verdicts of one rule on the facts, each with what is missing or the code of its reason."""

    def judge(text, *facts, **attributes):
        found = evaluate(facts, law_of(r=text), now("2030-01-01"), attributes=CASE | attributes)
        return [(one.verdict, one.missing or one.what) for one in found.judgements]

    return judge
