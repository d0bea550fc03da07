"""The text pack as a library: names, editions in time, numbers of articles, and the data file that names them."""

from datetime import date

import pytest

from hengjian.core.lawbook.editions import article_words, first_key, library_of, number_of, read_named
from hengjian.core.lawbook.numerals import value_of, written
from tests.core.rules import HOUSE_LAW
from tests.core.shelf import AFTER, BEFORE, NEW, OLD, article, library


def test_the_editions_of_a_law_stand_in_order_and_each_ends_before_the_next():
    law = library().instruments["饮水管理法"]
    assert [(one.since, one.until, one.last) for one in law.editions] == [
        (date(2013, 1, 1), date(2025, 12, 31), 40),
        (date(2026, 1, 1), None, 50),
    ]
    assert (law.on(BEFORE), law.on(AFTER), law.on(date(2012, 12, 31))) == (*law.editions, None)
    assert law.english == "Drinking Water Law"


def test_an_edition_without_a_last_day_ends_where_the_next_begins():
    first = article("A1-1", ("某法（2010）", "2010-01-01施行"), "1", "一")
    second = article("A2-1", ("某法（2020）", "2020-01-01施行"), "1", "二")
    assert library_of({"A2-1": second, "A1-1": first}).instruments["某法"].editions[0].until == date(2019, 12, 31)


def test_a_wording_that_the_pack_splits_is_one_article_with_all_its_keys():
    law, edition, found = library().places["YS26-009b"]
    assert (law.name, edition.title, found.key, first_key(found)) == ("饮水管理法", NEW[0], "YS26-009a, YS26-009b", "YS26-009a")
    assert [one.number for one in edition.articles] == ["9", "10", "11"]


def test_a_law_is_found_by_every_name_it_bears():
    shelf = library()
    names = ("饮水管理法", "饮水法", "《中华人民共和国饮水管理法》（2025修订）", "中华人民共和国饮水管理法")
    assert {shelf.named(one).name for one in names} == {"饮水管理法"}
    assert shelf.named("别的法") is None


def test_an_edition_of_unknown_days_serves_any_day_and_a_year_names_its_edition():
    shelf = library()
    assert shelf.instruments["水龙头办法"].on(BEFORE).on(BEFORE) is None
    assert shelf.instruments["饮水管理法"].of_year(2012).title == OLD[0]
    assert shelf.instruments["饮水管理法"].of_year(1999) is None
    assert shelf.instruments["水井登记规定"].sectioned and not shelf.instruments["饮水管理法"].sectioned


def test_the_days_of_an_edition_within_a_span():
    old = library().instruments["饮水管理法"].editions[0]
    assert old.within(date(2010, 1, 1), date(2014, 1, 1)) == (date(2013, 1, 1), date(2014, 1, 1))
    assert old.within(date(2026, 1, 1), date.max) is None


@pytest.mark.parametrize(
    ("said", "number"), [("118", "118"), ("一百一十八", "118"), ("八（四）", "八(四)"), ("十二", "12"), ("一一一一二", "一一一一二")]
)
def test_numbers_of_articles_are_compared_in_figures(said, number):
    assert number_of(said) == number


def test_an_article_is_found_by_its_number_and_by_its_section():
    wells, law = library().instruments["水井登记规定"].editions[0], library().instruments["饮水管理法"].editions[1]
    assert wells.article("8").key == "SJ-08" and wells.article("二(一)").key == "SJ-12" and wells.article("2").key == "SJ-12"
    assert law.article("9").key.startswith("YS26-009a") and law.article("12") is None
    assert wells.article("20") is None


@pytest.mark.parametrize("number", [1, 8, 10, 14, 20, 101, 110, 118, 300, 664, 1001, 1010, 1100, 2026])
def test_a_number_is_written_as_it_is_read(number):
    assert value_of(written(number)) == number


def test_numbers_are_written_as_laws_write_them():
    assert [written(one) for one in (10, 12, 20, 105, 110, 111, 304)] == [
        "十",
        "十二",
        "二十",
        "一百零五",
        "一百一十",
        "一百一十一",
        "三百零四",
    ]
    assert (article_words("118"), article_words("118", "en"), article_words("八"), article_words("二（一）2")) == (
        "第一百一十八条", "article 118", "第八条", "二（一）2",
    )  # fmt: skip


def test_the_names_of_the_house_are_read_and_no_two_laws_share_one(tmp_path):
    named = read_named(HOUSE_LAW / "instruments")
    names = [name for one in named for name in (one.name, *one.also)]
    assert len(named) > 30 and len(names) == len(set(names))
    assert read_named(tmp_path / "none") == []


@pytest.mark.parametrize("text", ["a: {name: {zh: 某法}}", "a: 某法", "a: {name: {zh: 某法, en: L}, last_article: {x: 1}}", "a: [", "- 1"])
def test_a_mistake_in_the_names_is_told_with_its_file(tmp_path, text):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"instruments/mine\.yaml"):
        read_named(tmp_path)
