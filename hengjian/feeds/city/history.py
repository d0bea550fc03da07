"""A year of the city before today: its stories told from beginning to end, as far as they have come by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from hengjian.core.flow import Flow, Move
from hengjian.feeds.city.cast import Cast, words
from hengjian.feeds.city.filling import Filling
from hengjian.feeds.city.stories import admin, criminal, incident
from hengjian.feeds.city.stories.act import Act, Luck
from hengjian.work.matters.history import BEGETS, PastAct
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.people.access import Seat
from hengjian.work.people.models import Unit

YEAR = timedelta(days=365)
KINDS = {"incident": 7.2, "case/admin": 2.2, "case/criminal": 0.6}
BUSY_HOURS = [2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 6, 6, 7, 7, 7, 7, 8, 9, 9, 8, 6, 4]


def history(cast: Cast, matters: int, until: datetime, seed: int = 7) -> list[PastAct]:
    """The acts of about `matters` matters in order of time, none later than `until`."""
    luck = Luck(Random(seed))
    acts: list[PastAct] = []
    begun = 0
    while begun < matters:
        told = list(tell(cast, luck, f"m{begun}", moment(luck, until)))
        begun += len({act.matter for act in told})
        acts += told
    return sorted((act for act in acts if act.at <= until), key=lambda act: act.at)


def moment(luck: Luck, until: datetime) -> datetime:
    """A moment of the last year; more by day and in the evening than at night."""
    day = until - YEAR * luck.random.random()
    hour = luck.random.choices(range(24), BUSY_HOURS)[0]
    return day.replace(hour=(hour - 8) % 24, minute=luck.random.randint(0, 59), second=luck.random.randint(0, 59), microsecond=0)


def tell(cast: Cast, luck: Luck, name: str, at: datetime) -> Iterator[PastAct]:
    """One story: a call, or a case with the call that it arose from."""
    station = luck.random.choice(cast.stations)
    kind = luck.pick(KINDS)
    if kind == "incident":
        yield from played(cast, luck, name, kind, station, luck.pick(incident.STORIES)(luck), at)
        return
    stories = admin.STORIES if kind == "case/admin" else criminal.STORIES
    story = luck.pick(stories)
    acts = story(luck)
    if luck.happens(0.5):
        yield from played(cast, luck, name, kind, station, acts, at)
        return
    call = f"{name}c"
    begins = at + timedelta(minutes=55)
    on_call = incident.punished(luck, name) if story is admin.penalised_on_spot else incident.taken_up(luck, kind, name)
    yield from played(cast, luck, call, "incident", station, on_call, at, not_before=begins + timedelta(minutes=1))
    yield from played(cast, luck, name, kind, station, acts, begins, arises_from=call)


def played(
    cast: Cast,
    luck: Luck,
    name: str,
    kind: str,
    station: Unit,
    acts: list[Act],
    at: datetime,
    *,
    arises_from: str = "",
    not_before: datetime | None = None,
) -> Iterator[PastAct]:
    """The acts at their times, each by somebody whose role the flow allows."""
    flow: Flow = flows()[kind]
    first = acts[0].body
    sayings = words()["incident"].get(first.get("kind", "public_security"), words()["incident"]["public_security"])
    filling = Filling(cast, terms(), luck.random, station, sayings)
    handler = luck.random.choice(cast.posts[(station.code, "officer")])
    for number, act in enumerate(acts):
        at += act.after
        move = flow.moves[act.move]
        if act.move in BEGETS and not_before is not None:
            at = max(at, not_before)
        role = act.by or ("officer" if "officer" in move.roles else move.roles[0])
        account = handler if role == "officer" else cast.who(station, role, luck.random)
        body = filling.body(move, act, at)
        if act.move == "assign" or act.move == "assign_handler":
            body["handler"] = handler.person
        seat = Seat(cast.seat_unit(account, role), role)
        yield PastAct(name, kind, act.move, body, account.person, seat, at, station, about(move, act), arises_from if number == 0 else "")


def about(move: Move, act: Act) -> str | None:
    """Whom the act is about: the story says it where there are several, else the first party."""
    return act.about or ("party:1" if move.about == "party" else None)
