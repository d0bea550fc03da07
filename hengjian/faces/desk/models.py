"""What the desk itself keeps: views of lists that an account has saved. Nothing of a matter stands here."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """Conditions and columns of one list under a name, for one account."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    section = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        ordering = ["section", "name"]
        constraints = [models.UniqueConstraint(fields=["account", "section", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
