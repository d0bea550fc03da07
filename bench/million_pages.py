"""Which pages of the desk are timed for whom, each with addresses that differ from round to round. Over what: `million_city`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal_many
from hengjian.work.findings.models import DayStatement, FindingRow
from hengjian.work.matters import across
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import DutyRow, Matter, PartyRow
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import STATES
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer, scope, viewer_for
from hengjian.work.people.models import Account, Post

Form = dict[str, str]
Address = Callable[[], str | tuple[str, Form]]
"""Where the next round goes; with a form it is sent."""
Page = tuple[str, Address]
SAMPLE = 40
random = Random(5)


@dataclass(frozen=True)
class Seen:
    """What one holder of a role may open: some of the told matters, whose keys are whole."""

    viewer: Viewer
    role: str
    unit: str
    told: list[str]


def seen_by(account: Account, role: str) -> Seen:
    viewer = viewer_for(account, timezone.now())
    told = scope(viewer, Matter.objects.all()).order_by().exclude(number__contains="-")
    if role == "officer":
        told = told.filter(handler=account)
    return Seen(viewer, role, viewer.posts[0].unit.code, sampled(list(told.values_list("id", flat=True))))


def sampled(found: list[Any]) -> list[Any]:
    return random.sample(found, min(SAMPLE, len(found)))


def any_of(addresses: list[str]) -> Address:
    """One of these, drawn anew each round."""
    return lambda: random.choice(addresses)


def pages(account: Account, role: str) -> Iterator[Page]:
    """Every page that the role has."""
    seen = seen_by(account, role)
    yield "home", lambda: "/"
    if seen.viewer.case_seats:
        yield from lists(seen)
        yield from matter_pages(seen)
        yield from supervision(seen)
    yield from everybodys()
    if role in roles.ADMINISTRATORS:
        yield from administration(seen)


def lists(seen: Seen) -> Iterator[Page]:
    """The lists: bare, with each filter, each kind of search, and deep in."""
    unit = seen.unit
    numbers = sampled(list(scope(seen.viewer, Matter.objects.all()).values_list("number", flat=True)[:5000]))
    month = (timezone.now() - timedelta(days=40)).date().isoformat()
    week = (timezone.now() - timedelta(days=33)).date().isoformat()
    addresses = {
        "list": "/matters/", "list, calls": "/incidents/", "list, cases": "/cases/", "list, kind": "/cases/?kind=case/criminal",
        "list, unit": f"/matters/?unit={unit}", "list, stage": "/matters/?stage=investigating",
        "list, calls of a stage": "/incidents/?stage=dispatched",
        **{f"list, {state}": f"/matters/?state={state}" for state in STATES},
        "list, open cases": "/cases/?state=open", "list, open calls": "/incidents/?state=open",
        "list, mine": "/matters/?mine=1", "list, a week": f"/matters/?since={month}&until={week}",
        "list, page 2": "/matters/?page=2", "list, page 200": "/matters/?page=200",
        "list, all filters": f"/cases/?kind=case/admin&unit={unit}&state=open&since={month}",
        "search, place and words": f"/matters/?unit={unit}&text=争吵",
        "named export, its form": "/export/cases/?state=overdue",
    }  # fmt: skip
    yield from ((name, lambda address=address: address) for name, address in addresses.items())
    yield "search, number", any_of([f"/matters/?number={number}" for number in numbers])
    yield "search, its beginning", any_of([f"/matters/?number={number[:15]}" for number in numbers])
    yield "search, number at the top", any_of([f"/find/?number={number[:15]}" for number in numbers])
    for words in texts():
        yield f"search, “{words}”", lambda words=words: f"/matters/?text={words}"
    yield "search, own name", any_of([f"/matters/?person={name}" for name in names_of(seen)])


def texts() -> list[str]:
    """Words that many texts hold, words that few hold, two and three at once, and words that none holds."""
    return ["报称", "楼下", "彩虹桥", "争吵 楼下", "报称 楼下", "争吵 楼下 现场", "彩虹桥 争吵", "飞碟", "飞碟 争吵"]


def names_of(seen: Seen) -> list[str]:
    """Names of parties in these matters, else of anybody."""
    own = Event.objects.filter(kind="party.added", matter__in=seen.told)[:20]
    return [values["name"] for values in unseal_many(list(own)).values() if values.get("name")] or ["王安澜"]


def matter_pages(seen: Seen) -> Iterator[Page]:
    """One matter: its page, the steps offered, its arithmetic, its proof, and its sealed part."""
    told = seen.told
    if not told:
        return
    yield "matter page", any_of([f"/matters/{one}/" for one in told])
    yield "check my case", any_of([f"/matters/{one}/check/" for one in told])
    duties = DutyRow.objects.filter(matter_id__in=told)[:SAMPLE]
    yield "why of a duty", any_of([f"/matters/{d.matter_id}/why/?rule={d.rule}&key={d.key}&start={d.start_event}" for d in duties])
    steps = [(one, offer.move.name) for one in told[:10] for offer in matter_page(seen.viewer, one).offers if offer.allowed]
    if steps:
        yield "form of a step", any_of([f"/matters/{one}/steps/{move}/" for one, move in steps])
    events = list(Event.objects.filter(stream__in=told).values_list("id", flat=True)[:SAMPLE])
    yield "record of an event", any_of([f"/record/events/{one}/" for one in events])
    yield "sealed part opened", lambda: (f"/matters/{random.choice(told)}/unlock/", {"purpose": "supervision"})
    if seen.role in {"officer", "dispatcher"}:
        yield "a new call", lambda: "/new/incident/"


def supervision(seen: Seen) -> Iterator[Page]:
    """Findings, the queue, police days, papers, searches across matters."""
    if seen.role != "dispatcher":
        for name, query in {"": "", ", external": "?loop=external", ", closed": "?state=closed", ", rectified": "?how=rectified"}.items():
            yield f"findings board{name}", lambda query=query: f"/findings/{query}"
        yield "findings board, a unit", lambda: f"/findings/?unit={seen.unit}"
        found = list(FindingRow.objects.filter(matter__in=seen.told).values_list("id", flat=True)[:SAMPLE])
        if found:
            yield "finding", any_of([f"/findings/{one}/" for one in found])
    if seen.role != "officer":
        yield "review queue", lambda: "/queue/"
        yield "review queue, left", lambda: "/queue/?left=1"
    days = DayStatement.objects.filter(unit=seen.unit)
    if days:
        yield "days", lambda: "/days/"
        yield "day statement", any_of([f"/days/{one.day}/{one.unit}/" for one in days])
    yield "register of papers", lambda: "/papers/"
    yield "searches across matters", lambda: "/searches/"
    if seen.role == "officer":
        yield from search_across(seen)


def search_across(seen: Seen) -> Iterator[Page]:
    """A person looked for with legal basis and approver: each round runs a search that was approved before."""
    chief = Post.objects.filter(role="city_chief").select_related("account").get().account
    named = PartyRow.objects.filter(matter_id__in=seen.told).exclude(name_print="").first()
    if named is None:
        return
    now, name = timezone.now(), names_of(seen)[0]
    given = {"name": name, "document": "", "basis": across.BASES[0], "reasons": "bench"}
    asked = [across.request_search(seen.viewer, named.matter_id, now=now, **given) for _round in range(SAMPLE)]
    for one in asked:
        across.approve_search(viewer_for(chief, now), one, now=now)
    left = iter(asked)
    yield "search across matters, run", lambda: (f"/searches/{next(left)}/run/", {})


def everybodys() -> Iterator[Page]:
    rules = cycle(sorted(law_in_force().rules))
    yield "rules", lambda: "/rules/"
    yield "rule", lambda: f"/rules/{next(rules)}/"
    yield "record", lambda: "/record/"
    yield "own account", lambda: "/account/"


def administration(seen: Seen) -> Iterator[Page]:
    if seen.role == "auditor":
        yield "looks", lambda: "/looks/"
        yield "administration", lambda: "/administration/"
        return
    people = sampled(list(Account.objects.values_list("person", flat=True)))
    addresses = {"administration": "", "units": "units/", "accounts": "accounts/", "accounts by name": "accounts/?q=李",
                 "accounts of a unit": f"accounts/?unit={seen.unit}", "lawbook": "law/"}  # fmt: skip
    yield from ((name, lambda address=address: f"/administration/{address}") for name, address in addresses.items())
    yield "account", any_of([f"/administration/accounts/{one}/" for one in people])
    if seen.role == "security_admin":
        yield "forgetting", lambda: "/administration/forgetting/"
    else:
        yield "unit", lambda: f"/administration/units/{seen.unit}/"
