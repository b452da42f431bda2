"""`python -m normbook`."""

from normbook.cli import run

run()
