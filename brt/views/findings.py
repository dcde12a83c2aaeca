"""What lint found, as rows."""

from brt.say import N_
from brt.views.output import Column

COLUMNS = (
    Column("file", N_("FILE")),
    Column("line", N_("LINE"), "right"),
    Column("column", N_("COLUMN"), "right"),
    Column("end_line", ""),
    Column("end_column", ""),
    Column("rule", N_("RULE")),
    Column("severity", N_("SEVERITY")),
    Column("message", N_("MESSAGE"), shrink=1, line=2),
)
TABLE = tuple(column for column in COLUMNS if not column.key.startswith("end_"))
"""What a person reads of it."""
