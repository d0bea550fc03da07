"""How each matter stands now. Every row here is a projection of the ledger: disposable, made again by `rebuild`, written by nobody else."""

from django.db import models
from django.db.models import Q

from hengjian.work.matters.intake.models import ImportJob as ImportJob  # a table of this app that stands in a room of its own
from hengjian.work.matters.lawmaking.models import LawDraft as LawDraft  # and another
from hengjian.work.matters.registers.models import ItemRow as ItemRow  # and the registers
from hengjian.work.matters.registers.models import StayRow as StayRow

OPEN_STATES = ["pending", "paused", "overdue", "undetermined"]
WAITING = ["pending", "paused", "overdue"]


class Matter(models.Model):
    """One incident or case; `id` is the matter's id in the ledger, `version` the stream version these columns show.

    `outcome` is how it was last disposed of or decided, empty until then.
    `closed_at` is when it came to a stage that ends it; empty while it is open, again after a reopening.
    """

    id = models.CharField(primary_key=True, max_length=36)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40, unique=True)
    foreign_number = models.CharField(max_length=60, blank=True, db_index=True)
    category = models.CharField(max_length=40, blank=True)
    title_code = models.CharField(max_length=60, blank=True)
    title_codes = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=30)
    outcome = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    handler = models.ForeignKey(
        "people.Account", models.PROTECT, to_field="person", null=True, blank=True, related_name="+", db_index=False
    )
    co_handler = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=12, blank=True)
    opened_at = models.DateTimeField()
    opened_day_alone = models.BooleanField(default=False, db_default=False)
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField()
    sensitivity = models.CharField(max_length=10, default="ordinary")
    secrecy = models.CharField(max_length=10, blank=True)
    recused = models.JSONField(default=list)
    awaiting = models.CharField(max_length=40, blank=True)
    awaiting_from = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    law = models.CharField(max_length=80, blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    next_look_at = models.DateTimeField(null=True, blank=True)
    earliest_due = models.DateTimeField(null=True, blank=True)
    overdue = models.SmallIntegerField(default=0)
    near = models.SmallIntegerField(default=0)
    undetermined = models.SmallIntegerField(default=0)
    breaches = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="matter_newest"),
            models.Index(fields=["unit", "-opened_at", "-id"], name="matter_unit_newest"),
            models.Index(fields=["handler", "-opened_at", "-id"], name="matter_handler_newest"),
            models.Index(fields=["kind", "stage", "-opened_at"], name="matter_kind_stage"),
            models.Index(fields=["outcome", "-opened_at", "-id"], name="matter_outcome", condition=~Q(outcome="")),
            models.Index(fields=["next_look_at"], name="matter_next_look", condition=Q(next_look_at__isnull=False)),
            models.Index(fields=["unit", "earliest_due"], name="matter_unit_due", condition=Q(earliest_due__isnull=False)),
            models.Index(fields=["unit", "-opened_at"], name="matter_overdue", condition=Q(overdue__gt=0)),
            models.Index(fields=["awaiting", "unit"], name="matter_awaiting", condition=~Q(awaiting="")),
            models.Index(fields=["co_handler", "-opened_at", "-id"], name="matter_second_newest", condition=~Q(co_handler="")),
            models.Index(fields=["-opened_at", "-id"], name="matter_near", condition=Q(near__gt=0)),
            models.Index(fields=["-opened_at", "-id"], name="matter_undetermined", condition=Q(undetermined__gt=0)),
            models.Index(fields=["-opened_at", "-id"], name="matter_breached", condition=Q(breaches__gt=0)),
            models.Index(fields=["-opened_at", "-id"], name="matter_open", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.number


class DutyRow(models.Model):
    """One duty of a matter as last evaluated; `data` holds what the clock ribbon draws (reasons, nominal end, exclusions).

    `digest` is of all that the row says, so that who writes knows without reading it whether it still does.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="duties", db_constraint=False, db_index=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    rule = models.CharField(max_length=80)
    key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=15)
    started = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    start_event = models.CharField(max_length=36, blank=True)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["matter", "rule", "key", "start_event"], name="duty_once")]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="duty_open_due", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["due_at", "id"], name="duty_next_due", condition=Q(state__in=WAITING, due_at__isnull=False)),
            models.Index(fields=["rule", "state"], name="duty_rule_state"),
        ]


class BreachRow(models.Model):
    """One breach that the checks other than deadlines see, or one that they cannot decide (`undetermined`)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="breach_rows", db_constraint=False)
    rule = models.CharField(max_length=80)
    key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=15)
    event = models.CharField(max_length=36, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["rule", "state"], name="breach_rule_state")]


class PartyRow(models.Model):
    """A party: clear facts, and keyed fingerprints for exact search. Its name stays sealed in the event that `clear` names."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parties", db_constraint=False, db_index=False)
    key = models.CharField(max_length=40)
    role = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    minor = models.BooleanField(null=True)
    clear = models.JSONField(default=dict)
    name_print = models.CharField(max_length=64, blank=True, db_index=True)
    document_print = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="party_once")]


class LinkRow(models.Model):
    """Two matters that belong together; `relation` is `arises_from` (case → call), the kind of the event that links, or a link relation."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="links", db_constraint=False, db_index=False)
    other = models.CharField(max_length=36, db_index=True)
    relation = models.CharField(max_length=40)
    event = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "other", "relation"], name="link_once")]


class Series(models.Model):
    """The last number given in a series; one row per unit, letter and period, taken under lock so that none is left out."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class PaperRow(models.Model):
    """A paper on record; `id` is its stream. Its number has no gap within organ, series and year, and a voided one keeps it.

    `prints` counts how often it was printed; every print but the first is marked as a copy.
    """

    id = models.CharField(primary_key=True, max_length=40)
    matter = models.CharField(max_length=36, db_index=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=12)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=20)
    event = models.CharField(max_length=36)
    content = models.CharField(max_length=80)
    prints = models.PositiveSmallIntegerField(default=0)
    voided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-issued_at", "-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "series", "year", "number"], name="paper_number_once")]


class SearchRow(models.Model):
    """One narrative text in the search index; its pairs of characters stand beside it as the engine wants them (`search.py`)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="texts", db_constraint=False)
    event = models.CharField(max_length=36)
