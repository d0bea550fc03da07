"""`recording_cover`: what recordings say of an act, to the second, and what is said where they do not decide."""

import pytest

from hengjian.core.evaluate import evaluate, judgements_of
from hengjian.core.explain import explain
from hengjian.core.lawbook.faults import LawErrors
from tests.core.rules import CASE, rule

DAY = "2026-03-02"
CURABLE = rule("recording_cover", "act: questioning.held\nneeds: {otherwise: curable, source: 甲法 第一条}\n")
INVALID = rule("recording_cover", "act: questioning.held\nneeds: {otherwise: invalid, source: 甲法 第一条}\n")
FIGURES = rule(
    "recording_cover",
    "act: questioning.held\nneeds:\n"
    "  2013-01-01: {otherwise: curable, gap: {seconds: 60}, drift: {seconds: 10}, source: 甲法 第一条}\n"
    "  2026-01-01: {otherwise: invalid, gap: {seconds: 0}, drift: {seconds: 0}, source: 甲法 第一条}\n",
)


def clock(time):
    return f"{DAY}T{time}"


@pytest.fixture
def act(fact):
    """Questioning from 10:00 to 11:00 unless the test says otherwise."""

    def make(start="10:00:00", end="11:00:00", *about, **body):
        return fact(clock(start), "questioning.held", *about, **{"recorded": True, "ended_at": clock(end)} | body)

    return make


@pytest.fixture
def tape(fact):
    def make(start, end, *about, kind="recording.made", device="A1", **body):
        return fact(f"{DAY}T18:00", kind, *about, device=device, started_at=clock(start), ended_at=clock(end), **body)

    return make


class TestWithoutRecordings:
    def test_the_word_of_the_act_decides_where_the_evidence_does_not_hang_on_it(self, verdicts, act):
        assert verdicts(CURABLE, act()) == [("passed", "cover_by_word")]
        assert verdicts(CURABLE, act(recorded=False)) == [("breached", "cover_lacking")]
        assert verdicts(CURABLE, act(recorded=None)) == [("undetermined", "recorded")]

    def test_where_evidence_would_be_lost_a_yes_is_not_enough(self, verdicts, act):
        assert verdicts(INVALID, act()) == [("undetermined", "recordings")]
        assert verdicts(INVALID, act(recorded=False)) == [("breached", "cover_void")]

    def test_policy_may_ask_for_recordings_everywhere(self, law_of, act, now):
        law = law_of(policy={"recording_word_counts": "false"}, r=CURABLE)
        (found,) = evaluate([act()], law, now("2026-03-03"), attributes=CASE).judgements
        assert (found.verdict, found.missing) == ("undetermined", "recordings")

    def test_a_recording_of_another_hour_or_another_party_is_none_of_this_act(self, verdicts, act, tape):
        assert verdicts(INVALID, act(), tape("12:00:00", "13:00:00")) == [("undetermined", "recordings")]
        elsewhere = tape("09:00:00", "12:00:00", "party:2")
        assert verdicts(INVALID, act("10:00:00", "11:00:00", "party:1"), elsewhere) == [("undetermined", "recordings")]

    def test_no_value_in_force_says_nothing(self, verdicts, fact):
        text = rule("recording_cover", "act: questioning.held\nneeds: {2027-01-01: {otherwise: curable, source: 一}}\n")
        assert verdicts(text, fact(DAY, "questioning.held", recorded=False)) == []

    def test_an_excuse_excuses_and_an_unclear_excuse_is_named(self, verdicts, act):
        text = CURABLE + "unless: {when: {emergency: {equal: true}}, source: 一}\n"
        assert verdicts(text, act(recorded=False, emergency=True)) == [("passed", "excused")]
        assert verdicts(text, act(recorded=False)) == [("undetermined", "emergency")]
        assert verdicts(text, act(recorded=False, emergency=False)) == [("breached", "cover_lacking")]


