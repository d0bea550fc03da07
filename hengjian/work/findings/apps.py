"""Names the room to Django."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Findings, opinions, review queues and police days."""

    name = "hengjian.work.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
