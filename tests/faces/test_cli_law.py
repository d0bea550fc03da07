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
    text = path.read_text(encoding="utf-8").replace(
        "released_by: [case.transferred]", 'released_by: [{event: case.transferred, when: {outcome: {equal: "[red]x"}}}]'
    )
    path.write_text(text, encoding="utf-8")
    assert "移送管辖（处理结果：[red]x）" in run("explain", "closing-period", "--law", str(folder))[1]


def test_a_rule_that_is_not_there_is_said_so(run, folder):
    status, words = run("explain", "nothing", "--law", str(folder))
    assert status == 1 and "没有规则“nothing”" in words and "public-security.closing-period" in words
    assert "There is no rule" in run("explain", "nothing", "--law", str(folder), "--lang", "en")[1]


def test_clock_argues_a_rule_step_by_step(run, folder):
    status, words = run(
        "clock", "public-security.closing-period", "--event", "case.opened=2026-01-05", "--event",
        "extension.approved=2026-02-03,by_level=district,about=item:1+item:2,urgent=true,pages=3", "--attribute", "level=station",
        "--as-of", "2026-02-04", "--law", str(folder),
    )  # fmt: skip
    assert status == 0 and "未到期" in words and "最后期限：2026-03-06（星期五）" in words
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
