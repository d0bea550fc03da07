"""Sessions of accounts: which are open, and ending them. Signing in keeps at most three of an account."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from hengjian.work.people.models import Account

MOST = 3


@dataclass(frozen=True)
class Open:
    """One session: when it was begun and last touched."""

    key: str
    since: datetime | None
    seen: datetime | None


def of_account(account: Account, now: datetime) -> list[Open]:
    """The account's open sessions, the newest first."""
    found = []
    for session in Session.objects.filter(expire_date__gt=now).order_by("-expire_date", "session_key"):
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(account.pk):
            found.append(Open(session.session_key, moment(data.get("since")), moment(data.get("seen"))))
    return found


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def end(account: Account, now: datetime, *, keep: str | None = None) -> int:
    """Ends the account's sessions but the one to keep; gives back how many ended."""
    keys = [one.key for one in of_account(account, now) if one.key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_oldest(account: Account, now: datetime) -> None:
    """Ends the oldest sessions beyond the most that an account may have, before one more begins."""
    keys = [one.key for one in of_account(account, now)][MOST - 1 :]
    Session.objects.filter(session_key__in=keys).delete()
