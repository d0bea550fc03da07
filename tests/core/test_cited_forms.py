"""The citations of paper forms, held against the library."""

from hengjian.core.lawbook.cited_forms import cited_by_forms, wrong_in_forms
from tests.core.rules import HOUSE_LAW
from tests.core.shelf import library

FORM = """\
name: 某通知书
basis: 饮水法（2012）第七条
instruments: {found: 饮水管理法}
articles:
  2013-01-01: {found: 第八条}
  2026-01-01: {found: 第八十条}
"""


def test_a_form_that_prints_an_article_that_does_not_exist_is_found(tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "note.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "forms" / "bare.yaml").write_text("name: 某单\n", encoding="utf-8")
    (tmp_path / "forms" / "note.typ").write_text("根据《饮水管理法》第六十条之规定", encoding="utf-8")
    assert [(file, one.state, one.citation.number) for file, one in wrong_in_forms(tmp_path, library())] == [
        ("note.yaml", "no_article", "80"), ("note.typ", "no_article", "60"),
    ]  # fmt: skip


def test_the_forms_of_the_house_name_the_law_of_each_article_they_print():
    printed = [one for one in cited_by_forms(HOUSE_LAW) if one.text.startswith("《")]
    assert printed and all("《》" not in one.text for one in printed)
