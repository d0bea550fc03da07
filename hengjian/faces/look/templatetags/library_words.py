"""Words of the law library in templates: numbers of articles, names of instruments, how a rule bears on a step."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hengjian.core.describe import sources_on
from hengjian.core.lawbook.editions import NATION, YEAR, Edition, Instrument, article_words, first_key
from hengjian.core.lawbook.resting import Rest
from hengjian.core.lawbook.sourcing import source_in
from hengjian.core.lawbook.texts import Article
from hengjian.core.terms import tongue
from hengjian.faces.look.templatetags.law_words import language
from hengjian.work.matters.bearing import Bearing
from hengjian.work.matters.law_library import library
from hengjian.work.matters.lawbook import law_in_force

register = template.Library()
HOW_WORDS = {
    "judges": gettext_lazy("判断这一步"),
    "meets": gettext_lazy("这一步完成它的期限"),
    "moves": gettext_lazy("这一步影响它的期限"),
    "starts": gettext_lazy("从这一步起算"),
    "owed": gettext_lazy("正在计算"),
}
FEW = 48


@register.filter
def article_name(article: Article) -> str:
    """第一百一十八条, article 118."""
    return article_words(article.number, tongue(language()))


@register.filter
def law_name(law: Instrument) -> str:
    """Its name, in English with the Chinese one behind it."""
    return f"{law.english} ({law.name})" if tongue(language()) == "en" and law.english else law.name


@register.filter
def law_short(title: str) -> str:
    """The title of an edition without the nation; in English by its English name and its year."""
    law = library().named(title) if tongue(language()) == "en" else None
    if law is None or not law.english:
        return title.removeprefix(NATION)
    years = YEAR.findall(title)
    return f"{law.english} ({years[0]})" if years else law.english


@register.simple_tag
def bears(one: Bearing) -> str:
    """How a rule bears on what is asked, and by the law of which day."""
    if not one.settled:
        return _("%(how)s；这条规则按别的日子判断，先列 %(day)s 的条文") % {"how": HOW_WORDS[one.how], "day": one.day.isoformat()}
    return _("%(how)s，按 %(day)s 的条文") % {"how": HOW_WORDS[one.how], "day": one.day.isoformat()}


@register.filter
def link_key(article: Article) -> str:
    return first_key(article)


@register.filter
def few_words(article: Article) -> str:
    """How the article begins."""
    text = article.text.replace("\n", " ")
    return text[:FEW] + ("…" if len(text) > FEW else "")


@register.filter
def in_force_words(edition: Edition) -> str:
    """From when to when, or since when."""
    if edition.until:
        return f"{edition.since or ''} – {edition.until}"
    return _("%(day)s 起") % {"day": edition.since} if edition.since else _("未写明")


@register.filter
def lasting(one: Rest) -> str:
    """From when to when a rule rests on an article."""
    return f"{one.since} – {one.until}" if one.until else _("%(day)s 起") % {"day": one.since}


@register.filter
def sources_of(one: Bearing) -> list[str]:
    """What the rule names as its sources on the day that governs."""
    return [source_in(source, law_in_force(), language()) for source in sources_on(one.rule, one.day)]