class TestCover:
    def test_two_devices_that_overlap_cover_the_whole(self, verdicts, act, tape):
        devices = [tape("09:59:00", "10:31:00", clock_offset=0), tape("10:30:00", "11:01:00", device="B2", clock_offset=0)]
        assert verdicts(INVALID, act(), *devices) == [("passed", "cover_whole")]

    def test_a_gap_voids_or_is_to_be_cured_as_the_article_says(self, verdicts, act, tape):
        parts = [tape("09:59:00", "10:20:00", clock_offset=0), tape("10:30:00", "11:01:00", clock_offset=0)]
        assert verdicts(INVALID, act(), *parts) == [("breached", "cover_void")]
        assert verdicts(CURABLE, act(), *parts) == [("breached", "cover_lacking")]

    @pytest.mark.parametrize(("back", "verdict"), [("10:30:05", "passed"), ("10:30:06", "breached")])
    def test_a_joint_of_so_many_seconds_is_let_pass_and_not_one_more(self, verdicts, act, tape, back, verdict):
        parts = [tape("09:59:00", "10:30:00", clock_offset=0), tape(back, "11:01:00", clock_offset=0)]
        assert [one for one, _ in verdicts(INVALID, act(), *parts)] == [verdict]

    def test_recordings_decide_against_the_word_of_the_act(self, verdicts, act, tape):
        assert verdicts(INVALID, act(recorded=False), tape("09:00:00", "12:00:00", clock_offset=0)) == [("passed", "cover_whole")]

    def test_a_recording_that_names_nobody_shows_every_act_of_its_time(self, verdicts, act, tape):
        assert verdicts(INVALID, act("10:00:00", "11:00:00", "party:1"), tape("09:00:00", "12:00:00", clock_offset=0))[0][0] == "passed"

    def test_the_figures_of_the_article_of_the_day_go_before_policy(self, verdicts, fact):
        def verdict(day):
            held = fact(f"{day}T10:00", "questioning.held", ended_at=f"{day}T11:00:00", recorded=True)
            first = fact(f"{day}T12:00", "recording.made", device="A1", started_at=f"{day}T09:50:00", ended_at=f"{day}T10:30:00")
            rest = fact(f"{day}T12:00", "recording.made", device="A1", started_at=f"{day}T10:30:30", ended_at=f"{day}T11:10:00")
            return verdicts(FIGURES, held, first, rest)

        assert verdict("2025-12-31") == [("passed", "cover_whole")]
        assert verdict("2026-01-01") == [("breached", "cover_void")]


class TestClocks:
    def test_a_measured_clock_is_set_right_before_anything_is_said(self, verdicts, act, tape):
        assert verdicts(INVALID, act(), tape("10:00:02", "11:00:02", clock_offset=2)) == [("passed", "cover_whole")]
        assert verdicts(INVALID, act(), tape("09:59:58", "10:59:58", clock_offset=-2)) == [("passed", "cover_whole")]
        assert verdicts(INVALID, act(), tape("10:00:00", "11:00:00", clock_offset=60)) == [("breached", "cover_void")]

    def test_a_clock_far_off_calls_for_a_note_and_costs_no_evidence(self, verdicts, act, tape):
        late = tape("10:01:00", "11:01:00", clock_offset=60)
        assert verdicts(INVALID, act(), late) == [("breached", "cover_clock_off")]
        right = tape("09:59:00", "11:01:00", device="B2", clock_offset=1)
        assert verdicts(INVALID, act(), late, right) == [("passed", "cover_whole")]

    def test_where_only_an_unmeasured_clock_could_tell_it_is_asked_for(self, verdicts, act, tape):
        joint = [tape("09:59:00", "10:30:00"), tape("10:30:04", "11:01:00", device="B2")]
        assert verdicts(INVALID, act(), *joint) == [("undetermined", "clock_offset")]
        same = [tape("09:59:00", "10:30:00"), tape("10:30:04", "11:01:00")]
        assert verdicts(INVALID, act(), *same) == [("passed", "cover_whole")]

    def test_within_one_device_a_gap_is_as_long_as_its_clock_says(self, verdicts, act, tape):
        parts = [tape("09:59:00", "10:30:00"), tape("10:31:00", "11:01:00")]
        assert verdicts(INVALID, act(), *parts) == [("breached", "cover_void")]


