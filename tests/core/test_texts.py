"""The text pack: reading lines, faults with their line, versions, and figures of rules against their articles."""

import json
from datetime import date

import pytest

from hengjian.core.lawbook.numerals import numbers_in
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.texts import (
    Article,
    TextsError,
    articles_of,
    clashes,
    each_wording_once,
    figures_not_in_text,
    read_articles,
    read_pack,
    text_verified,
)
from tests.core.rules import HOUSE_LAW


def line(key="AB20-001", text="应当在三十日以内办结。", **more):
    node = {"id": key, "law_title": "测试法", "version": "2020-01-01施行–现行", "art": "1", "text": text} | more
    return json.dumps(node, ensure_ascii=False).encode()


def faults(*lines):
    with pytest.raises(TextsError) as caught:
        read_articles("pack.jsonl", lines)
    return [(fault.line, fault.code) for fault in caught.value.faults]


def article(version, verified="same wording in sources: 2"):
    return Article("AB20-001", "测试法", version, "1", "文字", verified)


def test_a_line_becomes_an_article_and_blank_lines_are_passed_over():
    found = read_articles("pack.jsonl", [line(), b"", line("AB20-002")])
    assert list(found) == ["AB20-001", "AB20-002"] and found["AB20-001"].text == "应当在三十日以内办结。"


def test_a_byte_order_mark_before_the_first_line_is_no_fault():
    assert list(read_articles("pack.jsonl", [b"\xef\xbb\xbf" + line()])) == ["AB20-001"]


def test_each_fault_names_its_line():
    gb = "条文".encode("gb18030")
    assert faults(line(), gb, b"{broken", b"[1]", line("no key"), line("AB20-003", note=5), line("AB20-004", extra="x")) == [
        (2, "encoding"), (3, "json"), (4, "object"), (5, "key"), (6, "kind"), (7, "unknown"),
    ]  # fmt: skip


def test_a_line_without_its_text_is_refused():
    assert faults(line(text=" ")) == [(1, "missing")]


def test_the_same_key_twice_with_another_wording_is_refused_and_with_the_same_is_not():
    assert faults(line(), line(text="另一种文字")) == [(2, "twice")]
    assert len(read_articles("pack.jsonl", [line(), line()])) == 1


def test_an_empty_file_and_an_endless_line_are_refused():
    assert faults() == [(0, "empty")]
    assert faults(line(text="条" * 70_000)) == [(1, "long")]


def test_no_more_than_fifty_faults_are_gathered():
    assert len(faults(*[b"{"] * 80)) == 50


def test_a_fault_speaks_chinese_and_english():
    with pytest.raises(TextsError) as caught:
        read_articles("pack.jsonl", [b"{broken"])
    fault = caught.value.faults[0]
    assert fault.place() == "pack.jsonl:1" and "JSON" in fault.sentence("zh") and "not one whole line" in fault.sentence("en")


def test_a_version_tells_from_when_to_when_it_was_in_force():
    new, old = (
        article("2025-06-27修订, 主席令第49号; 2026-01-01施行–现行"),
        article("2005-08-28通过, 2012-10-26修正(2013-01-01起); 至2025-12-31"),
    )
    assert new.in_force(date(2026, 1, 1)) and not new.in_force(date(2025, 12, 31))
    assert old.in_force(date(2025, 12, 31)) and not old.in_force(date(2026, 1, 1)) and not old.in_force(date(2012, 12, 31))


def test_a_partial_repeal_named_in_the_version_does_not_move_its_first_day():
    version = "公通字〔2015〕32号, 2015-11-04; 2024-01-01起与接报案规定不一致部分失效"
    assert article(version).period == (date(2015, 11, 4), None)


def test_a_version_without_a_day_answers_neither_yes_nor_no():
    assert article("现行").in_force(date(2026, 1, 1)) is None


def test_a_wording_retyped_from_one_source_is_not_checked():
    assert article("现行").checked
    assert not article("现行", "retyped from one source: check against the official text").checked
    assert not article("现行", "").checked


def test_another_file_of_the_pack_with_another_wording_clashes(tmp_path):
    (tmp_path / "one.jsonl").write_bytes(line())
    new = read_articles("two.jsonl", [line(text="另一种文字")])
    assert [fault.code for fault in clashes("two.jsonl", new, tmp_path)] == ["twice"]
    assert clashes("one.jsonl", new, tmp_path) == []
    assert read_pack(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("应当在三十日以内", {30}), ("３０日内", {30}), ("不得超过30日", {30}), ("十二小时", {12}), ("二十四小时", {24}),
        ("一百零五日", {105}), ("一千元以下", {1000}), ("1,000元", {1000}), ("二十万元", {200_000}), ("延长一日至四日", {1, 4}),
        ("二次为限", {2}), ("依照第九十一条第二款第（三）项", set()), ("两名以上", {2}), ("十个月", {10}), ("百元", {100}),
    ],
)  # fmt: skip
def test_numbers_are_read_as_articles_write_them(text, numbers):
    assert numbers_in(text) == numbers


def test_a_rule_leads_to_its_articles_of_the_day_and_names_what_is_lacking():
    rule = read_lawbook(HOUSE_LAW).rules["criminal-procedure.transfer-told"]
    texts = {"JBA-13": Article("JBA-13", "规定", "现行", "13", "三日以内通知", "retyped from one source")}
    found, lacking = articles_of(rule, texts, date(2024, 6, 1))
    assert [one.key for one in found] == ["JBA-13"] and lacking == ["XS-184"]
    assert not text_verified(rule, texts, date(2024, 6, 1))
    assert articles_of(rule, texts, date(2023, 6, 1)) == ([], ["XS-184", "XS-175"])


def test_a_figure_that_the_article_does_not_name_is_found():
    rule = read_lawbook(HOUSE_LAW).rules["criminal-procedure.complaint-answer"]
    right = {"XS-196": Article("XS-196", "规定", "现行", "196", "三十日以内作出处理决定", "same wording")}
    wrong = {"XS-196": Article("XS-196", "规定", "现行", "196", "二十日以内作出处理决定", "same wording")}
    assert figures_not_in_text(rule, right) == []
    assert figures_not_in_text(rule, wrong) == [("days", 30, date(2020, 9, 1), ("XS-196",))]


def test_signs_that_make_no_number_are_passed_over():
    assert numbers_in("三四日内,五六万元") == frozenset()


def test_a_pack_is_every_file_of_its_folder(tmp_path):
    (tmp_path / "one.jsonl").write_bytes(line("AB20-001"))
    (tmp_path / "two.jsonl").write_bytes(line("AB20-002"))
    assert set(read_pack(tmp_path)) == {"AB20-001", "AB20-002"}


def test_an_article_that_a_pack_splits_by_its_limits_is_read_once_under_all_its_keys():
    split = [Article(key, "测试法", "现行", "97", "不得超过八小时；十二小时", "same wording") for key in ("AB20-097a", "AB20-097b")]
    other = Article("AB20-098", "测试法", "现行", "98", "不得超过八小时；十二小时", "same wording")
    assert [one.key for one in each_wording_once([split[0], other, split[1]])] == ["AB20-097a, AB20-097b", "AB20-098"]
