"""`brt email retry`."""

from brt.cli import email_by_hand
from brt.say import N_
from brt.service import ways

command = email_by_hand.command(
    "retry",
    ways.RETRY,
    N_("Send emails again that did not leave; those that reached nobody are written again, to whom they are for now."),
    "brt email retry --status undeliverable --yes",
)
