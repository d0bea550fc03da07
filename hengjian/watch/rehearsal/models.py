"""A rehearsal as a row: what was asked, how far it is, what came out; and its differences. Disposable: asked again, it says the same."""

from django.db import models

from hengjian.watch.rehearsal.counting import KINDS


class Rehearsal(models.Model):
    """One draft run over the past. Its files lie in `rehearsals/<id>/` of the home.

    `base` and `draft` are the digests of both lawbooks, `judged` that of what was run (in the mode `throughout` the draft with its values
    moved back); it holds for the log of `place` events as judged at `made_at`. `done` of `total` matters are looked through; `beat_at` is
    when the worker last said so, nothing while none has taken it up.
    """

    WAITING, DONE, FAILED, STOPPED = "waiting", "done", "failed", "stopped"
    THROUGHOUT, OWN_DAY = "throughout", "own_day"

    id = models.CharField(primary_key=True, max_length=32)
    by = models.CharField(max_length=20, db_index=True)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    source = models.CharField(max_length=10)
    pack = models.CharField(max_length=64, blank=True, db_index=True)
    files = models.JSONField(default=list)
    base = models.CharField(max_length=64)
    draft = models.CharField(max_length=64, blank=True)
    judged = models.CharField(max_length=64, blank=True)
    mode = models.CharField(max_length=10)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    place = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default=WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["made_at"], name="rehearsal_waiting", condition=models.Q(state="waiting"))]


class DifferenceRow(models.Model):
    """One duty or act of which the lawbooks say different things; `old` and `new` as `counting.plain` gives them, empty for nothing."""

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="differences", db_constraint=False)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in KINDS])
    matter = models.CharField(max_length=36, db_index=True)
    unit = models.CharField(max_length=12)
    rule = models.CharField(max_length=80)
    key = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=30, blank=True)
    month = models.CharField(max_length=7)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["rehearsal", "kind", "id"], name="difference_by_kind")]
