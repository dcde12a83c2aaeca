"""`brt email mark-sent`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import ways

command = email_by_hand.command(
    "mark-sent",
    ways.MARK,
    N_("Note that emails have arrived: those that were uncertain, or whose news was told otherwise."),
    "brt email mark-sent --status uncertain --yes",
)
