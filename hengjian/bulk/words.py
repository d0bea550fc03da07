"""Sentences of this room in the reader's language, from the house's one catalogue, without any web frame."""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from hengjian.core.terms import tongue

LOCALE = Path(__file__).parents[1] / "locale"
spoken: ContextVar[str] = ContextVar("spoken", default="zh")


@lru_cache
def catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", LOCALE, [language], fallback=True)


def gettext(message: str) -> str:
    """The message in the language being spoken; Chinese is the message itself."""
    return catalogue(spoken.get()).gettext(message) if spoken.get() == "en" else message


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, sentences are said in `language` (`zh`, `en`, or a longer tag)."""
    token = spoken.set(tongue(language))
    try:
        yield
    finally:
        spoken.reset(token)
