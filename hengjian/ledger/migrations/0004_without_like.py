"""Drops the second index that Django makes on PostgreSQL for LIKE over each indexed text: ids and streams are only ever compared whole."""

from django.db import migrations

FOUND = r"SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename LIKE 'ledger\_%%' AND indexname LIKE '%%\_like'"


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
        ('ledger', '0003_beside_matters'),
    ]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
