"""Changing one place in a YAML text and nothing else: comments, order and the way of writing around it stay as they were.

A place is a path from the top: keys of mappings as text, places in lists as numbers. What a value means is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from hengjian.core.lawbook.nodes import LOADER, Reading, compose_bytes

Path = tuple[str | int, ...]
STR = "tag:yaml.org,2002:str"
BRACKETS = frozenset("[]{}")


class NoPlace(ValueError):
    """The text has nothing at the path, or cannot be read as YAML."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a text with its key, if it stands under one, and the node that holds it."""

    node: yaml.Node
    key: yaml.Node | None = None
    holder: yaml.CollectionNode | None = None


def tree(text: str) -> yaml.Node:
    """The text as nodes. `NoPlace` where the reader of the law could make nothing of it."""
    reading = Reading("")
    found = compose_bytes(text.encode(), reading)
    if found is None:
        raise NoPlace(reading.errors[0].sentence())
    return found.node


def spot(text: str, path: Path) -> Spot:
    """What stands at the path."""
    found = Spot(tree(text))
    for step in path:
        found = below(found.node, step)
    return found


def below(node: yaml.Node, step: str | int) -> Spot:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == step:
                return Spot(value, key, node)
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return Spot(node.value[step], None, node)
    raise NoPlace(str(step))


