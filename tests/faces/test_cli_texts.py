"""`hengjian law texts`: load is checked, whole or not at all, and safe to run again; show and explain print the article of the day."""

import json

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli import law_folder
from hengjian.faces.cli.main import app

TEXT = "取保候审最长不得超过十二个月，这是测试用的改写文字。"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command of the law on a home of its own; the exit status and the words on the screen."""
    monkeypatch.setattr(law_folder.console, "_width", 300)

    def invoke(*words):
        found = CliRunner().invoke(app, ["law", *words, "--home", str(tmp_path / "home")])
        return found.exit_code, found.output

    return invoke


@pytest.fixture
def pack(tmp_path):
    """Writes a pack file of lines."""

    def write(*nodes, name="articles.jsonl"):
        file = tmp_path / name
        file.write_text("\n".join(json.dumps(node, ensure_ascii=False) for node in nodes), encoding="utf-8")
        return file

    return write


def node(key="CPL-079", text=TEXT, **more):
    return {
        "id": key,
        "law_title": "刑事诉讼法",
        "version": "2018-10-26修正并施行–现行",
        "art": "79",
        "text": text,
        "verified": "same",
    } | more


def kept(tmp_path):
    return sorted(path.name for path in (tmp_path / "home" / "texts").glob("*")) if (tmp_path / "home" / "texts").exists() else []


def test_loading_keeps_the_file_and_loading_again_changes_nothing(run, pack, tmp_path):
    file = pack(node(), node("CPL-105", verified="retyped from one source"))
    status, words = run("texts", "load", str(file))
    assert status == 0 and "装入 2 条，其中 1 条文字未核对" in words
    assert "未变：2 条" in run("texts", "load", str(file))[1]
    assert kept(tmp_path) == ["articles.jsonl"]


def test_a_broken_line_loads_nothing_and_leaves_what_stood(run, pack, tmp_path):
    run("texts", "load", str(pack(node())))
    file = pack(node(text="新的文字"), {"id": "CPL-080"})
    status, words = run("texts", "load", str(file))
    assert status == 1 and "articles.jsonl:2" in words and "没有装入任何条文" in words
    assert TEXT in run("texts", "show", "CPL-079")[1]
    assert kept(tmp_path) == ["articles.jsonl"]


def test_a_key_that_another_file_holds_with_another_wording_is_refused(run, pack):
    run("texts", "load", str(pack(node())))
    status, words = run("texts", "load", str(pack(node(text="不同的文字"), name="other.jsonl")))
    assert status == 1 and "CPL-079" in words and "articles.jsonl" in words


def test_show_prints_the_wording_and_whether_it_was_in_force(run, pack):
    run("texts", "load", str(pack(node())))
    status, words = run("texts", "show", "CPL-079", "--on", "2017-01-01")
    assert status == 0 and TEXT in words and "不在施行期内" in words
    assert "In force on 2020-01-01" in run("texts", "show", "CPL-079", "--on", "2020-01-01", "--lang", "en")[1]


def test_show_of_an_unknown_key_names_its_neighbours_or_says_that_the_pack_is_empty(run, pack):
    assert "load" in run("texts", "show", "CPL-079")[1]
    run("texts", "load", str(pack(node())))
    status, words = run("texts", "show", "CPL-999")
    assert status == 1 and "CPL-079" in words


def test_explain_shows_the_article_once_the_pack_is_loaded_and_names_what_it_lacks(run, pack):
    assert TEXT not in run("explain", "bail-period")[1]
    run("texts", "load", str(pack(node())))
    words = run("explain", "bail-period")[1]
    assert TEXT in words and "XS-107, CPL-105: 条文库里没有，未核对" in words


def test_compare_names_a_figure_that_no_article_holds(run, pack):
    run("texts", "load", str(pack(node(text="取保候审最长不得超过十个月。"))))
    status, words = run("texts", "compare")
    assert status == 0 and "criminal-procedure.bail-period  months=12" in words


def test_coverage_counts_rules_by_instrument_and_names_what_none_uses(run, pack):
    assert "条文库是空的" in run("texts", "coverage")[1]
    run("texts", "load", str(pack(node(), node("CPL-999"))))
    status, words = run("texts", "coverage")
    assert status == 0 and "刑事诉讼法" in words and "1/2" in words and "CPL-999" in words
    assert "judicial-confirmation.third-party-objection" in words
    assert "rest on 1 instruments" in run("texts", "coverage", "--lang", "en")[1]
