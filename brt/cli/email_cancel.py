"""`brt email cancel`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import ways

command = email_by_hand.command(
    "cancel",
    ways.CANCEL,
    N_("Call emails off that have not left."),
    'brt email cancel --status failed --reason "dit au téléphone"',
)