def is_flow(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def end(node: yaml.Node, text: str) -> int:
    """Where the node's last sign stands; a block's own mark may lie behind blanks and comments."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end(last[1] if isinstance(last, tuple) else last, text)
    place = int(node.end_mark.index)
    while place > start(node) and text[place - 1] in " \n":
        place -= 1
    return place


def source_of(node: yaml.Node, text: str) -> str:
    """The node as it is written."""
    return text[start(node) : end(node, text)]


def flow(node: yaml.Node, text: str) -> str:
    """The node on one line, its words as they are written where one line can hold them."""
    if isinstance(node, yaml.MappingNode):
        return "{" + ", ".join(f"{flow(key, text)}: {flow(value, text)}" for key, value in node.value) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + ", ".join(flow(one, text) for one in node.value) + "]"
    written = source_of(node, text)
    if not written and node.tag != STR:
        return "null"
    fits = "\n" not in written and (node.style or "") in ("", "'", '"') and reads_as(written, node.value, node.tag)
    return written if fits else quoted(str(node.value))


def reads_as(written: str, value: str, tag: str) -> bool:
    """Whether the words mean the same inside a flow collection."""
    if BRACKETS & set(written):
        return False
    try:
        found = yaml.compose(f"[{written}]", Loader=LOADER)
    except yaml.YAMLError:
        return False
    one = found.value[0] if isinstance(found, yaml.SequenceNode) and len(found.value) == 1 else None
    return isinstance(one, yaml.ScalarNode) and (one.value, one.tag) == (value, tag)


def quoted(value: str) -> str:
    return "'" + " ".join(value.split()).replace("'", "''") + "'"


def words(value: str) -> str:
    """A text as it may be written anywhere: plain where that means the same, else in quotes. Breaks become blanks."""
    value = " ".join(value.split())
    return value if value and reads_as(value, value, STR) else quoted(value)


def plain(value: str) -> str:
    """A number, day, code or other single word as it is typed; in quotes only where it would be no single word."""
    value = " ".join(value.split())
    if BRACKETS & set(value):
        return quoted(value)
    try:
        found = yaml.compose(f"[{value}]", Loader=LOADER)
    except yaml.YAMLError:
        return quoted(value)
    alone = isinstance(found, yaml.SequenceNode) and len(found.value) == 1 and isinstance(found.value[0], yaml.ScalarNode)
    return value if value and alone else quoted(value)


def put(text: str, path: Path, written: str) -> str:
    """Writes a value, which is one line of YAML, in the place of what stands at the path."""
    found = spot(text, path).node
    first, last = start(found), end(found, text)
    gap = " " if first == last and first and text[first - 1] not in " \n" else ""
    if isinstance(found, yaml.CollectionNode) and not found.flow_style:
        first = back_to_key(text, first)
        gap = " " if first and text[first - 1] == ":" else ""
    return text[:first] + gap + written + text[last:]


def back_to_key(text: str, first: int) -> int:
    """A block below its key moves up behind the key's colon; comments between them stay with the block they speak of."""
    before = text[:first].rstrip(" ")
    while before.endswith("\n"):
        line = before[:-1].rpartition("\n")[2]
        if line.strip() and not line.strip().startswith("#"):
            return len(before[:-1].rstrip()) if line.rstrip().endswith(":") else first
        before = before[: len(before) - len(line) - 1]
    return first


def rename(text: str, path: Path, name: str) -> str:
    """Gives the key at the path another name."""
    found = spot(text, path)
    if found.key is None:
        raise NoPlace(str(path[-1]) if path else "")
    return text[: start(found.key)] + name + text[end(found.key, text) :]


def add(text: str, path: Path, name: str, written: str | Sequence[str]) -> str:
    """Puts an entry at the end of the mapping or list at the path (`name` empty for a list).

    `written`: one line of YAML; or, in a block, several lines that belong under it.
    """
    found = spot(text, path).node
    if not isinstance(found, yaml.CollectionNode):
        raise NoPlace(str(path[-1]) if path else "")
    lines = [written] if isinstance(written, str) else list(written)
    if found.flow_style or not found.value:
        return into_flow(text, found, (f"{name}: " if name else "") + one_line(lines))
    column = int(found.start_mark.column)
    head = f"{name}: " if name else "- "
    body = [head + lines[0], *(f"  {line}" for line in lines[1:])]
    place = end(found, text)
    place = len(text) if text.find("\n", place) < 0 else text.find("\n", place)
    return text[:place] + "".join(f"\n{' ' * column}{line}" for line in body) + text[place:]


def one_line(lines: Sequence[str]) -> str:
    """Lines of a block mapping as one line."""
    return lines[0] if len(lines) == 1 else "{" + ", ".join(lines) + "}"


def into_flow(text: str, node: yaml.CollectionNode, written: str) -> str:
    if not node.value:
        brackets = "{}" if isinstance(node, yaml.MappingNode) else "[]"
        return text[: start(node)] + brackets[0] + written + brackets[1] + text[end(node, text) :]
    last = node.value[-1]
    place = end(last[1] if isinstance(last, tuple) else last, text)
    return text[:place] + f", {written}" + text[place:]


def remove(text: str, path: Path) -> str:
    """Takes the entry at the path out. The last entry of a mapping or list leaves it empty, written as such."""
    found = spot(text, path)
    holder = found.holder
    if holder is None:
        raise NoPlace("")
    entries = [one[0] if isinstance(one, tuple) else one for one in holder.value]
    values = [one[1] if isinstance(one, tuple) else one for one in holder.value]
    place = next(at for at, value in enumerate(values) if value is found.node)
    if len(values) == 1:
        return put(text, path[:-1], "{}" if isinstance(holder, yaml.MappingNode) else "[]")
    if holder.flow_style:
        first, last = (
            (start(entries[place]), start(entries[place + 1])) if place == 0 else (end(values[place - 1], text), end(values[place], text))
        )
        return text[:first] + text[last:]
    return without_lines(text, holder, entries, values, place)


def without_lines(text: str, holder: yaml.CollectionNode, entries: list[yaml.Node], values: list[yaml.Node], place: int) -> str:
    """An entry of a block goes with its lines; the first behind a dash gives its place to the next."""
    line = text.rfind("\n", 0, start(entries[place])) + 1
    head = text[line : start(entries[place])]
    if isinstance(holder, yaml.MappingNode) and head.strip():
        return text[: start(entries[place])] + text[start(entries[place + 1]) :]
    if isinstance(holder, yaml.SequenceNode) and head.strip() != "-":
        raise NoPlace(str(place))
    stop = text.find("\n", end(values[place], text))
    return text[:line] + (text[stop + 1 :] if stop >= 0 else "")
