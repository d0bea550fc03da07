"""Files and functions stay small enough to be read; nothing is called a drawer for everything."""

import ast
import re

from tests.house.tree import PACKAGE, ROOT, functions, product_files, python_files, shown, syntax

BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "stuff"}
NAMED_BY_DJANGO = "hengjian/ledger/sqlite/base.py"  # a database backend is looked for under this name
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")


def test_no_file_is_longer_than_three_hundred_lines():
    assert [shown(p) for p in python_files() if len(p.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_no_function_is_longer_than_fifty_lines():
    long = [f"{shown(p)}:{f.lineno} {f.name}" for p in python_files() for f in functions(p) if f.end_lineno - f.lineno + 1 > 50]
    assert long == []


def test_no_module_is_a_drawer_for_everything():
    assert [shown(p) for p in python_files() if p.stem in BANNED or p.parent.name in BANNED] == [NAMED_BY_DJANGO]


def test_every_module_opens_by_saying_what_stands_here():
    silent = [shown(p) for p in product_files() if p.read_text(encoding="utf-8").strip() and not ast.get_docstring(syntax(p))]
    assert silent == []


def test_nothing_is_marked_as_unfinished():
    assert [shown(p) for p in product_files() if UNFINISHED.search(p.read_text(encoding="utf-8"))] == []


def test_nothing_loads_from_another_host_at_run_time():
    asset = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?https?://""")
    kinds = {".html", ".css", ".js", ".mjs"}
    own = [p for folder in (PACKAGE, ROOT / "web") for p in folder.rglob("*") if p.suffix in kinds and "node_modules" not in p.parts]
    assert [shown(p) for p in own if "built" not in p.parts and asset.search(p.read_text(encoding="utf-8"))] == []


def test_the_locks_name_no_host():
    for lock in (ROOT / "requirements.lock", ROOT / "web" / "package-lock.json"):
        assert not re.search(r"https?://(?!github\.com/sponsors|opencollective|www\.patreon|tidelift)", lock.read_text()), lock.name
