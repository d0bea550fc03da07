"""A digest of what each duty row says; and without the second index that Django makes on PostgreSQL for LIKE over each indexed text."""

from django.db import migrations, models

FOUND = (
    r"SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename LIKE 'matters\_%%' AND indexname LIKE '%%\_like'"
)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOUND, [])
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0010_words_of_a_matter"),
    ]

    operations = [
        migrations.AddField(
            model_name="dutyrow",
            name="digest",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.RunPython(drop, migrations.RunPython.noop),
    ]
