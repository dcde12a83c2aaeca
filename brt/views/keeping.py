"""What was copied, and the format of the database."""

from collections.abc import Mapping
from typing import Any

from brt.say import N_, _
from brt.views.output import Column, write
from brt.views.screen import show

COPY = (Column("file", N_("File")), Column("source", N_("Copy of")), Column("bytes", N_("Bytes"), "right"))
FORMAT = (
    Column("file", N_("File")),
    Column("format", N_("Format"), "right"),
    Column("before", N_("Format before"), "right"),
    Column("copy", N_("Copy")),
)


def write_copy(row: Mapping[str, Any], style: str) -> None:
    """Print what was copied where."""
    if style == "table":
        sentence = _("✓ {file}: a checked copy of {source}")
        show([sentence.format(**row)])
    else:
        write([row], COPY, style, row)


def write_format(row: Mapping[str, Any], style: str) -> None:
    """Print which format the database has."""
    if style == "table":
        done = _("✓ {file}: format {before} → {format}. As it was: {copy}")
        nothing = _("{file} has format {format}, the newest: nothing to do.")
        show([(done if row["copy"] else nothing).format(**row)])
    else:
        write([row], FORMAT, style, row)
