"""The people and units of the city: who sits where, found by role. They are settled through the ordinary actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from hengjian.work.people import actions
from hengjian.work.people.actions_qualification import enter_qualification
from hengjian.work.people.models import Account, Post, Unit
from hengjian.work.people.roles import LEGAL_ROLES

QUALIFIED, REVIEWS = date(2019, 3, 12), date(2022, 2, 7)
PASSWORD = "Yunze-2026-demo"  # printed by the demo; the city is fictional and listens on this machine alone
STATION_POSTS = ("station_chief", "station_legal", "officer", "officer", "officer")
DISTRICT_POSTS = ("district_chief", "district_legal", "dispatcher")
CITY_POSTS = ("city_chief", "city_legal", "centre", "dispatcher", "system_admin", "security_admin", "auditor")
POSTS = {"station": STATION_POSTS, "district": DISTRICT_POSTS, "city": CITY_POSTS}
LABELS = {
    "station_chief": "所长",
    "station_legal": "法制员",
    "officer": "民警",
    "district_chief": "分局长",
    "district_legal": "法制支队",
    "dispatcher": "接警员",
}


@cache
def register() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "city.yaml").read_text(encoding="utf-8"))


@cache
def words() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))


@dataclass
class Cast:
    """Units by code and accounts by unit and role."""

    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[Account]] = field(default_factory=dict)

    @property
    def stations(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.level == "station"]

    def who(self, station: Unit, role: str, random: Random) -> Account:
        """An account that holds the role at the station, or else at the nearest unit above it."""
        unit: Unit | None = station
        while unit is not None:
            holders = self.posts.get((unit.code, role))
            if holders:
                return random.choice(holders)
            unit = self.units.get(unit.parent.code) if unit.parent else None
        raise LookupError(f"nobody holds {role} at or above {station.code}")

    def seat_unit(self, account: Account, role: str) -> Unit:
        """The unit in which this account holds the role."""
        return next(self.units[code] for (code, held), holders in self.posts.items() if held == role and account in holders)


def person_name(random: Random) -> str:
    return random.choice(register()["surnames"]) + random.choice(register()["given"])


def username(unit: Unit, role: str, number: int) -> str:
    """`officer1-990102010000` would be long to type: the unit's own digits suffice."""
    own = unit.code.rstrip("0")[4:] or "city"
    return f"{role.replace('_', '-')}{number}-{own}" if role == "officer" else f"{role.replace('_', '-')}-{own}"


def settle(now: datetime) -> Cast:
    """Makes the units, accounts and posts of the city."""
    random = Random(7)
    cast, first = Cast(), None
    for entry in register()["units"]:
        parent = cast.units.get(entry.get("parent", ""))
        unit = actions.add_unit(
            entry["code"],
            entry["name"],
            level=entry["level"],
            area=entry["area"],
            parent=parent,
            by=None,
            now=now,
            short_name=entry["short"],
        )
        cast.units[unit.code] = unit
        seated: dict[str, int] = {}
        for role in POSTS[unit.level]:
            seated[role] = seated.get(role, 0) + 1
            account = actions.add_account(
                username(unit, role, seated[role]), person_name(random), password=PASSWORD, by=None, now=now, one_time=False, same_as=first
            )
            first = first or account
            actions.give_post(account, unit, role, by=None, now=now)
            if role in LEGAL_ROLES:
                proof = f"A{unit.area}{random.randint(10_000_000, 99_999_999)}"
                enter_qualification(account, qualified_on=QUALIFIED, proof=proof, reviews_since=REVIEWS, by=None, now=now)
            cast.posts.setdefault((unit.code, role), []).append(account)
    return cast


def settled() -> Cast:
    """The cast of a city that stands already."""
    cast = Cast({unit.code: unit for unit in Unit.objects.select_related("parent")})
    for post in Post.objects.filter(until=None).select_related("account", "unit").order_by("pk"):
        cast.posts.setdefault((post.unit.code, post.role), []).append(post.account)
    return cast
