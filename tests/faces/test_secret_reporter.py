"""RP-05 on the pages: who asked not to be revealed is on no page, paper, export or finding, and is shown for a purpose to who may know."""

import io
import shutil
import subprocess

import openpyxl
import pytest

from hengjian.ledger.models import Event
from hengjian.work.findings.actions import issue_opinion, raise_finding
from hengjian.work.findings.models import FindingRow
from tests.world import ADULT, CASE

NAME, PHONE = "沈若兰", "13911112222"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@pytest.fixture
def case(city):
    world = city.world
    case = world.case("S1.officer", **(CASE | {"description": f"{NAME}报称摊位被砸", "reporter_confidential": True}))
    world.step(case, "add_party", "S1.officer", role="reporter", name=NAME, contact=PHONE, **ADULT)
    world.step(case, "accept", "S1.officer")
    return case


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_and_the_opened_seal_do_not_tell_and_say_why(case, desk):
    client = desk("S1.officer2")
    page = text(client.get(f"/matters/{case.id}/"))
    assert "有人要求保密" in page and "化名甲" in page and "查看报案人" not in page
    opened = text(client.post(f"/matters/{case.id}/unlock/", {"purpose": "handling"}))
    assert "报称摊位被砸" in opened and NAME not in opened and PHONE not in opened


def test_who_may_know_is_shown_it_once_for_a_purpose(case, desk):
    client = desk("S1.officer")
    assert "查看报案人" in text(client.get(f"/matters/{case.id}/"))
    client.post(f"/matters/{case.id}/reporter/", {"purpose": ""})
    assert not Event.objects.filter(kind="reporter.looked_at").exists()
    shown = text(client.post(f"/matters/{case.id}/reporter/", {"purpose": "handling"}))
    assert NAME in shown and PHONE in shown
    assert Event.objects.get(kind="reporter.looked_at").matter == case.id
    assert NAME not in text(client.get(f"/matters/{case.id}/"))
    assert "保密报案人" in text(desk("C.auditor").get("/looks/"))


def test_another_officer_who_asks_is_told_no_and_nothing_is_recorded(case, desk):
    answer = desk("S1.officer2").post(f"/matters/{case.id}/reporter/", {"purpose": "handling"}, follow=True)
    assert "承办人和单位负责人" in text(answer) and NAME not in text(answer)
    assert not Event.objects.filter(kind="reporter.looked_at").exists()


def test_the_proof_of_a_record_and_its_correction_show_no_fact_of_the_person(case, desk):
    party = Event.objects.get(matter=case.id, kind="party.added")
    page = desk("S1.officer2").get(f"/record/events/{party.id}/")
    assert "age_band" not in text(page) and '"role": "reporter"' in page.context["body"]
    assert desk("S1.station_legal").get(f"/matters/{case.id}/events/{party.id}/correct/").status_code == 404
    assert desk("S1.officer").get(f"/matters/{case.id}/events/{party.id}/correct/").status_code == 200


def test_an_export_with_names_leaves_it_out(case, desk):
    answer = desk("S1.officer").post(f"/export/cases/?number={case.number}", {"purpose": "handling"})
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)).active.values
    assert NAME not in str(list(rows))


@needs_poppler
def test_the_receipt_bears_an_alias(case, desk, tmp_path):
    answer = desk("S1.officer").post(f"/matters/{case.id}/papers/receipt/", {"key": "party:1"})
    (tmp_path / "r.pdf").write_bytes(answer.content)
    words = subprocess.run(["pdftotext", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True, text=True).stdout.replace("\n", "")
    assert "化名甲" in words and NAME not in words


def test_a_finding_that_names_the_reporter_is_read_without_the_name(city, case, desk):
    world = city.world
    legal = world.viewer("D1.district_legal").vouching()
    row = raise_finding(case.id, "level_review", f"{NAME}反映未收到回执", by=legal, now=world.now)
    issue_opinion(row.id, f"请向{NAME}送达", by=legal, now=world.now)
    for seat in ("D1.district_legal", "S1.station_legal"):
        page = text(desk(seat).get(f"/findings/{row.id}/"))
        assert "反映未收到回执" in page and NAME not in page


CONFIRMED = {"no_trace": "1"}


def test_words_in_such_a_matter_are_confirmed_before_they_stand(case, desk):
    client, url = desk("S1.officer"), f"/matters/{case.id}/steps/note/"
    assert 'name="no_trace"' in text(client.get(url))
    refused = client.post(url, {"note": "住在楼上那家报的案"})
    assert refused.status_code == 422 and "住在楼上那家报的案" in text(refused) and "请核对所写的文字" in text(refused)
    assert not Event.objects.filter(matter=case.id, kind="note.added").exists()
    assert client.post(url, {"note": "已核对监控", **CONFIRMED}).status_code == 302
    note = Event.objects.get(matter=case.id, kind="note.added")
    assert note.body["words_confirmed"] is True
    correct = f"/matters/{case.id}/events/{note.id}/correct/"
    assert 'name="no_trace"' in text(client.get(correct)) and client.post(correct, {"note": "改", "reasons": "笔误"}).status_code == 422
    assert client.post(correct, {"note": "改", "reasons": "笔误", **CONFIRMED}).status_code == 302
    assert Event.objects.get(matter=case.id, kind="event.corrected").body["words_confirmed"] is True


def test_a_case_out_of_such_a_call_is_begun_with_confirmed_words(city, desk):
    world = city.world
    call = world.incident("D1.dispatcher", unit="S1", reporter_confidential=True)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    client, url = desk("S1.officer"), f"/new/case-admin/?from={call.id}"
    assert 'name="no_trace"' in text(client.get(url))
    refused = client.post(url, CASE)
    assert refused.status_code == 422 and "请核对所写的文字" in text(refused)
    assert client.post(url, CASE | CONFIRMED).status_code == 302
    begun = Event.objects.get(kind="case.reported", body__linked_to=call.id)
    assert begun.body["words_confirmed"] is True and begun.body["reporter_confidential"] is True


def test_an_opinion_and_a_finding_in_such_a_matter_are_confirmed_too(case, city, desk):
    client, url = desk("S1.station_legal"), f"/matters/{case.id}/finding/"
    given = {"source": "self_check", "text": "未见回执"}
    assert "请核对所写的文字" in text(client.post(url, given, follow=True))
    client.post(url, given | CONFIRMED)
    row = FindingRow.objects.get(matter=case.id, source="self_check")
    opinion = f"/findings/{row.id}/opinion/"
    assert 'name="no_trace"' in text(client.get(f"/findings/{row.id}/"))
    assert "请核对所写的文字" in text(client.post(opinion, {"text": "请补交回执"}, follow=True)) and not row.opinions.exists()
    client.post(opinion, {"text": "请补交回执", **CONFIRMED})
    assert row.opinions.count() == 1
    said = Event.objects.filter(stream=row.id, kind__in=["finding.raised", "opinion.issued"])
    assert [event.body.get("words_confirmed") for event in said] == [True, True]


def test_an_ordinary_matter_and_a_step_without_words_ask_for_nothing(case, city, desk):
    client, ordinary = desk("S1.officer"), city.matters["case"]
    assert 'name="no_trace"' not in text(client.get(f"/matters/{ordinary.id}/steps/note/"))
    assert client.post(f"/matters/{ordinary.id}/steps/note/", {"note": "到场", **CONFIRMED}).status_code == 302
    assert "words_confirmed" not in Event.objects.filter(matter=ordinary.id, kind="note.added").last().body
    assert 'name="no_trace"' not in text(client.get(f"/matters/{case.id}/steps/add_party/"))
