"""How findings and police days stand now. Every row is a projection of the ledger: disposable, made again by `rebuild`."""

from django.db import models
from django.db.models import Q

from hengjian.work.findings.states import State


class FindingRow(models.Model):
    """One fault of an act or a step, never of a person. `id` is its stream; `unit` answers for it, `handled_by` supervises it now.

    `withheld`: whom it is about does not see it before an opinion was sent.
    """

    id = models.CharField(primary_key=True, max_length=36)
    identity = models.CharField(max_length=200, unique=True)
    matter = models.CharField(max_length=36, db_index=True)
    rule = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=40, blank=True)
    start_event = models.CharField(max_length=36, blank=True)
    breach = models.CharField(max_length=60)
    since = models.DateTimeField()
    unit = models.CharField(max_length=12)
    handled_by = models.CharField(max_length=12)
    level = models.CharField(max_length=10)
    loop = models.CharField(max_length=10)
    source = models.CharField(max_length=20)
    self_reported = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=State.RAISED)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=20)
    due = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.CharField(max_length=20, blank=True)
    contested_by = models.CharField(max_length=20, blank=True)
    contested_from = models.CharField(max_length=10, blank=True)
    verdict = models.CharField(max_length=15, blank=True)
    rechecked_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=20, blank=True)
    escalations = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "-raised_at"], name="finding_unit_newest"),
            models.Index(fields=["handled_by", "-raised_at"], name="finding_handled_newest"),
            models.Index(fields=["unit", "rule", "-raised_at"], name="finding_unit_rule"),
            models.Index(fields=["due"], name="finding_open_due", condition=~Q(state="closed")),
            models.Index(
                fields=["loop", "-raised_at", "-id", "unit", "handled_by", "state", "closed_how", "withheld", "rule"], name="finding_board"
            ),
            models.Index(fields=["-raised_at", "-id"], name="finding_open", condition=~Q(state="closed")),
        ]

    def __str__(self) -> str:
        return self.id


class OpinionRow(models.Model):
    """One supervision opinion; its number has no gap within unit, type and year, which the unique key guards."""

    event = models.CharField(primary_key=True, max_length=36)
    finding = models.ForeignKey(FindingRow, models.CASCADE, related_name="opinions", db_constraint=False)
    matter = models.CharField(max_length=36, db_index=True)
    unit = models.CharField(max_length=12)
    to_unit = models.CharField(max_length=12)
    type = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    paper = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField()
    due = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "event"]
        constraints = [models.UniqueConstraint(fields=["unit", "type", "year", "number"], name="opinion_number_once")]


class QueueRow(models.Model):
    """A call that may not be closed silently: withdrawn, or closed as no case though it bears the marks of an offence."""

    event = models.CharField(primary_key=True, max_length=36)
    matter = models.CharField(max_length=36, db_index=True)
    unit = models.CharField(max_length=12)
    why = models.CharField(max_length=20)
    entered_at = models.DateTimeField()
    demanded_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entered_at", "event"]
        indexes = [
            models.Index(fields=["unit", "entered_at"], name="queue_waiting", condition=Q(left_at__isnull=True)),
            models.Index(fields=["-entered_at", "unit"], name="queue_left", condition=Q(left_at__isnull=False)),
        ]


class DayStatement(models.Model):
    """One police day of one unit: the range of the record it answers for, and how far its review has come."""

    stream = models.CharField(primary_key=True, max_length=60)
    day = models.DateField()
    unit = models.CharField(max_length=12)
    level = models.CharField(max_length=10)
    from_place = models.PositiveBigIntegerField()
    to_place = models.PositiveBigIntegerField()
    accepted = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=80, blank=True)
    statement = models.JSONField(default=dict)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-day", "unit"]
        constraints = [models.UniqueConstraint(fields=["day", "unit"], name="day_of_unit_once")]


class DayCase(models.Model):
    """One newly accepted case: where its acceptance stands in the record, and the review that answers it. Exactly one row a case."""

    matter = models.CharField(primary_key=True, max_length=36)
    event = models.CharField(max_length=36)
    place = models.PositiveBigIntegerField(unique=True)
    unit = models.CharField(max_length=12)
    district = models.CharField(max_length=12)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    late = models.BooleanField()
    origin = models.CharField(max_length=60, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    review_event = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["district", "place"], name="daycase_district_place")]


class DirectionRow(models.Model):
    """One direction of work (工作提示) that a review gave: whose hands it is in, and whether the handler has acknowledged it.

    `handled_by` is empty while it waits for the handler, then the unit to whose head it climbed.
    """

    event = models.CharField(primary_key=True, max_length=36)
    matter = models.CharField(max_length=36, db_index=True)
    unit = models.CharField(max_length=12)
    handled_by = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=10, blank=True)
    sent_at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=20, blank=True)
    climbs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sent_at", "event"]
        indexes = [models.Index(fields=["due"], name="direction_waiting", condition=Q(acknowledged_at__isnull=True))]
