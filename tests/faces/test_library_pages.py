"""The law library at the desk, articles beside steps, and citations held against the pack before they are recorded."""

import json

import pytest

from hengjian.ledger.models import Event
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters import law_library
from hengjian.work.matters.models import DutyRow

OLD = {"law_title": "中华人民共和国治安管理处罚法（2012修正）", "version": "2013-01-01施行; 至2025-12-31", "verified": "same"}
NEW = {"law_title": "中华人民共和国治安管理处罚法（2025修订）", "version": "2025-06-27修订; 2026-01-01施行–现行", "verified": "same"}
CRIMINAL = {"law_title": "中华人民共和国刑事诉讼法（2018修正）", "version": "2018-10-26修正并施行–现行"}
LINES = (
    OLD | {"id": "ZA12-099", "art": "99", "text": "测试用的改写：自收到之日起三十日办结，检验另算。"},
    NEW | {"id": "ZA26-118", "art": "118", "text": "测试用的改写：自登记之日起三十日办结，检验和听取意见另算。"},
    NEW | {"id": "ZA26-012", "art": "12", "text": "测试用的改写：年幼的不罚。"},
    CRIMINAL | {"id": "CPL-085", "art": "85", "text": "测试用的改写：出示证件。"},
)
OPINION = "依据治安管理处罚法第一百一十八条，请三日内补正。"
SLIP = "依据治安管理处罚法（2012）第九十九条和第三百条，请补正。"


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A folder for the text pack of its own, empty."""
    monkeypatch.setattr(law_library, "texts_folder", lambda: tmp_path / "texts")
    return tmp_path


@pytest.fixture
def pack(home):
    """The same with a pack of four invented articles."""
    (home / "texts").mkdir()
    (home / "texts" / "pack.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES), encoding="utf-8")
    return home


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_without_a_pack_the_library_says_how_to_load_one_and_still_finds_rules(home, city, desk):
    client = desk("S1.officer")
    assert "hengjian law texts load" in page(client, "/library/")
    assert "hengjian law texts load" in page(client, "/library/changes/")
    assert "办理治安案件的期限" in page(client, "/library/?q=办理治安案件的期限")
    assert "治安管理处罚法" in page(client, f"/matters/{city.matters['case'].id}/law/")


def test_a_pack_that_cannot_be_read_says_where(home, city, desk):
    (home / "texts").mkdir()
    (home / "texts" / "pack.jsonl").write_text("{broken", encoding="utf-8")
    assert "pack.jsonl:1" in page(desk("S1.officer"), "/library/")
    assert law_library.shelf().editions.instruments == {}


def test_a_mistake_in_the_names_of_laws_is_shown(pack, city, desk, monkeypatch, tmp_path):
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "named.yaml").write_text("- 1", encoding="utf-8")
    monkeypatch.setattr(law_library, "law_folder", lambda: tmp_path)
    assert "instruments/named.yaml" in page(desk("S1.officer", "en"), "/library/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_library_shows_each_law_as_of_a_day(pack, desk, language):
    client = desk("S1.officer", language)
    assert "2013-01-01" in page(client, "/library/?on=2025-12-31") and "2026-01-01" in page(client, "/library/?on=2026-01-01")
    law = page(client, "/library/law/治安管理处罚法/?on=2026-03-01")
    assert "ZA26-118" in law and "ZA12-099" not in law
    assert "没有收录" in page(desk("S1.officer"), "/library/law/治安管理处罚法/?on=2000-01-01")
    assert client.get("/library/law/没有的法/").status_code == 404


def test_an_article_shows_both_sides_of_its_amendment_and_the_rules_on_it(pack, desk):
    client = desk("S1.officer")
    shown = page(client, "/library/ZA26-118/?on=2026-03-01")
    assert "<del>收到</del>" in shown and "<ins>登记</ins>" in shown and "办理治安案件的期限" in shown
    early = page(client, "/library/ZA26-118/?on=2025-03-01")
    assert "这一版不在施行期内" in early and "看当日施行的第九十九条" in early
    assert client.get("/library/ZZ-1/").status_code == 404


def test_a_rule_names_the_articles_it_rested_on_and_a_duty_those_of_its_start(pack, city, desk):
    client, duty = desk("S1.officer"), DutyRow.objects.get(matter=city.matters["case"], rule="public-security.closing-period")
    rule = page(client, "/rules/public-security.closing-period/?on=2026-03-01")
    assert "2013-01-01 – 2025-12-31" in rule and "2026-01-01 起" in rule and "测试用的改写：自登记之日" in rule
    why = page(client, f"/matters/{duty.matter_id}/why/?rule={duty.rule}&key={duty.key}&start={duty.start_event}")
    assert f"/library/ZA26-118/?on={duty.started:%Y-%m}" in why


def test_words_and_citations_find_articles_and_rules(pack, desk):
    client = desk("S1.officer")
    shown = page(client, "/library/?q=检验&on=2026-03-01")
    assert shown.index("第一百一十八条") < shown.index("第九十九条")
    assert "第一百一十八条" in page(client, "/library/?q=治安管理处罚法第118条&on=2026-03-01")
    assert "没有找到" in page(client, "/library/?q=没有这样的词")


def test_what_changed_between_two_days_stands_side_by_side(pack, desk):
    client = desk("S1.officer")
    shown = page(client, "/library/changes/?from=2025-12-31&to=2026-01-01")
    assert "<del>收到</del>" in shown and "只有后一天的" in shown and "办理治安案件的期限" in shown
    assert "没有不同" in page(client, "/library/changes/?from=2026-02-01&to=2026-03-01")


def test_the_articles_stand_beside_the_step_and_under_the_duty_of_their_day(pack, city, desk):
    case = city.matters["case"]
    client = desk("S1.officer")
    shown = page(client, f"/matters/{case.id}/law/")
    assert "测试用的改写：自登记之日" in shown and f"/library/ZA26-118/?on={case.opened_at:%Y-%m}" in shown
    step = page(client, f"/matters/{case.id}/steps/terminate/")
    assert "适用条文" in step and "测试用的改写" in step
    assert f"/matters/{case.id}/law/" in page(client, f"/matters/{case.id}/")
    assert client.get("/matters/nothing/law/").status_code == 404
    english = page(desk("S1.officer", "en"), f"/matters/{case.id}/law/")
    assert "Public Security Administration Penalties Law (2025) article 118" in english


def test_a_wrong_citation_in_a_step_is_told_once_and_recorded_when_it_is_meant(pack, city, desk):
    case, client = city.matters["case"], desk("S1.officer")
    before = Event.objects.filter(stream=case.id).count()
    form = {"note": SLIP}
    answer = client.post(f"/matters/{case.id}/steps/note/", form)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "第九十九条" in shown and "只到第" in shown and SLIP in shown
    assert Event.objects.filter(stream=case.id).count() == before
    assert client.post(f"/matters/{case.id}/steps/note/", form).status_code == 302
    assert Event.objects.filter(stream=case.id).count() == before + 1


def test_a_wrong_citation_in_an_opinion_is_told_before_it_is_sent(pack, city, desk):
    finding = FindingRow.objects.get(matter=city.matters["old"].id, rule="public-security.closing-period")
    client = desk("S1.station_chief")
    sent = lambda: Event.objects.filter(stream=finding.id, kind="opinion.issued").count()  # noqa: E731
    shown = client.post(f"/findings/{finding.id}/opinion/", {"text": SLIP}, follow=True).content.decode()
    assert sent() == 0 and "引用的条文有疑问" in shown and "2025-12-31" in shown
    client.post(f"/findings/{finding.id}/opinion/", {"text": OPINION})
    assert sent() == 1


def test_a_paper_that_would_cite_a_missing_article_says_so_before_it_is_made(pack, city, desk, monkeypatch):
    case = city.matters["case"]
    quiet = page(desk("S1.officer"), f"/matters/{case.id}/")
    assert "没有这一条" not in quiet and "受案回执" in quiet
    cited = law_library.cited(law_library.law_folder())
    slip = cited[0].__class__("acceptance_receipt.yaml", "治安管理处罚法第三百条")
    monkeypatch.setattr(law_library, "cited", lambda _law: (*cited, slip))
    assert "只到第一百四十四条，没有这一条" in page(desk("S1.officer"), f"/matters/{case.id}/")
