"""The external loop (T13, RP-06, RP-08, RP-09): who complains, objects or supervises from outside raises a finding by the step itself.

It stands on the board until it was answered, with a receipt, and somebody else has judged the answer.
"""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.watch.supervision.messages import inbox, sentence
from hengjian.work.findings import queries
from hengjian.work.findings.actions_closing import accept_remedy, close
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.rebuild import rebuild_all, snapshot
from hengjian.work.findings.states import Close, State
from hengjian.work.matters import looks
from hengjian.work.matters.actions import correct, take_step
from hengjian.work.matters.attachments import Upload, open_file
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch
from tests.world import ADULT, CRIME, assert_replays

GRIEVANCE = {
    "subject": "delay", "anonymous": False, "reporter_name": "沈若兰", "reporter_contact": "13911112222", "account": "报案三个月没有结果",
}  # fmt: skip
ANSWER = {"upheld": True, "answer": "已责令限期办结", "how": "in_person", "signed": True}
ASKED_AGAIN = {"round": "first", "reached": True, "account": "称没有人再找过她"}
LETTER = {"letter": "correction", "due": "2026-11-26", "number": "云检纠〔2026〕3号", "content": "未向被侵害人送达决定书"}


@pytest.fixture
def case(world):
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    keep_watch(world.now)
    return case


def outside(matter) -> FindingRow:
    return FindingRow.objects.get(matter=matter.id, breach="answer_wanted")


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def test_a_grievance_stands_on_the_external_board_from_its_step_to_its_answer_and_receipt(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    keep_watch(world.later(seconds=2))
    found = outside(case)
    assert (found.loop, found.source, found.unit, found.handled_by, found.raised_by) == ("external", "complaint", "S1", "D1", "machine")
    assert day_of(found.due) == date(2027, 1, 15), "sixty days by law, not the policy of supervision"
    assert [row.id for row in queries.board(world.viewer("D1.district_legal"), "external", {"open": True})] == [found.id]
    told = inbox(world.viewer("D1.district_chief")).get(code="finding.external")
    assert "投诉举报" in sentence(told) and "1月15日" in sentence(told)

    world.later(days=3)
    world.step(case, "tell_grievance", "D1.district_legal", manner="written", receipt="本人签收")
    keep_watch(world.now)
    assert outside(case).state == State.RAISED, "that it was received is told, not answered"
    world.step(case, "answer_grievance", "D1.district_legal", **ANSWER)
    keep_watch(world.later(seconds=2))
    found = outside(case)
    assert (found.state, found.verdict, found.replied_by) == (State.REPLIED, "remedy_done", world.accounts["D1.district_legal"].person)
    with pytest.raises(Refused, match="另一人"):
        accept_remedy(found.id, "已答复", by=world.viewer("D1.district_legal"), now=world.now)
    accept_remedy(found.id, "已核对答复书和送达回执", by=world.viewer("D1.district_chief"), now=world.now)
    keep_watch(world.later(seconds=2))
    closed = outside(case)
    assert (closed.state, closed.closed_how) == (State.CLOSED, Close.REMEDIED)
    assert not queries.board(world.viewer("D1.district_legal"), "external", {"open": True}).exists()
    assert_replays(Matter.objects.get(id=case.id), world.now)
    before = snapshot()
    rebuild_all()
    assert snapshot() == before


def test_a_grievance_that_is_not_upheld_lapses_only_by_a_persons_word(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    keep_watch(world.later(seconds=2))
    world.step(case, "answer_grievance", "D1.district_legal", **(ANSWER | {"upheld": False}))
    keep_watch(world.later(seconds=2))
    found = outside(case)
    assert (found.state, found.verdict) == (State.REPLIED, "no_breach")
    close(found.id, Close.LAPSED, by=world.viewer("D1.district_chief"), now=world.now)
    assert outside(case).closed_how == Close.LAPSED


def test_of_two_grievances_each_answer_answers_the_one_that_it_names(world, case):
    first = world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE).events[-1].id
    second = world.step(case, "receive_grievance", "D1.district_legal", **(GRIEVANCE | {"account": "态度生硬"})).events[-1].id
    keep_watch(world.later(seconds=2))
    with pytest.raises(Refused) as refusal:
        world.step(case, "answer_grievance", "D1.district_legal", **ANSWER)
    assert "有 2 件等待答复" in refusal.value.fields["answers"]
    with pytest.raises(Refused) as refusal:
        world.step(case, "answer_grievance", "D1.district_legal", **(ANSWER | {"answers": case.id}))
    assert "没有登记过" in refusal.value.fields["answers"]
    world.step(case, "answer_grievance", "D1.district_legal", **(ANSWER | {"answers": second}))
    keep_watch(world.later(seconds=2))
    states = dict(FindingRow.objects.filter(matter=case.id, breach="answer_wanted").values_list("start_event", "state"))
    assert states == {first: State.RAISED, second: State.REPLIED}
    last = world.step(case, "answer_grievance", "D1.district_legal", **ANSWER).events[-1]
    assert last.body["answers"] == first, "one alone is left, so it is meant"
    keep_watch(world.later(seconds=2))
    assert set(FindingRow.objects.filter(matter=case.id, breach="answer_wanted").values_list("state", flat=True)) == {State.REPLIED}
    assert_replays(Matter.objects.get(id=case.id), world.now)


def test_an_answer_put_to_the_wrong_grievance_is_corrected(world, case):
    first, second = (world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE).events[-1].id for _each in range(2))
    answer = world.step(case, "answer_grievance", "D1.district_legal", **(ANSWER | {"answers": first})).events[-1]
    changes = Changes(body={"answers": second})
    correct(case.id, answer.id, changes, reasons="选错了来件", by=world.viewer("D1.district_legal"), at=world.now, now=world.now)
    keep_watch(world.later(seconds=2))
    states = dict(FindingRow.objects.filter(matter=case.id, breach="answer_wanted").values_list("start_event", "state"))
    assert states == {first: State.RAISED, second: State.REPLIED}


