"""How a group of commands finds its commands: each from its module when it is asked for, those on the record after Django is set up."""

from collections.abc import Callable, Mapping
from importlib import import_module

import click
import typer

HERE = "hengjian.faces.cli"


def found_in(name: str, on_files: Mapping[str, str], on_the_record: Mapping[str, str]) -> click.Command | None:
    """The command of this name, or None."""
    if name in on_the_record:
        import_module(f"{HERE}.django_setup")
    place = {**on_files, **on_the_record}.get(name)
    return loaded(place, name) if place else None


def loaded(place: str, name: str) -> click.Command:
    """The command or group that stands at `module:object`, under the name by which it is called: help shows that one."""
    module, held = place.split(":")
    what = getattr(import_module(module if "." in module else f"{HERE}.{module}"), held)
    app = what if isinstance(what, typer.Typer) else around(what)
    command = typer.main.get_command(app)
    command.name = name
    return command


def around(function: Callable) -> typer.Typer:
    alone = typer.Typer(add_completion=False)
    alone.command()(function)
    return alone
