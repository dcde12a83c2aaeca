"""`brt email release`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import ways

command = email_by_hand.command(
    "release",
    ways.RELEASE,
    N_("Let emails leave that were held back."),
    "brt email release --status held",
)
