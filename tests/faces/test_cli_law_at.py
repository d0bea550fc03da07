"""`hengjian law at DATE` and the citations that `law check` holds against the text pack."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli import law_folder
from hengjian.faces.cli.main import app
from tests.core.rules import HOUSE_LAW

OLD = {"law_title": "中华人民共和国治安管理处罚法（2012修正）", "version": "2013-01-01施行; 至2025-12-31"}
NEW = {"law_title": "中华人民共和国治安管理处罚法（2025修订）", "version": "2025-06-27修订; 2026-01-01施行–现行"}
LINES = (
    OLD | {"id": "ZA12-099", "art": "99", "text": "测试用的改写：自收到之日起三十日办结，检验另算。", "verified": "same"},
    NEW | {"id": "ZA26-118", "art": "118", "text": "测试用的改写：自登记之日起三十日办结，检验和听取意见另算。", "verified": "same"},
    NEW | {"id": "ZA26-012", "art": "12", "text": "测试用的改写：年幼的不罚。"},
)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command of the law on a home of its own; the exit status and the words on the screen."""
    monkeypatch.setattr(law_folder.console, "_width", 300)

    def invoke(*words):
        found = CliRunner().invoke(app, ["law", *words, "--home", str(tmp_path / "home")])
        return found.exit_code, found.output

    return invoke


@pytest.fixture
def loaded(run, tmp_path):
    """The same, with a pack of three invented articles loaded."""
    file = tmp_path / "pack.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES), encoding="utf-8")
    assert run("texts", "load", str(file))[0] == 0
    return run


def test_without_a_text_pack_the_command_says_how_to_load_one(run):
    status, words = run("at", "2026-01-01")
    assert status == 1 and "hengjian law texts load" in words


def test_a_day_names_the_edition_in_force(loaded):
    assert "（2012修正）" in loaded("at", "2025-12-31")[1] and "（2025修订）" in loaded("at", "2026-01-01")[1]
    assert "当日施行的版本未收录" in loaded("at", "2005-01-01")[1]


def test_an_article_reads_as_it_did_that_day_with_the_rules_on_it(loaded):
    status, words = loaded("at", "2025-12-31", "--article", "ZA26-118")
    assert status == 0 and "当日施行的是 ZA12-099" in words and "自收到之日" in words
    assert "public-security.closing-period" in words and "2013-01-01 – 2025-12-31" in words
    assert "自登记之日" in loaded("at", "2026-03-01", "--article", "治安管理处罚法第一百一十八条")[1]


def test_an_article_that_is_not_there_is_said_to_be_so(loaded):
    status, words = loaded("at", "2026-03-01", "--article", "治安管理处罚法第二百条")
    assert status == 1 and "只到第一百四十四条" in words
    status, words = loaded("at", "2026-03-01", "--article", "ZZ-1")
    assert status == 1 and "--search" in words


def test_words_are_found_in_articles_and_rules(loaded):
    status, words = loaded("at", "2026-03-01", "--search", "检验")
    assert status == 0 and words.index("ZA26-118") < words.index("ZA12-099") and "不在施行期内" in words
    assert loaded("at", "2026-03-01", "--search", "完全没有的词")[0] == 1


def test_what_changed_between_two_days_shows_both_sides(loaded):
    status, words = loaded("at", "2026-01-01", "--against", "2025-12-31")
    assert status == 0 and "第九十九条 → 第一百一十八条" in words and "public-security.closing-period 先后引用" in words
    assert "未收录对应条文" in words and "2 条不同" in words
    assert "0 articles differ" in loaded("at", "2026-01-01", "--against", "2027-01-01", "--lang", "en")[1]


def test_a_check_of_the_law_says_where_a_citation_is_wrong(loaded, tmp_path):
    law = tmp_path / "law"
    shutil.copytree(HOUSE_LAW, law)
    for folder in (law / "statutes").iterdir():
        if folder.name != "public-security":
            shutil.rmtree(folder)
    for path in (law / "statutes" / "public-security").glob("*.yaml"):
        if path.stem not in {"_statute", "closing-period", "no-penalty-under-14"}:
            path.unlink()
    status, words = loaded("check", "--law", str(law))
    assert status == 0 and "引用有误 0 处" in words
    rule = law / "statutes" / "public-security" / "closing-period.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("第一百一十八条", "第二百一十八条").replace("26-118", "12-099"), "utf-8")
    form = law / "forms" / "opening_decision.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("basis: 公安机关办理刑事案件程序规定（2020）", "basis: 治安管理处罚法第九百条、"), "utf-8"
    )
    status, words = loaded("check", "--law", str(law))
    assert status == 1 and "只到第一百四十四条" in words and "ZA12-099 当时都不在施行期内" in words
    assert "forms/opening_decision.yaml" in words
    assert "引用没有核对" in CliRunner().invoke(app, ["law", "check", "--law", str(law), "--home", str(tmp_path / "none")]).output


def test_a_mistake_in_the_names_of_instruments_is_told(loaded, tmp_path):
    law = tmp_path / "law"
    shutil.copytree(HOUSE_LAW, law)
    (law / "instruments" / "named.yaml").write_text("a: {name: {zh: 某法}}", encoding="utf-8")
    status, words = loaded("at", "2026-01-01", "--law", str(law))
    assert status == 1 and "instruments/named.yaml" in words
