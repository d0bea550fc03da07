"""The text pack: articles word for word, as JSON lines, and what a rule's keys lead to in it. Reading and comparing only; no writing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from hengjian.core.lawbook.numerals import numbers_in
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import ALWAYS
from hengjian.core.terms import tongue

NEEDED = ("id", "law_title", "version", "art", "text")
OPTIONAL = ("trigger", "required", "limit", "extension", "excluded", "note", "verified")
KEY = re.compile(r"[A-Z]{1,6}\d{0,4}-[0-9A-Za-z]{1,8}")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
UNSURE = re.compile(r"失效|UNVERIFIED|未核")
LONGEST = 200_000
ENOUGH = 50
SAID = {
    "encoding": ("不是 UTF-8 文字（第 {column} 个字节）；请另存为 UTF-8 再装入", "not UTF-8 (byte {column}); save it as UTF-8 first"),
    "json": ("不是一行完整的 JSON：{detail}（第 {column} 个字符）", "not one whole line of JSON: {detail} (character {column})"),
    "object": ("应为一个 JSON 对象 {{…}}", "must be one JSON object {{…}}"),
    "missing": ("缺少“{name}”，或者它不是文字", "{name!r} is missing or not a text"),
    "unknown": ("不认识的键“{name}”；可用的有：{known}", "unknown key {name!r}; known are {known}"),
    "kind": ("“{name}”应为文字", "{name!r} must be a text"),
    "key": ("编号“{name}”不合格式，应如 ZA26-118", "the id {name!r} is not of the form ZA26-118"),
    "twice": ("编号“{name}”已在{place}出现，而内容不同", "the id {name!r} already stands {place} with another content"),
    "long": ("超过 {limit} 个字节，不像一条法律条文", "longer than {limit} bytes: not an article"),
    "empty": ("文件里没有条文", "the file holds no article"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one version. `verified` says in the pack's words how far its wording was checked."""

    key: str
    title: str
    version: str
    number: str
    text: str
    verified: str

    @property
    def checked(self) -> bool:
        """Whether more than one source, or an official one, had the same wording. Retyped from one source is not."""
        return bool(self.verified) and "retyped" not in self.verified.lower()

    def in_force(self, day: date) -> bool | None:
        """Whether this version was in force on `day`; None where the pack does not say from when."""
        since, until = self.period
        if since is None:
            return None
        return since <= day and (until is None or day <= until)

    @property
    def period(self) -> tuple[date | None, date | None]:
        """First and last day as the version line tells them: the latest day named is the first day, `至` names the last."""
        first: list[date] = []
        last = None
        for clause in re.split(r"[;；]", self.version):
            if UNSURE.search(clause):
                clause = re.split(r"[,，(（]", clause)[0]
                if UNSURE.search(clause):
                    continue
            for found in DAY.finditer(clause):
                day = date(int(found[1]), int(found[2]), int(found[3]))
                if clause[: found.start()].rstrip().endswith("至"):
                    last = day
                else:
                    first.append(day)
        return (max(first) if first else None), last


@dataclass(frozen=True, slots=True)
class TextFault:
    """One fault of one line; `line` counts from 1, 0 means the whole file."""

    file: str
    line: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def sentence(self, language: str) -> str:
        return SAID[self.code][tongue(language) == "en"].format(**self.values)


class TextsError(ValueError):
    """Every fault of one file, at most fifty."""

    def __init__(self, faults: list[TextFault]):
        super().__init__("\n".join(f"{fault.place()}: {fault.sentence('en')}" for fault in faults))
        self.faults = faults


Texts = Mapping[str, Article]


def read_articles(name: str, lines: Iterable[bytes]) -> dict[str, Article]:
    """The articles of a file's lines by key; blank lines are passed over. Raises `TextsError`."""
    found: dict[str, Article] = {}
    places: dict[str, int] = {}
    faults: list[TextFault] = []
    for number, line in enumerate(lines, 1):
        if line.strip() == b"":
            continue
        read = read_line(name, number, line)
        if isinstance(read, list):
            faults += read
        elif read.key in found and found[read.key] != read:
            faults.append(TextFault(name, number, "twice", {"name": read.key, "place": f"{name}:{places[read.key]}"}))
        else:
            found[read.key], places[read.key] = read, number
        if len(faults) >= ENOUGH:
            break
    if not found and not faults:
        faults.append(TextFault(name, 0, "empty"))
    if faults:
        raise TextsError(faults[:ENOUGH])
    return found


