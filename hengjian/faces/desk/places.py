"""The places on the left rail, at most seven for any role, and which roles find which. What a place shows is cut by the queries."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from hengjian.work.people import roles
from hengjian.work.people.access import Viewer

SUPERVISING = roles.LEGAL_ROLES | roles.CHIEF_ROLES | {"centre"}
UPPER = frozenset({"district_legal", "district_chief", "city_legal", "city_chief", "centre"})
MOST = 7


@dataclass(frozen=True)
class Place:
    """One entry of the rail: its url name, icon, word, and the roles that have it."""

    name: str
    icon: str
    word: Promise
    roles: frozenset[str]


PLACES = (
    Place("home", "home", pgettext_lazy("place", "今日"), frozenset(roles.ROLES)),
    Place("incidents", "call", pgettext_lazy("place", "警情"), roles.CASE_ROLES),
    Place("cases", "case", pgettext_lazy("place", "案件"), roles.CASE_ROLES),
    Place("queue", "queue", pgettext_lazy("place", "核查"), SUPERVISING | {"dispatcher"}),
    Place("days", "day", pgettext_lazy("place", "梳理"), UPPER),
    Place("findings", "finding", pgettext_lazy("place", "问题"), roles.CASE_ROLES - {"dispatcher"}),
    Place("looks", "eye", pgettext_lazy("place", "查阅"), roles.SEES_LOOKS),
    Place("administration", "admin", pgettext_lazy("place", "管理"), frozenset({"system_admin", "security_admin"})),
    Place("rules", "rule", pgettext_lazy("place", "规则"), frozenset(roles.ROLES)),
    Place("record", "record", pgettext_lazy("place", "存证"), roles.ADMINISTRATORS),
)


def places_of(viewer: Viewer) -> list[Place]:
    """The rail of this viewer, in the order of a working day."""
    return [place for place in PLACES if place.roles & viewer.roles or place.name == "home"][:MOST]


def has_place(viewer: Viewer, name: str) -> bool:
    return any(place.name == name and place.roles & viewer.roles for place in PLACES)


def place_of(kind: str) -> str:
    """The place under which a matter of this kind stands."""
    return "incidents" if kind == "incident" else "cases"
