"""`hengjian rehearse` at the terminal: a law folder, single files or one file; a report in both languages, a workbook, clear refusals."""

import openpyxl
import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.watch.rehearsal.models import Rehearsal
from hengjian.work.matters.actions_law import adopt_first_law
from tests.amending import CLOSING, amend, law_here
from tests.world import small_world

__all__ = ["law_here"]
OLD = "  2026-01-01: {days: 30,"


@pytest.fixture
def world(db, law_here):
    """A case that was ended after 25 days."""
    world = small_world()
    adopt_first_law(law_here, now=world.now)
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    world.later(days=-1)
    integrate_all(world.now)
    return world


def typed(*words):
    return CliRunner().invoke(app, ["rehearse", *map(str, words)])


def test_a_folder_and_a_single_file_give_the_same_report_and_record_nothing(world, law_here, tmp_path):
    amend(law_here, OLD, "  2026-01-01: {days: 3,")
    events = Event.objects.count()
    folder, file = typed(law_here), typed(law_here / CLOSING)
    assert (folder.exit_code, file.output) == (1, folder.output)
    assert "1 件事项的结论会不同" in folder.output and "S1公安机关" in folder.output
    english = typed(law_here / CLOSING, "--lang", "en").output
    assert "had always been in force" in english and "Time limit for closing a public-security case" in english
    out = tmp_path / "report.xlsx"
    assert f"结果已写入 {out}" in typed(law_here, "--out", out).output.replace("\n", "")
    assert openpyxl.load_workbook(out)["逐项"].max_row == 2
    assert (Event.objects.count(), Rehearsal.objects.count()) == (events, 0)


def test_from_its_own_day_on_and_within_days_a_later_value_changes_nothing(world, law_here):
    amend(law_here, OLD, f"  2030-01-01: {{days: 3, source: 测试修正 第一条}}\n{OLD}")
    own = typed(law_here, "--own-day")
    assert (own.exit_code, "结论完全相同" in own.output) == (0, True)
    assert typed(law_here, "--from", "2030-01-01").exit_code == 0
    assert typed(law_here, "--to", "2030-01-01").exit_code == 1


def test_compared_with_another_folder_and_with_itself(world, law_here, tmp_path):
    same = typed(law_here, "--law", law_here)
    assert (same.exit_code, "只有文字不同" in same.output) == (0, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere.yaml",), "找不到"),
        (("{law}", "--out", "report.pdf"), "后缀只能是 .xlsx"),
        (("{law}", "--out", "{law}/no/such/report.xlsx"), "文件夹不存在"),
    ],
)
def test_what_cannot_be_run_is_said_at_once(world, law_here, words, sentence):
    told = typed(*(word.format(law=law_here) for word in words))
    assert (told.exit_code, sentence in told.output) == (2, True)


def test_faults_of_a_draft_are_listed_by_file_and_line(world, law_here):
    amend(law_here, "check: deadline", "check: dead_line")
    told = typed(law_here)
    assert (told.exit_code, CLOSING in told.output) == (2, True)
