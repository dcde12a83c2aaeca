"""What a person can ask of the engine: plain values, one class a command."""

from typing import Any, NamedTuple


class Produce(NamedTuple):
    """Begin an installation; the numbers were reserved by the caller."""

    installation: int
    plan: int
    label: str
    customer_kind: str
    revision: str | None
    first_number: int
    values: tuple[tuple[str, Any], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    again: bool = False


class Done(NamedTuple):
    """Close an action as done."""

    number: int
    values: tuple[tuple[str, Any], ...] = ()
    on: str | None = None  # the day it really happened
    early: bool = False
    reason: str | None = None  # why early
    note: str | None = None


class Skip(NamedTuple):
    """Close an action without doing it."""

    number: int
    reason: str


class Reopen(NamedTuple):
    """Do a closed action after all. `redo`: with what it had opened; False keeps that; None: refuse when any is."""

    number: int
    redo: bool | None = None
    reason: str | None = None


class Reject(NamedTuple):
    """Send what came before an action back, to the action `to` (a key); None: the only one the type names."""

    number: int
    reason: str
    party: str
    to: str | None = None
    values: tuple[tuple[str, Any], ...] = ()
    keep: bool = False  # what was closed in between stays closed


class Hold(NamedTuple):
    """Let an installation rest."""

    installation: int
    reason: str | None = None


class Resume(NamedTuple):
    """Let an installation that rests go on."""

    installation: int
    reason: str | None = None


class Cancel(NamedTuple):
    """Call an installation off; beyond a point of no return with `force` and a reason.

    The numbers of the actions that are to be done because of that were reserved by the caller.
    """

    installation: int
    reason: str | None = None
    force: bool = False
    first_number: int = 0


class Block(NamedTuple):
    """Mark an action as stuck."""

    number: int
    reason: str
    party: str
    until: str | None = None
    values: tuple[tuple[str, Any], ...] = ()


class Unblock(NamedTuple):
    """Let a stuck action go on."""

    number: int


class Shift(NamedTuple):
    """Give an action another date."""

    number: int
    day: str
    only: bool = False  # this action alone, not the field that its date is


class SetFields(NamedTuple):
    """Give fields of an installation other values."""

    installation: int
    values: tuple[tuple[str, Any], ...]
    reason: str | None = None
    party: str | None = None


class SetPerson(NamedTuple):
    """Give a role on the dossier to a member; None: to nobody."""

    role: str
    member: str | None


class Assign(NamedTuple):
    """Give an action to a member by hand."""

    number: int
    member: str


class Bill(NamedTuple):
    """Bill an installation."""

    installation: int
    values: tuple[tuple[str, Any], ...] = ()


class Note(NamedTuple):
    """Write a remark on an action (`number`) or on the dossier (0)."""

    number: int
    text: str


class SendEmail(NamedTuple):
    """Send an email type by hand, about an action (`number`) or the installation (0)."""

    installation: int
    number: int
    email_type: str
    to: str  # see facts.Sent


class ReadSecret(NamedTuple):
    """Show a secret to the actor; that is remembered."""

    installation: int
    field: str


class ChangeDossier(NamedTuple):
    """Remember that the dossier's data were written."""

    what: str


class Lose(NamedTuple):
    """Remember that the customer does not buy."""

    reason: str | None


class Mail(NamedTuple):
    """Remember that a person took an email in hand."""

    email: int
    how: str
    reason: str | None


Command = (
    Produce
    | Done
    | Skip
    | Reopen
    | Reject
    | Hold
    | Resume
    | Cancel
    | Block
    | Unblock
    | Shift
    | SetFields
    | SetPerson
    | Assign
    | Bill
    | Note
    | SendEmail
    | ReadSecret
    | ChangeDossier
    | Lose
    | Mail
)
