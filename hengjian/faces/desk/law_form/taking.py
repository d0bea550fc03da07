"""What was changed in the form, written into the text: only what differs from what the form showed, whatever else the text has become."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from hengjian.faces.desk.law_form.fields import Field, find
from hengjian.faces.desk.law_form.making import Maker
from hengjian.faces.desk.law_form.spoken import Words
from hengjian.work.matters.lawmaking import retouch
from hengjian.work.matters.lawmaking.retouch import NoPlace
from hengjian.work.people.refusal import Refused

Form = Callable[[str], tuple[Maker, Field]]


def unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def taken(text: str, was: str, posted: Mapping[str, str], form: Form, words: Words) -> str:
    """The text with the fields that were changed since the form was made from `was`, and with what the pressed button does.

    Raises `Refused` where the text cannot be read, or has nothing any more at the place of a changed field.
    """
    if not any(name.startswith(("v/", "k/")) for name in posted) and not posted.get("do"):
        return text
    try:
        for one in changed(was, posted, form):
            text = written(text, one, unix(posted[one.given]).strip(), words)
    except NoPlace as problem:
        raise Refused(_("文本里已没有表单中改的这一处，或者文本暂时读不通：请先改好文本")) from problem
    return done(text, posted.get("do", ""), form)


def changed(was: str, posted: Mapping[str, str], form: Form) -> list[Field]:
    """The fields whose value is not what the form showed: values first, then keys, the deepest first; what goes, goes last."""
    try:
        _maker, root = form(was)
    except NoPlace:
        return []
    found = [one for one in root.every() if one.given in posted and unix(posted[one.given]).strip() != one.value.strip()]
    return sorted(found, key=lambda one: (one.is_key, one.optional and not posted[one.given].strip(), -len(one.path)))


def written(text: str, one: Field, given: str, words: Words) -> str:
    if one.is_key:
        name = words.code(given, one.offers)
        return retouch.rename(text, one.path, retouch.plain(name))
    if not given and one.optional:
        return retouch.remove(text, one.path)
    if one.sort in ("words", "long"):
        return retouch.put(text, one.path, retouch.words(given))
    value = words.code(given, one.offers)
    return retouch.put(text, one.path, retouch.quoted(value) if one.quoted else retouch.plain(value))


def done(text: str, deed: str, form: Form) -> str:
    """The text after the button of this name."""
    if not deed:
        return text
    try:
        _maker, root = form(text)
        found = find(root, deed)
        if found is None:
            raise Refused(_("表单刚刚变了，请再点一次"))
        return found.act(text)
    except NoPlace as problem:
        raise Refused(_("文本暂时读不通，表单的按钮现在不能用：请先改好文本")) from problem
