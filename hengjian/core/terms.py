"""Words of the house in Chinese and English, and the code lists that flows name. Read from `law/terms/*.yaml`; no sentence stands here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Label = Mapping[str, str]


def tongue(language: str) -> str:
    """`zh` or `en` from a language tag such as `zh-hans` or `en-gb`."""
    return "en" if language.lower().startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Terms:
    """Labels of single words, and code lists: name of the list → code → label. `digest`: SHA-256 of the files that they were read from."""

    words: Mapping[str, Label] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    digest: str = ""

    def label(self, word: str, language: str) -> str:
        """The word's label, or the word itself where it has none (imported kinds)."""
        return self.words.get(word, {}).get(tongue(language), word)

    def code(self, codes: str, code: str, language: str) -> str:
        """The label of `code` in the list `codes`, or the code itself."""
        return self.codes.get(codes, {}).get(code, {}).get(tongue(language), code)

    def has_list(self, codes: str) -> bool:
        return codes in self.codes


def is_label(node: Any) -> bool:
    return isinstance(node, dict) and "zh" in node and "en" in node


def entries(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The items of a mapping with string keys: a code such as 001 or yes is kept as it is written."""
    for key, value in node.items():
        yield str(key), value


class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads keys and values as they are written: `on`, `no` and 001 stay words."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class BadTerms(Exception):  # noqa: N818
    """A file of words that cannot be read: its name, its line, the code of a fault and what it needs."""

    def __init__(self, file: str, line: int, code: str, *, key: str = "", problem: str = ""):
        super().__init__(f"{file}:{line} {code} {key}{problem}")
        self.file, self.line, self.code, self.key, self.problem = file, line, code, key, problem


def read_terms(folder: Path) -> Terms:
    """Reads every file in `law/terms`. A mapping of labels is a code list of that name; a single label is a word. Raises `BadTerms`."""
    words: dict[str, Label] = {}
    codes: dict[str, dict[str, Label]] = {}
    read = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        text = read_text(path)
        read.update(f"{path.name}\0{text}\0".encode())
        found = terms_of(path.name, text)
        words.update(found.words)
        for name, labels in found.codes.items():
            codes.setdefault(name, {}).update(labels)
    return Terms(words, codes, read.hexdigest())


@lru_cache(maxsize=128)
def terms_of(file: str, text: str) -> Terms:
    """The terms of one file; the same text is read once, since every lawbook of an installation holds much the same words."""
    words: dict[str, Label] = {}
    codes: dict[str, dict[str, Label]] = {}
    try:
        gather(yaml.load(text, Loader=Plain) or {}, words, codes)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadTerms(file, mark.line + 1 if mark else 0, "syntax", problem=getattr(error, "problem", "") or str(error)) from None
    except HalfLabel as half:
        line = next((number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"{half}:")), 0)
        raise BadTerms(file, line, "half_label", key=str(half)) from None
    return Terms(words, codes)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTerms(path.name, path.read_bytes()[: error.start].count(b"\n") + 1, "not_utf8") from None


class HalfLabel(Exception):  # noqa: N818
    """A label in one language only."""


def gather(content: Mapping[str, Any], words: dict[str, Label], codes: dict[str, dict[str, Label]]) -> None:
    for name, node in entries(content):
        if is_label(node):
            words[name] = node
        elif isinstance(node, dict) and ("zh" in node or "en" in node):
            raise HalfLabel(name)
        elif isinstance(node, dict) and node and all(is_label(entry) for entry in node.values()):
            codes.setdefault(name, {}).update(entries(node))
        elif isinstance(node, dict):
            gather(node, words, codes)
