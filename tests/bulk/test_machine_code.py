"""The machine code of the kernel: where it is kept, when it is not even loaded."""

import subprocess
import sys
from pathlib import Path

from hengjian.bulk.kernel.ready import cache_folder, can_keep

HOME = Path("/home/somebody")
SMALL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hengjian.bulk.patrol import patrol
from tests.bulk.logs import PACKS, log_in
from tests.bulk.test_bearers import LOG, MAP, read_lawbook
found = patrol(log_in(Path(sys.argv[1]), LOG, mapping=MAP), read_lawbook(PACKS / "fines"), datetime(2010, 1, 1, tzinfo=UTC), told=print)
print(len(found.findings), "numba" in sys.modules)
"""


def test_it_is_kept_in_a_folder_of_the_user():
    assert cache_folder({}, HOME) == HOME / ".cache" / "hengjian"
    assert cache_folder({"XDG_CACHE_HOME": "/var/cache/somebody"}, HOME) == Path("/var/cache/somebody/hengjian")
    assert cache_folder({"XDG_CACHE_HOME": "/x", "HENGJIAN_CACHE": "/srv/code"}, HOME) == Path("/srv/code")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    assert can_keep(tmp_path / "new" / "folder")
    assert not can_keep(tmp_path / "file" / "below")
    assert not can_keep(Path("~"))


def test_a_small_log_waits_for_no_machine_code(tmp_path):
    done = subprocess.run([sys.executable, "-c", SMALL, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "2 False"
