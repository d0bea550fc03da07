"""What `hengjian --help` offers is what the command answers to."""

import click
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from hengjian.faces.cli.main import ON_FILES, ON_THE_RECORD, app

RUNNER = CliRunner()


@pytest.mark.parametrize("group", [[], ["ledger"], ["law"]])
def test_every_command_of_a_group_bears_the_name_by_which_it_is_called(group):
    context = click.Context(get_command(app))
    standing = context.command
    for word in group:
        standing = standing.get_command(context, word)
    names = standing.list_commands(context)
    assert names
    assert [standing.get_command(context, name).name for name in names] == names


def test_help_offers_the_commands_of_the_manual():
    shown = RUNNER.invoke(app, ["--help"]).output
    assert all(f" {name} " in shown for name in [*ON_FILES, *ON_THE_RECORD])


def test_only_the_command_itself_offers_completion_for_the_shell():
    assert "--install-completion" in RUNNER.invoke(app, ["--help"]).output
    assert "--install-completion" not in RUNNER.invoke(app, ["law", "check", "--help"]).output
    assert "--install-completion" not in RUNNER.invoke(app, ["serve", "--help"]).output
