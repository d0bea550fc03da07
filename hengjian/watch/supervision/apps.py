"""Names the room to Django."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The watch: looks, raises, escalates, verifies, opens police days and beats."""

    name = "hengjian.watch.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"
