"""Where the commands of the law find it, and how they say that it cannot be read. No command stands here."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

PACKAGE_LAW = Path(__file__).resolve().parents[2] / "law"
HOME = Path("var")
Folder = Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder")]
Home = Annotated[Path, typer.Option("--home", envvar="HENGJIAN_HOME", help="data folder of the installation")]
Language = Annotated[str, typer.Option("--lang", help="zh / en")]
console = Console()


def read_or_exit(folder: Path, lang: str) -> Lawbook:
    """The law, or every fault on the screen and exit status 1."""
    try:
        return read_lawbook(folder)
    except LawErrors as errors:
        for fault in errors.faults:
            console.print(f"[red]✗[/] {escape(fault.place())}  {escape(fault.sentence(lang))}", highlight=False)
        console.print(f"[red]{len(errors.faults)}[/] " + (("fault" if len(errors.faults) == 1 else "faults") if lang == "en" else "处错误"))
        raise typer.Exit(1) from None
