"""One small cast: a city, a district, two stations, one account per role, and matters made through the ordinary actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict

from hengjian.work.matters import actions as matters
from hengjian.work.matters.models import BreachRow, DutyRow, ItemRow, LinkRow, Matter, PartyRow, SearchRow, StayRow
from hengjian.work.matters.project import columns
from hengjian.work.matters.rebuild import rebuild
from hengjian.work.matters.vouching import vouching_in
from hengjian.work.people import actions as people
from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Account, Unit

START = datetime(2026, 11, 16, 2, tzinfo=UTC)
"""Monday 2026-11-16, 10:00 in Shanghai."""
PASSWORD = "only-for-tests-2026"
SEATS = {
    "C": ("city_chief", "city_legal", "centre", "dispatcher", "system_admin", "security_admin", "auditor"),
    "D1": ("district_chief", "district_legal", "dispatcher"),
    "S1": ("station_chief", "station_legal", "officer", "officer"),
    "S2": ("station_chief", "station_legal", "officer"),
}
LEVELS = {"C": "city", "D1": "district", "S1": "station", "S2": "station"}
PARENTS = {"D1": "C", "S1": "D1", "S2": "D1"}
ADULT = {"age_band": "18_69", "minor": False, "sex": "male"}
REPORT = {"channel": "call_110", "kind": "public_security", "offence_marks": [], "place": "柳荫里12号", "description": "楼下有人争吵"}
CASE = {"channel": "walk_in", "category": "public_security", "offence": "assault", "description": "报称被人推倒擦伤"}

CRIME = {"source": "reported", "has_complainant": True, "account": "报称车内财物被盗"}


@dataclass
class World:
    """Units by code, viewers by `S1.officer`, and a clock that only moves when it is told to."""

    now: datetime = START
    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def viewer(self, seat: str) -> Viewer:
        return viewer_for(self.accounts[seat], self.now)

    def later(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    def incident(self, seat: str = "S1.officer", **body: Any) -> Matter:
        return matters.open_matter("incident", REPORT | body, by=self.viewer(seat), at=self.now, now=self.now).matter

    def case(self, seat: str = "S1.officer", **body: Any) -> Matter:
        return matters.open_matter("case/admin", CASE | body, by=self.viewer(seat), at=self.now, now=self.now).matter

    def crime(self, seat: str = "S1.officer", **body: Any) -> Matter:
        return matters.open_matter("case/criminal", CRIME | body, by=self.viewer(seat), at=self.now, now=self.now).matter

    def step(self, matter: Matter, move: str, seat: str, about: str | None = None, **body: Any) -> matters.Step:
        by = vouching_in(matter, self.viewer(seat))  # what the cast writes gives nobody away
        return matters.take_step(matter.id, move, body, by=by, at=self.now, now=self.now, about=about)


def small_world(now: datetime = START) -> World:
    """Settles the cast."""
    world = World(now)
    for code, level in LEVELS.items():
        parent = world.units.get(PARENTS.get(code, ""))
        world.units[code] = people.add_unit(code, f"{code}公安机关", level=level, area="990102", parent=parent, by=None, now=world.now)
        for number, role in enumerate(SEATS[code]):
            name = f"{code}.{role}" + ("2" if role in SEATS[code][:number] else "")
            account = people.add_account(name, name, password=PASSWORD, by=None, now=world.now, one_time=False)
            people.give_post(account, world.units[code], role, by=None, now=world.now)
            world.accounts[name] = account
    return world


def rows(matter: str) -> dict[str, Any]:
    """Every projected row of a matter as plain values."""
    models = (DutyRow, BreachRow, PartyRow, LinkRow, SearchRow, ItemRow, StayRow)
    beside = {m.__name__: sorted((plain(row) for row in m.objects.filter(matter_id=matter)), key=str) for m in models}
    return {"matter": columns(Matter.objects.get(id=matter)), **beside}


def plain(row: Any) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name != "id"}


def assert_replays(matter: Matter, now: datetime) -> None:
    """What stands equals what the ledger alone gives."""
    before = rows(matter.id)
    rebuild(matter.id, now)
    assert rows(matter.id) == before
