"""An act against its recordings: two bars, the gaps where they were, the gravest answer of all rules."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from hengjian.core.evaluation import Breach, Mark, Reason
from hengjian.core.values import SHANGHAI
from hengjian.faces.look.covers import draw_all
from hengjian.ledger.read import events_in
from hengjian.work.matters.covering import covers
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from tests.world import START

pytestmark = pytest.mark.django_db
BEGUN = START.astimezone(SHANGHAI)
RULE = "public-security.one-officer-recorded"


def at(minutes, seconds=0):
    return BEGUN + timedelta(minutes=minutes, seconds=seconds)


def answer(verdict, what, *holes, rule=RULE, end=60):
    said = {"undetermined": ("clock_offset",), "cover_clock_off": (2, "")}.get(what, ("",))
    first = Reason(what, ("questioning.held", BEGUN, *said))
    gaps = [Reason("cover_gap", (*hole, int((hole[1] - hole[0]).total_seconds()))) for hole in holes]
    span = Reason("cover_span", (BEGUN, at(end)))
    return Breach(rule, "party:1", verdict, Mark("e1", "questioning.held", BEGUN), what, "", (first, span, *gaps))


def drawn(*answers):
    return draw_all(answers, law_in_force(), START)


def test_a_gap_lies_where_it_was_and_is_told_with_its_times():
    (cover,) = drawn(answer("breached", "cover_void", (at(15), at(30, 1))))
    assert [(shape.x, shape.width) for shape in cover.missing] == [("25.00", "25.03")]
    assert [(shape.x, shape.width) for shape in cover.recorded] == [("0.00", "25.00"), ("50.03", "49.97")]
    assert (cover.start, cover.end, cover.left) == ("10:00:00", "11:00:00", "缺 15分1秒 · 10:15:00–10:30:01")
    assert cover.text == "询问 · 11月16日：不符，10:00:00 至 11:00:00，缺 15分1秒 · 10:15:00–10:30:01"
    assert cover.lines[-1] == "2026-11-16 10:15:00至2026-11-16 10:30:01没有录音录像（15分1秒）"


def test_several_gaps_are_counted_and_added_up():
    (cover,) = drawn(answer("breached", "cover_lacking", (at(0), at(5)), (at(20), at(30))))
    assert cover.left == "缺 2 段，共 15分" and len(cover.missing) == 2 and len(cover.recorded) == 2


def test_each_answer_without_a_gap_has_its_words():
    lefts = [drawn(answer(verdict, what))[0].left for verdict, what in (
        ("passed", "cover_whole"), ("breached", "cover_clock_off"), ("undetermined", "undetermined"),
    )]  # fmt: skip
    assert lefts == ["全程有录音录像", "时钟误差须作说明", "须核对设备时钟"]


def test_of_several_rules_the_gravest_answer_is_drawn_once():
    hole = (at(15), at(30))
    milder = answer("breached", "cover_lacking", hole, rule="public-security.questioning-recorded")
    found = drawn(milder, answer("breached", "cover_void", hole))
    assert [cover.lines[0] for cover in found] == ["2026-11-16 10:00“询问”：没有全程录音录像，所得证据不能作为处罚的根据"]


def test_past_midnight_the_days_are_named():
    (cover,) = drawn(answer("passed", "cover_whole", end=15 * 60))
    assert (cover.start, cover.end) == ("11月16日 10:00:00", "11月17日 01:00:00")


def clock(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


def test_a_matter_shows_what_its_recordings_show_and_nothing_without_them(desk, city):
    case, world = city.matters["case"], city.world
    url = f"/matters/{case.id}/"
    assert 'id="covers"' not in desk("S1.officer").get(url).content.decode()
    assert covers(Matter.objects.get(id=case.id), events_in(case.id), world.now) == []
    begun = world.now
    world.later(minutes=40)
    held = {"officers": 1, "place": "case_area", "recorded": True, "person_role": "suspect", "minor": False, "guardian": "not_needed"}
    world.step(case, "question", "S1.officer", about="party:1", started_at=clock(begun), ended_at=clock(world.now), **held)
    tape = {"device": "ROOM-1", "started_at": clock(begun), "ended_at": clock(begun + timedelta(minutes=30)), "clock_offset": 0}
    world.step(case, "register_recording", "S1.officer", about="party:1", **tape)
    page = desk("S1.officer").get(url)
    (cover,) = page.context["covers"]
    assert cover.state == "breached" and cover.left.startswith("缺 10分 · ")
    with override("en"):
        english = desk("S1.officer", "en").get(url).content.decode()
    assert "cannot ground a penalty" in english and 'class="c-missing"' in english
    assert f"{begun.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" in page.content.decode()
