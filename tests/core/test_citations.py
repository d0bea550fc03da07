"""Citations in running text: which article is named, whether it exists and is in force that day."""

from datetime import date

import pytest

from hengjian.core.lawbook.citations import checked, citations_in, wrong_in
from tests.core.shelf import AFTER, BEFORE, library

SHELF = library()


def read(text):
    return [(one.law or one.said, one.number, one.year) for one in citations_in(text, SHELF)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依据《中华人民共和国饮水管理法》第九条第一款、第二款和第十条的规定", [("饮水管理法", "9", None), ("饮水管理法", "10", None)]),
        ("《中华人民共和国饮水管理法（2012修正）》第7条", [("饮水管理法", "7", 2012)]),
        ("该所违反饮水法（2012）第七条；该法第八条亦同", [("饮水管理法", "7", 2012), ("饮水管理法", "8", None)]),
        ("饮水法第七条至第十条", [("饮水管理法", "7", None), ("饮水管理法", "10", None)]),
        ("饮水法第十条之一", [("饮水管理法", "10", None)]),
        ("依照人民警察法第三条处理", [("人民警察法", "3", None)]),
        ("按照《某市办法》第四条，同法第五条", [("某市办法", "4", None), ("某市办法", "5", None)]),
        ("某市饮水管理法第四条", [("某市饮水管理法", "4", None)]),
        ("水井登记规定（2024）八、二（一）", [("水井登记规定", "8", 2024), ("水井登记规定", "二(一)", 2024)]),
        ("登记规定八（四）", [("水井登记规定", "八(四)", None)]),
        ("本案第三条线索已查，同法第一条", []),
        ("水井登记规定没有这样的条文", []),
        ("饮水管理法没有期间计算的条文", []),
    ],
)
def test_a_text_names_these_articles(text, found):
    assert read(text) == found


def answer(text, day):
    (citation,) = citations_in(text, SHELF)
    return checked(citation, SHELF, day)


@pytest.mark.parametrize(
    ("text", "day", "state"),
    [
        ("饮水法第七条", BEFORE, "held"),
        ("饮水法第九条", AFTER, "held"),
        ("饮水法（2012）第七条", AFTER, "not_in_force"),
        ("饮水法（2025）第九条", BEFORE, "not_in_force"),
        ("饮水法第五十一条", AFTER, "no_article"),
        ("饮水法第四十一条", BEFORE, "no_article"),
        ("饮水法第三十条", AFTER, "other_edition"),
        ("饮水法（2025）第三十条", AFTER, "unheld"),
        ("饮水法第四十九条", AFTER, "unheld"),
        ("饮水法（2018）第七条", AFTER, "unheld"),
        ("饮水法第七条", date(2012, 1, 1), "no_edition"),
        ("人民警察法第三条", AFTER, "unknown"),
        ("水井登记规定（2023）八", AFTER, "held"),
        ("水井登记规定（2023）九", AFTER, "unheld"),
        ("水龙头办法第一条", AFTER, "held"),
        ("水龙头办法第二条", AFTER, "unheld"),
    ],
)
def test_the_library_says_of_a_citation_on_a_day(text, day, state):
    assert answer(text, day).state == state


def test_what_is_held_names_its_key_and_what_is_wrong_says_why():
    assert answer("饮水法第九条", AFTER).key == "YS26-009a" and answer("人民警察法第三条", AFTER).key == ""
    assert (
        answer("饮水法第五十一条", AFTER).sentence("zh")
        == "饮水管理法第五十一条：中华人民共和国饮水管理法（2025修订）只到第五十条，没有这一条"
    )
    old = answer("饮水法（2012）第七条", AFTER)
    assert old.sentence("zh") == (
        "饮水管理法（2012）第七条：2026-01-01不在施行期内（2013-01-01 至 2025-12-31）；当日施行的是中华人民共和国饮水管理法（2025修订）"
    )
    assert "in force that day" in old.sentence("en") and "(2013-01-01 – 2025-12-31)" in old.sentence("en")
    assert "2026-01-01 – now" in answer("饮水法（2025）第九条", BEFORE).sentence("en")
    assert "另一版" in answer("饮水法第三十条", AFTER).sentence("zh")
    assert answer("人民警察法第三条", AFTER).sentence("en").endswith("not checked")


def test_an_amendment_overnight_turns_a_right_citation_into_a_wrong_one():
    text = "根据饮水法（2012）第七条、第八条和饮水法第九条办理。"
    assert [one.citation.number for one in wrong_in(text, SHELF, BEFORE)] == ["9"]
    assert [one.citation.number for one in wrong_in(text + text, SHELF, AFTER)] == ["7", "8"]
