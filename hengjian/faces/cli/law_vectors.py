"""`hengjian law vectors`: the test vectors run through the engine, one line a file and one for each case that came out otherwise."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from hengjian.core.vectors.running import Result, run_file
from hengjian.faces.cli.law_folder import PACKAGE_LAW, Language, console

CALENDAR = "calendar.json"
Where = Annotated[Path, typer.Argument(exists=True, help="a file of vectors, or a folder of them")]


def vectors(where: Where = PACKAGE_LAW / "vectors", lang: Language = "zh") -> None:
    """Run the dated test cases of the law through the engine. Exit status 1 where one comes out otherwise."""
    paths = sorted(path for path in where.glob("*.json") if path.name != CALENDAR) if where.is_dir() else [where]
    if not paths:
        raise typer.BadParameter(f"{where} 里没有测试案例（*.json）(no test vectors here)")
    calendar = read(paths[0].parent / CALENDAR, ("id", "zone", "rest_weekdays", "years"))
    titles = ("File", "Theme", "Cases", "") if lang == "en" else ("文件", "主题", "案例", "")
    table = Table(*titles, header_style="bold", box=None, pad_edge=False)
    results: list[Result] = []
    for path in paths:
        content = read(path, ("title", "policies", "countings", "cases"))
        own = run_file(content, calendar)
        bad = sum(1 for one in own if not one.agrees)
        said = f"[red]✗ {bad}[/]" if bad else "[green]✓[/]"
        table.add_row(path.name, escape(content["title"]["en" if lang == "en" else "zh"]), str(len(own)), said)
        results += own
    console.print(table)
    report([one for one in results if not one.agrees], len(results), lang)


def report(wrong: list[Result], count: int, lang: str) -> None:
    """What came out otherwise, then the sum."""
    for one in wrong:
        said = ("expected", "found") if lang == "en" else ("预期", "实得")
        console.print(f"✗ {one.case}\n    {said[0]} {text(one.expected)}\n    {said[1]} {text(one.found)}", highlight=False, markup=False)
    summary = f"{count} cases, {len(wrong)} otherwise" if lang == "en" else f"案例 {count} 个，不符 {len(wrong)} 个"
    console.print(summary, highlight=False)
    if wrong:
        raise typer.Exit(1)


def text(answers: Any) -> str:
    return json.dumps(answers, ensure_ascii=False)


def read(path: Path, wanted: tuple[str, ...]) -> Any:
    """A file of vectors or its calendar; a file that is neither ends the command with a sentence."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as trouble:
        raise typer.BadParameter(f"{path} 无法读取：{trouble} (cannot be read)") from None
    missing = [name for name in wanted if not isinstance(content, dict) or name not in content]
    if missing:
        raise typer.BadParameter(f"{path} 缺少 {', '.join(missing)}；格式见 law/vectors/README.md (not in the form of README.md)")
    return content
