from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def withhold(apps, _editor):
    """Findings whose unit was not to know of them yet."""
    finding, opinion = apps.get_model("findings", "FindingRow"), apps.get_model("findings", "OpinionRow")
    told = Exists(opinion.objects.filter(finding_id=OuterRef("id")))
    finding.objects.filter(~told, source="complaint").update(withheld=True)


class Migration(migrations.Migration):
    dependencies = [("findings", "0004_directions")]
    operations = [
        migrations.AddField("findingrow", "withheld", models.BooleanField(default=False)),
        migrations.RunPython(withhold, migrations.RunPython.noop),
        migrations.RemoveIndex("findingrow", "finding_loop_state"),
        migrations.AddIndex(
            "findingrow",
            models.Index(
                fields=["loop", "-raised_at", "-id", "unit", "handled_by", "state", "closed_how", "withheld", "rule"], name="finding_board"
            ),
        ),
        migrations.AddIndex("findingrow", models.Index(fields=["-raised_at", "-id"], name="finding_open", condition=~Q(state="closed"))),
        migrations.AddIndex(
            "queuerow", models.Index(fields=["-entered_at", "unit"], name="queue_left", condition=Q(left_at__isnull=False))
        ),
    ]
