"""Handing one request to one place: into a folder, by HTTP POST, by mail. What comes back is text with, perhaps, cosignatures."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from hengjian.ledger.places import Place

TIMEOUT = 10
MOST = 65536
ENDING = ".checkpoint"


class NotTaken(RuntimeError):
    """A place that did not take the checkpoint; the sentence says why."""


class KnowsAnother(NotTaken):
    """A witness that has seen another size than the proof begins at: `size`."""

    def __init__(self, size: int) -> None:
        super().__init__(_("该见证人见过的检查点规模是 %(size)d") % {"size": size})
        self.size = size


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """What a place answers is its answer; we follow it nowhere."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


def send(place: Place, size: int, origin: str, text: str) -> str:
    """Hands it over and gives back what was answered. Raises `NotTaken`."""
    try:
        return SENDERS[place.scheme](place, size, origin, text)
    except (OSError, ValueError) as problem:
        raise NotTaken(str(problem)[:280] or type(problem).__name__) from problem


def to_folder(place: Place, size: int, _origin: str, text: str) -> str:
    """One new file per checkpoint, whole or not at all."""
    folder = folder_of(place)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{size:012}{ENDING}"
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return ""


def by_post(place: Place, _size: int, _origin: str, text: str) -> str:
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "hengjian"}
    asked = urllib.request.Request(place.address, data=text.encode(), headers=headers, method="POST")  # noqa: S310 (http and https alone)
    try:
        with urllib.request.build_opener(NoRedirects).open(asked, timeout=TIMEOUT) as answer:
            return str(answer.read(MOST).decode("utf-8", "replace"))
    except urllib.error.HTTPError as problem:
        with problem:
            said = problem.read(MOST).decode("utf-8", "replace").strip()
            if problem.code == 409 and is_size(problem.headers, said):
                raise KnowsAnother(int(said)) from problem
            raise NotTaken(f"HTTP {problem.code} {said[:200]}") from problem


def is_size(headers: Message, said: str) -> bool:
    return headers.get_content_type() == "text/x.tlog.size" and said.isdigit() and len(said) < 19


def by_mail(place: Place, size: int, origin: str, text: str) -> str:
    """The connection is opened here, so that one on which the server says no is closed too."""
    with get_connection() as server:
        to = [unquote(urlsplit(place.address).path)]
        EmailMessage(f"{origin} {size}", text, to=to, connection=server).send(fail_silently=False)
    return ""


def folder_of(place: Place) -> Path:
    return Path(unquote(urlsplit(place.address).path))


SENDERS: dict[str, Callable[[Place, int, str, str], str]] = {"file": to_folder, "http": by_post, "https": by_post, "mailto": by_mail}
