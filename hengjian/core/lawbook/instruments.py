"""Which instruments the rules rest on, and which articles of the text pack none of them names. Counting only; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Texts


@dataclass(frozen=True, slots=True)
class Instrument:
    """One title of the text pack: the rules that name an article of it, and the keys that some rule names or none does."""

    title: str
    rules: tuple[str, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]


def keys_of(rule: Rule) -> frozenset[str]:
    """Every key of the text pack that the rule ever named."""
    return frozenset(key for keys in rule.text.in_force() for key in keys)


def instruments(rules: Iterable[Rule], texts: Texts) -> list[Instrument]:
    """Every title of the pack, that with the most rules first; each version of a law has a title of its own."""
    used = {rule.id: keys_of(rule) for rule in rules}
    everywhere = frozenset().union(*used.values())
    held: dict[str, list[str]] = {}
    for key, article in texts.items():
        held.setdefault(article.title, []).append(key)
    found = [
        Instrument(
            title,
            tuple(name for name, keys in used.items() if not keys.isdisjoint(own)),
            tuple(key for key in own if key in everywhere),
            tuple(key for key in own if key not in everywhere),
        )
        for title, own in held.items()
    ]
    return sorted(found, key=lambda one: (-len(one.rules), one.title))


def without_text(rules: Iterable[Rule], texts: Texts) -> list[str]:
    """The rules none of whose articles the pack holds."""
    return [rule.id for rule in rules if keys_of(rule).isdisjoint(texts)]
