"""The clock ribbon: what it draws, what it says, that nothing leaves the drawing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override

from hengjian.core.evaluation import Duty, Extension, Mark, Pause, Roll, Story
from hengjian.core.explain import state_label
from hengjian.core.wording import CITIZEN_STATES, STATES
from hengjian.faces.look import moments, states
from hengjian.faces.look.ribbon import Ribbon, draw
from hengjian.work.matters.lawbook import law_in_force

pytestmark = pytest.mark.django_db
RULE = "public-security.closing-period"
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
DUE = datetime(2026, 4, 1, 15, 59, 59, 999999, tzinfo=UTC)
LATER = START + timedelta(days=10)


def mark(at: datetime, kind: str = "case.opened") -> Mark:
    return Mark("e", kind, at)


def drawn(now: datetime = LATER, **more) -> Ribbon:
    values = {"state": "pending", "due_at": DUE, "due": DUE.date()} | more
    return draw(Duty(RULE, "", started=mark(START), **values), law_in_force(), now)


def test_a_running_duty_says_what_is_left_and_until_when():
    ribbon = drawn()
    assert ribbon.left == "还剩 20 日 14 小时 · 4月1日 24:00 止"
    assert ribbon.text.startswith("办理治安案件的期限：进行中")
    with override("en"):
        assert "1 Apr 24:00" in drawn().left


def test_now_stands_where_it_belongs_between_start_and_due():
    now = drawn().of("now")[0]
    run, track = drawn().of("run")[0], drawn().of("track")[0]
    assert run.width == now.x and track.width == "100.00"
    assert 32 < float(now.x) < 34


def test_it_turns_near_by_policy_and_overdue_by_time_alone():
    assert drawn(warn_at=LATER - timedelta(days=1)).state == "near"
    late = drawn(now=DUE + timedelta(days=2))
    assert late.state == "overdue" and late.left.startswith("超 2 日")
    assert float(late.of("over")[0].width) > 0


def test_a_met_duty_shows_a_dot_and_no_now():
    ribbon = drawn(state="met", met=mark(LATER, "case.decided"))
    assert ribbon.of("met") and not ribbon.of("now")


def test_pauses_extensions_and_rolls_are_drawn_with_their_titles():
    story = Story(
        pauses=(Pause(mark(START + timedelta(days=3)), mark(START + timedelta(days=5))),),
        extensions=(Extension(mark(START + timedelta(days=20), "extension.approved"), DUE.date(), DUE.date() + timedelta(days=30)),),
        rolls=(Roll(DUE.date() + timedelta(days=30), DUE.date() + timedelta(days=32), ("五一",)),),
    )
    ribbon = drawn(telling=story, due_at=DUE + timedelta(days=32))
    kinds = [shape.kind for shape in ribbon.shapes]
    assert {"pause", "extension", "seal", "rolled"} <= set(kinds)
    assert "3月22日" in ribbon.of("seal")[0].title
    assert ribbon.rolled[0].to == "100.00"


@pytest.mark.parametrize("days", [0, 1, 40, 4000])
def test_nothing_is_ever_drawn_outside(days):
    for shape in drawn(now=START + timedelta(days=days)).shapes:
        assert 0 <= float(shape.x) <= 100 and 0 <= float(shape.to) <= 100.01


def test_no_due_time_is_said_as_such_and_never_drawn_as_one():
    ribbon = drawn(due_at=None, due=None)
    assert "法律未定具体时限" in ribbon.left and not ribbon.of("due")
    lacking = drawn(state="undetermined", due_at=None, missing="time")
    assert lacking.left == "缺少：具体时刻（只有日期）"


def test_the_component_is_an_image_with_words_and_without_styles():
    page = Template("{% load law_words %}{% drawn ribbon %}").render(Context({"ribbon": drawn(), "now": LATER}))
    assert 'role="img"' in page and 'aria-label="办理治安案件的期限' in page and "style" not in page


def test_times_are_written_as_chinese_desks_write_them():
    now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert moments.moment_words(datetime(2026, 11, 22, 0, 5, tzinfo=UTC), now) == "11月22日 08:05 (周日)"
    assert moments.short_moment(datetime(2025, 1, 2, 0, 5, tzinfo=UTC), now) == "2025年1月2日 08:05"
    assert moments.due_words(datetime(2026, 4, 7, 16, tzinfo=UTC), now) == "4月7日 24:00"
    assert moments.span_words(timedelta(days=3, hours=4, minutes=9)) == "3 日 4 小时"
    assert moments.span_words(timedelta(minutes=7)) == "7 分"


def of_rule(rule: str, state: str, now: datetime, **more) -> Ribbon:
    return draw(Duty(rule, "", state, mark(START), due=DUE.date(), due_at=DUE, **more), law_in_force(), now)


def test_a_citizens_own_time_runs_and_lapses_and_is_never_late():
    window = "public-security.review-request-window"
    running = of_rule(window, "pending", LATER)
    assert (running.state, running.left) == ("window", "可办至 4月1日 24:00")
    lapsed = of_rule(window, "pending", DUE + timedelta(days=2))
    assert (lapsed.state, lapsed.colour, lapsed.of("over")) == ("lapsed", "released", [])
    assert "已过期限" in lapsed.text and "超" not in lapsed.left
    used = of_rule(window, "met_late", DUE + timedelta(days=3), met=mark(DUE + timedelta(days=1)))
    assert (used.state, used.of("over")) == ("late_use", [])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_drawing_the_files_and_the_command_use_the_same_word_for_a_state(language):
    with override(language):
        said = {state: (str(states.WORDS[state]).lower(), state_label(state, language)) for state in STATES}
        of_citizens = {
            state: (str(states.WORDS[states.CITIZENS[state]]).lower(), state_label(state, language, "citizen")) for state in CITIZEN_STATES
        }
    assert [pair for pair in (*said.values(), *of_citizens.values()) if pair[0] != pair[1]] == []


def test_what_another_institution_owes_names_it():
    ribbon = of_rule("procuratorate.arrest-decision-detained", "pending", LATER)
    assert ribbon.name == "审查逮捕（已被拘留） · 等待人民检察院"
    with override("en"):
        assert ribbon.state == "pending" and "the procuratorate" in of_rule("procuratorate.arrest-review", "pending", LATER).name


def test_a_limit_without_a_figure_reminds_by_policy_and_is_never_called_late():
    rule = "public-security.summons-family-notice"
    fresh = draw(Duty(rule, "", "pending", mark(START), warn_at=LATER), law_in_force(), START + timedelta(hours=1))
    assert (fresh.state, fresh.left) == ("pending", "法律未定具体时限，自 09:00 起")
    reminded = draw(Duty(rule, "", "pending", mark(START), warn_at=START), law_in_force(), LATER)
    assert (reminded.state, reminded.colour) == ("reminded", "near")
    assert "按政策提醒" in reminded.left and not reminded.of("over", "due")


def test_what_is_missing_is_named_by_its_label():
    ribbon = draw(Duty("public-security.two-officers", "", "undetermined", mark(START), missing="guardian"), law_in_force(), LATER)
    assert ribbon.left == "缺少：监护人或者合适成年人到场情况"
