"""The watch's pulse: it beats every round; whoever serves pages looks whether it still does, and tells when it does not."""

import logging
import shlex
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from hengjian.ledger.publish import lags
from hengjian.watch.supervision.messages import leave
from hengjian.watch.supervision.models import Heartbeat

WATCH = "watch"
STALE_AFTER = timedelta(seconds=60)
log = logging.getLogger("hengjian.watch")


@dataclass(frozen=True)
class Pulse:
    """How the watch stands at a moment: `last` is its last beat, nothing if it never ran."""

    beating: bool
    last: datetime | None
    behind: int = 0

    @property
    def sentence(self) -> str:
        if self.beating:
            return _("监督引擎运行正常。")
        if self.last is None:
            return _("监督引擎尚未启动：请运行 hengjian watch。")
        return _("监督引擎已停止，最后一次运行于 {last}。新的问题和超期不会被发现，请立即运行 hengjian watch。").format(
            last=self.last.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        )


def begin(now: datetime, name: str = WATCH) -> None:
    """A worker starts: its beats count from here."""
    Heartbeat.objects.update_or_create(name=name, defaults={"started_at": now, "beat_at": now})


def beat(now: datetime, *, behind: int, name: str = WATCH) -> None:
    """One round is done."""
    Heartbeat.objects.filter(name=name).update(beat_at=now, rounds=F("rounds") + 1, behind=behind)


def pulse(now: datetime, name: str = WATCH) -> Pulse:
    """Whether the watch has beaten within the last minute."""
    row = Heartbeat.objects.filter(name=name).first()
    if row is None:
        return Pulse(beating=False, last=None)
    return Pulse(beating=now - row.beat_at <= STALE_AFTER, last=row.beat_at, behind=row.behind)


def tell_if_behind(now: datetime) -> int:
    """Leaves one message to the system administrators per place and standstill where checkpoints no longer arrive; how many it left now."""
    told = 0
    for one in lags(now):
        if one.since:
            since = one.since.isoformat()
            values = {"place": one.place.name, "since": since, "problem": one.trouble}
            told += leave("checkpoint.behind", values, identity=f"behind:{since}:{one.place.name}"[:240], roles=["system_admin"], now=now)
    return told


def tell_if_stopped(now: datetime, command: str = "") -> bool:
    """Leaves one message to the system administrators per standstill, logs it, and runs `command` once. True if it told now."""
    seen = pulse(now)
    if seen.beating:
        return False
    since = seen.last.isoformat() if seen.last else ""
    if not leave("watch.stopped", {"since": since}, identity=f"watch.stopped:{since}", roles=["system_admin"], now=now):
        return False
    log.error("The watch has stopped; its last beat was at %s", since or "no time: it never ran")
    if command:
        subprocess.run(shlex.split(command), check=False, timeout=30)  # noqa: S603
    return True
