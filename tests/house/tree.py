"""The files of the house as the guards see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "hengjian"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def python_files() -> list[Path]:
    """Every Python file that people write: product, tests and benchmarks, without migrations."""
    folders = [PACKAGE, ROOT / "tests", ROOT / "bench"]
    return sorted(p for folder in folders for p in folder.rglob("*.py") if "migrations" not in p.parts)


@cache
def product_files() -> list[Path]:
    return [p for p in python_files() if PACKAGE in p.parents]


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def written(path: Path) -> Any:
    """What stands in a YAML file, read once for all guards: to be looked at, not changed."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(syntax(path)) if isinstance(node, Function))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
