"""Commands on the record: verify, ledger status/bundle/prove/integrate/grant/rotate, backup and restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from hengjian.faces.cli import outside
from hengjian.ledger import bundle as bundles
from hengjian.ledger import guard, note, read, roles
from hengjian.ledger.backup import BackupError
from hengjian.ledger.backup import backup as make_backup
from hengjian.ledger.backup import restore as take_back
from hengjian.ledger.charter import NotFounded, charter
from hengjian.ledger.forget import rotate_master
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Arrival, FollowerPlace
from hengjian.ledger.prove import NotInLog
from hengjian.ledger.snapshot import SnapshotError
from hengjian.ledger.verify import Report
from hengjian.ledger.verify import verify as check_record
from hengjian.work.matters.law_notice import law_notice, lost_lawbooks

ledger = typer.Typer(
    add_completion=False, name="ledger", no_args_is_help=True, help="The record: its state, its proofs, bundles for outsiders."
)
for name, command in outside.COMMANDS.items():
    ledger.command(name)(command)
console = Console()
SHOWN = 20


def fail(problem: Exception) -> typer.Exit:
    """Says what went wrong and ends the command."""
    console.print(f"[red]✗[/] {problem}", highlight=False)
    return typer.Exit(2)


def verify(
    checkpoint: Annotated[list[Path] | None, typer.Option(help="在外保存的检查点文件，可给多个 (checkpoints kept outside)")] = None,
) -> None:
    """Check the whole record: every event's hash, the streams, the tree, the checkpoints, the guards. Exit status 1 when one fails."""
    try:
        notes = [path.read_text() for path in checkpoint or []]
        total = read.head()
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("核验 (verifying)", total=total)
            report = check_record(against=notes, progress=lambda places: progress.update(task, completed=places))
    except (OSError, NotFounded) as problem:
        raise fail(problem) from problem
    for where, sentence in lost_lawbooks():
        report.add(where, sentence)
    tell(report)
    notice = law_notice()
    if notice:
        console.print(f"[yellow]![/] {notice.sentence}", highlight=False, soft_wrap=True)
    if not report.whole:
        raise typer.Exit(1)


def tell(report: Report) -> None:
    """Says what was checked and the first faults."""
    said = f"事件 {report.size} · 待入账 {report.waiting} · 检查点 {report.checkpoints}"
    said += f" · 见证签名 {report.cosignatures} · 根 {report.root[:16]}…"
    console.print(f"{said} (events, waiting, checkpoints, cosignatures, root)", highlight=False)
    for problem in report.problems[:SHOWN]:
        console.print(f"[red]✗[/] {problem.where}:{problem.sentence}", highlight=False)
    if len(report.problems) > SHOWN:
        console.print(f"……另有 {len(report.problems) - SHOWN} 处 (and more)")
    console.print(
        "[green]✓[/] 账本完整 (the record is whole)" if report.whole else "[red]账本不完整 (the record does not hold together)[/]"
    )


@ledger.command()
def status() -> None:
    """How far the log has come, its last checkpoint, its key, its followers, its guards."""
    founded = charter()
    last = read.last_checkpoint()
    console.print(f"账本 {founded.origin} · {founded.suite} · 建立于 {founded.founded_at:%Y-%m-%d}", highlight=False)
    console.print(f"已入账 {read.head()} · 待入账 {Arrival.objects.count()}", highlight=False)
    console.print(f"验证公钥 (verifier key) {note.verifier_key(founded.origin)}", highlight=False, soft_wrap=True)
    for row in FollowerPlace.objects.order_by("pk"):
        console.print(f"跟随者 {row.name}：{row.place}", highlight=False)
    missing = guard.missing()
    console.print("防护齐全 (guards in place)" if not missing else "[red]防护缺失[/] " + ", ".join(missing), highlight=False)
    if last:
        console.print(last.note, highlight=False, markup=False)


@ledger.command()
def integrate() -> None:
    """Give every waiting event its place and sign a checkpoint, as the worker does each second."""
    checkpoint = integrate_all(datetime.now(UTC))
    console.print(checkpoint.note if checkpoint else "没有待入账的事件 (nothing waits)", highlight=False, markup=False)


@ledger.command()
def bundle(
    out: Annotated[Path, typer.Argument(help="新文件 (a new file)")],
    matter: Annotated[str, typer.Option(help="只导出一个事项 (one matter only)")] = "",
    from_size: Annotated[int | None, typer.Option(help="对方持有的检查点规模 (size of the checkpoint that the receiver holds)")] = None,
) -> None:
    """Export the log, or one matter with its proofs, for an outsider to check with verifier/verify.py. Sealed fields stay sealed."""
    lines = bundles.of_matter(matter, from_size=from_size) if matter else bundles.whole()
    written(out, lines)


@ledger.command()
def prove(event: str, out: Annotated[Path, typer.Argument(help="新文件 (a new file)")]) -> None:
    """Write the receipt of one event: its canonical form, its proof, the checkpoint."""
    found = read.event_by_id(event)
    if found is None:
        raise fail(NotInLog(f"没有事件 {event} (no such event)"))
    written(out, bundles.of_events([found]))


def written(out: Path, lines) -> None:
    try:
        events = bundles.write(str(out), lines)
    except (NotInLog, OSError) as problem:
        raise fail(problem) from problem
    console.print(f"已写入 {out}：{events} 个事件 (events written)", highlight=False)


@ledger.command()
def grant(role: str) -> None:
    """PostgreSQL: let the application's role append to the record and nothing more. Run as the owner of the tables."""
    try:
        roles.grant(role)
    except roles.NotPostgreSQL as problem:
        raise fail(problem) from problem
    owned = roles.owned_by(role)
    if owned:
        raise fail(RuntimeError(f"{role} 拥有账本的表，等于没有防护 (owns ledger tables): {', '.join(owned)}"))
    console.print(f"已授权 {role} (granted)", highlight=False)


@ledger.command()
def rotate() -> None:
    """Put a new master key into use and wrap every matter's key by it. Make a backup afterwards."""
    console.print(f"已重新保护 {rotate_master()} 个事项密钥 (keys wrapped anew)", highlight=False)


def backup(file: Annotated[Path, typer.Argument(help="新文件 (a new file)")]) -> None:
    """Write database, keys, texts and attachments to one file with checksums. The file holds the keys: guard it."""
    try:
        manifest = make_backup(file, now=datetime.now(UTC))
    except (BackupError, SnapshotError, OSError) as problem:
        raise fail(problem) from problem
    console.print(f"已备份 {file}：{len(manifest['files'])} 个文件，账本 {manifest['place_at_least']} 位 (written)", highlight=False)


def restore(file: Path) -> None:
    """Take a backup back into an empty installation, then verify the record."""
    try:
        manifest = take_back(file)
    except (BackupError, SnapshotError, OSError) as problem:
        raise fail(problem) from problem
    console.print(f"已恢复 {manifest['made_at']} 的备份 (restored)", highlight=False)
    verify(None)
