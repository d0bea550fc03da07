"""What every step writes bears no check, and no index that another one begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0012_ending_stages"),
        ("people", "0002_paper_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="dutyrow",
            name="matter",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="matters.matter"
            ),
        ),
        migrations.AlterField(
            model_name="dutyrow",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AlterField(
            model_name="linkrow",
            name="matter",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="matters.matter"
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="breaches",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matter",
            name="handler",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                to_field="person",
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="near",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matter",
            name="overdue",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matter",
            name="undetermined",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matter",
            name="unit",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
        ),
        migrations.AlterField(
            model_name="matter",
            name="version",
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name="partyrow",
            name="matter",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="matters.matter",
            ),
        ),
    ]
