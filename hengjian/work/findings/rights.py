"""Who may do what to a finding and to a police day: role × unit × level, never the same person twice. What may follow: `states`."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from hengjian.work.findings.models import FindingRow
from hengjian.work.people import roles
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

MACHINE = "machine"
SUPERVISORS = roles.LEGAL_ROLES | roles.CHIEF_ROLES | {"centre"}
JUDGES = roles.LEGAL_ROLES | roles.CHIEF_ROLES
ANSWERING = frozenset({"officer", "station_legal", "station_chief", "district_legal", "district_chief", "city_legal", "city_chief"})
REVIEWERS = {
    "station": frozenset[str](),
    "district": frozenset({"district_legal", "district_chief"}),
    "city": frozenset({"city_legal", "city_chief"}),
}
"""Who reviews and closes a police day, by the level of the reviewing unit."""


def seat_in(viewer: Viewer, unit: str, allowed: Collection[str], deed: str) -> Seat:
    """The seat that `viewer` holds in exactly this unit in one of these roles: a level cannot do another level's act.

    Raises `Refused`, naming the roles that may.
    """
    for seat in viewer.posts:
        if seat.unit.code == unit and seat.role in allowed:
            return seat
    name = Unit.objects.get(code=unit).name
    raise Refused(_("{deed}应由{unit}的有权岗位办理。").format(deed=deed, unit=name), who_may=at_level_of(unit, allowed))


def seat_above(viewer: Viewer, unit: Unit, allowed: Collection[str], deed: str) -> Seat:
    """The lowest seat of `viewer` in this unit or in one above it, in one of these roles."""
    seats = [seat for seat in viewer.posts if seat.role in allowed and seat.unit.holds(unit)]
    if not seats:
        sentence = _("{deed}应由{unit}或其上级的监督岗位办理。").format(deed=deed, unit=unit.name)
        raise Refused(sentence, who_may=sorted(allowed))
    return max(seats, key=lambda seat: len(seat.unit.path))


def at_level_of(unit: str, allowed: Collection[str]) -> list[str]:
    level = Unit.objects.get(code=unit).level
    return sorted(role for role in allowed if level in roles.ROLES[role])


def second_person(viewer: Viewer, seat: Seat, earlier: Collection[str], deed: str) -> None:
    """Refuses who has already acted in what is now judged, and who would judge in the post of somebody who has."""
    if {viewer.person, seat.lent_by} & set(earlier) - {""}:
        raise Refused(_("{deed}须由另一人办理：您已参与此前环节。").format(deed=deed), who_may=sorted(JUDGES))


def earlier_persons(row: FindingRow) -> set[str]:
    """Everybody who has spoken in this finding so far: raised, replied or contested it."""
    return {row.raised_by, row.replied_by, row.contested_by} - {"", MACHINE}
