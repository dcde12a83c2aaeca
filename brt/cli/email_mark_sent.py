"""`brt email mark-sent`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import mending

command = email_by_hand.command(
    "mark-sent",
    mending.MARK,
    N_("Note that emails have arrived: those that were uncertain, or whose news was told otherwise."),
    "brt email mark-sent --status uncertain --yes",
)
