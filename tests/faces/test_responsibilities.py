"""The responsibility matrix at the desk and at the terminal (TJ-66)."""

import shutil

from typer.testing import CliRunner

from hengjian.faces.cli import law_folder
from hengjian.faces.cli.main import app
from tests.core.rules import HOUSE_LAW


def page(client, query=""):
    answer = client.get(f"/rules/responsibilities/{query}")
    assert answer.status_code == 200, query
    return answer.content.decode()


def test_the_page_shows_each_step_of_a_kind_of_matter_with_the_rules_beside_it(city, desk):
    client = desk("S1.officer")
    shown = page(client, "?flow=case/admin&on=2026-03-01")
    assert "作出决定" in shown and "/rules/public-security.collective-discussion/" in shown
    assert "职责空白" in shown and shown.count("data-row") > 100
    assert client.get("/rules/responsibilities/?flow=case/none").status_code == 404


def test_the_page_shows_only_gaps_and_overlaps_where_they_are_asked_for(city, desk):
    client = desk("S1.officer", "en")
    shown = page(client, "?flow=case/criminal&problems=1")
    assert "Overlap" in shown and shown.count("data-row") < page(client, "?flow=case/criminal").count("data-row")


def told(monkeypatch, *words):
    monkeypatch.setattr(law_folder.console, "_width", 300)
    found = CliRunner().invoke(app, ["law", "responsibilities", *words])
    return found.exit_code, found.output


def test_the_command_prints_the_matrix_and_counts_gaps(monkeypatch):
    status, words = told(monkeypatch, "--flow", "case/admin", "--on", "2026-03-01")
    assert status == 0 and "作出决定" in words and "空白 0 处" in words
    status, words = told(monkeypatch, "--flow", "incident", "--problems", "--lang", "en")
    assert status == 1 and "4 gaps" in words


def test_a_kind_of_matter_that_is_not_there_and_a_broken_flow_are_refused(monkeypatch, tmp_path):
    status, words = told(monkeypatch, "--flow", "case/none")
    assert status == 1 and "case/admin" in words
    shutil.copytree(HOUSE_LAW, tmp_path / "law")
    (tmp_path / "law" / "flows" / "incident.yaml").write_text("matter: incident\n", encoding="utf-8")
    status, words = told(monkeypatch, "--law", str(tmp_path / "law"))
    assert status == 1 and "names no stages" in words
