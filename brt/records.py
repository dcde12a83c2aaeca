"""The rows of the store, one NamedTuple a table, named as the columns.

Civil dates are ISO text: they compare as they sort and pass unchanged to the database and to JSON.
The rows under "work" are what the log gives when it is replayed; those under "data" are edited in place.
"""

from typing import Any, NamedTuple

OPEN = "open"
WAITING = "waiting"
CLOSED = ("done", "skipped", "not_applicable", "removed")
"""The states of an action that pass the baton on."""

LIVE = ("running", "complete", "cancelling")
"""The states of an installation whose actions can be worked on."""

CALLED_OFF = ("cancelling", "cancelled")
"""The states of an installation that was called off."""

STOPPED = ("on_hold", *CALLED_OFF)
"""The states of an installation that do not go on by themselves: somebody said so."""


# ── work ──────────────────────────────────────────────────────────────────────────────────────────


class Installation(NamedTuple):
    """An installation type at work on a dossier."""

    id: int
    dossier_id: int
    type: str
    label: str  # "" but for the second run of a type on a dossier
    plan_id: int
    status: str  # running | on_hold | complete | cancelling | cancelled
    produced_on: str
    customer_kind: str  # what the customer was just before: prospect | client
    revision: str | None  # of the type, in git
    held_on: str | None  # None = it does not rest
    billed_on: str | None
    ended_on: str | None  # None = in the manager's view


class Phase(NamedTuple):
    """A phase of an installation."""

    installation_id: int
    key: str
    generation: int
    triggered: bool
    triggered_on: str | None  # the day of its trigger; None while that day hangs on an unset field
    opens_on: str | None  # may lie ahead; None = unknown
    completed_on: str | None
    applies: bool | None  # the answer of `when`; None = not evaluated, or no `when`


PARTIES = ("customer", "carrier", "supplier", "us")
"""On whose account an action can be stuck."""


class Blocked(NamedTuple):
    """Why an action is stuck."""

    party: str  # one of PARTIES
    reason: str
    since: str
    until: str | None


class Action(NamedTuple):
    """An action of an installation, at its current generation; earlier ones are in the log."""

    number: int
    installation_id: int
    key: str
    position: int
    generation: int
    status: str  # waiting | open | done | skipped | not_applicable | cancelled | removed
    assignee: str | None  # None = the pool, or waiting
    assigned: str  # role | hand
    triggered_on: str | None
    available_on: str | None  # "scheduled" and "available" are both open: which one is a question of today
    due: str | None
    due_source: str  # computed | field | manual | none
    blocked: Blocked | None
    skip_asked: bool
    closed_on: str | None
    closed_by: str | None
    early: bool
    awaits: tuple[str, ...]  # keys that must be closed beyond the plan's trigger: what a rejection sent back
    again: bool  # opened or closed before in this generation: an email that said the same does not leave twice


class FieldValue(NamedTuple):
    """The value of a field of an installation, as canonical JSON data."""

    installation_id: int
    field: str
    value: Any


class Person(NamedTuple):
    """Who holds a role on the dossier."""

    role: str
    member: str


class Summary(NamedTuple):
    """What an installation's row tells the manager without reading its actions."""

    installation: int
    closed: int
    total: int
    phase: str | None
    expected_end: str | None
    at_risk: bool
    forecast_until: str


# ── data ──────────────────────────────────────────────────────────────────────────────────────────


class Dossier(NamedTuple):
    """One sale to one customer at one site."""

    id: int
    ref: str
    customer_id: int
    customer: str
    customer_kind: str  # prospect | client
    status: str  # quote | production | billing | lost
    site: dict[str, Any]  # name, address, subdivision
    seq: int  # of its last log row


class Contact(NamedTuple):
    """A person at the customer's."""

    id: int
    name: str
    functions: tuple[str, ...]
    email: str | None
    phone: str | None
    language: str | None
    active: bool
    accepts: bool


class Line(NamedTuple):
    """A line sold."""

    label: str
    quantity: int
    unit_price: str  # decimal text, two decimals
    billing: str  # one_off | monthly | yearly


def available(action: Action, today: str) -> bool:
    """Say whether `action` can be done today (blocked ones are available too)."""
    return action.status == OPEN and action.available_on is not None and action.available_on <= today


def status(action: Action, today: str) -> str:
    """Return the state that a person sees: an open action is scheduled, available or blocked."""
    if action.status != OPEN:
        return action.status
    if not available(action, today):
        return "scheduled"
    return "blocked" if action.blocked else "available"


# ── on lists ──────────────────────────────────────────────────────────────────────────────────────


class Listed(NamedTuple):
    """An action with what names it on a list."""

    action: Action
    dossier_id: int
    ref: str
    customer: str
    site: dict[str, Any]
    type: str
    label: str
    plan_id: int
    siblings: int  # installations on the dossier, this one included


class Running(NamedTuple):
    """An installation in the manager's view."""

    installation: Installation
    summary: Summary
    ref: str
    customer: str


# ── around ────────────────────────────────────────────────────────────────────────────────────────


class Letter(NamedTuple):
    """An email to one recipient, as it waits in the outbox."""

    number: int  # 0 = not queued yet
    installation_id: int
    action: int  # 0 = the installation as a whole, or a field
    event: str  # done, blocked, …; produced, …; or the name of the field that changed
    email_type: str
    audience: str  # customer | team
    target: str  # as the type says it: "contact:technique"
    recipient_name: str
    recipient: str  # address; "" = nobody there
    language: str
    member: str | None  # to whom a failure is shown; None = the managers
    reply_to: str | None
    status: str
    reason: str | None
    subject: str
    body: str
    html: str | None
    cause: dict[str, Any]  # reason and party: what a person said; previous: the values before, of what it changed
    shows: dict[str, Any]  # the fields that it announces, with their values
    not_before: str  # an instant
    seq: int = 0  # the log row that caused it; 0 = the one that is being written
    invite: dict[str, Any] | None = None  # an invitation to the calendar: see mail.invite
    attach: tuple[str, ...] = ()  # files of the workspace
    unsure: int = 0  # it was handed over without an answer: it may have arrived
    overtaken: str | None = None  # changed | called_off, since it was handed over


FAR = "9999-12-31T00:00:00Z"
"""An instant that nobody knows yet."""


class Posted(NamedTuple):
    """A row of the outbox on a list."""

    number: int
    ref: str | None  # None: a digest
    action: int
    email_type: str
    recipient: str
    recipient_name: str
    subject: str
    status: str
    queued_at: str
    sent_at: str | None
    attempts: int
    next_at: str
    reason: str | None
    target: str
    member: str | None
    type: str
    label: str
    key: str | None
    siblings: int
    customer: str | None  # None: a digest
    seq: int  # the row of the dossier's log that caused it; 0: a digest
    at: str  # when it left; was to leave, where that failed or nobody knows; else when it was queued
