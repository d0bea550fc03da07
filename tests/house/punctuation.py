"""Full-width punctuation in Chinese text: what the guard looks for, and the command that mends it.

`python -m tests.house.punctuation` rewrites messages in code and templates, and the scalars of `hengjian/law`; then rename the keys of
the English accordingly. English inside a Chinese text, times (08:00) and placeholders stay as they are.
"""

import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.house.tree import PACKAGE, ROOT, product_files

HAN = r"[\u4e00-\u9fff“”‘’《》「」、。…]"
WIDE = dict(zip(",:;?!()", "，：；？！（）", strict=True))
HELD = re.compile(r"%\(\w+\)[sd]|\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|%[sd]|`[^`]*`|时:分|键: 值")
TRANSLATED = re.compile(
    r"""(?s)\b(?:translate|trans)\s+"([^"]*)"|\b(?:translate|trans)\s+'([^']*)'|%\}((?:(?!%\}).)*?)\{%\s*(?:plural|endblock)"""
)
Span = tuple[int, int]


def full_width(text: str) -> str:
    """The text with the punctuation of its Chinese parts full-width; a text without Chinese comes back as it was."""
    if not re.search(HAN, text):
        return text
    held = {i for match in HELD.finditer(text) for i in range(*match.span())}
    wide = set(brackets(text, held))
    wide |= set(marks(text, held, wide))
    out = []
    for i, sign in enumerate(text):
        space = sign == " " and (i - 1 in wide or (i + 1 in wide and text[i + 1] == "("))
        if not space:
            out.append(WIDE[sign] if i in wide else sign)
    return "".join(out)


def marks(text: str, held: set[int], wide: set[int]) -> Iterator[int]:
    """Where a comma, colon and the like follows a Chinese word or bracket, or stands between a value and a Chinese word."""
    for i, sign in enumerate(text):
        if sign in ",:;?!" and i not in held:
            before, after = beside(text, held, range(i - 1, -1, -1)), beside(text, held, range(i + 1, len(text)))
            chinese = re.match(HAN, before) or i - 1 in wide
            if chinese or (re.match(HAN, after) and not re.match(r"[\w./-]", before, re.ASCII)):
                yield i


def beside(text: str, held: set[int], places: range) -> str:
    """The nearest sign that is neither a space, a bracket nor part of a field to be filled in."""
    return next((text[i] for i in places if i not in held and text[i] not in "() "), "")


def brackets(text: str, held: set[int]) -> Iterator[int]:
    """Pairs of brackets that hold Chinese, or stand right behind it."""
    opened: list[int] = []
    for i, sign in enumerate(text):
        if i in held:
            continue
        if sign == "(":
            opened.append(i)
        elif sign == ")" and opened:
            start = opened.pop()
            if re.search(HAN, text[start:i]) or re.match(HAN, text[start - 1 : start]):
                yield from (start, i)


def spans(path: Path, text: str) -> Iterator[Span]:
    """The pieces of a file that people read as text."""
    if path.suffix == ".yaml":
        yield from (
            (t.start_mark.index, t.end_mark.index) for t in yaml.scan(text, Loader=yaml.CSafeLoader) if isinstance(t, yaml.ScalarToken)
        )
    elif path.suffix == ".md":
        yield from prose(text)
    elif path.suffix == ".html":
        yield from (match.span(match.lastindex or 0) for match in TRANSLATED.finditer(text))
    else:
        yield from strings(text)


def prose(text: str) -> Iterator[Span]:
    """The lines of a page but those of fenced code."""
    at, code = 0, False
    for line in text.splitlines(keepends=True):
        code ^= line.startswith("```")
        if not code:
            yield at, at + len(line)
        at += len(line)


def strings(text: str) -> Iterator[Span]:
    """String literals but docstrings, patterns and types."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = iter(text.splitlines(keepends=True))
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(lambda: next(lines, "")):
        plain = token.type == tokenize.STRING and not re.match(r"(?i)[bf]?r|.?b", token.string)
        if plain and before not in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            yield starts[token.start[0] - 1] + token.start[1], starts[token.end[0] - 1] + token.end[1]
        if token.type not in (tokenize.NL, tokenize.COMMENT):
            before = token.type


def mended(path: Path) -> str:
    """The text of the file with every piece full-width."""
    text = path.read_text(encoding="utf-8")
    out, at = [], 0
    for start, end in sorted(spans(path, text)):
        out += [text[at:start], full_width(text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def files() -> list[Path]:
    """What the guard holds to it: product code, templates, the law, the Chinese pages."""
    pages = [ROOT / "README.zh-CN.md", ROOT / "docs" / "manual" / "README.md"]
    return [*pages, *product_files(), *sorted(PACKAGE.rglob("templates/**/*.html")), *sorted((PACKAGE / "law").rglob("*.yaml"))]


def main() -> int:
    for path in files():
        new = mended(path)
        if new != path.read_text(encoding="utf-8"):
            path.write_text(new, encoding="utf-8")
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
