"""Papers on record: numbers without gap or double, content kept and hashed, copies counted, voided numbers never given again."""

import json
import multiprocessing
import random
import time
from datetime import date

import pytest
from django.db import connections, transaction

from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal
from hengjian.work.findings.actions import issue_opinion, raise_finding
from hengjian.work.findings.models import OpinionRow
from hengjian.work.findings.rebuild import rebuild_all as rebuild_findings
from hengjian.work.matters import actions_papers, paper_rows
from hengjian.work.matters.actions_marks import set_mark
from hengjian.work.matters.actions_papers import hash_of, issue_paper, print_again, void_paper
from hengjian.work.matters.models import Matter, PaperRow, Series
from hengjian.work.matters.paper_numbers import mark_of, next_number
from hengjian.work.matters.paper_values import form_of
from hengjian.work.people.actions import change_paper_mark
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused
from tests.waiting import PATIENCE
from tests.world import ADULT, CRIME, START


@pytest.fixture
def case(world):
    case = world.case()
    for name in ("周敏", "沈若兰"):
        world.step(case, "add_party", "S1.officer", role="victim", name=name, **ADULT)
    world.step(case, "accept", "S1.officer")
    return case


def issue(world, case, key="party:1", seat="S1.officer", kind="receipt"):
    return issue_paper(case.id, kind, key, by=world.viewer(seat), now=world.now)


def test_each_receipt_takes_the_next_number_of_its_unit_and_year(world, case):
    texts = [issue(world, case, key).row.text for key in ("party:1", "party:2")]
    assert texts == ["C公（S1公安机关）受案字〔2026〕1号", "C公（S1公安机关）受案字〔2026〕2号"]
    world.later(days=60)
    other = world.case()
    world.step(other, "add_party", "S1.officer", role="victim", name="王安澜", **ADULT)
    row = issue(world, other).row
    assert (row.year, row.number) == (2027, 1)


def test_an_issue_is_an_event_with_number_person_and_the_hash_of_what_the_paper_says(world, case):
    made = issue(world, case)
    event = Event.objects.get(kind="paper.issued")
    assert (event.by, event.at, event.matter) == (world.accounts["S1.officer"].person, world.now, case.id)
    assert event.body["text"] == made.row.text and "周敏" not in str(event.body)
    opened = unseal(event)
    assert event.body["content"] == hash_of(json.loads(opened["content"]), opened["salt"]) == made.row.content
    assert json.loads(opened["content"])["recipient"] == "周敏"
    assert event.body["content"] != hash_of(json.loads(opened["content"]) | {"recipient": "沈若兰"}, opened["salt"])


def test_a_later_print_says_the_same_under_the_same_number_and_counts_as_a_copy(world, case):
    made = issue(world, case)
    world.step(case, "assign", "S1.station_chief", handler=world.accounts["S1.officer2"].person)
    world.later(days=2)
    again = [print_again(made.row.id, by=world.viewer("S1.officer"), now=world.now) for _ in range(2)]
    assert [(one.copy, one.row.text, one.content == made.content) for one in again] == [(1, made.row.text, True), (2, made.row.text, True)]
    assert [event.body["copy"] for event in Event.objects.filter(kind="paper.printed").order_by("version")] == [1, 2]


def test_a_paper_is_issued_once_until_it_is_voided_and_its_number_never_comes_back(world, case):
    made = issue(world, case)
    with pytest.raises(Refused, match="已经制作"):
        issue(world, case)
    with pytest.raises(Refused, match="理由"):
        void_paper(made.row.id, " ", by=world.viewer("S1.station_legal"), now=world.now)
    with pytest.raises(Refused, match="岗位"):
        void_paper(made.row.id, "填写有误", by=world.viewer("S1.officer"), now=world.now)
    row = void_paper(made.row.id, "填写有误", by=world.viewer("S1.station_legal"), now=world.now)
    assert row.voided_at == world.now and unseal(Event.objects.get(kind="paper.voided"))["reasons"] == "填写有误"
    with pytest.raises(Refused, match="作废"):
        print_again(row.id, by=world.viewer("S1.officer"), now=world.now)
    assert issue(world, case).row.number == 2
    assert [(one.number, bool(one.voided_at)) for one in actions_papers.papers_of(case.id)] == [(2, False), (1, True)]


