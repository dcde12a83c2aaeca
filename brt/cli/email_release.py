"""`brt email release`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import mending

command = email_by_hand.command(
    "release",
    mending.RELEASE,
    N_("Let emails leave that were held back."),
    "brt email release --status held",
)
