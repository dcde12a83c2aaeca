"""What a person may do with an email that did not leave, or should not."""

from typing import NamedTuple

from brt.say import N_


class Way(NamedTuple):
    """What a person may do with an email."""

    how: str  # of the fact
    takes: tuple[str, ...]  # the statuses in which it can be done
    done: tuple[str, ...]  # those in which there is nothing left to do
    asks: str  # a msgid, whether so many are meant
    says: str  # a msgid, for all others


RETRY = Way(
    "email_retried",
    ("failed", "undeliverable", "uncertain", "retry"),
    ("queued",),
    N_("Send these {n} emails again?"),
    N_("Email {number} cannot be sent again: {status}."),
)
RELEASE = Way(
    "email_released",
    ("held",),
    ("queued",),
    N_("Let these {n} emails leave?"),
    N_("Email {number} is not held back: {status}."),
)
CANCEL = Way(
    "email_cancelled",
    ("queued", "held", "retry", "failed", "undeliverable", "uncertain"),
    ("cancelled",),
    N_("Call these {n} emails off?"),
    N_("Email {number} cannot be called off: {status}."),
)
MARK = Way(
    "email_marked",
    ("queued", "held", "retry", "failed", "uncertain"),
    ("sent",),
    N_("Mark these {n} emails as sent?"),
    N_("Email {number} cannot be marked as sent: {status}."),
)
WAYS = {"email retry": RETRY, "email release": RELEASE, "email cancel": CANCEL, "email mark-sent": MARK}
"""By the command."""