def test_an_issue_that_fails_gives_its_number_back(world, case):
    world.step(case, "add_party", "S1.officer", role="victim", name="", **ADULT)
    with pytest.raises(Refused, match="收执人"):
        issue(world, case, "party:3")
    assert issue(world, case).row.number == 1


def test_nobody_issues_what_no_step_stands_for_or_without_a_seat(world, case):
    for kind, key in (("receipt", "party:9"), ("decision", ""), ("notice", "")):
        with pytest.raises(Refused, match="没有制作"):
            issue(world, case, key, kind=kind)
    with pytest.raises(Refused, match="岗位"):
        issue(world, case, seat="D1.dispatcher")
    with pytest.raises(Refused, match="无权查看"):
        issue(world, case, seat="S2.officer")


@pytest.mark.parametrize(("source", "article"), [("reported", "第一百一十二条"), ("found_in_work", "第一百零九条")])
def test_an_opening_decision_cites_the_article_that_fits_how_the_case_came(world, source, article):
    crime = world.crime(source=source)
    accepted = {**CRIME, "source": source, "offence": "theft"}
    world.step(crime, "accept", "S1.officer", **accepted)
    world.step(crime, "open", "D1.district_chief", offence="theft", reasons="有犯罪事实")
    made = issue(world, crime, "", kind="decision", seat="D1.district_legal")
    assert (made.content["article"], made.content["procedure"]) == (article, "第一百七十八条第一款")
    assert made.content["organ"] == "D1公安机关" and made.row.unit == "D1", "the bureau at county level that approved it, not the station"
    assert made.row.text.endswith("立字〔2026〕1号")


def test_the_articles_are_those_in_force_on_the_day(db):
    form = form_of("decision")
    assert form.articles_on(date(2018, 10, 25))["reported"] == "第一百一十条"
    assert form.articles_on(date(2018, 10, 26))["reported"] == "第一百一十二条"
    assert "procedure" not in form.articles_on(date(2020, 8, 31)) and form.articles_on(date(2012, 12, 31)) == {}


def test_a_rectification_notice_is_put_on_record_with_its_opinion(world, case):
    legal = world.viewer("D1.district_legal")
    found = raise_finding(case.id, "level_review", "未见回执", by=legal, now=world.now)
    for number in (1, 2):
        issue_opinion(found.id, "补交回执\n书面说明", by=legal, now=world.now)
        opinion = OpinionRow.objects.get(number=number)
        paper = PaperRow.objects.get(id=opinion.paper)
        assert paper.text == opinion.reference and paper.text.endswith(f"监改字〔2026〕{number}号")
    prints = [print_again(paper.id, by=legal, now=world.now) for _ in range(2)]
    assert [one.copy for one in prints] == [0, 1] and prints[0].content["demands"] == ["补交回执", "书面说明"]
    with pytest.raises(Refused):
        void_paper(paper.id, "撤回", by=world.viewer("S1.station_legal"), now=world.now)


def test_rows_and_series_are_made_again_from_the_ledger(world, case):
    void_paper(issue(world, case).row.id, "填写有误", by=world.viewer("S1.station_legal"), now=world.now)
    print_again(issue(world, case).row.id, by=world.viewer("S1.officer"), now=world.now)
    before = list(PaperRow.objects.order_by("id").values())
    Series.objects.filter(name__startswith="paper/").delete()
    paper_rows.rebuild_all()
    assert list(PaperRow.objects.order_by("id").values()) == before
    assert issue(world, case, "party:2").row.number == 3


@pytest.mark.parametrize(
    ("name", "short", "mark"),
    [
        ("云泽市公安局", "市局", "云泽公"),
        ("柳荫里派出所", "柳荫里所", "云泽公（柳荫里）"),
        ("云泽市公安局临溪分局", "临溪分局", "云泽公（临溪）"),
    ],
)
def test_the_organs_mark_is_built_from_its_place_and_its_short_name(name, short, mark):
    top = Unit(pk=1, name="云泽市公安局", short_name="市局")
    assert mark_of(top if name == top.name else Unit(pk=2, name=name, short_name=short, parent=top)) == mark


