"""Every kind of mistake in a law folder is refused with its file, its line and a sentence; comments and blanks do not matter."""

import os
import random
from pathlib import Path

import pytest
import yaml

from hengjian.core.lawbook.faults import SENTENCES, LawErrors
from hengjian.core.lawbook.nodes import Reading, compose
from hengjian.core.lawbook.read_rule import read_rule
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import read_terms
from tests.core.rules import CHINA_TIME, HOUSE_LAW, clock, rule

ROUNDS = int(os.environ.get("HENGJIAN_FUZZ_ROUNDS", "300"))
GOOD = clock("{days: 30, source: 测试法 第二条}")


def faults(law_of, **rules):
    with pytest.raises(LawErrors) as raised:
        law_of(**rules)
    return [(fault.file.rsplit("/", 1)[-1], fault.line, fault.code) for fault in raised.value.faults]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("met_by: [case.decided]", "met_bye: [case.decided]", "unknown_key"),
        ("met_by: [case.decided]", "met_by: [case.decided]\nmet_by: [case.closed]", "duplicate_key"),
        ("met_by: [case.decided]", "met_by: [case.decided]\non: 3", "boolean_key"),
        ("met_by: [case.decided]", "met_by: [case.decidd]", "unknown_kind"),
        ("met_by: [case.decided]", "met_by: [CaseDecided]", "bad_kind"),
        ("met_by: [case.decided]", "met_by: []", "empty"),
        ("met_by: [case.decided]", "met_by: [{event: case.decided, when: {outcome: {in: []}}}]", "empty"),
        ("met_by: [case.decided]", "met_by: []\nreleased_by: {source: 一}", "one_of"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: 3}", "not_mapping"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {}}", "empty"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {a.b: {equal: 1}}}", "bad_path"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {case.decidd.a: {equal: 1}}}", "unknown_kind"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {a: {absent: true}}}", "one_of"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {a: {at_least: 3}}}", "no_source"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {a: {present: yes}}}", "bad_boolean"),
        ("met_by: [case.decided]", "met_by: {event: case.decided, when: {a: {in: b}}}", "not_list"),
        ("met_by: [case.decided]", "met_by: [case.decided]\nexcluded: {source: 一, intervals: [{from: case.opened}]}", "missing"),
        ("met_by: [case.decided]", "met_by: [case.decided]\nexcluded: {source: 一}", "missing"),
        ("met_by: [case.decided]", "met_by: [case.decided]\nextended_by: {event: extension.approved, source: 一}", "one_of"),
        (
            "met_by: [case.decided]",
            "met_by: [case.decided]\nextended_by: {event: extension.approved, hours: 3, source: 一}",
            "unit_differs",
        ),
        ("met_by: [case.decided]", "met_by: [case.decided]\nextended_by: {event: extension.approved, days: 3}", "no_source"),
        (
            "met_by: [case.decided]",
            "met_by: [case.decided]\nextended_by: {event: extension.approved, add: {field: d}, source: 一}",
            "one_of",
        ),
        (
            "met_by: [case.decided]",
            "met_by: [case.decided]\nextended_by: {event: extension.approved, days: 3, approver: boss, source: 一}",
            "bad_choice",
        ),
        ("within: {days: 30, source: 测试法 第二条}", "within: {days: 30}", "no_source"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {days: 30, source: 同上}", "ok"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {days: thirty, source: 一}", "bad_number"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {days: 30, hours: 2, source: 一}", "mixed_units"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {source: 一}", "one_of"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {to: {}, source: 一}", "unknown_key"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {threshold: whenever, source: 一}", "no_threshold"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {days: 2, working_if: nothing, source: 一}", "no_policy"),
        ("within: {days: 30, source: 测试法 第二条}", "within: {2024-13-01: {days: 30, source: 一}}", "bad_date"),
        ("within: {days: 30, source: 测试法 第二条}", "", "missing"),
        (
            "{event: case.opened, source: 一}",
            "{2020-01-01: {event: case.opened, source: 一}}\nwithin: {2021-01-01: {days: 3, source: 一}}",
            "no_value",
        ),
        ("{event: case.opened, source: 一}", "{event: case.opened, source: 同上}", "no_above"),
        ("rolls: true, source: 一", "rolls: true, calendar: moon, source: 一", "no_calendar"),
        ("rolls: true, source: 一", "rolls: yes, source: 一", "bad_boolean"),
        ("rolls: true, source: 一", "rolls: {policy: nothing}, source: 一", "no_policy"),
        ("rolls: true, source: 一", "rolls: {polcy: bail_rolls}, source: 一", "missing"),
        ("rolls: true, source: 一", "rolls: true, months: any_day, source: 一", "bad_choice"),
        ("id: s.r", "id: s.other", "id_mismatch"),
        ("check: deadline", "check: guess", "unknown_check"),
        ("check: deadline", "note: 无", "missing"),
        ("restates: 测试", "restates: ''", "empty"),
        ("restates: 测试", "restates: 3", "not_text"),
        ("restates: 测试", "restates: &a 测试\nnote: *a", "alias"),
        ("restates: 测试", "restates: [测试", "syntax"),
        ("restates: 测试", "restates:\n\t zh: 测试", "tab"),
        ("restates: 测试", "restates: 测试\nseverity: dreadful", "bad_choice"),
        ("restates: 测试", "restates: 测试\nchecked: {by: 人}", "no_checked"),
        ("restates: 测试", "restates: 测试\njudged_by: {field: a, event: case.opened}", "one_of"),
        ("restates: 测试", "restates: 测试\njudged_by: {event: case.oppened}", "unknown_kind"),
        ("restates: 测试", "restates: 测试\njudged_by: act", "bad_choice"),
        ("  - {name: 二, events: [], as_of: 2024-01-01, expect: none}\n", "", "few_examples"),
        ("as_of: 2024-01-01, expect: none}\nstarts", "as_of: 2024-01-01, expect: passed}\nstarts", "bad_expectation"),
        ("as_of: 2024-01-01, expect: none}\nstarts", "as_of: 2024-01-01, expect: {sate: met}}\nstarts", "unknown_key"),
        ("as_of: 2024-01-01, expect: none}\nstarts", "as_of: 2024-01-01, expect: {state: done}}\nstarts", "bad_choice"),
        ("as_of: 2024-01-01, expect: none}\nstarts", "as_of: yesterday, expect: none}\nstarts", "bad_time"),
        ("as_of: 2024-01-01, expect: none}\nstarts", "expect: none}\nstarts", "missing"),
        ("二, events: []", "二, events: [[2024-01-01]]", "bad_expectation"),
        ("二, events: []", "二, events: [[2024-01-01, case.opened, {about: party-1}]]", "bad_key"),
    ],
)
def test_each_mistake_is_refused_with_its_place(law_of, old, new, code):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if code == "ok":
        assert law_of(r=text).rules["s.r"].figures[0].source == "一"
        return
    found = faults(law_of, r=text)
    assert code in [fault for _, _, fault in found]
    assert all(name == "r.yaml" and line > 0 for name, line, fault in found if fault == code)


