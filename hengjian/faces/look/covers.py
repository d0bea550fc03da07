"""An act against its recordings as two bars: how long it took, and when nothing was recorded. Pure: `now` is an argument.

What the recordings are worth stands in `core`; how the drawing looks stands in `web/src/css/covers.css`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hengjian.core.evaluation import Breach
from hengjian.core.explain import explain, seconds_words
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.spans import gaps
from hengjian.core.terms import tongue
from hengjian.faces.look import states
from hengjian.faces.look.moments import ZONE, day_words
from hengjian.faces.look.ribbon import Shape, percent

WORST = ("cover_void", "cover_lacking", "cover_clock_off", "undetermined")
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Cover:
    """What the component shows: state, name of the act, what is missing, the ends of the act, gaps and recorded parts, every reason."""

    state: str
    name: str
    left: str
    start: str
    end: str
    recorded: tuple[Shape, ...]
    missing: tuple[Shape, ...]
    text: str
    lines: tuple[str, ...]

    @property
    def colour(self) -> str:
        return states.COLOURS.get(self.state, self.state)


def draw_all(answers: Iterable[Breach], law: Lawbook, now: datetime) -> list[Cover]:
    """One drawing for each act, by the gravest answer that any rule gives."""
    acts: dict[str, Breach] = {}
    for one in sorted(answers, key=grave):
        acts.setdefault(one.act.id, one)
    return [draw(one, law, now) for one in sorted(acts.values(), key=lambda one: one.act.at)]


def grave(answer: Breach) -> int:
    return WORST.index(answer.what) if answer.what in WORST else len(WORST)


def draw(answer: Breach, law: Lawbook, now: datetime) -> Cover:
    """`answer` is one that recordings gave: it tells the span of the act."""
    spoken = tongue(get_language() or "zh")
    (whole,) = told(answer, "cover_span")
    holes = told(answer, "cover_gap")
    lacking = tuple(shape(one, whole, f"{clock(one[0], whole)}–{clock(one[1], whole)}") for one in holes)
    microseconds = [tuple((edge - whole[0]) // timedelta(microseconds=1) for edge in one) for one in (whole, *holes)]
    parts = gaps([(one[0], one[1]) for one in microseconds[1:]], (microseconds[0][0], microseconds[0][1]))
    ends = [(whole[0] + timedelta(microseconds=first), whole[0] + timedelta(microseconds=last)) for first, last in parts]
    name = f"{law.terms.label(answer.act.kind, spoken)} · {day_words(whole[0].astimezone(ZONE).date(), now.astimezone(ZONE).year)}"
    left = words(answer, holes, whole, law, spoken)
    start, end = clock(whole[0], whole), clock(whole[1], whole)
    said = {"name": name, "state": states.WORDS[answer.verdict], "start": start, "end": end, "left": left}
    text = _("%(name)s：%(state)s，%(start)s 至 %(end)s，%(left)s") % said
    return Cover(
        answer.verdict, name, left, start, end, tuple(shape(one, whole, _("有录音录像")) for one in ends), lacking, text,
        tuple(explain(answer, law, spoken)),
    )  # fmt: skip


def told(answer: Breach, code: str) -> list[Stretch]:
    return [(reason.values[0], reason.values[1]) for reason in answer.reasons if reason.code == code]


def words(answer: Breach, holes: Sequence[Stretch], whole: Stretch, law: Lawbook, spoken: str) -> str:
    """What is missing, in few words."""
    if answer.what == "cover_clock_off":
        return _("时钟误差须作说明")
    if not holes:
        return _("全程有录音录像") if answer.verdict == "passed" else _("须核对设备时钟")
    length = sum((end - start for start, end in holes), timedelta())
    said = seconds_words(-(-length // timedelta(seconds=1)), law, spoken)
    if len(holes) == 1:
        return _("缺 %(length)s · %(start)s–%(end)s") % {
            "length": said, "start": clock(holes[0][0], whole), "end": clock(holes[0][1], whole),
        }  # fmt: skip
    return ngettext("缺 %(count)d 段，共 %(length)s", "缺 %(count)d 段，共 %(length)s", len(holes)) % {"count": len(holes), "length": said}


def clock(at: datetime, whole: Stretch) -> str:
    """The time to the second; with its day where the act goes past midnight."""
    local, first, last = (one.astimezone(ZONE) for one in (at, *whole))
    return f"{local:%H:%M:%S}" if first.date() == last.date() else f"{day_words(local.date(), first.year)} {local:%H:%M:%S}"


def shape(part: Stretch, whole: Stretch, title: str) -> Shape:
    first, last = ((edge - whole[0]) / (whole[1] - whole[0]) * 100 for edge in part)
    return Shape("recorded", percent(first), percent(last - first), title)
