"""Fields as HTML. Drawn here and not in a template: a rule has some hundred fields, and they are drawn anew at each change."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hengjian.faces.desk.law_form.fields import Deed, Field
from hengjian.faces.look.templatetags.look import icon


def drawn(part: Field, url: str) -> SafeString:
    """One part of the form with all that stands in it; its buttons send to `url`. Every text is escaped."""
    return mark_safe(Pen(url).part(part, str(part.label), top=True))  # noqa: S308


class Pen:
    """Draws the fields of one form."""

    def __init__(self, url: str):
        self.url = escape(url)
        self.fault, self.plus = str(icon("overdue")), str(icon("plus"))

    def part(self, one: Field, outer: str, *, top: bool = False) -> str:
        """A group with what stands in it, or a line with its field. `outer`: what it is called where it has no name of its own."""
        called = str(one.label) or outer
        if not one.is_group:
            entry = self.key(one) + self.entry(one, called, top or one.bare)
            keyed = " lf-keyed" if one.key else ""
            return f'<div class="lf-line lf-of-{one.sort}{keyed}">{entry}{self.deeds(one, called)}</div>'
        inner = self.head(one, top) + "".join(self.part(each, called) for each in one.fields) + self.deeds(one, called)
        if one.folded:
            return self.item(one, called, inner)
        return f'<div class="lf-group{" lf-top" if top else ""}" role="group" aria-label="{escape(called)}">{inner}</div>'

    def item(self, one: Field, called: str, inner: str) -> str:
        """A group that is folded under its first words; open where something in it is wrong."""
        sign = f'<span class="cross">{self.fault}</span> ' if one.faulty else ""
        start = f'<details class="lf-item" id="d-{escape(one.id)}"{" open" if one.faulty else ""}>'
        return f'{start}<summary>{sign}{escape(one.summary or called)}</summary><div class="lf-group lf-top">{inner}</div></details>'

    def head(self, one: Field, top: bool) -> str:
        named = one.label and not top and not one.folded and not one.key
        name = f'<span class="lf-name">{escape(one.label)}</span>' if named else ""
        return self.key(one) + name + self.faults(one.faults)

    def key(self, one: Field) -> str:
        return self.entry(one.key, str(one.key.label), False) if one.key else ""

    def entry(self, one: Field, called: str, bare: bool) -> str:
        """One field with its label and what is wrong at it."""
        if one.sort == "fixed":
            return f'<div class="lf-field"><span>{escape(one.value)}</span></div>{self.faults(one.faults)}'
        where, bad = escape(one.id), " bad" if one.faults else ""
        unseen = ' class="unseen"' if bare else ""
        wrong = f' aria-invalid="true" aria-describedby="w-{where}"' if one.faults else ""
        what = f'id="{where}" name="{escape(one.given)}" data-no-draft data-at="{one.span[0]}"{wrong}'
        label = f'<label for="{where}"{unseen}>{escape(called)}</label>'
        return f'<div class="lf-field lf-{one.sort}{bad}">{label}{control(one, what)}{self.faults(one.faults, f"w-{where}")}</div>'

    def faults(self, sentences: Iterable[str], where: str = "") -> str:
        told = " ".join(escape(one) for one in sentences)
        known = f' id="{where}"' if where else ""
        return f'<p class="lf-wrong"{known}>{self.fault} {told}</p>' if told else ""

    def deeds(self, one: Field, called: str) -> str:
        """The buttons; what might be written besides waits folded where there are several such things."""
        besides = [deed for deed in one.deeds if deed.adds]
        others = [deed for deed in one.deeds if not deed.adds]
        if len(besides) < 2:
            besides, others = [], besides + others
        buttons = "".join(self.button(deed, one, called) for deed in others)
        if besides:
            inner = "".join(self.button(deed, one, called) for deed in besides)
            said = escape(_("还可以写"))
            buttons = f'<details class="lf-adds" id="a-{escape(one.id)}"><summary>{self.plus} {said}</summary>{inner}</details>{buttons}'
        return f'<div class="lf-deeds">{buttons}</div>' if buttons else ""

    def button(self, deed: Deed, one: Field, called: str) -> str:
        sends = f'name="do" value="{escape(deed.name)}" formnovalidate formaction="{self.url}"'
        label = escape(deed.label)
        if not deed.drops:
            return f'<button class="lf-deed" {sends}>{self.plus} {label}</button>'
        named = one.key.value if one.key else called
        what = escape(f"{deed.label}：{named} {one.summary[:24]}")
        seen = f" {label}“{escape(named)}”" if one.is_group else ""
        return f'<button class="lf-drop" {sends} title="{label}" aria-label="{what}"><span aria-hidden="true">×{seen}</span></button>'


def control(one: Field, what: str) -> str:
    """What is typed into or picked from."""
    if one.sort == "choice":
        options = "".join(option(code, str(words), one.value) for code, words in one.choices)
        return f"<select {what}>{options}</select>"
    if one.sort == "long":
        return f'<textarea {what} rows="3">\n{escape(one.value)}</textarea>'
    sort = "date" if one.sort == "day" and one.is_day else "text"
    numeric = ' inputmode="numeric"' if one.sort == "number" else ""
    offers = f' list="o-{escape(one.offers)}"' if one.offers else ""
    return f'<input {what} type="{sort}" value="{escape(one.value)}" autocomplete="off"{numeric}{offers}>'


def option(code: str, words: str, chosen: str) -> str:
    return f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(words)}</option>'