class TestComparisons:
    """Several comparisons of one clock: `clock.compared`, by the clock of the device."""

    @pytest.fixture
    def compared(self, fact):
        def make(showed, ahead, device="A1"):
            return fact(f"{DAY}T19:00", "clock.compared", device=device, compared_at=clock(showed), clock_offset=ahead)

        return make

    def test_between_two_the_clock_is_taken_to_have_drifted_evenly(self, verdicts, law_of, now, act, tape, compared):
        morning, night = compared("00:00:00", 0), compared("22:00:00", 11)
        assert verdicts(INVALID, act(), tape("10:00:05", "11:00:05"), morning, night) == [("breached", "cover_clock_off")]
        facts = [act(), tape("10:00:05", "10:30:05"), tape("10:30:25", "11:00:06"), morning, night]
        (found,) = evaluate(facts, law_of(r=INVALID), now("2026-03-03"), attributes=CASE).judgements
        (gap,) = [reason.values for reason in found.reasons if reason.code == "cover_gap"]
        assert (f"{gap[0]:%H:%M:%S}", f"{gap[1]:%H:%M:%S}", gap[2]) == ("10:29:59", "10:30:19", 20)

    def test_a_drift_within_one_recording_is_told_from_how_far_to_how_far(self, law_of, now, act, tape, compared):
        law = law_of(r=INVALID)
        facts = [act(), tape("09:00:00", "12:00:01"), compared("09:00:00", -1), compared("12:00:01", 1)]
        (found,) = evaluate(facts, law, now("2026-03-03"), attributes=CASE).judgements
        assert (found.verdict, found.what) == ("passed", "cover_whole")
        assert "设备A1的时钟核对过多次：相差自-1秒至1秒（快为正，慢为负），其间按匀速换算" in explain(found, law, "zh")

    def test_a_clock_that_was_set_meanwhile_is_named_and_what_hangs_on_it_is_left_open(self, law_of, now, act, tape, compared):
        law = law_of(r=INVALID)
        set_back = [compared("09:00:00", 300), compared("12:00:00", 0)]
        facts = [act(), tape("10:02:00", "11:10:00"), *set_back]
        (found,) = evaluate(facts, law, now("2026-03-03"), attributes=CASE).judgements
        assert (found.verdict, found.missing) == ("undetermined", "clock_offset")
        assert "设备A1的时钟在2026-03-02 09:00:00至2026-03-02 12:00:00之间被拨动过5分，何时拨动不明，其间不作换算" in explain(
            found, law, "zh"
        )
        facts = [act(), tape("08:30:00", "12:10:00"), *set_back]
        (found,) = evaluate(facts, law, now("2026-03-03"), attributes=CASE).judgements
        assert (found.verdict, found.what) == ("breached", "cover_clock_off"), "both ends are known, and so is what lies between"

    def test_the_comparison_of_a_recording_counts_beside_the_others(self, verdicts, act, tape, compared):
        facts = [act(), tape("10:00:10", "11:00:10", clock_offset=10), compared("10:00:10", 10)]
        assert verdicts(INVALID, *facts) == [("breached", "cover_clock_off")]
        assert verdicts(INVALID, act(), tape("10:00:04", "11:00:00", device="B2"), compared("10:00:10", 10)) == [
            ("undetermined", "clock_offset")
        ], "of another device"

    def test_a_comparison_that_does_not_say_when_or_how_far_says_nothing(self, verdicts, act, tape, fact):
        mute = [
            fact(f"{DAY}T19:00", "clock.compared", device="A1", compared_at=clock("10:00:00")),
            fact(f"{DAY}T19:00", "clock.compared", device="A1", clock_offset=10),
        ]
        assert verdicts(INVALID, act(), tape("10:00:04", "11:00:00"), *mute) == [("undetermined", "clock_offset")]


class TestLosses:
    def test_a_lost_recording_leaves_the_gap_it_covered(self, verdicts, act, tape):
        whole = tape("09:59:00", "11:01:00", clock_offset=0)
        part = tape("10:10:00", "10:20:00", kind="recording.lost")
        assert verdicts(INVALID, act(), whole, part) == [("breached", "cover_void")]
        other = tape("10:05:00", "10:25:00", device="B2", clock_offset=0)
        assert verdicts(INVALID, act(), whole, part, other) == [("passed", "cover_whole")]

    def test_a_loss_alone_is_no_recording(self, verdicts, act, tape):
        assert verdicts(CURABLE, act(), tape("09:59:00", "11:01:00", kind="recording.lost")) == [("breached", "cover_lacking")]


class TestWhatIsMissing:
    def test_the_times_of_the_act(self, verdicts, fact, tape):
        whole = tape("09:59:00", "11:01:00", clock_offset=0)
        assert verdicts(INVALID, fact(clock("10:00"), "questioning.held", recorded=True), whole) == [("undetermined", "ended_at")]
        assert verdicts(INVALID, fact(DAY, "questioning.held", recorded=True), whole) == [("undetermined", "time")]
        for wrong in (clock("09:00:00"), "later", DAY, clock("25:00:00")):
            held = fact(clock("10:00"), "questioning.held", recorded=True, ended_at=wrong)
            assert verdicts(INVALID, held, whole) == [("undetermined", "ended_at")]
        odd = fact(clock("10:00"), "questioning.held", recorded=True, started_at="早上", ended_at=clock("11:00:00"))
        assert verdicts(INVALID, odd, whole) == [("undetermined", "started_at")]
        assert verdicts(INVALID, fact(DAY, "questioning.held", recorded=False), whole) == [("breached", "cover_void")]

    def test_what_was_recorded_before_the_act_began_asks_nothing_of_it(self, verdicts, fact, tape):
        later = fact(clock("12:00"), "questioning.held", recorded=True)
        assert verdicts(CURABLE, later, tape("09:59:00", "11:01:00")) == [("passed", "cover_by_word")]
        assert verdicts(CURABLE, later, tape("09:59:00", "11:59:59")) == [("undetermined", "ended_at")]
        unread = fact(clock("18:00"), "recording.made", device="B2")
        assert verdicts(CURABLE, later, unread) == [("undetermined", "ended_at")]

    def test_a_day_with_its_own_times_is_enough(self, verdicts, fact, tape):
        held = fact(DAY, "questioning.held", started_at=f"{DAY}T02:00:00+00:00", ended_at=clock("11:00:00"))
        assert verdicts(INVALID, held, tape("09:59:00", "11:01:00", clock_offset=0)) == [("passed", "cover_whole")]

    def test_a_recording_without_times_leaves_a_gap_open_and_a_loss_a_cover(self, verdicts, act, tape, fact):
        unread = fact(clock("18:00"), "recording.made", device="B2", started_at=clock("10:00:00"))
        half = tape("09:59:00", "10:30:00", clock_offset=0)
        assert verdicts(INVALID, act(), half, unread) == [("undetermined", "recording.made.ended_at")]
        loss = fact(clock("18:00"), "recording.lost", device="A1", ended_at=clock("10:30:00"))
        whole = tape("09:59:00", "11:01:00", clock_offset=0)
        assert verdicts(INVALID, act(), whole, loss) == [("undetermined", "recording.lost.started_at")]


