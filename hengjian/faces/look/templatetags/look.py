"""Tags and filters that any template of a face may use: icons, states, times. The ribbon's tag stands in `ribbons.py`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hengjian.faces.look import moments, states

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite, silent to screen readers: a word always stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true" viewBox="0 0 20 20"><use href="#i-{}"></use></svg>', name)


@register.simple_tag
def state(name: str) -> SafeString:
    """A state as icon and word in its colour."""
    return format_html(
        '<span class="state state-{}">{} {}</span>',
        states.COLOURS.get(name, name),
        icon(states.ICONS.get(name, name)),
        states.WORDS.get(name, name),
    )


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime | None) -> SafeString | str:
    """`11月22日 08:05 (周日)` as a `<time>`."""
    if at is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moments.moment_words(at, context["now"]))


@register.simple_tag(takes_context=True)
def short(context: template.Context, at: datetime | None) -> SafeString | str:
    """`11月22日 08:05`, or the time of day alone where it is today."""
    if at is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moments.short_moment(at, context["now"]))


@register.simple_tag(takes_context=True)
def happened(context: template.Context, at: datetime, day_alone: bool) -> SafeString:
    """As `moment`, or the day without a time where the source knew no more."""
    return timed(at, day_alone, moments.happened(at, day_alone, context["now"]))


@register.simple_tag(takes_context=True)
def short_happened(context: template.Context, at: datetime, day_alone: bool) -> SafeString:
    """As `short`, or the day without a time where the source knew no more."""
    return timed(at, day_alone, moments.short_happened(at, day_alone, context["now"]))


def timed(at: datetime, day_alone: bool, words: str) -> SafeString:
    """A `<time>`; one of a day alone says so where it is pointed at."""
    if not day_alone:
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), words)
    day = at.astimezone(moments.ZONE).date().isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', day, _("只知道日期，不知道时刻"), words)


@register.simple_tag(takes_context=True)
def due(context: template.Context, at: datetime | None) -> SafeString | str:
    """The end of a limit, a day's end written as 24:00."""
    if at is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moments.due_words(at, context["now"]))


@register.filter
def long_day(day: date) -> str:
    return moments.day_long(day)


@register.filter
def since(now: datetime, start: datetime) -> str:
    """How long ago something began."""
    return moments.span_words(now - start)


@register.filter
def span(length: timedelta) -> str:
    return moments.span_words(length)


@register.filter
def entry(mapping: dict, key: str) -> object:
    """The entry of a mapping under a key that the template holds in a variable."""
    return mapping.get(key, "")


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """This page's query string with some of its parts changed; an empty value takes the part away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + (query.urlencode() if query else "")


@register.filter
def listed(words: Iterable[object]) -> str:
    """Words one after another, as the reader's language sets them apart."""
    return _("、").join(str(word) for word in words)


@register.filter
def query(mapping: dict) -> str:
    return urlencode(mapping, doseq=True)
