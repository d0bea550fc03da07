"""A source in English: names, editions, articles, sections and remarks; the Chinese stays as the file has it."""

import re

import pytest

from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.sourcing import example_in, source_in
from tests.core.rules import HOUSE_LAW

PACK = read_lawbook(HOUSE_LAW)

SOURCES = sorted({source for rule in PACK.rules.values() for _since, source, _key in rule.sources})


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("治安管理处罚法（2025）第九十七条第一款", "Public Security Administration Penalties Law (2025) Art. 97, para. 1"),
        ("刑事诉讼法（2018）第九十一条、第二款", "Criminal Procedure Law (2018) Art. 91, para. 2"),
        ("行政处罚法（2021）第五十八条第一款第（二）项", "Administrative Penalties Law (2021) Art. 58, para. 1, item 2"),
        ("某办法第十二条之一", "某办法 Art. 12-1"),
        ("接报案与立案工作规定（2024）八（四）、十二", "Provisions on Receiving Reports and Opening Cases (2024) sec. 8(4), sec. 12"),
        (
            "公安部关于改革完善受案立案制度的意见（公通字〔2015〕32号）二（一）2；刑事诉讼法（2018）第三条",
            "Opinions on Reforming the Acceptance and Opening of Cases (Gong Tong Zi [2015] No. 32) sec. 2(1)(2);"
            " Criminal Procedure Law (2018) Art. 3",
        ),
        ("法律援助法（2021）没有期间计算的条文", "Legal Aid Law (2021) has no article on counting periods"),
    ],
)
def test_a_source_is_told_in_english(source, told):
    assert source_in(source, PACK, "en") == told
    assert source_in(source, PACK, "zh-hans") == source


def test_every_source_of_the_pack_can_be_told_in_english():
    assert len(SOURCES) > 300
    left = {source: source_in(source, PACK, "en") for source in SOURCES}
    assert {source: told for source, told in left.items() if re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", told)} == {}


def test_every_example_of_the_pack_has_a_name_in_english():
    names = {example.name for rule in PACK.rules.values() for example in rule.examples}
    assert len(names) > 800
    assert sorted(name for name in names if not re.fullmatch("[ -~]+", example_in(name, PACK, "en"))) == []
    assert example_in("逾期未存入", PACK, "en") == "Not banked in time" and example_in("逾期未存入", PACK, "zh-hans") == "逾期未存入"
    assert example_in("没有这个例子", PACK, "en") == "没有这个例子"