def test_a_mark_of_ones_own_is_borne_from_the_next_paper_on_and_the_numbers_go_on(world, case):
    admin, unit = world.viewer("C.system_admin"), world.units["S1"]
    first = issue(world, case).row
    set_mark(unit, " 云公(城) ", by=admin, now=world.now)
    second = issue(world, case, "party:2").row
    assert (second.text, second.number) == ("云公（城）受案字〔2026〕2号", 2)
    assert PaperRow.objects.get(id=first.id).text == first.text == "C公（S1公安机关）受案字〔2026〕1号"
    changed = Event.objects.filter(stream="unit/S1").order_by("version").last()
    assert (changed.by, changed.body) == (world.accounts["C.system_admin"].person, {"paper_mark": "云公（城）"})
    paper_rows.rebuild_all()
    assert PaperRow.objects.get(id=second.id).text == second.text, "made again from the record, not from today's mark"
    set_mark(unit, "", by=admin, now=world.now)
    assert mark_of(Unit.objects.get(code="S1")) == "C公（S1公安机关）"


def test_an_opinion_keeps_its_number_when_the_mark_changes(world, case):
    legal = world.viewer("D1.district_legal")
    found = raise_finding(case.id, "level_review", "未见回执", by=legal, now=world.now)
    issue_opinion(found.id, "补交回执", by=legal, now=world.now, type="advice")
    before = OpinionRow.objects.get().reference
    set_mark(world.units["D1"], "云公（临）", by=world.viewer("C.system_admin"), now=world.now)
    rebuild_findings()
    assert OpinionRow.objects.get().reference == before != ""


@pytest.mark.parametrize("mark", ["C公（S2公安机关）", "云公（乙）", "12", "云公\n城", "云" * 31, "云公<城>"])
def test_no_two_organs_bear_one_mark_and_none_bears_an_odd_one(world, case, mark):
    admin = world.viewer("C.system_admin")
    set_mark(world.units["S2"], "云公（乙）", by=admin, now=world.now)
    if mark == "C公（S2公安机关）":
        other = world.case("S2.officer")
        world.step(other, "add_party", "S2.officer", role="victim", name="周敏", **ADULT)
        set_mark(world.units["S2"], "", by=admin, now=world.now)
        issue(world, other, seat="S2.officer")
        set_mark(world.units["S2"], "云公（乙）", by=admin, now=world.now)
    with pytest.raises(Refused):
        set_mark(world.units["S1"], mark, by=admin, now=world.now)
    assert Unit.objects.get(code="S1").paper_mark == ""


def test_only_the_system_administrator_sets_a_mark(world):
    for seat in ("C.security_admin", "S1.station_chief"):
        with pytest.raises(Refused):
            set_mark(world.units["S1"], "云公（城）", by=world.viewer(seat), now=world.now)
        with pytest.raises(Refused):
            change_paper_mark(world.units["S1"], "云公（城）", by=world.viewer(seat), now=world.now)


class Fails(Exception):
    pass


def issue_many(number: int, times: int) -> None:
    """Takes and records numbers in transactions of which about half are rolled back. Runs in a process of its own."""
    chance = random.Random(number)
    unit = Unit.objects.get(code="S1")
    for _ in range(times):
        try:
            with transaction.atomic():
                year, taken = next_number(unit, "受案字", START)
                identity = f"p/{number}/{time.monotonic_ns()}"
                row = PaperRow(
                    id=identity, matter="m", kind="receipt", unit="S1", series="受案字", year=year, number=taken, text=str(taken)
                )
                row.issued_at, row.version = START, 1
                row.save(force_insert=True)
                if chance.random() < 0.5:
                    raise Fails
        except Fails:
            continue
    connections.close_all()


@pytest.mark.processes
def test_writers_that_take_numbers_at_once_and_roll_back_leave_no_gap_and_no_double(own_database):
    Unit.objects.create(code="S1", name="S1", level="station", area="990102", path="/S1/")
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=issue_many, args=(number, 25)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    assert [writer.exitcode for writer in writers] == [0] * 4
    numbers = sorted(PaperRow.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)) and 10 < len(numbers) < 90
    assert Matter.objects.count() == 0
