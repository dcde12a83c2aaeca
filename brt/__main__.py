"""`python -m brt`."""

from brt.cli import main

main()
