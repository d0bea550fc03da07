"""A form ready to be shown: the fields of a file of the law with what is wrong at each, and the lists that its fields offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import yaml
from django.utils.translation import gettext as _

from hengjian.core.lawbook.faults import LawError
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.core.trial import Outcome
from hengjian.faces.desk.law_form.fields import Field, note_faults
from hengjian.faces.desk.law_form.making import Maker
from hengjian.faces.desk.law_form.rule_shapes import CALENDAR, CHECKS, POLICY, rule_shape
from hengjian.faces.desk.law_form.shapes import Shape
from hengjian.faces.desk.law_form.spoken import Words
from hengjian.faces.desk.law_form.taking import Form
from hengjian.work.matters.lawmaking import drafts, retouch
from hengjian.work.matters.lawmaking.retouch import NoPlace


@dataclass(frozen=True)
class Sheet:
    """`form` is None where the text is no YAML; `loose`: faults that stand at no field; `offered`: each list with what it offers."""

    form: Field | None
    offered: list[tuple[str, list[str]]]
    loose: list[str]


def form_of(name: str, law: Lawbook, words: Words, today: date) -> Form:
    """How the form of a file is made from a text of it."""

    def made(text: str) -> tuple[Maker, Field]:
        maker = Maker(text, words, since=since_of(name, law), today=today)
        return maker, maker.form(shape_of(name, text))

    return made


def since_of(name: str, law: Lawbook) -> date:
    statute = law.statutes.get(name.partition(".")[0])
    return statute.in_force_since if statute else date(2000, 1, 1)


def shape_of(name: str, text: str) -> Shape:
    if name.startswith(drafts.POLICY + "/"):
        return POLICY
    if name.startswith(drafts.CALENDARS + "/"):
        return CALENDAR
    return rule_shape(str(retouch.spot(text, ("check",)).node.value) if has_check(text) else "")


def has_check(text: str) -> bool:
    root = retouch.tree(text)
    return isinstance(root, yaml.MappingNode) and any(key.value == "check" for key, _value in root.value)


def sheet(text: str, form: Form, words: Words, faults: Iterable[LawError], wrong: Iterable[Outcome]) -> Sheet:
    """The form of the text, each fault and each example that comes out otherwise at its field."""
    try:
        _maker, root = form(text)
    except NoPlace:
        return Sheet(None, [], [])
    told = [(index_of(text, one), one.sentence(tongue(words.language))) for one in faults]
    loose = note_faults(root, told)
    note_wrong(root, text, wrong)
    for one in root.every():
        if one.path == ("check",):
            one.value = str(CHECKS.get(one.value, one.value))
    names = {one.offers for one in root.every() if one.offers}
    return Sheet(root, [(name, [words.shown(code, name) for code in words.offered(name)]) for name in sorted(names)], loose)


def note_wrong(root: Field, text: str, wrong: Iterable[Outcome]) -> None:
    """Says at each example that comes out otherwise what came out."""
    examples = next((one.fields for one in root.fields if one.path == ("examples",)), [])
    for outcome in wrong:
        line = outcome.example.line
        here = [one for one in examples if text.count("\n", 0, one.span[0]) + 1 == line]
        for one in here:
            one.faults += [_("例子不符：%(name)s 应为 %(wanted)s，实为 %(found)s") % said(*each) for each in outcome.wrong]


def said(name: str, wanted: object, found: object) -> dict[str, object]:
    return {"name": name, "wanted": wanted, "found": found}


def index_of(text: str, fault: LawError) -> int:
    """Where a fault stands in the text; -1 where it is the file's as a whole."""
    if not fault.line:
        return -1
    return line_start(text, fault.line) + max(fault.column - 1, 0)


def line_start(text: str, line: int) -> int:
    place = 0
    for _line in range(line - 1):
        place = text.find("\n", place) + 1
    return place
