"""How a scenario is written down: a bare counting with its variations, events, and what it shows in both languages."""

START, MET, EXTENDED, PAUSED, RESUMED, RESTARTED, RELEASED = (
    f"clock.{one}" for one in ("started", "met", "extended", "paused", "resumed", "restarted", "released")
)


def bare(*limits, rolls=False, months="same_day", exact=False, per="matter", since=None, **roles):
    """A counting of one version that `clock.started` starts and `clock.met` meets."""
    return {
        "per": per, "judged_by": "start", "calendar": "china", "rolls": rolls, "months": months, "exact": exact,
        "starts": [{"from": since, "events": event(START), "source": ""}],
        "versions": [version(*limits, since=since, **roles)],
    }  # fmt: skip


def version(*limits, since=None, **roles):
    return {"from": since, "limits": list(limits), "met_by": event(MET)} | roles


def event(kind):
    return [{"event": kind}]


def at(time, kind, *about, **body):
    return {"at": time, "event": kind} | ({"about": list(about)} if about else {}) | ({"body": body} if body else {})


def scenario(zh, en, counting, events, as_of, **matter):
    return {"shows": {"zh": zh, "en": en}, "counting": counting, "events": events, "as_of": as_of} | ({"matter": matter} if matter else {})


def period(zh, en, counting, start, as_of, end=None):
    """A plain period: a start, and a meeting event or none."""
    events = [at(start, START)] + ([at(end, MET)] if end else [])
    return scenario(zh, en, counting, events, as_of)


STANDS_STILL = {"excluded": [{"from": event(PAUSED), "to": event(RESUMED)}]}


def once_more(times=1, **length):
    return {"extended_by": [{"event": EXTENDED, "times": times, "add": length}]}
