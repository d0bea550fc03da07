"""When a clock stands still: what is open between which events, and which days and minutes fall out."""

from datetime import timedelta

from tests.law.slow.facts import fits

EVERYTHING = "(everything)"


class Pauses:
    """Openings and closings paired by what they are about, united into stretches `[from, to, counts]`; `to` is None while open."""

    def __init__(self, intervals):
        self.intervals, self.stretches, self.missing = intervals, [], ""
        self.open = [set() for _ in intervals]

    def take(self, fact, world, counts):
        """A second opening of the same key and a closing without one do nothing."""
        before = any(self.open)
        for interval, tokens in zip(self.intervals, self.open, strict=True):
            if self.fits(interval["to"], fact, world):
                tokens.difference_update(fact.about + [EVERYTHING] if fact.about else list(tokens))
            if self.fits(interval["from"], fact, world):
                tokens.update(fact.about or [EVERYTHING])
        if any(self.open) and not before:
            self.stretches.append([fact, None, counts])
        if before and not any(self.open):
            self.stretches[-1][1] = fact
        return before != any(self.open)

    def fits(self, patterns, fact, world):
        said = fits(patterns, fact, world)
        if isinstance(said, str):
            self.missing = self.missing or said
        return said is True

    def start(self):
        """What was over before the clock began is nothing to it."""
        self.stretches = self.stretches[-1:] if any(self.open) else []

    @property
    def standing_still(self):
        return bool(self.stretches) and self.stretches[-1][1] is None and self.stretches[-1][2]

    def days_out(self, start, until, policy):
        """The days after that of the opening up to that of the closing; the policy `both_days` takes the opening day as well."""
        out = set()
        for opened, closed, counts in self.stretches:
            day, last = opened.day, closed.day if closed else until
            if policy == "both_days":
                day -= timedelta(days=1)
            while counts and day < last:
                day += timedelta(days=1)
                if day > start:
                    out.add(day)
        return out

    def minutes_out(self, start, until):
        out = timedelta()
        for opened, closed, counts in self.stretches:
            last = closed.minute if closed else until
            if counts and last > max(opened.minute, start):
                out += last - max(opened.minute, start)
        return out