def read_line(name: str, number: int, line: bytes) -> Article | list[TextFault]:
    """One line as an article, or its faults."""
    if len(line) > LONGEST:
        return [TextFault(name, number, "long", {"limit": LONGEST})]
    try:
        node = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return [TextFault(name, number, "encoding", {"column": error.start + 1})]
    except json.JSONDecodeError as error:
        return [TextFault(name, number, "json", {"detail": error.msg, "column": error.colno})]
    if not isinstance(node, dict):
        return [TextFault(name, number, "object")]
    return faults_of(name, number, node) or Article(
        node["id"], node["law_title"], node["version"], node["art"], node["text"], node.get("verified", "")
    )


def faults_of(name: str, number: int, node: Mapping[str, Any]) -> list[TextFault]:
    known = ", ".join((*NEEDED, *OPTIONAL))
    faults = [TextFault(name, number, "unknown", {"name": key, "known": known}) for key in node if key not in (*NEEDED, *OPTIONAL)]
    for key in NEEDED:
        if not isinstance(node.get(key), str) or not node[key].strip():
            faults.append(TextFault(name, number, "missing", {"name": key}))
    faults += [TextFault(name, number, "kind", {"name": key}) for key in OPTIONAL if not isinstance(node.get(key, ""), str)]
    if not faults and not KEY.fullmatch(node["id"]):
        faults.append(TextFault(name, number, "key", {"name": node["id"]}))
    return faults


def read_pack(folder: Path) -> dict[str, Article]:
    """Every article of the `*.jsonl` files of a folder; empty where there is no folder. Raises `TextsError`."""
    found: dict[str, Article] = {}
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as lines:
            found |= read_articles(path.name, lines)
    return found


def clashes(name: str, new: Texts, folder: Path) -> list[TextFault]:
    """Keys of `new` that another file of the folder already holds with another content."""
    faults = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.name == name:
            continue
        with path.open("rb") as lines:
            standing = read_articles(path.name, lines)
        faults += [
            TextFault(name, 0, "twice", {"name": key, "place": path.name})
            for key, article in new.items()
            if key in standing and standing[key] != article
        ]
    return faults


def articles_of(rule: Rule, texts: Texts, day: date) -> tuple[list[Article], list[str]]:
    """The articles a rule rests on, as they read on `day`, and the keys the pack lacks."""
    keys = rule.text.on(day) or ()
    return [texts[key] for key in keys if key in texts], [key for key in keys if key not in texts]


def each_wording_once(articles: Iterable[Article]) -> list[Article]:
    """The articles with those of one and the same wording as one, which bears all their keys: a pack splits an article by its limits."""
    keys: dict[Article, list[str]] = {}
    for article in articles:
        keys.setdefault(replace(article, key=""), []).append(article.key)
    return [replace(wording, key=", ".join(found)) for wording, found in keys.items()]


def text_verified(rule: Rule, texts: Texts, day: date) -> bool:
    """Whether every article of the rule is in the pack with a wording that was checked."""
    found, lacking = articles_of(rule, texts, day)
    return bool(found) and not lacking and all(article.checked for article in found)


def figures_not_in_text(rule: Rule, texts: Texts) -> list[tuple[str, int, date, tuple[str, ...]]]:
    """Figures of the rule (name, number, since, keys) that none of its articles names; figures marked `implied` are left out.

    A figure that stands from the beginning is compared with the first articles the rule names.
    """
    absent = []
    for figure in rule.figures:
        days = [day for day in rule.text.days if day <= figure.since]
        day = figure.since if days or figure.since != ALWAYS else min(rule.text.days)
        found, _ = articles_of(rule, texts, day)
        numbers = frozenset().union(*(numbers_in(article.text) for article in found)) if found else frozenset()
        if not figure.implied and figure.number not in numbers:
            absent.append((figure.name, figure.number, figure.since, tuple(article.key for article in found)))
    return absent
