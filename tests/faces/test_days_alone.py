"""What is known by its day alone shows the day and no midnight: on the page, in lists, in what leaves as Excel, and after a correction."""

import csv
import io

import openpyxl
import pytest
from django.conf import settings

from hengjian.core.values import SHANGHAI
from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.work.matters.intake.mapping import read_mapping
from hengjian.work.matters.intake.run import run
from hengjian.work.matters.intake.table import file_source
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import Matter
from tests.work.test_intake import ROW
from tests.world import assert_replays

DAYS = {"接报时间": "2026-03-02", "受案时间": "2026-03-02", "立案时间": "2026-03-03"}


@pytest.fixture
def brought_in(city, tmp_path):
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerow(ROW | DAYS)
    run(file_source(path), read_mapping(settings.LAW_FOLDER / "intake" / "admin_case.yaml", flows()), city.world.now)
    return Matter.objects.get(number=ROW["案件编号"])


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "3月2日"), ("en", "2 Mar")])
def test_pages_and_lists_show_the_day_and_no_midnight(brought_in, desk, language, said):
    client = desk("S1.officer", language)
    event = Event.objects.get(matter=brought_in.id, kind="case.opened")
    assert brought_in.opened_day_alone
    for url in (f"/matters/{brought_in.id}/", f"/find/?number={ROW['案件编号']}", "/cases/", f"/record/events/{event.id}/"):
        page = client.get(url, follow=True).content.decode()
        assert said in page or said.replace("2", "3", 1) in page, url
        assert " 00:00" not in page, url


def test_what_leaves_as_excel_has_the_day_alone(brought_in, desk):
    book = openpyxl.load_workbook(io.BytesIO(desk("S1.officer").get("/cases/?export=xlsx").content))
    stamps = {str(row[0]): row[5] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert stamps[brought_in.number] == "2026-03-02"
    assert all(len(stamp) == len("2026-03-02 09:30") for number, stamp in stamps.items() if number not in (brought_in.number, "编号"))


def test_steps_of_one_day_stand_as_they_were_recorded_and_are_not_called_out_of_order(brought_in, desk, city):
    page = desk("S1.officer").get(f"/matters/{brought_in.id}/").context["page"]
    assert [one.event.kind for one in page.moments] == ["case.reported", "party.added", "case.accepted", "case.opened"]
    assert not any(one.out_of_order for one in page.moments)


def test_a_time_given_later_takes_the_place_of_the_day(brought_in, desk, city):
    client, event = desk("S1.officer"), Event.objects.get(matter=brought_in.id, kind="case.opened")
    url = f"/matters/{brought_in.id}/events/{event.id}/correct/"
    form = client.get(url)
    assert form.context["at"] == "" and "记录只知道日期" in form.content.decode()
    given = {"offence": event.body["offence"], "reasons": "查到呈批表上的时刻", "at": "2026-03-03T00:00"}
    page = client.post(url, given, follow=True)
    stated = next(fact for fact in facts_of(brought_in.id) if fact.kind == "case.opened")
    assert (stated.date_only, stated.at.astimezone(SHANGHAI).hour) == (False, 0)
    assert "更正为" in page.content.decode() and "00:00" in page.content.decode(), "midnight that somebody stated is midnight"
    assert_replays(Matter.objects.get(id=brought_in.id), city.world.now)
