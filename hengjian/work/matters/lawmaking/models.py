"""A draft of changed rules as a row, and the publishers whose signature counts are events. A draft binds nobody until it is adopted."""

from django.db import models


class LawDraft(models.Model):
    """What one person is writing: files by their path in the law folder. `version` grows with each change and guards against a lost one."""

    by = models.CharField(max_length=20, unique=True)
    files = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "matters"

    def __str__(self) -> str:
        return f"{self.by}: {len(self.files)}"