@pytest.mark.parametrize(
    ("check", "body", "code"),
    [
        ("required_step", "act: case.decided\nneeds: {source: 一}\n", "one_of"),
        ("required_step", "act: case.decided\n", "missing"),
        ("required_step", "act: {2020-01-01: case.decided}\nneeds: {2021-01-01: {event: notice.given, source: 一}}\n", "no_value"),
        ("required_document", "act: case.decided\nneeds: {source: 一}\n", "one_of"),
        ("presence", "act: case.decided\nneeds: {source: 一, each: [{when: {a: {equal: 1}}}]}\n", "one_of"),
        ("presence", "act: case.decided\nneeds: {source: 一, each: [{must: {a: {equal: 1}}, unclear: {a: {equal: 2}}}]}\n", "missing"),
        ("not_after", "act: case.decided\nafter: case.opened\nsoon_after: {days: 3, source: 一}\n", "missing"),
        ("not_after", "act: case.decided\nafter: case.opened\nbeyond: {source: 一}\n", "no_length"),
        ("age_gate", "act: case.decided\nages: {source: 一, any_of: [{from: 18, under: 16}]}\n", "bad_age"),
        ("age_gate", "act: case.decided\nages: {source: 一, any_of: [{when: {a: {equal: 1}}}]}\n", "bad_age"),
        ("field", "act: case.opened\nfield: a\nmust: {source: 一}\n", "one_of"),
        ("field", "act: case.opened\nfield: a\nmust: {pattern: '[', source: 一}\n", "bad_pattern"),
        ("at_most", "act: case.opened\nlimit: {times: 2}\n", "no_source"),
        ("authority", "act: case.opened\nallowed: {any_of: [{up_to: {fine: {yuan: 3}}}]}\n", "no_source"),
    ],
)
def test_each_mistake_in_a_check_of_an_act_is_refused(law_of, check, body, code):
    assert code in [fault for _, _, fault in faults(law_of, r=rule(check, body))]


