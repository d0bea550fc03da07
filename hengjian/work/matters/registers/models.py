"""Rows of the registers: one thing of a matter, one stay of a person in the case area. Projections, made again by `rebuild`."""

from django.db import models
from django.db.models import Q


class ItemRow(models.Model):
    """One thing that a matter holds, from its taking to its end; `event` is the taking, whose sealed words describe it.

    `state`: `in_hand` (with who took it), `handed_in`, `stored`, `out` (moved for a purpose), `ended` (`end` says how).
    """

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="items", db_constraint=False, db_index=False)
    key = models.CharField(max_length=40)
    how = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=36)
    taken_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    store = models.CharField(max_length=20, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    back_by = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="item_once")]
        indexes = [models.Index(fields=["taken_at", "id"], name="item_open", condition=Q(ended_at=None))]


class StayRow(models.Model):
    """One stay in the case area, from entry to exit; the last watch, meal and rest recorded, and whether belongings are still kept.

    `area` is the code of the unit whose area it is; `out_since`: taken out for a time and not back yet.
    """

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="stays", db_constraint=False, db_index=False)
    key = models.CharField(max_length=40)
    event = models.CharField(max_length=36)
    area = models.CharField(max_length=12, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    entered_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    watched_at = models.DateTimeField(null=True, blank=True)
    meal_at = models.DateTimeField(null=True, blank=True)
    rest_at = models.DateTimeField(null=True, blank=True)
    out_since = models.DateTimeField(null=True, blank=True)
    belongings_kept = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    destination = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["matter", "key", "event"], name="stay_once")]
        indexes = [models.Index(fields=["entered_at", "id"], name="stay_now", condition=Q(left_at=None))]
