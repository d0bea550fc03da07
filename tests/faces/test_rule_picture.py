"""A rule as a picture: stops, what is drawn to scale, its values by day and its examples as they ran."""

from datetime import date

import pytest

from hengjian.core.lawbook.rule import CHECKS
from hengjian.faces.desk.rule_shown import Cell, dated_values, shown, tried
from hengjian.faces.look.rule_picture import STOPS, picture
from hengjian.work.matters.lawbook import law_in_force

TODAY = date(2026, 11, 23)


@pytest.fixture
def law(db):
    return law_in_force()


def by_role(law, rule, day=TODAY, language="zh"):
    return {stop.role: stop for stop in picture(law.rules[rule], law, day, language)}


def test_every_check_has_its_picture():
    assert set(STOPS) == set(CHECKS)


def test_every_rule_is_drawn_with_two_stops_or_more_and_each_example_says_how_it_came_about(law):
    for rule in law.rules.values():
        found = shown(rule, law, tried(law, rule), TODAY, "zh")
        assert not found.stops or len(found.stops) >= 2, rule.id
        assert not [one.name for one in found.examples if one.wrong], rule.id
        assert all(answer.reasons for one in found.examples for answer in one.answers), rule.id


def test_a_clock_is_drawn_in_the_proportion_of_its_extensions(law):
    before, now = (by_role(law, "public-security.closing-period", day)["clock"] for day in (date(2020, 1, 1), TODAY))
    widths = [[float(shape.width) for shape in stop.shapes if shape.kind == "extension"] for stop in (before, now)]
    assert [[round(one) for one in each] for each in widths] == [[50], [33, 33]]
    assert any(shape.kind == "pause" for shape in now.shapes)


def test_the_ages_stand_on_a_line_and_the_levels_on_a_ladder(law):
    ages = by_role(law, "public-security.detention-not-enforced")["ages"]
    assert [shape.title for shape in ages.shapes if shape.kind == "tick"] == ["14", "16", "18", "70"]
    ladder = by_role(law, "public-security.grave-penalty-authority", language="en")["level"].ladder
    assert [competent for _name, competent in ladder] == [False, True, True]
    assert ladder[0][0] == "Station"


def test_once_too_often_is_crossed_out(law):
    shapes = by_role(law, "public-security.mediation-times")["count"].shapes
    assert [shape.kind for shape in shapes] == ["dot", "dot", "cross"]


def test_a_day_without_a_provision_has_no_picture(law):
    assert picture(law.rules["public-security.no-penalty-under-14"], law, date(2020, 1, 1), "zh") == ()


def test_a_value_that_does_not_change_reaches_over_its_days(law):
    table = dated_values(law.rules["public-security.closing-period"], law, "zh")
    rows = dict(table.rows)
    assert len(table.days) == 4
    assert rows["期限"] == (Cell("30日", 4),)
    assert [cell.columns for cell in rows["起算"]] == [2, 1, 1]
    assert sum(cell.columns for cell in table.sources) == 4


def test_the_page_shows_picture_values_and_examples_in_both_languages(city, desk):
    for language, words in (
        ("zh-hans", ["怎么算", "各时期的值", "派出所的案件由派出所自己批准延长，不算数"]),
        ("en", ["How it counts", "Values by date"]),
    ):
        client = desk("S1.officer")
        client.cookies["django_language"] = language
        page = client.get("/rules/public-security.closing-period/").content.decode()
        assert all(word in page for word in words), language
