"""`python -m brt`."""

from brt.cli import program

program()
