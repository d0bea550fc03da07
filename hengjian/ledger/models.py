"""The tables of the record. Nothing here writes: `record.py` alone writes events, `integrate.py` places and tree.

`Event`, `Place`, `Checkpoint`, `Cosignature` and `Charter` are append-only, guarded by triggers (`guard.py`).
No foreign key leaves or enters the ledger.
"""

from __future__ import annotations

from django.db import models


class Charter(models.Model):
    """What was chosen when this ledger was founded: its name on checkpoints and its algorithms. One row."""

    origin = models.CharField(max_length=100)
    suite = models.CharField(max_length=16)
    founded_at = models.DateTimeField()


class Event(models.Model):
    """One thing that was recorded. `at` is when it happened, `recorded_at` when the house learned it.

    `stream` and `version` (from 1) are the optimistic lock; `previous` is the leaf of the stream's last event; `leaf` the RFC 6962
    leaf hash (hex) of the canonical form. `sealed` holds per field a ciphertext `c` and a salted commitment `h`.
    """

    id = models.CharField(max_length=32, primary_key=True)
    stream = models.CharField(max_length=80)
    version = models.IntegerField()
    matter = models.CharField(max_length=32, blank=True, db_index=True)
    kind = models.CharField(max_length=64)
    body = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    about = models.JSONField(default=list)
    at = models.DateTimeField()
    date_only = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    source = models.CharField(max_length=200, null=True)
    previous = models.CharField(max_length=64, blank=True)
    leaf = models.CharField(max_length=64)

    already_stood = False
    """Set on an event that `record` gives back because its `source` was known: it was not written again."""
    place: int | None = None
    """Its place in the log, where the query that read it knows it."""
    mark = ""
    """Set by `record`: PostgreSQL's mark of the writing of this event and of all that went along, where they went alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "version"], name="ledger_event_stream_version"),
            # Few events have a source; those without enter no index of it.
            models.UniqueConstraint(fields=["source"], name="ledger_event_source", condition=models.Q(source__isnull=False)),
        ]
        indexes = [
            # What stands beside the matters' own streams (looks, searches, exports) is listed by its kind; the matters' own never is.
            models.Index(fields=["kind", "-recorded_at"], name="ledger_event_beside", condition=~models.Q(stream=models.F("matter"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stream}@{self.version}"


class Head(models.Model):
    """How far a stream has come: what a writer compares and sets."""

    stream = models.CharField(max_length=80, primary_key=True)
    version = models.IntegerField()
    leaf = models.CharField(max_length=64)


class Arrival(models.Model):
    """An event that has no place yet; the integrator takes it away. Its number keeps each stream in order."""

    event = models.CharField(max_length=32)


class Place(models.Model):
    """The place of an event in the log, from 1 without a gap, and when it was given."""

    place = models.PositiveBigIntegerField(primary_key=True)
    event = models.CharField(max_length=32, unique=True)
    placed_at = models.DateTimeField()


class Tile(models.Model):
    """Up to 256 hashes, side by side: the roots of the subtrees of 256^level leaves. The last tile of a level still grows."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_level_index")]


class Checkpoint(models.Model):
    """A signed statement that the log of `size` events has this root (hex): a C2SP signed note."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField(db_index=True)


class Cosignature(models.Model):
    """A witness's signature line under one of our checkpoints: at `stamp` somebody outside saw this very checkpoint."""

    size = models.PositiveBigIntegerField()
    witness = models.CharField(max_length=100)
    line = models.TextField()
    stamp = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["size", "witness"], name="ledger_cosignature_once")]


class Publication(models.Model):
    """How far one outside place has come: the size of the last checkpoint it took, and what went wrong since."""

    place = models.CharField(max_length=300, primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)


class FollowerPlace(models.Model):
    """How far a follower has come; moved in the transaction that holds what it derived."""

    name = models.CharField(max_length=64, primary_key=True)
    place = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)


class MatterKey(models.Model):
    """The key of one matter, wrapped by a master key that lives outside the database. `wrapped` is null once it was destroyed."""

    matter = models.CharField(max_length=32, primary_key=True)
    master = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=64, blank=True)
