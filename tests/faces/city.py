"""A small city with something of everything: late and paused duties, a withdrawn call, a finding, a day to review."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hengjian.watch.supervision.worker import Watch
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.models import Matter
from tests.world import World, small_world


@dataclass
class City:
    """The cast, and the matters that pages show."""

    world: World
    matters: dict[str, Matter] = field(default_factory=dict)

    @property
    def findings(self) -> list[FindingRow]:
        return list(FindingRow.objects.all())


def small_city() -> City:
    """Tells six weeks of a station that end about now: pages read the clock themselves."""
    world = small_world(datetime.now(UTC) - timedelta(days=45))
    city = City(world)
    old_case(city)
    Watch(lambda: world.now).catch_up()
    opened_case(city)
    withdrawn_call(city)
    world.later(days=1)
    Watch(lambda: world.now).catch_up()
    return city


def old_case(city: City) -> None:
    """A case accepted six weeks ago and left lying: overdue by several rules."""
    world = city.world
    case = city.matters["old"] = world.case("S1.officer")
    world.later(minutes=20)
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有照片")
    world.later(days=43, hours=2)


def opened_case(city: City) -> None:
    """A case opened today with parties, a handler and an injury examination under way."""
    world = city.world
    case = city.matters["case"] = world.case("S1.officer", description="报称在菜市场被人推倒，手臂擦伤")
    world.later(minutes=15)
    adult = {"age_band": "18_69", "minor": "false"}
    world.step(case, "add_party", "S1.officer", role="suspect", sex="male", name="王大力", document="", contact="13800000000", **adult)
    world.step(case, "add_party", "S1.officer", role="victim", sex="female", name="李小桃", **adult)
    world.later(minutes=5)
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有伤情照片和证人证言")
    world.step(case, "assign", "S1.station_chief", handler=world.accounts["S1.officer"].person)
    world.later(minutes=30)
    world.step(case, "commission_examination", "S1.officer", about="party:2", kind="injury")
    world.later(minutes=10)
    world.step(case, "submit_examination", "S1.officer", kind="injury")


def withdrawn_call(city: City) -> None:
    world = city.world
    call = city.matters["call"] = world.incident("S1.officer", offence_marks=["injured_person"])
    world.later(minutes=3)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.later(minutes=9)
    world.step(call, "arrive", "S1.officer", officers="2", recorder_on="true")
    world.later(minutes=20)
    world.step(call, "withdraw", "S1.officer", channel="call_110", stated_reason="fear", account="报警人称不想再追究")
