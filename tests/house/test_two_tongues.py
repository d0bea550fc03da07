"""Every text of the law folder that a page shows stands there in Chinese and in English; what is Chinese by its nature is named here."""

import re

import pytest

from hengjian.core.terms import read_terms
from tests.house.tree import PACKAGE, written

LAW = PACKAGE / "law"
HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE_ALONE = {
    "source": "a citation names an article as its publisher does",
    "basis": "a citation",
    "above": "a citation",
    "by": "who checked a rule",
    "name": "an example's name, read with the rule by lawyers; a form's name is looked up among the papers",
    "note": "a lawyer's note to the rule, in the language that it was written in",
    "documents": "looked up among the papers",
    "series": "printed in the number of a paper",
    "choices": "printed on a paper",
    "articles": "printed on a paper",
    "instruments": "the laws that those articles stand in, as they are cited",
    "also": "other names of a law, looked for in Chinese texts",
    "why_clear": "said to whoever reads the flow file",
}
"""By key of the files: what may stand in Chinese alone, and why."""
COLUMNS = "intake"
"""The folder whose texts are the headings of tables as other systems write them."""


def one_tongued(node, trail=()):
    """Yields (place, text) for each Chinese text that has no English beside it."""
    if isinstance(node, dict):
        if "zh" in node or "en" in node:
            if not (HAN.search(str(node.get("zh"))) and node.get("en") and not HAN.search(str(node["en"]))):
                yield ".".join(trail), str(node)
            return
        for key, value in node.items():
            if key not in CHINESE_ALONE:
                yield from one_tongued(value, (*trail, str(key)))
    elif isinstance(node, list):
        for value in node:
            yield from one_tongued(value, trail)
    elif isinstance(node, str) and HAN.search(node):
        yield ".".join(trail), node


FILES = [path for path in sorted(LAW.rglob("*.yaml")) if path.parent.name != COLUMNS]


def test_the_guard_sees_a_text_in_one_tongue():
    assert list(one_tongued({"why": "只有中文", "label": {"zh": "有", "en": "both"}, "source": "某法第一条"})) == [("why", "只有中文")]
    assert list(one_tongued({"label": {"zh": "只有中文"}})) and list(one_tongued({"label": {"zh": "中", "en": "中"}}))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LAW)))
def test_each_text_that_a_page_shows_stands_in_both_languages(path):
    assert list(one_tongued(written(path))) == []


@pytest.mark.parametrize("path", sorted((LAW / "flows").rglob("*.yaml")), ids=lambda path: path.stem)
def test_each_paper_of_a_flow_is_named_in_both_languages(path):
    named = {paper for move in written(path)["moves"].values() for paper in move.get("documents") or []}
    assert sorted(named - set(read_terms(LAW / "terms").codes["papers"])) == []


def test_each_form_is_named_in_both_languages():
    named = {written(path)["name"] for path in (LAW / "forms").glob("*.yaml")}
    assert named and sorted(named - set(read_terms(LAW / "terms").codes["papers"])) == []
