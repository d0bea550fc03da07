"""Which rules rest on which articles from when to when, which of their citations no day bears out; words found in both."""

from datetime import date

from hengjian.core.lawbook.finding import find_articles, find_rules
from hengjian.core.lawbook.resting import keys_out_of_force, resting, wrong_sources
from tests.core.rules import clock
from tests.core.shelf import AFTER, BEFORE, library

SHELF = library()
AMENDED = "{2013-01-01: YS12-007, 2026-01-01: [YS26-009b, GONE-1]}"


def rule(text, within, name="r"):
    return clock(within, name=name).replace("text: not_held", f"text: {text}")


def told(rests):
    return [(one.key, one.since, one.until, one.by_text) for one in rests]


def test_a_rule_rests_on_the_article_of_its_day_and_the_article_knows_its_rules(law_of):
    law = law_of(r=rule(AMENDED, "{2013-01-01: {days: 30, source: 饮水法（2012）第八条}, 2026-01-01: {days: 30, source: 饮水法第十条}}"))
    found = resting(law, SHELF)
    assert told(found.of_rule["s.r"]) == [
        ("YS12-007", date(2013, 1, 1), BEFORE, True),
        ("YS12-008", date(2013, 1, 1), BEFORE, False),
        ("YS26-009a", AFTER, None, True),
        ("YS26-010", AFTER, None, False),
    ]
    old, new = SHELF.places["YS12-007"][2], SHELF.places["YS26-009a"][2]
    assert [one.rule for one in found.rules_on(old)] == ["s.r"] and found.rules_on(SHELF.places["LT-001"][2]) == ()
    assert [one.key for one in found.articles_on("s.r", AFTER, SHELF)] == [new.key, "YS26-010"]
    assert found.articles_on("s.r", date(2012, 1, 1), SHELF) == []


def test_an_article_that_text_and_source_both_name_is_one_rest_over_all_days(law_of):
    law = law_of(r=rule("YS26-010", "{2020-01-01: {days: 30, source: 饮水法第十条}, 2028-01-01: {days: 40, source: 饮水法第十条}}"))
    assert told(resting(law, SHELF).of_rule["s.r"]) == [("YS26-010", AFTER, None, True)]


def test_days_apart_stay_apart_and_neighbouring_days_become_one(law_of):
    within = "{2013-01-01: {days: 30, source: 饮水法第八条}, 2015-01-01: {days: 31, source: 饮水法第八条}}"
    apart = (
        "{2013-01-01: {days: 30, source: 饮水法第八条}, 2015-01-01: {days: 31, source: 政策}, 2020-01-01: {days: 1, source: 饮水法第八条}}"
    )
    law = law_of(one=rule("not_held", within, "one"), two=rule("not_held", apart, "two"))
    found = resting(law, SHELF)
    assert told(found.of_rule["s.one"]) == [("YS12-008", date(2013, 1, 1), BEFORE, False)]
    assert [one[1:3] for one in told(found.of_rule["s.two"])] == [
        (date(2013, 1, 1), date(2014, 12, 31)), (date(2020, 1, 1), BEFORE),
    ]  # fmt: skip


def test_a_citation_is_wrong_only_if_no_day_of_its_span_bears_it_out(law_of):
    kept = "{2000-01-01: {days: 30, source: 饮水法（2012）第八条}, 2026-01-01: {days: 30, source: 饮水法第十条}}"
    slip = "{2000-01-01: {days: 30, source: 饮水法第八条}, 2026-01-01: {days: 30, source: 饮水法（2012）第八条、第九十条}}"
    law = law_of(kept=rule("{2000-01-01: YS12-007, 2026-01-01: YS12-007}", kept, "kept"), slip=rule("not_held", slip, "slip"))
    assert wrong_sources(law.rules["s.kept"], SHELF) == []
    assert [(one.state, one.citation.number) for one in wrong_sources(law.rules["s.slip"], SHELF)] == [
        ("not_in_force", "8"), ("no_article", "90"),
    ]  # fmt: skip
    assert keys_out_of_force(law.rules["s.kept"], law, SHELF) == [("YS12-007", AFTER)]
    assert keys_out_of_force(law.rules["s.slip"], law, SHELF) == []


def test_a_text_without_a_day_counts_from_when_its_law_is_in_force(law_of):
    law = law_of(r=rule("YS26-010", "{days: 30, source: 饮水法第八条}"))
    assert told(resting(law, SHELF).of_rule["s.r"]) == [
        ("YS12-008", date(2013, 1, 1), BEFORE, False), ("YS26-010", AFTER, None, True),
    ]  # fmt: skip


def test_words_are_found_in_articles_those_in_force_first():
    hits = find_articles(SHELF, "取水 30", AFTER)
    assert hits == []
    hits = find_articles(SHELF, "浪费 罚款", AFTER)
    assert [(one.article.key, one.in_force) for one in hits] == [("YS26-010", True), ("YS12-008", False)]
    assert [one.article.key for one in find_articles(SHELF, "浪费 罚款", BEFORE)] == ["YS12-008", "YS26-010"]
    assert find_articles(SHELF, "  ", AFTER) == [] and find_articles(SHELF, "水表", AFTER) == []
    assert [one.in_force for one in find_articles(SHELF, "水龙头应当", AFTER)] == [None]


def test_two_signs_are_enough_and_the_excerpt_shows_them():
    (hit, _old) = find_articles(SHELF, "检验", AFTER)
    assert hit.article.key.startswith("YS26-009a") and "检验" in hit.excerpt and hit.excerpt.startswith("…")


def test_a_citation_finds_its_article_first():
    hits = find_articles(SHELF, "饮水法第10条", AFTER)
    assert [one.article.key for one in hits] == ["YS26-010"] and hits[0].excerpt.startswith("浪费用水")


def test_rules_are_found_by_title_restatement_and_source(law_of):
    law = law_of(r=rule("YS26-010", "{days: 30, source: 饮水法第八条}"))
    everything = list(law.rules.values())
    assert [one.id for one in find_rules(everything, "测试 饮水法")] == ["s.r"]
    assert find_rules(everything, "") == [] and find_rules(everything, "水表") == []
