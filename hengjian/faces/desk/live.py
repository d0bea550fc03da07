"""The live stream of pages: one poll of the record's head per process, fanned out to every open page. It tells that, never what.

Beside it the heartbeat of the watch, which an open page asks for every minute: a page must not say "running" when nothing runs.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from hengjian.ledger.read import head as last_place
from hengjian.watch.supervision.heartbeat import pulse as watch_pulse

PERIOD = 0.3
KEEP_ALIVE = 15.0


@dataclass
class Pulse:
    """The head of the record as this process last saw it. Polls only while somebody listens."""

    listeners: set[asyncio.Event] = field(default_factory=set)
    place: int = -1
    task: asyncio.Task | None = None

    async def poll(self) -> None:
        while self.listeners:
            place = await sync_to_async(last_place)()
            if place != self.place:
                self.place = place
                for woken in self.listeners:
                    woken.set()
            await asyncio.sleep(PERIOD)

    def join(self) -> asyncio.Event:
        """A new listener, told at once where the head stands."""
        woken = asyncio.Event()
        self.listeners.add(woken)
        if self.place >= 0:
            woken.set()
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.poll())
        return woken

    def leave(self, woken: asyncio.Event) -> None:
        self.listeners.discard(woken)


pulse = Pulse()


async def head(request: HttpRequest) -> HttpResponseBase:
    """An event stream: `event: head` with the last place of the log, at once and whenever it grows. Only for who is signed in."""
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=403)
    response = StreamingHttpResponse(stream(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def stream() -> AsyncIterator[str]:
    """Lines of the stream; a comment now and then tells a silent connection from a dead one."""
    woken = pulse.join()
    try:
        while True:
            try:
                await asyncio.wait_for(woken.wait(), KEEP_ALIVE)
                woken.clear()
                yield f"event: head\nid: {pulse.place}\ndata: {pulse.place}\n\n"
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        pulse.leave(woken)


def beat(request: HttpRequest) -> HttpResponse:
    """The heartbeat as it stands now. It is no touch of the session, and whose session has ended keeps the page and what is typed there."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    now = timezone.now()
    return render(request, "desk/heartbeat.html", {"now": now, "pulse": watch_pulse(now)})
