"""The figures of a rehearsal in words: a few lines for the officer who decides, in the reader's language. Nothing is counted here anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.naming import field_name
from hengjian.core.terms import tongue
from hengjian.watch.rehearsal.counting import BEGUN, CLEARED, ENDED, FAULTS, KINDS, MOVED, NEWLY, NO_LONGER, OTHER, UNCLEAR, WEIGHED
from hengjian.work.people.models import Unit

LARGEST = 3
KIND_WORDS = {
    NEWLY: gettext_lazy("将超期或不符"),
    NO_LONGER: gettext_lazy("不再超期或不符"),
    UNCLEAR: gettext_lazy("将无法判断"),
    CLEARED: gettext_lazy("可以判断了"),
    MOVED: gettext_lazy("只是到期日改变"),
    BEGUN: gettext_lazy("新的期限或要求"),
    ENDED: gettext_lazy("不再有此期限或要求"),
    OTHER: gettext_lazy("其他变化"),
}


@dataclass(frozen=True)
class Report:
    """What came out of one rehearsal. `figures` are those of `counting.Tally`; `throughout`: how it was run."""

    figures: Mapping[str, Any]
    throughout: bool

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many differences of each kind."""
        found: Counter[str] = Counter()
        for *_rest, kind, number in self.figures["pairs"]:
            found[kind] += number
        return found

    @property
    def differences(self) -> int:
        return sum(self.kinds.values())

    @cached_property
    def of_kinds(self) -> list[tuple[str, str, int]]:
        """The kinds that occur: name, words, number."""
        return [(kind, str(KIND_WORDS[kind]), self.kinds[kind]) for kind in KINDS if self.kinds[kind]]

    def answers(self, side: str, states: frozenset[str] | None = None) -> int:
        """How many answers `old` or `new` gave, of these states."""
        return sum(number for _rule, state, number in self.figures[side] if states is None or state in states)

    @cached_property
    def units(self) -> dict[str, str]:
        codes = {unit for unit, *_rest in self.figures["cells"]}
        return dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))

    def title(self, rule: str) -> str:
        zh, en = self.figures["titles"].get(rule, (rule, rule))
        return in_language((zh, en), get_language() or "zh")

    @cached_property
    def largest(self) -> list[tuple[str, str, Counter[str]]]:
        """The largest changes: rule and unit with what changes there; what puts somebody at fault weighs before all else."""
        found: dict[tuple[str, str], Counter[str]] = {}
        for rule, unit, kind, number in self.figures["pairs"]:
            found.setdefault((rule, unit), Counter())[kind] += number
        ordered = sorted(found.items(), key=lambda one: (-sum(one[1][kind] for kind in WEIGHED), -one[1].total(), one[0]))
        return [(self.title(rule), self.units.get(unit, unit), kinds) for (rule, unit), kinds in ordered[:LARGEST]]

    def by(self, place: int) -> list[tuple[str, Counter[str]]]:
        """The differences by one of unit (0), stage (1) and month (2), the most first; months in their order."""
        found: dict[str, Counter[str]] = {}
        for cell in self.figures["cells"]:
            found.setdefault(cell[place], Counter())[cell[3]] += cell[4]
        if place == 2:
            return sorted(found.items())
        return sorted(found.items(), key=lambda one: (-sum(one[1][kind] for kind in WEIGHED), -one[1].total(), one[0]))

    def lines(self, law: Lawbook) -> list[str]:
        """The report; `law` says what the missing facts are called."""
        found = [self.scope_line()]
        if not self.figures["rules"]:
            return [_("草案与现行法规包只有文字不同，没有一条规则的判断会改变。")]
        found += [self.verdict_line()] if self.differences else self.nothing_lines()
        if self.figures["open_moved"]:
            line = ngettext("在办事项中有 %(n)d 项的到期日会改变。", "在办事项中有 %(n)d 项的到期日会改变。", self.figures["open_moved"])
            found.append(line % {"n": self.figures["open_moved"]})
        if self.differences:
            found.append(_("变化最大的：%(list)s。") % {"list": _("；").join(self.large(*one) for one in self.largest)})
        return found + self.unclear_lines(law)

    def scope_line(self) -> str:
        values = {"rules": len(self.figures["rules"]), "matters": self.figures["judged"], "answers": self.answers("new")}
        how = _("假定草案一直有效") if self.throughout else _("草案只自其规定之日起适用")
        line = _("草案使 %(rules)d 条规则的判断不同；%(how)s，对 %(matters)d 件事项作了 %(answers)d 项判断。")
        return line % (values | {"how": how})

    def verdict_line(self) -> str:
        values = {
            "newly": self.kinds[NEWLY],
            "less": self.kinds[NO_LONGER],
            "moved": self.kinds[MOVED],
            "matters": self.figures["differing"],
        }
        values |= {"old": self.answers("old", FAULTS), "new": self.answers("new", FAULTS)}
        return (
            _(
                "%(matters)d 件事项的结论会不同：另有 %(newly)d 项将超期或不符，%(less)d 项不再超期或不符"
                "（合计由 %(old)d 项变为 %(new)d 项）；%(moved)d 项只是到期日改变。"
            )
            % values
        )

    def nothing_lines(self) -> list[str]:
        found = [_("按草案与按现行法规包，结论完全相同。")]
        if not self.throughout:
            found.append(_("草案的值只对其生效之日以后开始的期限适用；要看它对过去意味着什么，请选“假定一直有效”。"))
        return found

    def large(self, title: str, unit: str, kinds: Counter[str]) -> str:
        changed = _("，").join(f"{KIND_WORDS[kind]} {kinds[kind]}" for kind in KINDS if kinds[kind])
        return _("%(unit)s“%(title)s”%(changed)s") % {"unit": unit, "title": title, "changed": changed}

    def unclear_lines(self, law: Lawbook) -> list[str]:
        """What could not be judged, and for want of what."""
        before, after = (self.answers(side, frozenset({"undetermined"})) for side in ("old", "new"))
        if not after:
            return []
        values = {"after": after, "before": before, "looked": self.figures["looked_at"], "why": self.why(law)}
        if self.figures["looked_at"] < after:
            return [_("%(after)d 项按草案无法判断（现行法规包：%(before)d 项）；其中看过的 %(looked)d 项缺少：%(why)s。") % values]
        return [_("%(after)d 项按草案无法判断（现行法规包：%(before)d 项），缺少：%(why)s。") % values]

    def why(self, law: Lawbook) -> str:
        missing: Counter[str] = Counter()
        for _rule, what, number in self.figures["missing"]:
            missing[what] += number
        spoken = tongue(get_language() or "zh")
        named = ((field_name(what, law, spoken) if what else _("时间不够精确"), number) for what, number in missing.most_common(5))
        return _("，").join(_("%(what)s（%(n)d 项）") % {"what": what, "n": number} for what, number in named) or "—"
