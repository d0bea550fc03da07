"""An import from the desk as a row: how far it has come and what it found. Not a projection: what it records stands in the ledger."""

from datetime import datetime

from django.db import models

from hengjian.work import turns

COUNTED = ("rows", "new", "continued", "known", "events", "left_out")


class ImportJob(models.Model):
    """One file that somebody brings in. Its content lies encrypted in `files/<id>/`; its name and faults are in `sealed`.

    `columns` names the heading of the file for each column of the mapping; `rows` of `total` are done; `beat_at` is when the worker
    last said so, nothing while none has taken it up.
    """

    UPLOADED, CHECKING, CHECKED, RUNNING = "uploaded", "checking", "checked", "running"
    STOPPED, DONE, FAILED = "stopped", "done", "failed"

    id = models.CharField(primary_key=True, max_length=32)
    by = models.CharField(max_length=20, db_index=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    seat = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    mapping = models.CharField(max_length=60)
    columns = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    file = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=UPLOADED)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    continued = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    sealed = models.JSONField(default=dict)

    class Meta:
        app_label = "matters"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["state", "made_at"], name="import_waiting", condition=models.Q(state__in=["checking", "running"]))]

    @property
    def at_work(self) -> bool:
        """Whether the worker has it, or is to take it up."""
        return self.state in (self.CHECKING, self.RUNNING)

    def left_alone(self, now: datetime) -> bool:
        """Whether a worker took it up and has said nothing since for too long."""
        return turns.left_alone(self.beat_at, now)
