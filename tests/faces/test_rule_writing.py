"""Writing a rule at the desk: the text is judged as it stands, kept, shown as a whole, put forward."""

import pytest

from hengjian.work.matters.actions_law import adopt_first_law, standing
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.matters.lawmaking.models import LawDraft
from tests.amending import law_here
from tests.faces.conftest import BY_PASSWORD, Client
from tests.world import World, small_world

__all__ = ["law_here"]
RULE = "public-security.closing-period"
EDIT = f"/rules/{RULE}/edit/"


@pytest.fixture
def world(db) -> World:
    return small_world()


@pytest.fixture
def legal(world, law_here):
    adopt_first_law(law_here, now=world.now)
    client = Client()
    client.force_login(world.accounts["C.city_legal"], backend=BY_PASSWORD)
    return client


def said(answer):
    return answer.content.decode()


def text_of(client):
    return client.get(EDIT).context["text"]


def test_the_page_holds_the_text_in_force_and_what_it_amounts_to(legal):
    page = legal.get(EDIT)
    assert f"id: {RULE}" in page.context["text"] and not page.context["faults"] and page.context["shown"].examples
    assert "改这条规则" in said(legal.get(f"/rules/{RULE}/"))
    assert legal.get("/rules/public-security.No/edit/").status_code == 404


def test_each_stroke_is_answered_with_faults_by_line_or_with_examples(legal):
    text = text_of(legal)
    answer = legal.post(f"/rules/{RULE}/try/", {"text": f"nonsense: 1\n{text}"})
    assert 'data-line="1"' in said(answer) and "不认识键" in said(answer)
    parts = legal.post(f"/rules/{RULE}/try/", {"text": text, "do": "day|within"}, headers={"accept": "application/json"}).json()
    assert set(parts) == {"text", "fields", "tried", "state"} and "全部符合" in parts["state"]
    assert parts["text"].count("source: 治安管理处罚法（2025）第一百一十八条第一款") > text.count(
        "source: 治安管理处罚法（2025）第一百一十八条第一款"
    )
    assert "再点一次" in said(legal.post(f"/rules/{RULE}/try/", {"text": text, "do": "more|nowhere"}))
    wrong = legal.post(f"/rules/{RULE}/try/", {"text": text.replace("state: met_late", "state: met", 1)})
    assert len(wrong.context["wrong_examples"]) == 1 and "例子不符" in said(wrong)
    assert legal.post("/rules/x.y/try/", {"text": text}).status_code == 404


def test_what_is_kept_stands_in_the_draft_and_goes_forward(legal):
    assert "没有改动" in said(legal.get("/rules/draft/"))
    text = text_of(legal).replace("    times: 2\n", "    times: 3\n")
    assert legal.post(f"/rules/{RULE}/keep/", {"text": text, "version": "0"}).status_code == 302
    page = legal.get("/rules/draft/")
    assert [one["id"] for one in page.context["rules"]] == [RULE] and page.context["parts"][0].lines
    assert legal.post("/rules/draft/propose/").url == "/administration/law/"
    assert standing().proposed is not None
    assert "已有一个法规包等待处理" in said(legal.get("/rules/draft/"))
    legal.post(f"/rules/{RULE}/drop/")
    legal.post("/rules/draft/discard/")
    assert not LawDraft.objects.exists()


def test_what_is_refused_comes_back_with_the_text(legal):
    answer = legal.post(f"/rules/{RULE}/keep/", {"text": "id: x", "version": "7"})
    assert answer.status_code == 422 and answer.context["text"] == "id: x" and "刚刚在别处改过" in said(answer)
    assert legal.post("/rules/draft/propose/").url == "/rules/draft/"


def test_the_form_is_kept_with_the_text_where_no_script_runs(legal):
    text = text_of(legal)
    given = {"text": text, "shown": text, "version": "0", "v/within/2026-01-01/days": "31"}
    assert legal.post(f"/rules/{RULE}/keep/", given).status_code == 302
    assert "2026-01-01: {days: 31," in text_of(legal)


