"""A throw-away PostgreSQL for tests: `python -m tests.postgres -- COMMAND` runs COMMAND with DATABASE_URL set to it.

With `--durable` in front every commit reaches the disk, as in an installation (for benchmarks); `--in FOLDER` keeps what is built, and its
keys, for the next run. Uses the binaries of the system; as root it runs them as an unprivileged user. Where there are none it says so
loudly and runs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = [Path("/usr/lib/postgresql"), Path("/usr/local/pgsql"), Path("/opt/homebrew/opt/postgresql")]
QUICK = "-c listen_addresses= -c max_connections=60 -c shared_buffers=64MB -c fsync=off -c full_page_writes=off"
DURABLE = "-c listen_addresses= -c max_connections=60 -c shared_buffers=512MB"
LARGE = f"{QUICK} -c shared_buffers=4GB -c effective_cache_size=12GB -c work_mem=32MB -c random_page_cost=1.1 -c jit=off"
KINDS = {"--durable": DURABLE, "--large": LARGE}


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the PATH, or the newest of the system."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    candidates = [path.parent for place in PLACES for path in place.glob("**/bin/initdb")]
    return max(candidates, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()], default=None)


def _as_somebody(command: list[str]) -> list[str]:
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


@contextmanager
def server(folder: Path, settings: str = QUICK, kept: Path | None = None) -> Iterator[str]:
    """A running server with its data in a new short-lived folder, or in `kept`; gives the URL of its first database."""
    home = kept or Path(tempfile.mkdtemp(prefix="hjpg", dir="/tmp" if os.path.isdir("/tmp") else None))
    home.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(home, "nobody", "nogroup")
    try:
        if not (home / "data").exists():
            _run(folder / "initdb", "-D", home / "data", "-U", "hengjian", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(folder / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", f"{settings} -k {home}", "start")
        try:
            yield f"postgresql://hengjian@/postgres?host={home}"
        finally:
            _run(folder / "pg_ctl", "-D", home / "data", "-m", "fast" if kept else "immediate", "-w", "stop")
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def _run(*command: object) -> None:
    done = subprocess.run(
        _as_somebody([str(part) for part in command]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")


def main(arguments: list[str]) -> int:
    settings, kept, command = asked(arguments)
    folder = binaries()
    if folder is None:
        sys.stderr.write(
            "\n*** NO POSTGRESQL HERE: NOT RUN: " + " ".join(command) + "\n*** Install postgresql to run these on both engines.\n\n"
        )
        return 0
    keys = {"HENGJIAN_HOME": str(kept / "home")} if kept else {}
    with server(folder, settings, kept) as url:
        return subprocess.run(command, env=os.environ | keys | {"DATABASE_URL": url}).returncode


def asked(arguments: list[str]) -> tuple[str, Path | None, list[str]]:
    """The settings, the folder to keep and the command: what stands in front of `--` or of the first word without dashes."""
    settings, kept, rest = QUICK, None, list(arguments)
    while rest and rest[0] in (*KINDS, "--in"):
        option = rest.pop(0)
        settings = KINDS.get(option, settings)
        kept = Path(rest.pop(0)).resolve() if option == "--in" else kept
    return settings, kept, rest[1:] if rest[:1] == ["--"] else rest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