def test_all_faults_of_all_files_come_together(law_of, folder):
    (folder / "policy" / "warnings.yaml").write_text("id: warnings\nlabel: x\nvalue: 1\n", encoding="utf-8")
    (folder / "statutes" / "s" / "w.yaml").write_bytes("标题: 中文".encode("gb18030"))
    bad = GOOD.replace("met_by: [case.decided]", "met_bye: [case.decided]").replace("days: 30", "days: x")
    found = faults(law_of, r=bad, e="")
    assert ("warnings.yaml", 1, "missing") in found
    assert ("w.yaml", 1, "not_utf8") in found
    assert ("e.yaml", 0, "empty") in found
    assert {code for name, _, code in found if name == "r.yaml"} == {"unknown_key", "missing", "bad_number"}
    assert ("r.yaml", line_of(bad, "met_bye"), "unknown_key") in found


def test_sentences_speak_to_a_lawyer_in_both_languages(law_of):
    with pytest.raises(LawErrors) as raised:
        law_of(r=GOOD.replace("days: 30, source: 测试法 第二条", "days: 30"))
    (fault,) = raised.value.faults
    assert fault.sentence("zh").startswith("数字 30 没有注明出处；请在同一处写 source:")
    assert fault.sentence("en").startswith("the number 30 has no source; write source:")
    assert fault.place() == f"statutes/s/r.yaml:{line_of(GOOD, 'within')}"
    assert str(raised.value).startswith("statutes/s/r.yaml:")
    assert all(zh and en for zh, en in SENTENCES.values())


def test_statute_policy_and_calendar_files_are_checked_too(law_of, folder):
    (folder / "statutes" / "s" / "_statute.yaml").write_text("id: t\ntitle: x\nin_force_since: 2000-01-01\n", encoding="utf-8")
    (folder / "policy" / "thresholds.yaml").write_text("id: thresholds\n", encoding="utf-8")
    (folder / "calendars" / "a.yaml").write_text("id: a\nlabel: x\nzone: Mars/North\nrest_days: []\n", encoding="utf-8")
    (folder / "calendars" / "b.yaml").write_text("id: b\nlabel: x\n", encoding="utf-8")
    (folder / "calendars" / "c.yaml").write_text(
        "id: c\nlabel: x\nzone: UTC\nrest_days: [mon, tue, wed, thu, fri, sat, sun]\n", encoding="utf-8"
    )
    codes = {(name, code) for name, _, code in faults(law_of, r=GOOD)}
    assert {("_statute.yaml", "id_mismatch"), ("a.yaml", "bad_zone"), ("b.yaml", "missing"), ("c.yaml", "bad_choice")} <= codes
    assert ("thresholds.yaml", "missing") in codes
    (folder / "statutes" / "s" / "_statute.yaml").write_text("id: s\ntitle: x\nin_force_since: 2000-01-01\n", encoding="utf-8")
    assert ("r.yaml", "no_checked") in {(name, code) for name, _, code in faults(law_of, r=GOOD)}


