"""Chinese text carries full-width punctuation, in messages, templates and the law."""

from tests.house.punctuation import files, full_width, mended
from tests.house.tree import shown


def test_chinese_text_carries_full_width_punctuation():
    amiss = [shown(path) for path in files() if mended(path) != path.read_text(encoding="utf-8")]
    assert amiss == [], "mend with: python -m tests.house.punctuation (then rename the messages in the English catalogue)"


def test_the_guard_tells_chinese_text_from_english_times_and_placeholders():
    wide = {
        "已办结,声明已入账": "已办结，声明已入账",
        "治安管理处罚法(2025) 第九条": "治安管理处罚法（2025）第九条",
        "%(n)s,请看": "%(n)s，请看",
        "“{kind}”:现为“{text}”": "“{kind}”：现为“{text}”",
    }
    assert {text: full_width(text) for text in wide} == wide
    for kept in ("08:05", "年-月-日 时:分", "CSV(UTF-8)", "%(who)s", "还剩 %(span)s · %(end)s", "written (yes), then: no"):
        assert full_width(kept) == kept