def test_the_form_offers_the_letters_that_wait_by_their_day(world, case):
    for _each in range(2):
        world.step(case, "receive_supervision", "D1.district_legal", **LETTER)
    client = Client()
    client.force_login(world.accounts["D1.district_chief"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/matters/{case.id}/steps/answer_supervision/").content.decode()
    assert page.count("2026-11-16 10:00 收到检察监督文书</option>") == 2
    asked = client.post(f"/matters/{case.id}/steps/answer_supervision/", {"accepted": "true", "answer": "已补送", "signed": "true"})
    assert (asked.status_code, "请选择这次答复的是哪一件" in asked.content.decode()) == (422, True)


def test_no_answer_without_its_service_and_none_by_the_unit_complained_about(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    with pytest.raises(Refused) as refusal:
        world.step(case, "answer_grievance", "D1.district_legal", upheld=True, answer="已办")
    assert {"how", "signed"} <= refusal.value.fields.keys()
    for seat, move, body in (("S1.station_legal", "receive_grievance", GRIEVANCE), ("S1.station_chief", "answer_grievance", ANSWER)):
        with pytest.raises(Refused, match="岗位"):
            world.step(case, move, seat, **body)


def test_the_unit_complained_about_never_reads_who_complained(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    keep_watch(world.later(seconds=2))
    assert not queries.visible(world.viewer("S1.station_legal")).filter(breach="answer_wanted").exists(), "nor the finding (RP-06)"
    for seat in ("S1.officer", "S1.station_chief"):
        opened = str(looks.look_at_sealed(world.viewer(seat), case.id, "handling", world.now))
        assert "沈若兰" not in opened and GRIEVANCE["account"] not in opened
        with pytest.raises(Refused):
            looks.look_at_reporter(world.viewer(seat), case.id, "complaint", world.now)
    assert "沈若兰" in str(looks.look_at_reporter(world.viewer("D1.district_legal"), case.id, "complaint", world.now))
    assert Event.objects.filter(kind="reporter.looked_at").count() == 1


def test_a_corrected_grievance_stays_hidden_from_the_unit_complained_about_with_its_new_files(world, case):
    viewer = world.viewer("D1.district_legal")
    step = world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE).events[-1]
    changes = Changes(body={"account": "报案四个月没有结果"}, files=[Upload("material", "信.pdf", b"%PDF-1.7 letter")])
    new = correct(case.id, step.id, changes, reasons="听错了", by=viewer, at=world.now, now=world.now).events[0]
    opened = str(looks.look_at_sealed(world.viewer("S1.station_chief"), case.id, "handling", world.now))
    assert "四个月" not in opened and "听错了" not in opened
    with pytest.raises(Refused, match="上级"):
        open_file(world.viewer("S1.station_chief"), case.id, new.id, 0, "handling", world.now)
    assert "四个月" in str(looks.look_at_reporter(viewer, case.id, "complaint", world.now))
    assert open_file(viewer, case.id, new.id, 0, "complaint", world.now).content == b"%PDF-1.7 letter"


def test_in_a_matter_with_a_secret_reporter_each_reads_only_what_is_theirs_to_know(world):
    case = world.case("S1.officer", reporter_confidential=True)
    world.step(case, "add_party", "S1.officer", role="reporter", name="周敏", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    told = {
        seat: str(looks.look_at_reporter(world.viewer(seat), case.id, "complaint", world.now))
        for seat in ("S1.officer", "S1.station_chief", "D1.district_legal", "D1.district_chief")
    }
    assert {seat: ("周敏" in text, "沈若兰" in text) for seat, text in told.items()} == {
        "S1.officer": (True, False), "S1.station_chief": (True, False), "D1.district_legal": (False, True),
        "D1.district_chief": (True, True),
    }  # fmt: skip


def test_its_material_is_opened_from_above_and_other_files_of_the_case_as_before(world, case):
    files = [Upload("material", "信.pdf", b"%PDF-1.7 letter")]
    viewer = world.viewer("D1.district_legal")
    step = take_step(case.id, "receive_grievance", GRIEVANCE, by=viewer, at=world.now, now=world.now, files=files)
    note = {
        "by": world.viewer("S1.officer"),
        "at": world.now,
        "now": world.now,
        "files": [Upload("material", "照片.pdf", b"%PDF-1.7 photo")],
    }
    noted = take_step(case.id, "note", {"note": "现场照片"}, **note).events[-1]
    with pytest.raises(Refused, match="上级"):
        open_file(world.viewer("S1.station_chief"), case.id, step.events[-1].id, 0, "handling", world.now)
    assert open_file(viewer, case.id, step.events[-1].id, 0, "complaint", world.now).content == b"%PDF-1.7 letter"
    assert open_file(world.viewer("S1.officer2"), case.id, noted.id, 0, "handling", world.now).content == b"%PDF-1.7 photo"


def test_a_grievance_that_nobody_answers_climbs_to_the_city(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    keep_watch(world.later(seconds=2))
    keep_watch(world.later(days=61))
    assert (outside(case).level, outside(case).handled_by) == ("city", "C")
    assert FindingRow.objects.filter(matter=case.id, rule="external-supervision.grievance-answered", breach="overdue").exists()
    assert FindingRow.objects.filter(matter=case.id, rule="external-supervision.grievance-told").exists()


def test_a_letter_of_the_procuratorate_is_due_by_what_it_says(world, case):
    world.step(case, "receive_supervision", "D1.district_legal", **LETTER)
    keep_watch(world.later(seconds=2))
    found = outside(case)
    assert found.source == "procuratorate" and day_of(found.due) == date(2026, 11, 26)
    world.step(case, "answer_supervision", "D1.district_chief", accepted=True, answer="已补送", signed=True)
    keep_watch(world.later(seconds=2))
    assert outside(case).state == State.REPLIED


def test_a_letter_that_was_entered_by_mistake_and_voided_lapses(world, case):
    world.step(case, "receive_supervision", "D1.district_legal", **LETTER)
    keep_watch(world.later(seconds=2))
    letter = events_in(case.id)[-1]
    given = {"reasons": "误录他案", "at": world.now, "now": world.now}
    with pytest.raises(Refused, match="登记它的岗位"):
        correct(case.id, letter.id, Changes(void=True), by=world.viewer("S1.officer"), **given)
    correct(case.id, letter.id, Changes(void=True), by=world.viewer("D1.district_legal"), **given)
    keep_watch(world.later(seconds=2))
    assert outside(case).verdict == "no_breach"


@pytest.fixture
def refused(world):
    crime = world.crime("S1.officer")
    world.step(crime, "accept", "S1.officer", **(CRIME | {"offence": "theft"}))
    world.step(crime, "add_party", "S1.officer", role="complainant", name="周敏", **ADULT)
    world.step(crime, "issue_receipt", "S1.officer", outcome="handed_over", signed=True)
    world.step(crime, "refuse", "D1.district_chief", ground="no_crime", has_complainant=True, reasons="没有犯罪事实")
    keep_watch(world.now)
    return crime


def test_a_request_for_reconsideration_and_the_procuratorates_question_are_findings_too(world, refused):
    world.step(refused, "serve_refusal", "S1.officer", how="in_person", signed=True)
    world.step(refused, "request_reconsideration", "D1.district_legal", grounds="有监控录像")
    world.step(refused, "receive_reasons_request", "D1.district_legal")
    keep_watch(world.later(seconds=2))
    found = {row.source: row for row in FindingRow.objects.filter(matter=refused.id, breach="answer_wanted")}
    assert {source: (row.key, day_of(row.due)) for source, row in found.items()} == {
        "objection": ("party:1", date(2026, 12, 16)), "procuratorate": ("", date(2026, 11, 23)),
    }  # fmt: skip
    world.step(refused, "give_reasons", "D1.district_chief", reasons="监控显示系误会")
    world.step(refused, "decide_reconsideration", "D1.district_chief", result="upheld", reasons="维持")
    keep_watch(world.later(seconds=2))
    state = {row.source: row.state for row in FindingRow.objects.filter(matter=refused.id, breach="answer_wanted")}
    assert state == {"objection": "raised", "procuratorate": "replied"}, "a decision that was not served has answered nobody"
    world.step(refused, "serve_reconsideration", "S1.officer", how="in_person")
    keep_watch(world.later(seconds=2))
    assert set(FindingRow.objects.filter(matter=refused.id, breach="answer_wanted").values_list("state", flat=True)) == {"replied"}


def test_looking_again_raises_nothing_twice(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    for _round in range(3):
        keep_watch(world.later(seconds=2))
    assert FindingRow.objects.filter(breach="answer_wanted").count() == 1


def test_who_complained_is_asked_again_by_the_level_above_and_the_unit_complained_about_reads_nothing_of_it(world, case):
    world.step(case, "receive_grievance", "D1.district_legal", **GRIEVANCE)
    world.later(days=3)
    world.step(case, "tell_grievance", "D1.district_legal", manner="written", receipt="本人签收")
    world.step(case, "answer_grievance", "D1.district_legal", **ANSWER)
    keep_watch(world.now)
    legal, station = world.viewer("D1.district_legal"), world.viewer("S1.station_chief")
    waits = {"code": "duty.waits", "values__rule": "external-supervision.grievance-asked-again-first"}
    assert not inbox(legal).filter(**waits).exists()
    keep_watch(world.later(days=31))
    assert inbox(legal).filter(**waits, done_at=None).exists() and not inbox(station).filter(**waits).exists()
    with pytest.raises(Refused):
        world.step(case, "follow_up_grievance", "S1.station_chief", **ASKED_AGAIN)
    asked = world.step(case, "follow_up_grievance", "D1.district_legal", **ASKED_AGAIN).events[0]
    keep_watch(world.later(seconds=2))
    assert not inbox(legal).filter(**waits, done_at=None).exists()
    for seat in ("S1.station_chief", "S1.station_legal", "D1.district_legal"):
        assert ASKED_AGAIN["account"] not in str(looks.look_at_sealed(world.viewer(seat), case.id, "handling", world.now))
    with pytest.raises(Refused):
        looks.look_at_reporter(station, case.id, "complaint", world.now)
    assert looks.look_at_reporter(legal, case.id, "complaint", world.now)[asked.id]["account"] == ASKED_AGAIN["account"]
    assert_replays(Matter.objects.get(id=case.id), world.now)
    states = {duty.rule: duty.state for duty in DutyRow.objects.filter(matter=case.id, rule__contains="asked-again")}
    assert states == {
        f"external-supervision.grievance-asked-again-{one}": state for one, state in (("first", "met"), ("second", "pending"))
    }
