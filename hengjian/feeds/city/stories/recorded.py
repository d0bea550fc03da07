"""Recordings as a case area makes them: nearly always whole, now and then with a gap, a late beginning or a clock that is off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hengjian.feeds.city.stories.act import Act, Luck

NOW = timedelta()
ENDINGS = {"whole": 7.4, "two_devices": 1.0, "gap": 0.8, "late": 0.4, "clock_off": 0.4}
Tape = dict[str, Any]


def recorded(luck: Luck, act: Act) -> list[Act]:
    """The act entered at its end, with how long it took, and its recordings registered at once. The rest of the story stays as it is."""
    own = Luck(Random())  # noqa: S311
    own.random.setstate(luck.random.getstate())
    length = whole_seconds(own.minutes(55, 0.35))
    taken = replace(act, after=act.after + length, body=act.body | {"started_at": -length, "ended_at": NOW})
    tapes = MADE[own.pick(ENDINGS)](own, length)
    return [taken, *(Act("register_recording", NOW, tape, act.about, act.by) for tape in tapes)]


def whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))


def lead(luck: Luck) -> timedelta:
    return timedelta(seconds=luck.random.randint(40, 240))


def tape(device: str, start: timedelta, end: timedelta, offset: int) -> Tape:
    """By the clock of the device, which was `offset` seconds ahead."""
    ahead = timedelta(seconds=offset)
    return {"device": device, "started_at": start + ahead, "ended_at": end + ahead, "clock_offset": offset}


def room(luck: Luck) -> str:
    return f"ROOM-{luck.random.randint(1, 6)}"


def whole(luck: Luck, length: timedelta) -> list[Tape]:
    return [tape(room(luck), -length - lead(luck), NOW, luck.random.choice((0, 0, 1, -1)))]


def two_devices(luck: Luck, length: timedelta) -> list[Tape]:
    half = whole_seconds(length / 2)
    body_camera = f"JY{luck.random.randint(1, 90):04}"
    return [tape(room(luck), -length - lead(luck), -half + timedelta(seconds=30), 0), tape(body_camera, -half, NOW, 1)]


def gap(luck: Luck, length: timedelta) -> list[Tape]:
    device, stopped = room(luck), whole_seconds(length * luck.random.uniform(0.3, 0.6))
    missing = whole_seconds(length * luck.random.uniform(0.05, 0.2))
    return [tape(device, -length - lead(luck), -stopped, 0), tape(device, -stopped + missing, NOW, 0)]


def late(luck: Luck, length: timedelta) -> list[Tape]:
    return [tape(room(luck), -length + whole_seconds(length * luck.random.uniform(0.05, 0.15)), NOW, 0)]


def clock_off(luck: Luck, length: timedelta) -> list[Tape]:
    return [tape(room(luck), -length - lead(luck), NOW, luck.random.randint(15, 50))]


MADE = {"whole": whole, "two_devices": two_devices, "gap": gap, "late": late, "clock_off": clock_off}
