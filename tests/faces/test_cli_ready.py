"""Nothing serves or watches on what this version cannot work with."""

import shutil

import pytest
import typer

from hengjian.faces.cli.ready import check_ready
from hengjian.work.matters.lawbook import forget_law
from tests.world import START

pytestmark = pytest.mark.django_db


def test_a_home_in_order_is_ready():
    check_ready(START)


def test_a_lawbook_that_cannot_be_read_ends_the_command_with_the_fault(settings, tmp_path, capsys):
    folder = tmp_path / "law"
    shutil.copytree(settings.LAW_FOLDER, folder)
    (folder / "statutes" / "public-security" / "broken.yaml").write_text("id: [\n", encoding="utf-8")
    settings.LAW_FOLDER = folder
    forget_law()
    try:
        with pytest.raises(typer.Exit) as ended:
            check_ready(START)
    finally:
        forget_law()
    assert ended.value.exit_code == 2
    assert "读不了已采用的法规" in capsys.readouterr().err
