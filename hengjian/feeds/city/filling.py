"""Turns an act of a story into the values that its move asks for: what the story does not say, people of the city would fill in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hengjian.core.flow import Field, Move
from hengjian.core.form import codes_of
from hengjian.core.terms import Terms
from hengjian.feeds.city.cast import Cast, person_name, register, words
from hengjian.feeds.city.stories.act import Act
from hengjian.work.people.models import Unit

OPTIONAL = {
    "reporter_name", "reporter_contact", "name", "contact", "place", "evidence_relied", "law_applied", "discretion_reasons",
}  # fmt: skip
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Filling:
    """What a body is filled from: the city's words, its cast, chance, and the unit where the matter lies."""

    cast: Cast
    terms: Terms
    random: Random
    unit: Unit
    sayings: list[str]

    def body(self, move: Move, act: Act, at: datetime) -> dict[str, Any]:
        """Every required field, the optional ones that people usually give, and what the story says; spans are told from `at`."""
        body = {name: told_from(at, value) for name, value in act.body.items()}
        body |= {name: body[name][:10] for name in body if name in move.fields and move.fields[name].type == "date"}
        for name, asked in move.fields.items():
            if name not in body and (asked.required or name in OPTIONAL):
                body[name] = self.value(asked, at)
        return body

    def value(self, asked: Field, at: datetime) -> Any:
        if asked.type in {"code", "codes"}:
            code = self.random.choice(list(codes_of(asked, self.terms)))
            return code if asked.type == "code" else [code]
        return VALUES[asked.type](self, asked, at)

    def text(self, asked: Field, _at: datetime) -> str:
        said = words()["fields"].get(asked.name)
        return self.random.choice(self.sayings if asked.name == "description" else said or words()["fields"]["reasons"])

    def address(self, _asked: Field, _at: datetime) -> str:
        return f"{self.random.choice(register()['streets'][self.unit.area])}{self.random.randint(1, 180)}号"

    def document_number(self, _asked: Field, _at: datetime) -> str:
        born = self.value_of_birth()
        digits = f"{self.unit.area}{born}{self.random.randint(0, 999):03}"
        return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]

    def value_of_birth(self) -> str:
        return f"{self.random.randint(1956, 2004)}{self.random.randint(1, 12):02}15"

    def account(self, _asked: Field, _at: datetime) -> str:
        return self.cast.who(self.unit, "officer", self.random).person

    def day(self, _asked: Field, at: datetime) -> str:
        return (at + timedelta(days=self.random.randint(3, 7))).date().isoformat()


def told_from(at: datetime, value: Any) -> Any:
    """A span of the story as a moment, to the second."""
    return (at.replace(microsecond=0) + value).replace(microsecond=0).isoformat() if isinstance(value, timedelta) else value


VALUES: dict[str, Callable[[Filling, Field, datetime], Any]] = {
    "text": Filling.text,
    "address": Filling.address,
    "document_number": Filling.document_number,
    "account": Filling.account,
    "date": Filling.day,
    "time": lambda _filling, _asked, at: at.isoformat(),
    "name": lambda filling, _asked, _at: person_name(filling.random),
    "contact": lambda filling, _asked, _at: f"1990000{filling.random.randint(0, 9999):04}",
    "birth_date": lambda filling, _asked, _at: f"{filling.random.randint(1956, 2004)}-{filling.random.randint(1, 12):02}-15",
    "boolean": lambda _filling, _asked, _at: True,
    "number": lambda _filling, _asked, _at: 2,
    "money": lambda filling, _asked, _at: filling.random.randint(1, 50) * 10000,
    "unit": lambda filling, _asked, _at: filling.unit.code,
}
