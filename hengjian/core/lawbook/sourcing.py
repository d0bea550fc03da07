"""How a source and the name of an example are told in English: the files of rules keep the Chinese.

Instruments go by their English names, articles and sections by number; remarks and names of examples stand in `law/terms`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from hengjian.core.lawbook.editions import read_named
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.numerals import value_of
from hengjian.core.terms import tongue

SIGN = "[一二三四五六七八九十百零〇]+"
ARTICLE = re.compile(rf"第({SIGN})条(?:之({SIGN}))?")
PARAGRAPH = re.compile(rf"第({SIGN})款")
ITEM = re.compile(rf"第（?({SIGN})）?项")
EDITION = re.compile(r"（((?:19|20)\d{2})[^（）]{0,4}）")
NUMBERED = re.compile(r"（公通字〔(\d{4})〕(\d+)号）")
SECTION = re.compile(rf"(?<=[ )\],])({SIGN})(?:（({SIGN})）)?(\d?)(?=[,;]|$)")
SIGNS = {"：": ": ", "（": " (", "）": ")"}
REMARKS, EXAMPLES = "source_remarks", "example_names"


def example_in(name: str, law: Lawbook, language: str) -> str:
    """The name of an example; in English where the law folder has it so."""
    return dict(told_in(law, EXAMPLES)).get(name, name) if tongue(language) == "en" else name


def source_in(source: str, law: Lawbook, language: str) -> str:
    """The source as the file has it; in English with every name, article and remark that the law folder knows in English."""
    if tongue(language) != "en":
        return source
    return english(source, law.folder, told_in(law, REMARKS))


def told_in(law: Lawbook, listed: str) -> tuple[tuple[str, str], ...]:
    """A list of the law folder's words as pairs, Chinese and English."""
    return tuple((label["zh"], label["en"]) for label in law.terms.codes.get(listed, {}).values())


@lru_cache(maxsize=4096)
def english(source: str, folder: str, remarks: tuple[tuple[str, str], ...]) -> str:
    said = NUMBERED.sub(r" (Gong Tong Zi [\1] No. \2) ", source)
    for zh, en in sorted((*remarks, *names_in(folder)), key=lambda pair: -len(pair[0])):
        said = said.replace(zh, f" {en} ")
    said = EDITION.sub(r" (\1) ", said)
    said = ARTICLE.sub(lambda found: f" Art. {value_of(found[1])}" + (f"-{value_of(found[2])}" if found[2] else ""), said)
    said = PARAGRAPH.sub(lambda found: f", para. {value_of(found[1])}", said)
    said = ITEM.sub(lambda found: f", item {value_of(found[1])}", said)
    said = SECTION.sub(section, tidy(said.replace("、", ",").replace("；", ";")))
    for zh, en in SIGNS.items():
        said = said.replace(zh, en)
    return tidy(said)


def section(found: re.Match[str]) -> str:
    """八（四）as section 8(4)."""
    inner = "".join(f"({value})" for value in (value_of(found[2]) if found[2] else "", found[3]) if value)
    return f"sec. {value_of(found[1])}{inner}"


def tidy(said: str) -> str:
    """One blank between words, none before a stop, one behind it."""
    said = re.sub(r"\s*([,;])[,\s]*", r"\1 ", said)
    return re.sub(r"\s+", " ", said).strip()


@lru_cache(maxsize=8)
def names_in(folder: str) -> tuple[tuple[str, str], ...]:
    """Every Chinese name of an instrument and its English one."""
    known = read_named(Path(folder) / "instruments") if folder else []
    return tuple((zh, one.english) for one in known for zh in (one.name, *one.also))