def test_a_policy_is_drafted_tried_on_the_rules_that_use_it_and_put_forward(legal, world):
    assert "改“期满前多久提醒”" in said(legal.get("/administration/law/"))
    page = legal.get("/rules/policy/exclusion_days/edit/")
    assert page.context["borne"].rules and not page.context["wrong_rules"]
    text = page.context["text"]
    other = legal.post("/rules/policy/exclusion_days/try/", {"text": text, "shown": text, "v/value": "both_days"})
    assert "value: both_days" in other.context["text"] and other.context["wrong_rules"] and "鉴定期间不计入" in said(other)
    assert "both_dayz" in said(legal.post("/rules/policy/exclusion_days/try/", {"text": text.replace("end_minus_start", "both_dayz")}))
    assert legal.post("/rules/policy/exclusion_days/keep/", {"text": other.context["text"], "version": "0"}).status_code == 302
    # a rule is judged by the policy of the same draft
    assert "鉴定期间不计入" in [one.name for one in legal.get(EDIT).context["wrong_examples"]]
    assert legal.post("/rules/draft/propose/").url == "/rules/draft/"
    legal.post("/rules/policy/exclusion_days/drop/")
    warnings = legal.get("/rules/policy/warnings/edit/").context["text"]
    legal.post("/rules/policy/warnings/keep/", {"text": warnings.replace("[4, 1]", "[5, 2]"), "version": "2"})
    draft = legal.get("/rules/draft/")
    assert [one["id"] for one in draft.context["rules"]] == ["policy/warnings"] and "没有规则的判断用到它" in said(
        legal.get("/rules/policy/warnings/edit/")
    )
    assert legal.post("/rules/draft/propose/").url == "/administration/law/" and standing().proposed is not None


def test_a_calendar_is_drafted_and_other_files_are_not(legal):
    page = legal.get("/rules/calendars/china/edit/")
    text = page.context["text"]
    assert page.context["borne"].rules and not page.context["wrong_rules"]
    other = legal.post("/rules/calendars/china/try/", {"text": text + "years: {2026: {source: x}}\n"})
    assert RULE in [rule.id for rule, _outcomes in other.context["wrong_rules"]] and "期满遇清明假期" in said(other)
    assert legal.post("/rules/calendars/china/keep/", {"text": text + "years: {2027: {source: x}}\n", "version": "0"}).status_code == 302
    assert legal.get("/rules/calendars/china/edit/").context["writing"].in_draft
    for name in ("calendars/mars", "policy/../terms/fields", "policy/Big", "terms/fields", "calendars/library/chinesecalendar"):
        assert legal.get(f"/rules/{name}/edit/").status_code == 404


def test_a_new_rule_is_begun_after_another(legal):
    assert "样本" in said(legal.get("/rules/new/"))
    for asked, sentence in (
        (f"statute=public-security&name=closing-period&like={RULE}", "已有这个编号"),
        (f"statute=public-security&name=Big&like={RULE}", "规则编号应为"),
        ("statute=public-security&name=my-own&like=none", "作样本"),
    ):
        assert sentence in said(legal.get(f"/rules/new/?{asked}"))
    begun = legal.get(f"/rules/new/?statute=public-security&name=my-own&like={RULE}", follow=True)
    assert begun.context["text"].startswith("id: public-security.my-own\n") and not begun.context["faults"]


def test_the_words_for_completion_are_those_of_the_lawbook(legal):
    words = dict(legal.get("/rules/words/").json()["words"])
    assert words["case.opened"] and "extended_by" in words and "working_days" in words


def test_who_may_not_propose_may_not_write(world, legal):
    client = Client()
    client.force_login(world.accounts["S1.officer"], backend=BY_PASSWORD)
    assert [client.get(url).status_code for url in (EDIT, "/rules/draft/", "/rules/new/")] == [403] * 3
    assert "改这条规则" not in said(client.get(f"/rules/{RULE}/"))
    assert drafts.draft_of(world.viewer("S1.officer")) is None
