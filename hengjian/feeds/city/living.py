"""The city goes on: calls come in, officers take the next step of what lies with them, some late, some never. All through `take_step`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from hengjian.feeds.city.cast import Cast, words
from hengjian.feeds.city.filling import Filling
from hengjian.feeds.city.stories import admin, incident
from hengjian.feeds.city.stories.act import Act, Luck
from hengjian.ledger.errors import StaleStream
from hengjian.work.matters.actions import open_matter, take_step
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.people.access import viewer_for
from hengjian.work.people.models import Account, Unit
from hengjian.work.people.refusal import Refused

log = logging.getLogger("hengjian.city")
HASTE = 60  # a minute of a story passes in a second of the demo


@dataclass
class Running:
    """A story that is being lived: the matter once it stands, and the acts still to come."""

    kind: str
    station: Unit
    handler: Account
    acts: list[Act]
    next_at: datetime
    matter: str = ""
    parties: list[str] = field(default_factory=list)


class City:
    """Holds the stories that run; `live(now)` does what is due and says what was done."""

    def __init__(self, cast: Cast, seed: int, every: timedelta = timedelta(seconds=6)) -> None:
        self.cast, self.luck, self.every = cast, Luck(Random(seed)), every
        self.running: list[Running] = []
        self.next_call: datetime | None = None

    def live(self, now: datetime) -> list[str]:
        """Everything that is due by `now`; a line for each step that was recorded."""
        if self.next_call is None or now >= self.next_call:
            self.running.append(self.begin(now))
            self.next_call = now + self.every * self.luck.random.uniform(0.4, 1.6)
        done = [line for story in self.running for line in self.go_on(story, now)]
        self.running = [story for story in self.running if story.acts]
        return done

    def begin(self, now: datetime) -> Running:
        kind = self.luck.pick({"incident": 7, "case/admin": 2})
        told = self.luck.pick(incident.STORIES if kind == "incident" else admin.STORIES)(self.luck)
        station = self.luck.random.choice(self.cast.stations)
        handler = self.luck.random.choice(self.cast.posts[(station.code, "officer")])
        return Running(kind, station, handler, list(told), now)

    def go_on(self, story: Running, now: datetime) -> Iterator[str]:
        while story.acts and story.next_at <= now:
            act = story.acts.pop(0)
            try:
                yield self.take(story, act, now)
            except (Refused, StaleStream) as refusal:
                log.info("%s of %s was not taken: %s", act.move, story.matter, refusal)
                story.acts.clear()
            if story.acts:
                story.next_at = now + story.acts[0].after / HASTE

    def take(self, story: Running, act: Act, now: datetime) -> str:
        move = flows()[story.kind].moves[act.move]
        role = act.by or ("officer" if "officer" in move.roles else move.roles[0])
        account = story.handler if role == "officer" else self.cast.who(story.station, role, self.luck.random)
        sayings = words()["incident"].get(act.body.get("kind", "public_security"), words()["incident"]["public_security"])
        body = Filling(self.cast, terms(), self.luck.random, story.station, sayings).body(move, hasted(act), now)
        if act.move in {"assign", "assign_handler"}:
            body["handler"] = story.handler.person
        viewer = viewer_for(account, now)
        if move.start:
            step = open_matter(story.kind, body, by=viewer, at=now, now=now)
            story.matter = step.matter.id
        else:
            about = act.about or ("party:1" if move.about == "party" else None)
            step = take_step(story.matter, act.move, body, by=viewer, at=now, now=now, about=about)
        return f"{story.station.short_name} {step.matter.number} {move.label['zh']}"


def hasted(act: Act) -> Act:
    """Spans that the act tells go as fast as the story; over so short a time every clock is right."""
    body = {name: value / HASTE if isinstance(value, timedelta) else value for name, value in act.body.items()}
    return replace(act, body=body | {"clock_offset": 0} if "clock_offset" in body else body)
