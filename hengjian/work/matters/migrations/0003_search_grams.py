"""Where the search index keeps its pairs of characters: an FTS5 table on SQLite, a tsvector column with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = ["CREATE VIRTUAL TABLE matters_searchgrams USING fts5(grams, tokenize = 'unicode61')"]
POSTGRES = [
    "ALTER TABLE matters_searchrow ADD COLUMN grams tsvector",
    "CREATE INDEX matters_search_grams ON matters_searchrow USING gin (grams)",
]


def make(_apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unmake(_apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE matters_searchgrams")
    else:
        editor.execute("ALTER TABLE matters_searchrow DROP COLUMN grams")


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_search_and_awaiting")]
    operations = [migrations.RunPython(make, unmake)]
