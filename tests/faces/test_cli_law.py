"""`hengjian law` on the command line: check, explain, clock; in Chinese and English; exit status tells."""

import re
import shutil

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli import law as commands
from hengjian.faces.cli.main import app
from tests.core.rules import HOUSE_LAW


@pytest.fixture
def run(monkeypatch):
    """Runs a command; the exit status and the words on the screen."""
    monkeypatch.setattr(commands.console, "_width", 300)

    def invoke(*words):
        found = CliRunner().invoke(app, ["law", *words])
        return found.exit_code, found.output

    return invoke


@pytest.fixture
def folder(tmp_path):
    """The house law with the closing period alone."""
    for name in ("terms", "policy", "calendars"):
        shutil.copytree(HOUSE_LAW / name, tmp_path / name)
    statute = tmp_path / "statutes" / "public-security"
    statute.mkdir(parents=True)
    for name in ("_statute.yaml", "closing-period.yaml"):
        shutil.copy(HOUSE_LAW / "statutes" / "public-security" / name, statute / name)
    return tmp_path


def test_check_counts_rules_and_examples(run, folder):
    status, words = run("check", "--law", str(folder))
    assert status == 0 and re.search(r"规则 1 条，例子 \d+ 个，不符 0 个", words)
    assert re.search(r"1 rules, \d+ examples, 0 wrong", run("check", "--law", str(folder), "--lang", "en")[1])


def test_check_names_a_fault_with_its_place_and_fails(run, folder):
    path = folder / "statutes" / "public-security" / "closing-period.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("released_by:", "relesed_by:"), encoding="utf-8")
    status, words = run("check", "--law", str(folder))
    assert status == 1 and "statutes/public-security/closing-period.yaml:13" in words and "不认识键“relesed_by”" in words
    assert "unknown key 'relesed_by'" in run("check", "--law", str(folder), "--lang", "en")[1]


def test_check_names_an_example_that_does_not_come_out_and_fails(run, folder):
    path = folder / "statutes" / "public-security" / "closing-period.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("due: 2024-04-01, state: met", "due: 2024-04-02, state: met"), encoding="utf-8"
    )
    status, words = run("check", "--law", str(folder))
    assert status == 1 and "期满之日是星期日" in words and "due：预期 2024-04-02，实得 2024-04-01" in words
    assert "due: expected 2024-04-02, found 2024-04-01" in run("check", "--law", str(folder), "--lang", "en")[1]


def test_explain_shows_the_rule_as_it_stood_on_a_day(run, folder):
    status, words = run("explain", "closing-period", "--on", "2020-03-01", "--law", str(folder))
    assert status == 0 and "受案" in words and "延长30日，由上一级" in words and "ZA12-099" in words
    assert "by 30 days, at most 2 times" in run("explain", "closing-period", "--law", str(folder), "--lang", "en")[1]


def test_what_looks_like_markup_is_shown_as_it_is(run, folder):
    path = folder / "statutes" / "public-security" / "closing-period.yaml"
    text = path.read_text(encoding="utf-8").replace("note:\n  zh: ", "note:\n  zh: '[red]x' #", 1)
    path.write_text(text, encoding="utf-8")
    assert "[red]x" in run("explain", "closing-period", "--law", str(folder))[1]


def test_a_rule_that_is_not_there_is_said_so(run, folder):
    status, words = run("explain", "nothing", "--law", str(folder))
    assert status == 1 and "没有规则“nothing”" in words and "hengjian law check" in words
    assert "There is no rule" in run("explain", "nothing", "--law", str(folder), "--lang", "en")[1]


def test_clock_argues_a_rule_step_by_step(run, folder):
    status, words = run(
        "clock", "public-security.closing-period", "--event", "case.opened=2026-01-05", "--event",
        "extension.approved=2026-02-03,by_level=district,about=item:1+item:2,urgent=true,pages=3", "--attribute", "level=station",
        "--as-of", "2026-02-04", "--law", str(folder),
    )  # fmt: skip
    assert status == 0 and "进行中" in words and "最后期限：2026-03-06（星期五）" in words
    english = run("clock", "closing-period", "--event", "case.opened=2026-01-05T10:00", "--law", str(folder), "--lang", "en")[1]
    assert "Due: 2026-02-04 (Wed)" in english and "overdue" in english