def test_a_statute_without_its_file_and_a_folder_without_rules_are_refused(folder, tmp_path):
    with pytest.raises(LawErrors, match="一条规则也没有"):
        read_lawbook(folder)
    (folder / "statutes" / "s" / "_statute.yaml").write_text("id: s\n", encoding="utf-8")
    with pytest.raises(LawErrors, match="缺少"):
        read_lawbook(folder)
    (folder / "statutes" / "s" / "_statute.yaml").unlink()
    with pytest.raises(LawErrors, match="_statute.yaml"):
        read_lawbook(folder)
    with pytest.raises(LawErrors, match="找不到法规文件夹"):
        read_lawbook(tmp_path / "nowhere")


def test_no_damage_to_a_rule_file_escapes_as_anything_but_faults(law_of, folder):
    """Nodes of real rules are dropped, swapped and replaced at random: the reader either reads or reports, never breaks."""
    sources = [
        path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "law" / "statutes" / "fixture").glob("[!_]*.yaml"))
    ]
    sources.append((HOUSE_LAW / "statutes" / "public-security" / "closing-period.yaml").read_text(encoding="utf-8"))
    choice = random.Random(20261123)
    terms = read_terms(folder / "terms")
    statute = law_of(r=GOOD).statutes["s"]
    path = folder / "statutes" / "s" / "r.yaml"
    for _ in range(ROUNDS):
        node = yaml.compose(choice.choice(sources), Loader=yaml.CSafeLoader)
        for _ in range(choice.randint(1, 3)):
            damage(node, choice)
        path.write_text(yaml.serialize(node, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
        reading = Reading("r.yaml", frozenset(terms.words), terms.codes)
        entry = compose(path, reading)
        read = reading.attempt(read_rule, entry, "s.r", statute, terms, CHINA_TIME) if entry else None
        assert read is not None or reading.errors
        assert all(fault.sentence("zh") and fault.sentence("en") for fault in reading.errors)


def damage(node, choice):
    """Walks down a random way and drops, doubles or replaces what is there."""
    while isinstance(node, yaml.CollectionNode) and node.value:
        place = choice.randrange(len(node.value))
        inner = node.value[place][1] if isinstance(node, yaml.MappingNode) else node.value[place]
        if choice.random() < 0.25 or not (isinstance(inner, yaml.CollectionNode) and inner.value):
            new = choice.choice(
                [
                    yaml.ScalarNode("tag:yaml.org,2002:str", "x.y"),
                    yaml.ScalarNode("tag:yaml.org,2002:int", "7"),
                    yaml.ScalarNode("tag:yaml.org,2002:null", "null"),
                    yaml.ScalarNode("tag:yaml.org,2002:bool", "yes"),
                    yaml.SequenceNode("tag:yaml.org,2002:seq", []),
                    yaml.MappingNode("tag:yaml.org,2002:map", []),
                ]
            )
            how = choice.random()
            if how < 0.4:
                del node.value[place]
            elif isinstance(node, yaml.MappingNode):
                node.value[place] = (node.value[place][0] if how < 0.8 else new, new)
            else:
                node.value[place] = new
            return
        node = inner


def test_a_day_that_is_no_single_value_is_refused(law_of, folder):
    statute = folder / "statutes" / "s" / "_statute.yaml"
    statute.write_text(statute.read_text(encoding="utf-8").replace("2000-01-01", "[2000-01-01]"), encoding="utf-8")
    with pytest.raises(LawErrors) as caught:
        law_of(r=GOOD)
    assert "bad_date" in {fault.code for fault in caught.value.faults}
