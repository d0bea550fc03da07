"""`python -m hengjian` is the command `hengjian`."""

from hengjian.faces.cli.main import app

app(prog_name="hengjian")
