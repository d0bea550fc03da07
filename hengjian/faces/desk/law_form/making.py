"""From a text and its shape to the fields of a form, with the buttons that add, take out and write anew. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hengjian.faces.desk.law_form.fields import Deed, Field, number_of, place, spelled
from hengjian.faces.desk.law_form.parts import YES
from hengjian.faces.desk.law_form.shapes import (
    Anything,
    ByDay,
    Case,
    Either,
    Key,
    Keys,
    Label,
    Many,
    One,
    Pairs,
    Row,
    Shape,
    Turn,
)
from hengjian.faces.desk.law_form.spoken import Words
from hengjian.faces.look.templatetags.house_words import VALUES
from hengjian.work.matters.lawmaking import retouch
from hengjian.work.matters.lawmaking.retouch import Path

BOOL, INT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
NEW_EXAMPLE = "新例子"


class Maker:
    """Makes the fields of one text. `since`: from when what has no day counted; `today`: the day a new value begins at the earliest."""

    def __init__(self, text: str, words: Words, *, since: date, today: date):
        self.text, self.words, self.since, self.today = text, words, since, today

    def form(self, shape: Shape) -> Field:
        """The whole form. `NoPlace` where the text is no YAML."""
        return self.made(shape, retouch.tree(self.text), (), "")

    def made(self, shape: Shape, node: yaml.Node, path: Path, label: Label, *, key: yaml.Node | None = None, about: str = "") -> Field:
        """One part. `about`: the field whose value stands here."""
        make = MAKERS[type(shape)]
        found: Field = make(self, shape, node, path, label, about)
        found.span = place(node, key, retouch.end(node, self.text))
        return found

    def one(self, shape: One, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not isinstance(node, yaml.ScalarNode):
            return self.anything(Anything(), node, path, label, about)
        offers = {"event": "events", "field": "fields"}.get(shape.sort, ",".join(shape.codes))
        choices = shape.choices
        if shape.sort == "value":
            offers = self.words.codes_of(about) if about else ""
            choices = YES.choices if node.tag == BOOL else ()
        sort = "choice" if choices else shape.sort
        value = str(node.value) if sort in ("words", "long", "choice", "fixed") else self.words.shown(str(node.value), offers)
        known = tuple(choices) if not choices or value in dict(choices) else (*choices, (value, value))
        return Field(path, label, sort, (0, 0), value, known, offers, quoted=bool(node.style in ("'", '"')))

    def keys(self, shape: Keys, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not isinstance(node, yaml.MappingNode):
            return self.anything(Anything(), node, path, label, about)
        known = {key.name: key for key in shape.keys}
        order = [key.name for key in shape.keys]
        there = sorted(node.value, key=lambda pair: order.index(pair[0].value) if pair[0].value in order else len(order))
        fields = [self.entry(known.get(str(key.value)), key, value, path, about) for key, value in there if str(key.value) != "id" or path]
        present = {str(key.value) for key, _value in node.value}
        adds = [self.adding(path, key.name, key.new, key.label) for key in shape.keys if key.new and key.name not in present]
        return group(path, label, fields, adds)

    def entry(self, known: Key | None, key: yaml.Node, value: yaml.Node, path: Path, about: str) -> Field:
        """An entry of a mapping; one that no shape knows is shown as it is built."""
        name = str(key.value)
        inside = (*path, name)
        found = self.made(known.shape if known else Anything(), value, inside, known.label if known else name, key=key, about=about)
        if known is None or not known.must:
            found.deeds.append(self.dropping(inside))
            found.optional = True
        return found

    def row(self, shape: Row, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not isinstance(node, yaml.SequenceNode) or len(node.value) > len(shape.keys):
            return self.anything(Anything(), node, path, label, about)
        pairs = zip(shape.keys, node.value, strict=False)
        fields = [self.made(key.shape, one, (*path, at), key.label, about=about) for at, (key, one) in enumerate(pairs)]
        wanting = shape.keys[len(node.value) :][:1]
        adds = [self.adding(path, "", key.new, key.label) for key in wanting if key.new]
        return group(path, label, fields, adds)

    def pairs(self, shape: Pairs, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not isinstance(node, yaml.MappingNode):
            return self.anything(Anything(), node, path, label, about)
        fields = []
        for key, value in node.value:
            inside = (*path, str(key.value))
            found = self.made(shape.value, value, inside, "", key=key, about=str(key.value))
            found.key = self.made(shape.key, key, inside, KEY_LABELS[shape.key.sort])
            found.key.is_key = True
            found.deeds.append(self.dropping(inside))
            fields.append(found)
        present = [str(key.value) for key, _value in node.value]
        name = self.another(shape.name, present, path)
        return group(path, label, fields, [self.adding(path, name, shape.new, shape.label)])

    def another(self, name: str, present: list[str], path: Path) -> str:
        """A key that is not there yet: the next day or year, or the name with a number."""
        if name == "year":
            return str(max([self.today.year, *(int(one) for one in present if one.isdecimal())]) + 1)
        if name == "day":
            return self.next_day(present, path).isoformat()
        return next(one for one in (name, *(f"{name}{n}" for n in range(2, 99))) if one not in present)

    def next_day(self, present: list[str], path: Path) -> date:
        """The day after the last, else the first of the year that it stands under."""
        days = [day for one in present if (day := day_of(one))]
        year = next((int(step) for step in path if isinstance(step, str) and step.isdecimal()), self.today.year)
        return max(days) + timedelta(days=1) if days else date(year, 1, 1)

    def many(self, shape: Many, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not isinstance(node, yaml.SequenceNode):
            found = self.made(shape.item, node, path, label, about=about)
            wrapped = partial(self.wrapped, path=path, new=shape.new)
            found.deeds.append(Deed(f"more|{spelled(path)}", shape.label, wrapped))
            return found
        fields = []
        for at, one in enumerate(node.value):
            inside = (*path, at)
            found = self.made(shape.item, one, inside, number_of(at + 1), about=about)
            found.bare = not found.is_group
            found.folded = shape.again and isinstance(one, yaml.MappingNode)
            if len(node.value) > 1 or not shape.again:
                found.deeds.append(self.dropping(inside))
            if found.folded:
                found.deeds.append(Deed(f"same|{spelled(inside)}", _("照这个再写一个"), partial(self.like, path=path, at=at)))
            fields.append(found)
        again = partial(self.like, path=path, at=-1, new=shape.new)
        more = again if shape.again and node.value else partial(self.appended, path=path, new=shape.new)
        return group(path, label, fields, [Deed(f"more|{spelled(path)}", shape.label, more)])

    def by_day(self, shape: ByDay, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        if not is_dated(node):
            found = self.made(shape.value, node, path, label, about=about)
            found.deeds.append(Deed(f"day|{spelled(path)}", _("自某日起另定"), partial(self.dated, path=path)))
            return found
        fields = []
        for key, value in node.value:
            inside = (*path, str(key.value))
            found = self.made(shape.value, value, inside, "", key=key, about=about)
            if isinstance(value, yaml.ScalarNode) and value.tag.endswith(":null"):
                found = Field(inside, "", "fixed", found.span, _("自此日起不再有规定"))
            found.key = self.made(One("day"), key, inside, _("自"))
            found.key.is_key = True
            found.deeds.append(self.dropping(inside))
            fields.append(found)
        more = Deed(f"day|{spelled(path)}", _("自某日起另定"), partial(self.from_day, path=path))
        return group(path, label, fields, [more])

    def either(self, shape: Either, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        case = next((one for one in shape.cases if fits(one, node)), None)
        if case is None:
            return self.anything(Anything(), node, path, label, about)
        found = self.made(case.shape, node, path, label, about=about)
        for at, turn in enumerate(case.turns):
            found.deeds.append(Deed(f"turn|{spelled(path)}|{at}", turn.label, partial(self.turned, path=path, turn=turn)))
        return found

    def anything(self, shape: Anything, node: yaml.Node, path: Path, label: Label, about: str) -> Field:
        labels = shape.labels or {}
        if isinstance(node, yaml.MappingNode):
            keys = [(key, value, labels.get(str(key.value), str(key.value))) for key, value in node.value]
            fields = [self.made(shape, value, (*path, str(key.value)), said, key=key) for key, value, said in keys]
            return group(path, label, fields, [])
        if isinstance(node, yaml.SequenceNode):
            fields = [self.made(shape, one, (*path, at), "") for at, one in enumerate(node.value)]
            for one in fields if len(fields) > 1 else []:
                one.deeds.append(self.dropping(one.path))
            more = Deed(f"more|{spelled(path)}", _("再加一项"), partial(self.like, path=path, at=-1))
            return group(path, label, fields, [more] if fields else [])
        if str(node.value) in VALUES:
            pairs = PAIRED[str(node.value)]
            return Field(path, label, "choice", (0, 0), str(node.value), tuple((code, VALUES[code]) for code in pairs))
        sort = "number" if node.tag == INT else "value"
        return self.one(One(sort), node, path, label, about)

    def adding(self, path: Path, name: str, new: str, label: Label) -> Deed:
        return Deed(f"add|{spelled(path)}|{name}", label, lambda text: retouch.add(text, path, name, new))

    def dropping(self, path: Path) -> Deed:
        return Deed(f"drop|{spelled(path)}", _("去掉"), lambda text: retouch.remove(text, path))

    def wrapped(self, text: str, path: Path, new: str) -> str:
        """The only entry becomes a list of two."""
        old = retouch.flow(retouch.spot(text, path).node, text)
        return retouch.put(text, path, f"[{old}, {new}]")

    def appended(self, text: str, path: Path, new: str) -> str:
        present = [str(one.value) for one in retouch.spot(text, path).node.value]
        return retouch.add(text, path, "", self.next_day([], path).isoformat() if new == "day" and not present else new)

    def like(self, text: str, path: Path, at: int, new: str = "") -> str:
        """A new entry of a list written like the one at a place; a day is followed by the next."""
        model = retouch.spot(text, path).node.value[at]
        if isinstance(model, yaml.MappingNode):
            lines = [f"{retouch.flow(key, text)}: {self.renamed(key, value, text)}" for key, value in model.value]
            return retouch.add(text, path, "", lines)
        if new == "day":
            return retouch.add(text, path, "", self.next_day([str(model.value)], path).isoformat())
        return retouch.add(text, path, "", retouch.flow(model, text))

    def renamed(self, key: yaml.Node, value: yaml.Node, text: str) -> str:
        return NEW_EXAMPLE if key.value == "name" else retouch.flow(value, text)

    def dated(self, text: str, path: Path) -> str:
        """The one value becomes two, the second from today on, to be changed."""
        old = retouch.flow(retouch.spot(text, path).node, text)
        return retouch.put(text, path, f"{{{self.since.isoformat()}: {old}, {self.later([self.since]).isoformat()}: {old}}}")

    def from_day(self, text: str, path: Path) -> str:
        """A further value like the last in force, from today or the day after the last."""
        node = retouch.spot(text, path).node
        values = {day_of(str(key.value)) or date.min: value for key, value in node.value}
        return retouch.add(text, path, self.later(list(values)).isoformat(), retouch.flow(values[max(values)], text))

    def later(self, days: list[date]) -> date:
        return max(self.today, max(days) + timedelta(days=1))

    def turned(self, text: str, path: Path, turn: Turn) -> str:
        old = retouch.flow(retouch.spot(text, path).node, text)
        return retouch.put(text, path, turn.written.replace("{old}", old))


def group(path: Path, label: Label, fields: list[Field], deeds: list[Deed]) -> Field:
    return Field(path, label, "group", (0, 0), fields=fields, deeds=deeds)


KEY_LABELS = {"field": gettext_lazy("字段"), "day": gettext_lazy("日期"), "number": gettext_lazy("年份")}
PAIRED = {code: pair for pair in (("end_minus_start", "both_days"), ("act", "start"), ("counts", "undetermined")) for code in pair}
Making = Callable[..., Field]
MAKERS: dict[type, Making] = {
    One: Maker.one,
    Keys: Maker.keys,
    Row: Maker.row,
    Pairs: Maker.pairs,
    Many: Maker.many,
    ByDay: Maker.by_day,
    Either: Maker.either,
    Anything: Maker.anything,
}


def fits(case: Case, node: yaml.Node) -> bool:
    """Whether a part is written in this way."""
    if case.kind == "scalar":
        return isinstance(node, yaml.ScalarNode)
    if case.kind == "list":
        return isinstance(node, yaml.SequenceNode)
    names = {str(key.value) for key, _value in node.value} if isinstance(node, yaml.MappingNode) else None
    return names is not None and (not case.having or bool(names & set(case.having)))


def is_dated(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and any(day_of(str(key.value)) for key, _value in node.value)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
