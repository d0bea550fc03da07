"""Names the room to Django."""

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    """Drafts of the law run over the past before they bind."""

    name = "hengjian.watch.rehearsal"
    label = "rehearsal"
    default_auto_field = "django.db.models.BigAutoField"
