"""The fields of a form, made from the text of a law file and the shapes it may have; each knows its place in the text.

What a part amounts to that fits no shape is shown as it is built, so that nothing of a file is out of reach of the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import yaml
from django.utils.translation import gettext as _

from hengjian.faces.desk.law_form.shapes import Label
from hengjian.work.matters.lawmaking.retouch import Path

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FOLDED = frozenset(
    ("per", "bearer", "text", "judged_by", "gate", "remedy", "stage", "dimension", "severity", "note", "checked", "applies_to", "check")
)


@dataclass(frozen=True)
class Deed:
    """A button: what it says and what it makes of the text. `name` is unique in the form."""

    name: str
    label: Label
    act: Callable[[str], str]

    @property
    def drops(self) -> bool:
        """Whether it takes something out."""
        return self.name.startswith("drop|")

    @property
    def adds(self) -> bool:
        """Whether it is one of several things that might be written here besides."""
        return self.name.startswith(("add|", "turn|"))


@dataclass
class Field:
    """A field or a group of fields. `sort` is `group` or that of `shapes.One`; `given` is the name of the input, `value` what stands in it.

    `offers`: the name of the list that is offered; `key`: the field of the key it stands under, where that may be changed;
    `span`: where it stands in the text; `optional`: left blank, it goes;
    `bare`: its label need not be seen.
    """

    path: Path
    label: Label
    sort: str
    span: tuple[int, int]
    value: str = ""
    choices: tuple[tuple[str, Label], ...] = ()
    offers: str = ""
    key: Field | None = None
    fields: list[Field] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    quoted: bool = False
    optional: bool = False
    folded: bool = False
    bare: bool = False
    is_key: bool = False

    @property
    def given(self) -> str:
        return ("k/" if self.is_key else "v/") + spelled(self.path)

    @property
    def id(self) -> str:
        return "f-" + self.given

    @property
    def is_group(self) -> bool:
        return self.sort == "group"

    def every(self) -> Iterator[Field]:
        """This field, that of its key and all below."""
        yield self
        if self.key:
            yield self.key
        for one in self.fields:
            yield from one.every()

    @property
    def open(self) -> bool:
        """Whether it stands open at first: what a change of the law is most often about."""
        return self.path[-1:] != () and self.path[-1] not in FOLDED

    @property
    def faulty(self) -> bool:
        """Whether a fault stands here or below."""
        return any(one.faults for one in self.every())

    @property
    def is_day(self) -> bool:
        """Whether a date can be picked: a day, or nothing yet."""
        return not self.value or bool(DAY.fullmatch(self.value))

    @property
    def summary(self) -> str:
        """What a folded group is called by: its first value."""
        return next((one.value for one in self.every() if one.sort in ("words", "long") and one.value), "")


def spelled(path: Path) -> str:
    return "/".join(quote(str(step), safe="") for step in path)


def place(node: yaml.Node, key: yaml.Node | None, stop: int) -> tuple[int, int]:
    return int((key or node).start_mark.index), stop


def note_faults(root: Field, faults: list[tuple[int, str]]) -> list[str]:
    """Puts each fault (its place in the text, its sentence) at the field that stands there; what belongs to no field is given back."""
    left = []
    everyone = list(root.every())
    for at, sentence in faults:
        fitting = [one for one in everyone if one.span[0] <= at < max(one.span[1], one.span[0] + 1)]
        if at < 0 or not fitting:
            left.append(sentence)
            continue
        exact = [one for one in fitting if one.span[0] == at]
        nearest = min(exact or fitting, key=lambda one: (one.span[1] - one.span[0], one.is_group))
        nearest.faults.append(sentence)
    return left


def find(root: Field, deed: str) -> Deed | None:
    return next((one for field_ in root.every() for one in field_.deeds if one.name == deed), None)


def number_of(count: int) -> str:
    """What an entry of a list is called that has no name."""
    return _("第 %(n)d 项") % {"n": count}
