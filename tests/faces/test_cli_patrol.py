"""`hengjian patrol` from the shell's side: exit status, summary, sentences on bad input."""

import json

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from tests.bulk.logs import PACKS
from tests.bulk.test_outputs import LOG, MAP


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path


def run(folder, *options, log="log.csv", as_of="2009-01-01"):
    command = ["patrol", str(folder / log), "--map", str(folder / "map.yaml"), "--law", str(PACKS / "fines"), "--as-of", as_of, *options]
    return CliRunner().invoke(app, command)


def test_findings_give_status_one_a_summary_and_reasons(folder):
    ended = run(folder, "--out", str(folder / "out.json"))
    assert ended.exit_code == 1
    for words in ("2 个事项，3 个事件", "fines.sent-in-time", "甲队", "期限90日", "超期完成"):
        assert words in ended.output
    assert len(json.loads((folder / "out.json").read_text(encoding="utf-8"))["findings"]) == 2


def test_no_findings_give_status_zero(folder):
    assert run(folder, as_of="2008-03-31").exit_code == 0


def test_the_day_of_judgement_counts_to_its_end(folder):
    assert run(folder, as_of="2008-04-01").exit_code == 1


def test_reasons_can_be_asked_for_in_english(folder):
    ended = run(folder, "--lang", "en")
    assert "A fine is sent in time" in ended.output
    assert "90 days" in ended.output


@pytest.mark.parametrize(("log", "options", "words"), [("none.csv", (), "找不到该文件"), ("log.csv", ("--out", "x.doc"), "后缀")])
def test_bad_input_gives_status_two_and_a_sentence(folder, log, options, words):
    ended = run(folder, *options, log=log)
    assert ended.exit_code == 2
    assert words in ended.output


def test_a_day_that_is_none_is_refused(folder):
    ended = run(folder, as_of="soon")
    assert (ended.exit_code, "--as-of" in ended.output) == (2, True)


def test_a_broken_law_folder_is_refused_with_its_faults(folder):
    ended = CliRunner().invoke(app, ["patrol", str(folder / "log.csv"), "--map", str(folder / "map.yaml"), "--law", str(folder)])
    assert ended.exit_code == 2


def test_it_is_said_when_no_rule_applies(folder):
    (folder / "map.yaml").write_text(MAP.replace("fine/traffic", "fine/parking"), encoding="utf-8")
    ended = run(folder)
    assert (ended.exit_code, "没有一条规则适用" in ended.output) == (0, True)


def test_a_sorted_log_has_the_same_findings(folder):
    sort = ["cluster", str(folder / "log.csv"), str(folder / "sorted.parquet"), "--map", str(folder / "map.yaml")]
    assert CliRunner().invoke(app, sort).exit_code == 0
    for log, out in (("log.csv", "one.json"), ("sorted.parquet", "two.json")):
        assert run(folder, "--out", str(folder / out), log=log).exit_code == 1
    one, two = (json.loads((folder / out).read_text(encoding="utf-8")) for out in ("one.json", "two.json"))
    without_rows = [[{**found, "row": 0} for found in said["findings"]] for said in (one, two)]
    assert without_rows[0] == without_rows[1] != []
    assert CliRunner().invoke(app, [*sort[:2], str(folder / "sorted.csv"), *sort[3:]]).exit_code == 2
