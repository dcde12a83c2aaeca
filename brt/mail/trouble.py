"""Why a message did not leave; the kind says what may be done about it.

`Temporary`, try this message again later; `Permanent`, do not; `Uncertain`, it may or may not have left; `Unavailable`,
nothing leaves now.
"""

from typing import Any

from brt.errors import Surroundings
from brt.say import N_


class NotDelivered(Surroundings):
    """A message did not leave; `answer` is what the other side said."""

    def __init__(self, answer: str, **data: Any) -> None:
        """Take the words of the mail server or of the operating system, and what else the sentence names."""
        super().__init__(answer=answer, **data)


class Temporary(NotDelivered):
    """This message was not taken this time."""

    says = N_("Not taken this time: {answer}")


class Permanent(NotDelivered):
    """This message will never be taken."""

    says = N_("Refused for good: {answer}")


class Uncertain(NotDelivered):
    """The text was handed over, and no answer came: it may have left."""

    says = N_("Handed over without an answer: {answer}")


class Unavailable(NotDelivered):
    """No message can leave; those that wait keep waiting."""

    says = N_("No email can leave now: {answer}")
    hint = N_("They wait; once that is mended: brt email deliver")
