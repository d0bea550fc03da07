"""What a person may see: role × unit × sensitivity. Looking at sealed names also needs a purpose (`work/matters/looks.py`)."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from hengjian.work.people import roles
from hengjian.work.people.models import Account, Delegation, Post, Unit

VOUCHED = "words_confirmed"
TO_BE_TAKEN = ("called", "dispatched")
"""The stages in which a call without a handler stays open to its unit, a minor's too: somebody must be sent and go there."""


@dataclass(frozen=True)
class Seat:
    """A post as it is held now; `lent_by` is the person whose post it is, where it is delegated.

    `vouches`: whoever acts has confirmed that the words give nobody away who asked not to be revealed (RP-05); the record says so.
    """

    unit: Unit
    role: str
    lent_by: str = ""
    vouches: bool = False

    @property
    def level(self) -> str:
        return self.unit.level

    def recorded(self) -> dict[str, Any]:
        """In which seat somebody acted, and what was vouched for: what an event says beside who."""
        found: dict[str, Any] = {"by_unit": self.unit.code, "by_role": self.role, "by_level": self.level}
        return found | ({"lent_by": self.lent_by} if self.lent_by else {}) | ({VOUCHED: True} if self.vouches else {})


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in, with the seats held at one moment. Make it once per request with `viewer_for`."""

    account: Account
    posts: tuple[Seat, ...]
    language: str = "zh-hans"

    @property
    def person(self) -> str:
        return self.account.person

    def vouching(self) -> "Viewer":
        """The same person, who vouches for the words of what is recorded next."""
        return replace(self, posts=tuple(replace(seat, vouches=True) for seat in self.posts))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(seat.role for seat in self.posts)

    @cached_property
    def case_seats(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.posts if seat.role in roles.CASE_ROLES)

    @cached_property
    def seats_for_minors(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.case_seats if seat.role in roles.SEES_MINORS)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Ids of every unit whose matters this person may see."""
        return units_below(self.case_seats)

    @cached_property
    def sees_every_unit(self) -> bool:
        """Whether a seat of this person stands at the head of the tree."""
        return any(seat.unit.parent_id is None for seat in self.case_seats)

    @cached_property
    def minor_unit_ids(self) -> frozenset[int]:
        """Ids of the units whose minors' and sealed matters this person may see without being their handler (RP-03, RP-04)."""
        return units_below(self.seats_for_minors)


def units_below(seats: tuple[Seat, ...]) -> frozenset[int]:
    if not seats:
        return frozenset()
    below = Q()
    for seat in seats:
        below |= Q(path__startswith=seat.unit.path)
    return frozenset(Unit.objects.filter(below).values_list("id", flat=True))


def viewer_for(account: Account, now: datetime, language: str | None = None) -> Viewer:
    """The seats `account` holds at `now`: its own posts and those delegated to it."""
    own = Post.objects.filter(Q(until=None) | Q(until__gt=now), account=account, since__lte=now).select_related("unit")
    lent = Delegation.objects.filter(
        Q(post__until=None) | Q(post__until__gt=now), to=account, since__lte=now, until__gt=now
    ).select_related("post__unit", "post__account")
    seats = [Seat(post.unit, post.role) for post in own]
    seats += [Seat(d.post.unit, d.post.role, d.post.account.person) for d in lent if d.post.account.is_active]
    return Viewer(account, tuple(seats), language or account.language)


def scope(viewer: Viewer, queryset: QuerySet) -> QuerySet:
    """Cuts a queryset of matters to those this person may see. Administrators see none.

    Who stands at the head of the tree is not held against a list of units; and "or my own, wherever it is" is left out where it adds
    nothing, because no index serves it over a million matters.
    """
    if not viewer.case_seats:
        return queryset.none()
    mine = Q(handler_id=viewer.person) | Q(co_handler=viewer.person)
    within = Q() if viewer.sees_every_unit else Q(unit_id__in=viewer.unit_ids)
    seen = within
    if viewer.unit_ids - viewer.minor_unit_ids:
        to_be_taken = Q(handler=None, stage__in=TO_BE_TAKEN)
        seen &= Q(sensitivity="ordinary") | to_be_taken | Q(unit_id__in=viewer.minor_unit_ids) | mine
    elsewhere = bool(within) and handles(viewer, queryset.model.objects.exclude(within))
    return queryset.filter(seen | mine if elsewhere else seen)


def handles(viewer: Viewer, matters: QuerySet) -> bool:
    """Whether any of these matters is the viewer's own; each half of the question has an index of its own."""
    return matters.filter(handler_id=viewer.person).exists() or matters.filter(co_handler=viewer.person).exists()


def may_see(viewer: Viewer, matter) -> bool:
    """The same answer as `scope`, without a query, for one matter in hand (its `unit`, handlers and `sensitivity`)."""
    if viewer.case_seats and viewer.person in (matter.handler_id, matter.co_handler):
        return True
    to_be_taken = matter.handler_id is None and matter.stage in TO_BE_TAKEN
    seats = viewer.case_seats if matter.sensitivity == "ordinary" or to_be_taken else viewer.seats_for_minors
    return any(seat.unit.holds(matter.unit) for seat in seats)
