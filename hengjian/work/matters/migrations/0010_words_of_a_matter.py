"""On PostgreSQL the index of words moves from single texts to the set of each matter's words, which meets several words by itself."""

from django.db import migrations

POSTGRES = [
    "CREATE TABLE matters_wordset (matter_id varchar(36) PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE AGGREGATE pg_temp.words_of (tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')",
    "INSERT INTO matters_wordset (matter_id, grams) "
    "SELECT matter_id, strip(pg_temp.words_of(strip(grams))) FROM matters_searchrow WHERE grams IS NOT NULL GROUP BY matter_id",
    "CREATE INDEX matters_wordset_grams ON matters_wordset USING gin (grams)",
    "DROP INDEX matters_search_grams",
]
BACK = [
    "CREATE INDEX matters_search_grams ON matters_searchrow USING gin (grams)",
    "DROP TABLE matters_wordset",
]


def make(_apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else []:
        editor.execute(statement)


def unmake(_apps, editor):
    for statement in BACK if editor.connection.vendor == "postgresql" else []:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_import_jobs")]
    operations = [migrations.RunPython(make, unmake)]
