"""The test vectors: written by the slow reading, run by the engine, never stale, and many enough."""

import json

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS
from hengjian.core.vectors.running import run_file
from hengjian.faces.cli.law import app
from tests.house.tree import PACKAGE
from tests.law.slow.export import counts_back
from tests.law.slow.write import FOLDER, files

CALENDAR = json.loads((FOLDER / "calendar.json").read_text(encoding="utf-8"))
FILES = sorted(path for path in FOLDER.glob("*.json") if path.name != "calendar.json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_gives_the_answers_of_the_vectors(path):
    results = run_file(json.loads(path.read_text(encoding="utf-8")), CALENDAR)
    assert [(one.case, one.expected, one.found) for one in results if not one.agrees] == []
    assert results


@pytest.mark.parametrize("path", [*FILES, FOLDER / "calendar.json"], ids=lambda path: path.stem)
def test_each_file_is_of_the_format_that_its_schema_says(path):
    schema = schema_of("calendar" if path.stem == "calendar" else "file")
    assert list(schema.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file["cases"][0]["expect"][0].update(state="perhaps"), "perhaps"),
        (lambda file: file["cases"][0]["events"][0].update(at="yesterday"), "yesterday"),
        (lambda file: file["cases"][0].pop("counting"), "counting"),
        (lambda file: next(iter(file["countings"].values()))["versions"][0]["limits"][0].update(field="due"), "limits"),
        (lambda file: file.update(format=2), "format"),
    ],
)
def test_the_schema_refuses_what_is_not_of_the_format(spoil, why):
    file = json.loads((FOLDER / "counting-month-ends.json").read_text(encoding="utf-8"))
    spoil(file)
    found = list(schema_of("file").iter_errors(file))
    assert found and any(why in f"{one.message} {list(one.absolute_path)}" for one in found)


def schema_of(name):
    schema = json.loads((FOLDER / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_vectors_are_what_their_scenarios_and_the_pack_give_today():
    wanted = files()
    standing = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    stale = sorted(name for name, content in wanted.items() if standing.get(name) != content)
    assert (stale, sorted(standing.keys() - wanted.keys())) == ([], []), "run python -m tests.law.slow.write"


def test_there_are_four_hundred_cases_and_one_of_every_clock_of_the_pack():
    cases = [case for path in FILES for case in json.loads(path.read_text(encoding="utf-8"))["cases"]]
    assert len(cases) >= 400
    assert len({case["id"] for case in cases}) == len(cases)
    assert all(case["shows"]["zh"] and case["shows"]["en"] for case in cases)
    rules = read_lawbook(PACKAGE / "law").rules.values()
    back = {rule.id for rule in rules if counts_back(rule)}
    clocks = {rule.id for rule in rules if rule.check in CLOCK_CHECKS}
    assert len(back) >= 5 and (clocks | back) - {case["counting"] for case in cases} == set()


def test_every_state_and_every_reason_stands_in_the_vectors():
    answers = [one for path in FILES for case in json.loads(path.read_text(encoding="utf-8"))["cases"] for one in case["expect"]]
    assert {one.get("verdict") for one in answers} == {None, "passed", "breached", "undetermined"}
    answers = [one for one in answers if "state" in one]
    assert {one["state"] for one in answers} == {"pending", "paused", "met", "met_late", "overdue", "released", "undetermined"}
    said = {name for one in answers for name in one}
    assert {"missing", "met", "explained", "excluded", "extended", "refused", "rolled_over", "unpublished", "version"} <= said


def test_the_command_prints_a_line_for_each_file_and_the_sum():
    said = CliRunner().invoke(app, ["vectors", "--lang", "en"])
    assert said.exit_code == 0, said.output
    assert "cases, 0 otherwise" in said.output
    assert "Month ends" in said.output


def test_the_command_names_a_case_that_comes_out_otherwise(tmp_path):
    content = json.loads((FOLDER / "counting-variants.json").read_text(encoding="utf-8"))
    content["cases"][0]["expect"][0]["due"] = "2026-03-02T17:09"
    (tmp_path / "calendar.json").write_text(json.dumps(CALENDAR), encoding="utf-8")
    (tmp_path / "own.json").write_text(json.dumps(content), encoding="utf-8")
    said = CliRunner().invoke(app, ["vectors", str(tmp_path / "own.json")])
    assert said.exit_code == 1
    assert "variants/1" in said.output
    assert "不符 1 个" in said.output


@pytest.mark.parametrize(("content", "why"), [("not json", "cannot be read"), ("[]", "README.md"), ('{"title": {}}', "countings, cases")])
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, content, why):
    (tmp_path / "calendar.json").write_text(json.dumps(CALENDAR), encoding="utf-8")
    (tmp_path / "own.json").write_text(content, encoding="utf-8")
    said = CliRunner().invoke(app, ["vectors", str(tmp_path)])
    assert said.exit_code == 2
    assert why in " ".join(said.output.replace("│", "").split())


def test_the_command_says_where_there_are_no_vectors(tmp_path):
    said = CliRunner().invoke(app, ["vectors", str(tmp_path)])
    assert said.exit_code == 2
    assert "no test vectors here" in said.output
