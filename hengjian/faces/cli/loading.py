"""How a group of commands finds its commands: each from its module when it is asked for, those on the record after Django is set up."""

from collections.abc import Mapping
from importlib import import_module

import click
import typer

HERE = "hengjian.faces.cli"


def found_in(name: str, on_files: Mapping[str, str], on_the_record: Mapping[str, str]) -> click.Command | None:
    """The command of this name, or None."""
    if name in on_the_record:
        import_module(f"{HERE}.django_setup")
    place = {**on_files, **on_the_record}.get(name)
    return loaded(place) if place else None


def loaded(place: str) -> click.Command:
    """The command or group that stands at `module:name`."""
    module, name = place.split(":")
    what = getattr(import_module(module if "." in module else f"{HERE}.{module}"), name)
    if isinstance(what, typer.Typer):
        return typer.main.get_command(what)
    alone = typer.Typer()
    alone.command()(what)
    return typer.main.get_command(alone)
