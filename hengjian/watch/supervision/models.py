"""What the watch remembers of itself: its beats and the messages it left. The record knows everything else."""

from django.db import models


class Heartbeat(models.Model):
    """The last beat of a worker; `behind` is how many placed events it had not yet looked at."""

    name = models.CharField(primary_key=True, max_length=40)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    rounds = models.PositiveBigIntegerField(default=0)
    behind = models.PositiveBigIntegerField(default=0)


class Message(models.Model):
    """A line in the inbox of a role in a unit: `code` names the sentence, `values` fill it. `identity` keeps it from being left twice."""

    identity = models.CharField(max_length=240, unique=True)
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    to_unit = models.CharField(max_length=12, blank=True)
    to_roles = models.JSONField(default=list)
    matter = models.CharField(max_length=32, blank=True, db_index=True)
    left_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-left_at", "-id"]
        indexes = [models.Index(fields=["to_unit", "-left_at", "-id"], name="message_unit_newest")]
