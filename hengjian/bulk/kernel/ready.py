"""The kernel as machine code: made once on a machine, kept in a folder of the user, and made anew only when its sources change.

A change of the law makes nothing anew: the law is data. Where nothing can be kept, every process makes it for itself.
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from numba import config, njit, types

from hengjian.bulk.kernel.run import judge_range

SIGNATURE = (types.int64,) * 7
MACHINE: Any = {"nogil": True, "_nrt": False, "no_rewrites": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def cache_folder(environ: Mapping[str, str], home: Path) -> Path:
    """`HENGJIAN_CACHE`, else what the desktop standard says (`XDG_CACHE_HOME`), else `.cache` at home."""
    if named := environ.get("HENGJIAN_CACHE"):
        return Path(named)
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "hengjian"


def can_keep(folder: Path) -> bool:
    """Whether files can be put there; the folder is made if it can be. One of a user without a home is not kept in."""
    if not folder.is_absolute():
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def sources_digest() -> str:
    """SHA-256 over every file that the machine code comes from."""
    here = Path(__file__).parent
    parts = [path.read_bytes() for path in sorted([*here.glob("*.py"), here.parent / "layout.py"])]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@contextmanager
def collector_resting() -> Iterator[None]:
    """numba makes a few million small objects and keeps them: looking through them for rubbish costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=1)
def machine_code() -> Any:
    """The kernel to be called with addresses (`kernel/run.py`), kept or made now, which takes some ten seconds."""
    settings: Any = config
    settings.CACHE_DIR = settings.CACHE_DIR or str(cache_folder(os.environ, Path(os.path.expanduser("~"))))
    digest = sources_digest()

    def run(sides, number, columns, who, now, given_up, found):
        if len(digest):
            judge_range(sides, number, columns, who, now, given_up, found)

    made: Any = njit(cache=can_keep(Path(settings.CACHE_DIR)), **MACHINE)(run)
    with collector_resting():
        made.compile(SIGNATURE)
    return made
