"""A throw-away PostgreSQL for tests: `python -m tests.postgres -- COMMAND` runs COMMAND with DATABASE_URL set to it.

With `--durable` in front every commit reaches the disk, as in an installation (for benchmarks). Uses the binaries of the system; as root
it runs them as an unprivileged user. Where there are none it says so loudly and runs nothing.
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
def server(folder: Path, settings: str = QUICK) -> Iterator[str]:
    """A running server with its data in a new short-lived folder; gives the URL of its first database."""
    home = Path(tempfile.mkdtemp(prefix="hjpg", dir="/tmp" if os.path.isdir("/tmp") else None))
    if os.geteuid() == 0:
        shutil.chown(home, "nobody", "nogroup")
    try:
        _run(folder / "initdb", "-D", home / "data", "-U", "hengjian", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(folder / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", f"{settings} -k {home}", "start")
        try:
            yield f"postgresql://hengjian@/postgres?host={home}"
        finally:
            _run(folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(*command: object) -> None:
    done = subprocess.run(
        _as_somebody([str(part) for part in command]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")


def main(arguments: list[str]) -> int:
    settings = KINDS.get(arguments[0] if arguments else "", QUICK)
    command = [one for one in arguments[:2] if one not in (*KINDS, "--")] + arguments[2:]
    folder = binaries()
    if folder is None:
        sys.stderr.write(
            "\n*** NO POSTGRESQL HERE: NOT RUN: " + " ".join(command) + "\n*** Install postgresql to run these on both engines.\n\n"
        )
        return 0
    with server(folder, settings) as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