def test_clock_says_when_a_rule_has_nothing_to_say(run, folder):
    assert "没有使这条规则起算或适用" in run("clock", "closing-period", "--event", "case.closed=2026-01-05", "--law", str(folder))[1]


def test_clock_without_a_rule_counts_a_plain_period(run):
    assert "2024-04-01（星期一）" in run("clock", "--days", "30", "--rolls", "--from", "2024-03-01")[1]
    assert "2024-03-02 11:00" in run("clock", "--hours", "24", "--from", "2024-03-01T10:20", "--lang", "en")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("clock",), ("clock", "--days", "3"), ("clock", "--hours", "2", "--days", "3", "--from", "2024-03-01"),
        ("clock", "--days", "3", "--from", "tomorrow"), ("clock", "--days", "3", "--from", "2024-03-01", "--calendar", "moon"),
        ("clock", "closing-period"), ("clock", "closing-period", "--event", "case.opened"),
        ("clock", "closing-period", "--event", "case.opned=2024-03-01"), ("clock", "closing-period", "--event", "case.opened=2024-03-01,x"),
    ],
)  # fmt: skip
def test_a_mistake_on_the_command_line_is_answered_with_a_sentence(run, words):
    status, said = run(*words)
    assert status == 2 and "Traceback" not in said


def test_a_rule_is_found_by_its_last_part_its_title_or_words_of_it(run):
    for name in ("two-officers", "public-security.two-officers", "询问辨认扣押民警不少于二人", "recounting custody"):
        assert run("explain", name)[0] == 0
    status, words = run("explain", "听证")
    assert status == 1 and "有几条规则符合“听证”" in words and "public-security.hearing-held  十日内举行听证" in words


def test_a_slip_in_a_rules_name_shows_the_near_ones_and_never_the_whole_list(run):
    status, words = run("clock", "closing-perod", "--event", "case.opened=2026-01-05")
    assert status == 1 and "没有规则“closing-perod”" in words and "public-security.closing-period" in words
    assert len(words.splitlines()) < 16
    assert "There is no rule 'closing-perod'" in run("explain", "closing-perod", "--lang", "en")[1]
    assert "Several rules" in run("explain", "hearing", "--lang", "en")[1]


def test_events_may_be_named_in_chinese(run):
    status, words = run("clock", "closing-period", "--event", "立案=2026-01-05", "--as-of", "2026-02-01")
    assert status == 0 and "最后期限：2026-02-04（星期三）" in words


def test_an_unknown_event_is_answered_with_those_the_rule_reads(run):
    status, words = run("clock", "fine-banked", "--event", "fine.bankd=2026-01-05")
    assert status == 2 and "fine.handed_in" in words
    status, words = run("clock", "fine-banked", "--lang", "en")
    assert status == 2 and "this rule reads fine.handed_in" in " ".join(words.replace("│", "").split())


@pytest.mark.parametrize("given", [["--days", "-3", "--from", "2026-01-05"], ["--days", "3", "--from", "2026-01-05", "--calendar", "mars"]])
def test_a_length_below_nought_and_an_unknown_calendar_are_refused(run, given):
    assert run("clock", *given)[0] == 2


def test_holding_a_person_is_said_to_count_to_the_minute(run):
    held = run("clock", "questioning-limit", "--event", "到案=2026-03-02T09:10,about=party:1", "--as-of", "2026-03-02T12:00")[1]
    assert "自起算的时刻起算到分" in held and "开始的时不计入" not in held
    other = run("clock", "spot-measure-approval", "--event", "measure.taken_on_spot=2026-03-02T09:10,liberty=false,about=party:1")[1]
    assert "期限24小时，开始的时不计入" in other


def test_a_day_without_a_provision_says_so(run):
    assert "这一天没有有效的规定" in run("explain", "no-penalty-under-14", "--on", "1990-01-01")[1]
