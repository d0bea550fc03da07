"""How the guard of RP-01 reads a file: queries that group or sort by a person, in chains of calls and in SQL, whole or put together."""

import ast
import re
from collections.abc import Iterator

PERSONS = {"account", "party", "handler", "by", "person", "reporter", "suspect", "victim", "mediator", "name", "names", "officer"}
GROUPING = {"values", "values_list", "distinct"}
IN_SQL = re.compile(r"(?i)\b(?:group|order)\s+by\b[^;]*\b(?:handler|account|party|person|officer|suspect|victim|reporter)(?:_id)?\b")
OPEN_END = re.compile(r"(?i)\b(?:group|order)\s+by\b(?:[^;()]*,)?\s*$")
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef


def by_persons(source: str) -> list[int]:
    """Lines on which a query groups or sorts by a person, or by what cannot be read there; SQL once for each function that says it."""
    tree = ast.parse(source)
    held = constants(tree)
    found = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and ranks(node, held)]
    found += [line for scope in scopes(tree) for line in sql_of(scope, held)]
    return sorted(set(found))


def ranks(call: ast.Call, held: dict[str, list[str]]) -> bool:
    """Whether this call of a chain groups or sorts by a person."""
    if not isinstance(call.func, ast.Attribute):
        return False
    grouped = names_given(call.func.value, held) if call.func.attr in {"annotate", "aggregate"} else set()
    sorted_by = columns(call, held) if call.func.attr == "order_by" else set()
    return bool((grouped | sorted_by) & PERSONS)


def names_given(node: ast.AST, held: dict[str, list[str]]) -> set[str]:
    """The columns that the grouping calls of a chain name."""
    found = set()
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GROUPING:
            found |= columns(node, held)
        node = node.func if isinstance(node, ast.Call) else node.value
    return found


def columns(call: ast.Call, held: dict[str, list[str]]) -> set[str]:
    given = [text for arg in call.args for text in texts(arg, held)]
    return {name.lstrip("-").split("__")[0].removesuffix("_id") for name in given}


def constants(tree: ast.Module) -> dict[str, list[str]]:
    """The texts behind every name that the module gives one, at its top."""
    found: dict[str, list[str]] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Name) and node.value is not None:
                found[target.id] = texts(node.value, found)
    return found


def texts(node: ast.AST, held: dict[str, list[str]]) -> list[str]:
    """Every text in an expression as it is written, names of the module by what stands behind them."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return held.get(node.id, [])
    return [text for child in ast.iter_child_nodes(node) for text in texts(child, held)]


def scopes(tree: ast.Module) -> Iterator[Scope]:
    """Each function, and the module's own statements."""
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def sql_of(scope: Scope, held: dict[str, list[str]]) -> Iterator[int]:
    """Where SQL of this scope sorts or groups by a person: in one statement, or with all its texts in the order in which they stand."""
    said: list[str] = []
    for statement in own_statements(scope):
        parts = texts(statement, held)
        if judged(parts):
            yield statement.lineno
        said += parts
    if judged(said):
        yield getattr(scope, "lineno", 1)


def own_statements(scope: Scope) -> list[ast.stmt]:
    """Its statements without docstring, functions and classes."""
    body = scope.body[1:] if ast.get_docstring(scope) else scope.body
    return [one for one in body if not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]


def judged(parts: list[str]) -> bool:
    """Whether these texts, one after another, name a person behind GROUP BY or ORDER BY, or leave open what stands there."""
    return any(IN_SQL.search(glue.join(parts)) for glue in ("", " ")) or any(OPEN_END.search(part) for part in parts)
