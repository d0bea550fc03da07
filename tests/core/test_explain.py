"""Every reason the checks can give has a sentence in both languages, filled from its values."""

import re
from pathlib import Path

import pytest

import hengjian.core
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Reason
from hengjian.core.explain import explain, length_words, sentence, state_label, when_words
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.values import Length
from hengjian.core.sentences import SENTENCES
from tests.core.rules import CASE, HOUSE_LAW, at, clock

DAY = at("2024-03-01")[0].date()
VALUES = {
    "kind": "case.opened", "kinds": ("case.opened", "case.decided"), "when": DAY, "source": "甲法 第一条", "length": (0, 0, 2, 1),
    "field": "party.added.age_band", "fields": ("officers", "guardian_present"), "text": "promptly", "number": 3, "level": "station",
    "role": "officer", "policy": "bail_rolls", "value": True, "names": ("清明", "星期日"), "span": 90, "demand": "required",
    "signature": True, "given": "", "limit": (24, 0, 0, 0), "days": (DAY,), "second": at("2024-03-01T10:20:30")[0],
    "seconds": 3_725,
}  # fmt: skip


@pytest.fixture(scope="module")
def house():
    return read_lawbook(HOUSE_LAW)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_fills_in_both_languages(house, code):
    reason = Reason(code, tuple(VALUES[slot] for slot in SENTENCES[code][0].split()))
    chinese, english = sentence(reason, house, "zh-hans"), sentence(reason, house, "en-gb")
    assert chinese != english and "{" not in chinese + english
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("甲法 Art. 1", ""))


def test_every_code_that_the_checks_write_has_a_sentence():
    written = "".join(path.read_text(encoding="utf-8") for path in Path(hengjian.core.__file__).parent.rglob("*.py"))
    codes = set(re.findall(r"Reason\(\s*\"([a-z_]+)\"", written))
    codes |= {code for _, code in re.findall(r"(passed|breached)\(rule, key, act, \"([a-z_]+)\"", written)}
    codes |= set(re.findall(r"\"(extension_[a-z_]+)\"", written))
    assert len(codes) > 40 and codes <= SENTENCES.keys()


def test_a_clock_is_argued_step_by_step(law_of, fact, now):
    law = law_of(r=clock("{days: 30, source: 测试法 第二条}"))
    (duty,) = evaluate(
        [fact("2024-03-01", "case.opened"), fact("2024-04-01", "case.decided")], law, now("2024-04-02"), attributes=CASE
    ).duties
    assert explain(duty, law, "zh") == [
        "2024-03-01（星期五）“立案”，期限开始计算（一）",
        "期限30日，起算当日不计入（测试法 第二条）",
        "期限届满：2024-03-31（星期日）",
        "2024-03-31（星期日）是星期日，顺延到2024-04-01（星期一）（一）",
        "最后期限：2024-04-01（星期一）",
        "2024-04-01（星期一）“作出决定”，按期完成",
    ]
    assert explain(duty, law, "en")[3] == "2024-03-31 (Sun) is a rest day (Sunday); the end moves to 2024-04-01 (Mon) (一)"


def test_small_words():
    assert when_words(None, "zh") == "—" and when_words(at("2024-03-01T10:20")[0], "en") == "2024-03-01 10:20"
    assert length_words(Length(months=1, days=1), "en") == "1 month and 1 day" and length_words(Length(working_days=2), "zh") == "2个工作日"
    assert (state_label("met_late", "zh"), state_label("met_late", "en"), state_label("strange", "zh")) == (
        "逾期办",
        "done late",
        "strange",
    )


def test_unknown_policies_levels_and_thresholds_stay_as_they_are(house):
    assert sentence(Reason("policy", ("of_nobody", "x")), house, "zh") == "政策：of_nobody——x"
    assert "60" not in sentence(Reason("threshold", ("whenever", "", 120)), house, "en")
    assert "2 hours" in sentence(Reason("threshold", ("whenever", "", 120)), house, "en")
