"""Slips of the pen in a law folder: named with what was meant, told once, and never hidden under what follows from them."""

import pytest

from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import clock, rule

GOOD = clock("{days: 30, source: 测试法 第二条}")


def codes(law_of, text):
    with pytest.raises(LawErrors) as raised:
        law_of(r=text)
    return [fault.code for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"case.opened: {zh: a, en: b}\na: [\n", 3, "syntax"),
        (b"roles:\n  officer: {zh: x}\n", 2, "half_label"),
        ("case.opened: {zh: a, en: b}\nx: {zh: 立案, en: c}\n".encode("gb18030"), 2, "not_utf8"),
    ],
)
def test_broken_words_are_told_alone_with_their_place(folder, content, line, code):
    """Without the words no rule can be read: their fault must not be hidden under a hundred others."""
    (folder / "terms" / "events.yaml").write_bytes(content)
    with pytest.raises(LawErrors) as caught:
        read_lawbook(folder)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.code) == ("terms/events.yaml", line, code)
    assert fault.sentence("zh") and fault.sentence("en")


FIELDS = "fields:\n  outcome: {zh: 结果, en: outcome, codes: decision_outcomes}\n  matter: {zh: 事项, en: matter, codes: matters}\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "near"),
    [
        ("met_by: [case.decided]", "metby: [case.decided]", "unknown_key", "met_by"),
        ("met_by: [case.decided]", "met_by: [case.decidet]", "unknown_kind", "case.decided"),
        ("met_by: [case.decided]", "met_by: [{event: case.decided, when: {outcom: {equal: penalty}}}]", "unknown_field", "outcome"),
        ("met_by: [case.decided]", "met_by: [{event: case.decided, when: {outcome: {equal: penalti}}}]", "unknown_code", "penalty"),
        (
            "met_by: [case.decided]",
            "met_by: [{event: case.decided, when: {outcome: {in: [penalty, nopenalty]}}}]",
            "unknown_code",
            "no_penalty",
        ),
        ("applies_to: {matter: case/admin}", "applies_to: {mater: case/admin}", "unknown_field", "matter"),
        ("applies_to: {matter: case/admin}", "applies_to: {matter: case/admn}", "unknown_code", "case/admin"),
        ("check: deadline", "check: deadlines", "unknown_check", "deadline"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_what_was_meant(law_of, folder, old, new, code, near):
    (folder / "terms" / "fields.yaml").write_text(FIELDS, encoding="utf-8")
    law_of(r=GOOD)
    with pytest.raises(LawErrors) as caught:
        law_of(r=GOOD.replace(old, new))
    slips = {fault.code: fault for fault in caught.value.faults}
    assert dict(slips[code].values)["near"] == near
    assert f"是不是想写“{near}”" in slips[code].sentence("zh") and f"did you mean '{near}'" in slips[code].sentence("en")


def test_an_unlisted_post_or_level_is_refused_where_the_pack_lists_them(law_of):
    body = "act: case.decided\nallowed: {source: 一, any_of: [{level: [precinct], role: [sheriff]}]}\n"
    assert codes(law_of, rule("authority", body)) == ["bad_choice"]


def test_nothing_is_said_of_a_statutes_rules_while_its_own_file_is_missing(law_of, folder):
    law_of(r=GOOD)
    (folder / "statutes" / "s" / "_statute.yaml").unlink()
    with pytest.raises(LawErrors) as caught:
        read_lawbook(folder)
    assert [fault.code for fault in caught.value.faults] == ["missing"]


def test_a_limit_that_cannot_be_read_is_not_also_called_missing(law_of):
    dated = GOOD.replace("{days: 30, source: 测试法 第二条}", "{2020-01-01: {days: 三十, source: 一}}").replace(
        "starts: {event: case.opened, source: 一}", "starts: {2020-01-01: {event: case.opened, source: 一}}"
    )
    assert codes(law_of, dated) == ["bad_number"]
