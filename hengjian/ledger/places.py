"""The places outside the house to which checkpoints go, as the installation names them. How they are reached stands in `send.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

EVERY = {"file": timedelta(hours=1), "http": timedelta(hours=1), "https": timedelta(hours=1), "mailto": timedelta(hours=24)}
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class BadPlace(ValueError):
    """A place that cannot be read; the sentence says which and how it is written."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `scheme` says how it is reached, `address` where, `every` how often at most; `name` is shown, without a password."""

    address: str
    scheme: str
    every: timedelta

    @property
    def name(self) -> str:
        parts = urlsplit(self.address)
        return self.address if parts.password is None else self.address.replace(f":{parts.password}@", ":***@", 1)


def places() -> list[Place]:
    """The places of this installation, in the order given. Raises `BadPlace`."""
    return [read(text) for text in settings.CHECKPOINTS_TO]


def read(text: str) -> Place:
    """One place from `file:///folder`, `https://host/path` or `mailto:address`, perhaps with `#every=6h`."""
    address, _mark, option = text.partition("#")
    parts = urlsplit(address)
    found = re.fullmatch(r"every=(\d+)([mhd])", option)
    if parts.scheme not in EVERY or (option and not found) or not (parts.netloc or parts.path) or len(address) > 300:
        raise BadPlace(
            _("HENGJIAN_CHECKPOINTS_TO 中的 %(place)s 无效：应为 file:///文件夹、https://地址 或 mailto:邮箱，可加 #every=6h")
            % {"place": text}
        )
    every = timedelta(**{UNITS[found[2]]: int(found[1])}) if found else EVERY[parts.scheme]
    return Place(address, parts.scheme, every)