class TestReasons:
    def test_every_gap_is_told_to_the_second_with_devices_clocks_and_policies(self, law_of, act, tape, now):
        law = law_of(r=INVALID)
        facts = [
            act(),
            tape("10:00:00", "10:10:00", clock_offset=-1),
            tape("10:12:00", "10:40:00", device="B2"),
            tape("10:40:00", "11:00:00", device="B2"),
            tape("10:42:00", "10:50:00", device="B2", kind="recording.lost"),
            tape("10:42:00", "10:43:00", device="C3", clock_offset=70),
        ]
        (found,) = evaluate(facts, law, now("2026-03-03"), attributes=CASE).judgements
        said = explain(found, law, "zh")
        assert said == [
            "2026-03-02 10:00“询问”：没有全程录音录像，所得证据不能作为处罚的根据（甲法 第一条）",
            "行为自2026-03-02 10:00:00至2026-03-02 11:00:00",
            "2026-03-02 10:10:01至2026-03-02 10:12:00没有录音录像（1分59秒）",
            "2026-03-02 10:42:00至2026-03-02 10:50:00没有录音录像（8分）",
            "登记的录音录像设备：A1、B2、C3",
            "设备A1的时钟慢1秒，已换算",
            "设备B2的时钟没有核对过",
            "设备C3的时钟快1分10秒，已换算",
            "登记有录音录像损毁、丢失，设备：B2",
            "政策：录音录像设备时钟容许的误差（秒）——2",
        ]
        assert explain(found, law, "en")[3] == "Not recorded from 2026-03-02 10:42:00 to 2026-03-02 10:50:00 (8 min)"

    def test_a_joint_that_was_let_pass_names_the_policy(self, law_of, act, tape, now):
        law = law_of(r=INVALID)
        facts = [act(), tape("09:59:00", "10:30:00", clock_offset=0), tape("10:30:02", "11:00:00", clock_offset=0)]
        (found,) = evaluate(facts, law, now("2026-03-03"), attributes=CASE).judgements
        assert explain(found, law, "zh")[-1] == "政策：全程录音录像容许的最长间断（秒）——5"


class TestReading:
    def test_tolerances_are_figures_with_a_source_and_policy_must_be_there(self, law_of, folder):
        read = law_of(r=FIGURES).rules["s.r"]
        assert [(one.name, one.number) for one in read.figures] == [("gap", 60), ("drift", 10), ("gap", 0), ("drift", 0)]
        (folder / "policy" / "recording_gap.yaml").unlink()
        assert law_of(r=FIGURES)
        with pytest.raises(LawErrors, match="recording_gap"):
            law_of(r=CURABLE)

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("otherwise: curable", "otherwise: lost", "bad_choice"),
            ("otherwise: curable, ", "", "missing"),
            ("otherwise: curable", "otherwise: curable, gap: {minutes: 1}", "unknown_key"),
            ("otherwise: curable", "otherwise: curable, gap: {seconds: 1.5}", "bad_number"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, law_of, old, new, code):
        with pytest.raises(LawErrors) as caught:
            law_of(r=CURABLE.replace(old, new))
        assert code in {fault.code for fault in caught.value.faults}


def test_the_answers_of_one_check_may_be_asked_for_alone(law_of, act, now):
    body = "act: questioning.held\nneeds: {source: 一, each: [{must: {officers: {at_least: 2}}}]}\n"
    law = law_of(r=CURABLE, other=rule("presence", body, "other"))
    assert len(evaluate([act()], law, now("2026-03-03"), attributes=CASE).judgements) == 2
    (found,) = judgements_of("recording_cover", [act()], law, now("2026-03-03"), attributes=CASE)
    assert (found.rule, found.what) == ("s.r", "cover_by_word")
