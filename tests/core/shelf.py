"""A small invented library for tests: a law amended at the turn of a year, one counted by sections, one whose days nobody knows."""

from datetime import date

from hengjian.core.lawbook.editions import Named, library_of
from hengjian.core.lawbook.texts import Article

OLD = ("中华人民共和国饮水管理法（2012修正）", "2012-10-26修正(2013-01-01起); 至2025-12-31")
NEW = ("中华人民共和国饮水管理法（2025修订）", "2025-06-27修订; 2026-01-01施行–现行")
WELLS = ("水井登记规定", "2024-01-01施行; 非全文")
TAPS = ("水龙头办法", "试行")
KNOWN = (
    Named("饮水管理法", "Drinking Water Law", ("饮水法",), {2012: 40, 2025: 50}),
    Named("水井登记规定", "Well Registration Rules", ("登记规定",)),
)
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)


def article(key, edition, number, text):
    return Article(key, *edition, number, text, "same wording in sources: 2")


ARTICLES = (
    article(
        "YS12-007", OLD, "7", "申请取水的，自受理之日起不得超过三十日答复；案情复杂的，经上一级批准，可以延长三十日。\n检验的期间不计入。"
    ),
    article("YS12-008", OLD, "8", "浪费用水的，处五十元以下罚款。"),
    article("YS12-030", OLD, "30", "本条只在旧版。"),
    article(
        "YS26-009a",
        NEW,
        "9",
        "申请取水的，自登记之日起不得超过三十日答复；案情复杂的，经上一级批准，可以延长三十日。\n检验、听证的期间不计入。",
    ),
    article(
        "YS26-009b",
        NEW,
        "9",
        "申请取水的，自登记之日起不得超过三十日答复；案情复杂的，经上一级批准，可以延长三十日。\n检验、听证的期间不计入。",
    ),
    article("YS26-010", NEW, "10", "浪费用水的，处二百元以下罚款。"),
    article("YS26-011", NEW, "11", "全新的一条，与旧法无关联。"),
    article("SJ-08", WELLS, "八", "打井之前应当登记。"),
    article("SJ-12", WELLS, "二（一）2", "登记之后发给凭证。"),
    article("LT-001", TAPS, "1", "水龙头应当关紧。"),
)


def library(*articles, known=KNOWN):
    return library_of({one.key: one for one in articles or ARTICLES}, known)
