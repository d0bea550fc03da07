"""Full text in Chinese, one seam for both engines: pairs of characters made here, FTS5 on SQLite, tsvector and GIN on PostgreSQL.

On PostgreSQL the index holds the pairs of each matter as one set, so that it meets several words by itself; what must stand side by side
is then looked up in the single texts. Only narrative text stands in either, never a name, document, address or contact field; it is
purged when its matter is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from hengjian.ledger.engine import POSTGRESQL
from hengjian.ledger.together import Part, write
from hengjian.work.matters.models import Matter, SearchRow

LONGEST = 4_000
RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+")
HAN = re.compile(r"[\u3400-\u9fff]")
SQLITE_ROW = "INSERT INTO matters_searchrow (matter_id, event) VALUES (%s, %s)"
SQLITE_GRAMS = "INSERT INTO matters_searchgrams (rowid, grams) VALUES (last_insert_rowid(), %s)"
SQLITE_DROP = "DELETE FROM matters_searchgrams WHERE rowid = %s"
SQLITE_FIND = "SELECT r.matter_id FROM matters_searchgrams g JOIN matters_searchrow r ON r.id = g.rowid WHERE matters_searchgrams MATCH %s"
POSTGRES_ROW = "INSERT INTO matters_searchrow (matter_id, event, grams) VALUES (%s, %s, %s::tsvector)"
POSTGRES_WORDS = """INSERT INTO matters_wordset (matter_id, grams) VALUES (%s, %s::tsvector)
ON CONFLICT (matter_id) DO UPDATE SET grams = matters_wordset.grams || excluded.grams
WHERE matters_wordset.grams || excluded.grams <> matters_wordset.grams"""
POSTGRES_COPY = "COPY matters_searchrow (matter_id, event, grams) FROM STDIN"
POSTGRES_COPY_WORDS = "COPY matters_wordset (matter_id, grams) FROM STDIN"
POSTGRES_DROP = "DELETE FROM matters_wordset WHERE matter_id = %s"
POSTGRES_COUNT = "SELECT count(*) FROM (SELECT 1 FROM matters_wordset WHERE grams @@ %s::tsquery LIMIT %s) AS found"
POSTGRES_NAMED = "matters_matter.id = ANY (ARRAY (SELECT matter_id FROM matters_wordset WHERE grams @@ %s::tsquery))"
# OFFSET keeps these a question to each matter in turn: the newest answer soon.
POSTGRES_COMMON = "EXISTS (SELECT 1 FROM matters_wordset w WHERE w.matter_id = matters_matter.id AND w.grams @@ %s::tsquery OFFSET 0)"
POSTGRES_SPOKEN = "EXISTS (SELECT 1 FROM matters_searchrow r WHERE r.matter_id = matters_matter.id AND r.grams @@ %s::tsquery OFFSET 0)"
COMMON = 5_000
"""From so many matters on, the newest ones are asked one by one; below, the index names them all."""


def grams(text: str) -> list[str]:
    """Pairs of Chinese characters in order, the last one alone behind them; Latin words and figures whole."""
    found: list[str] = []
    for run in RUNS.findall(text[:LONGEST].lower()):
        if HAN.match(run):
            found += [run[i : i + 2] for i in range(len(run))]
        else:
            found.append(run[:60])
    return found


def phrases(asked: str) -> list[list[str]]:
    """What must stand side by side: one phrase per run of the words asked for."""
    return [grams(run)[:-1] or [run] if HAN.match(run) else [run[:60]] for run in RUNS.findall(asked.lower())]


def parts(texts: Sequence[tuple[str, str, str]]) -> list[Part]:
    """What adds texts: (matter, event, text) each."""
    if not POSTGRESQL:
        pairs = [(Part(SQLITE_ROW, (matter, event)), Part(SQLITE_GRAMS, (" ".join(grams(text)),))) for matter, event, text in texts]
        return [part for pair in pairs for part in pair]
    rows = [Part(POSTGRES_ROW, (matter, event, vector(grams(text)))) for matter, event, text in texts]
    return rows + [Part(POSTGRES_WORDS, one) for one in word_sets(texts)]


def word_sets(texts: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Each matter with all of its words, as PostgreSQL writes a tsvector without places."""
    sets: dict[str, set[str]] = {}
    for matter, _event, text in texts:
        sets.setdefault(matter, set()).update(grams(text))
    return [(matter, " ".join(f"'{word}'" for word in sorted(words))) for matter, words in sets.items()]


def put_many(texts: Sequence[tuple[str, str, str]]) -> None:
    """Adds the texts of many new matters at once."""
    if connection.vendor != "postgresql":
        write(parts(texts))
        return
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(POSTGRES_COPY) as copy:
            for matter, event, text in texts:
                copy.write_row((matter, event, vector(grams(text))))
        with cursor.copy(POSTGRES_COPY_WORDS) as copy:
            for one in word_sets(texts):
                copy.write_row(one)


def vector(words: Iterable[str]) -> str:
    """The words with their places, as PostgreSQL writes a tsvector: no parser of its own comes between."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))


def drop(matter: str) -> None:
    """Takes every text of a matter out of the index."""
    rows = SearchRow.objects.filter(matter_id=matter)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(SQLITE_DROP, [(row,) for row in rows.values_list("id", flat=True)])
        else:
            cursor.execute(POSTGRES_DROP, [matter])
    rows.delete()


def purge(matter: str) -> None:
    """Drops a forgotten matter's texts and has SQLite rewrite the index, so that no page keeps them."""
    drop(matter)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO matters_searchgrams (matters_searchgrams) VALUES ('optimize')")


def find(found: QuerySet[Matter], asked: str) -> QuerySet[Matter]:
    """The matters among `found` in whose text every run of `asked` stands; nothing is found where it holds no letter or figure."""
    wanted = phrases(asked)
    if not wanted:
        return found.none()
    return (by_postgres if connection.vendor == "postgresql" else by_sqlite)(found, wanted)


def by_sqlite(found: QuerySet[Matter], wanted: Sequence[Sequence[str]]) -> QuerySet[Matter]:
    for phrase in wanted:
        found = found.filter(id__in=RawSQL(SQLITE_FIND, [sqlite_query(phrase)]))  # noqa: S611 (a text of this module)
    return found


def by_postgres(found: QuerySet[Matter], wanted: Sequence[Sequence[str]]) -> QuerySet[Matter]:
    """What few matters hold the index names at once; what many hold is asked of each matter in turn."""
    words = " & ".join(dict.fromkeys(lexeme(word, phrase) for phrase in wanted for word in phrase))
    found = found.filter(RawSQL(POSTGRES_COMMON if is_common(words) else POSTGRES_NAMED, [words], BooleanField()))  # noqa: S611
    for phrase in wanted:
        if len(phrase) > 1:
            found = found.filter(RawSQL(POSTGRES_SPOKEN, [" <-> ".join(lexeme(word, phrase) for word in phrase)], BooleanField()))  # noqa: S611
    return found


def is_common(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_COUNT, [query, COMMON])
        return cursor.fetchone()[0] >= COMMON


def sqlite_query(phrase: Sequence[str]) -> str:
    star = "*" if len(phrase[0]) == 1 and HAN.match(phrase[0]) else ""
    return '"' + " ".join(phrase) + '"' + star


def lexeme(word: str, phrase: Sequence[str]) -> str:
    """A word as PostgreSQL asks for it; a single character begins its pairs."""
    return f"'{word}'" + (":*" if len(phrase) == 1 and len(word) == 1 and HAN.match(word) else "")
