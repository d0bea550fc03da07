"""The inputs of a move's fields: what a form shows, and what it gave back. Checking values is done by the action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from hengjian.core.describe import in_language
from hengjian.core.flow import Field, Move
from hengjian.core.form import codes_of
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.terms import tongue
from hengjian.ledger.models import Event
from hengjian.work.matters.answering import step_name
from hengjian.work.matters.draft import introduces
from hengjian.work.matters.lawbook import law_in_force, terms
from hengjian.work.people.models import Post, Unit
from hengjian.work.people.roles import INSTITUTION

LONG = frozenset({"text"})
HTML = {"date": "date", "birth_date": "date", "time": "datetime-local", "number": "number", "contact": "tel"}


@dataclass(frozen=True)
class Input:
    """One input: `kind` is select, checks, area, yesno or an HTML type; `choices` are (value, label)."""

    name: str
    label: str
    kind: str
    required: bool
    choices: Sequence[tuple[str, str]] = ()
    value: Any = ""
    fault: str = ""
    sealed: bool = False


def inputs(
    move: Move,
    language: str,
    given: Mapping[str, Any],
    faults: Mapping[str, str],
    keys: Sequence[str] = (),
    events: Sequence[Event] = (),
) -> list[Input]:
    """An input for each field that the move leaves to somebody; `keys` and `events` are those of the matter."""
    asked_for = [(name, asked) for name, asked in move.fields.items() if not (asked.given or asked.by_house)]
    return [made(asked, language, given.get(name, ""), faults.get(name, ""), keys, events) for name, asked in asked_for]


def made(asked: Field, language: str, value: Any, fault: str, keys: Sequence[str], events: Sequence[Event]) -> Input:
    kind = "area" if asked.type in LONG else HTML.get(asked.type, "text")
    choices: Sequence[tuple[str, str]] = ()
    if asked.type in {"code", "codes"}:
        kind = "select" if asked.type == "code" else "checks"
        choices = [(code, label[tongue(language)]) for code, label in codes_of(asked, terms()).items()]
    elif asked.type == "boolean":
        kind, choices = (
            "select",
            [("true", "yes" if tongue(language) == "en" else "是"), ("false", "no" if tongue(language) == "en" else "否")],
        )
    elif asked.type in LISTS:
        kind, choices = "select", LISTS[asked.type]()
    elif asked.type == "event":
        kind, choices = "select", [(event.id, step_name(event, language)) for event in events if event.kind in asked.events]
    elif asked.type in {"party", "item", "parties", "items"}:
        wanted = "item" if asked.type.startswith("item") else "party"
        kind = "checks" if asked.type in {"parties", "items"} else "select"
        choices = [(key, key) for key in keys if key.startswith(wanted)]
    if isinstance(value, bool):
        value = "true" if value else "false"
    return Input(asked.name, asked.label[tongue(language)], kind, asked.required, choices, value, fault, asked.sealed)


def keys_for(move: Move, keys: Sequence[str]) -> list[str]:
    """The keys that a step may name; none where it registers a new one."""
    sorts = ("party", "item") if move.about == "any" else (move.about,)
    return [] if introduces(move) else [key for key in keys if key.partition(":")[0] in sorts]


def units() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in Unit.objects.filter(is_active=True)]


def accounts() -> list[tuple[str, str]]:
    """Officers who hold a post now, by unit."""
    held = Post.objects.filter(until=None, account__is_active=True).exclude(role__endswith="_admin").select_related("account", "unit")
    return [(post.account.person, f"{post.unit.short_name or post.unit.name} {post.account.display_name}") for post in held]


def explainable() -> list[tuple[str, str]]:
    """The limits whose overrun may stand explained, by title."""
    clocks = [rule for rule in law_in_force().rules.values() if isinstance(rule.shape, Clock) and rule.binds(INSTITUTION)]
    found = [rule for rule in clocks if any(version.explained_by.kinds for version in rule.shape.versions.in_force())]
    return [(rule.id, in_language(rule.title, get_language() or "zh")) for rule in found]


LISTS = {"unit": units, "account": accounts, "rule": explainable}


def values(move: Move, posted: QueryDict) -> dict[str, Any]:
    """What the form gave for the move's fields, as the action takes it."""
    found: dict[str, Any] = {}
    for name, asked in move.fields.items():
        many = asked.type in {"codes", "parties", "items"}
        value = posted.getlist(name) if many else posted.get(name, "").strip()
        if value not in ("", []):
            found[name] = value
    return found
