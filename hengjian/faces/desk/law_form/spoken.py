"""Codes of the law as a form shows them: with their words, and back from what was typed or picked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.naming import field_name
from hengjian.core.terms import tongue

IN_BRACKETS = re.compile(r"[（(]([^（）()]+)[）)]\s*$")
KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class Words:
    """The words of one lawbook in one language."""

    def __init__(self, law: Lawbook, language: str):
        self.law, self.language, self.spoken = law, language, tongue(language)

    def label(self, code: str, offers: str) -> str:
        """What a code is called; empty where nothing is known of it."""
        if offers == "fields":
            found = field_name(code, self.law, self.spoken)
            return "" if found == code else found
        return self.offered(offers).get(code, "")

    def shown(self, code: str, offers: str) -> str:
        """A code with its words, as it stands in a field."""
        label = self.label(code, offers) if offers else ""
        if not label or label == code:
            return code
        return f"{label} ({code})" if self.spoken == "en" else f"{label}（{code}）"

    def code(self, typed: str, offers: str) -> str:
        """The code that is meant: the one in brackets, the one whose words were typed, else what was typed."""
        typed = typed.strip()
        bracketed = IN_BRACKETS.search(typed)
        if bracketed and self.shown(bracketed[1], offers) == typed:
            return bracketed[1]
        called = [code for code, label in self.offered(offers).items() if label == typed] if offers else []
        return called[0] if len(called) == 1 else typed

    def offered(self, offers: str) -> Mapping[str, str]:
        """The codes that a field offers, with their words. `offers`: events, fields, policies, calendars, thresholds, or lists of terms."""
        if offers not in self._offered:
            self._offered[offers] = dict(self.found(offers))
        return self._offered[offers]

    @cached_property
    def _offered(self) -> dict[str, Mapping[str, str]]:
        return {}

    def found(self, offers: str) -> Iterable[tuple[str, str]]:
        law, english = self.law, self.spoken == "en"
        if offers == "events":
            return ((kind, label[self.spoken]) for kind, label in law.terms.words.items() if KIND.fullmatch(kind))
        if offers == "policies":
            return ((one.id, one.label[english]) for one in law.policies.values() if isinstance(one.value, bool))
        if offers == "calendars":
            return ((one.id, one.label[english]) for one in law.calendars.values())
        if offers == "thresholds":
            return ((name, name) for name in law.policies["thresholds"].value)
        lists = [offers] if offers == "fields" else offers.split(",")
        return ((code, label[self.spoken]) for one in lists for code, label in law.terms.codes.get(one, {}).items())

    def codes_of(self, field: str) -> str:
        """The lists that the values of a field are from, as an offer; empty where it has none."""
        entry = self.law.terms.codes.get("fields", {}).get(field.split(".")[-1], {})
        return ",".join(one for one in entry.get("codes", "").split(", ") if one)
