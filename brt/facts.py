"""What can have happened: the closed list of facts, as they stand in the append-only log.

Facts are fat: they carry results (dates, holders), never inputs. So a log replays the same after a new release
of the holidays, a changed team or an edited type, and replaying needs neither calendar, settings, clock nor plan.
"""

from typing import Any, NamedTuple


class Produced(NamedTuple):
    """An installation began; `actions` are (number, key) in file order, `phases` their ids."""

    installation: int
    type: str
    label: str
    plan: int
    on: str
    customer_kind: str
    revision: str | None
    phases: tuple[str, ...]
    actions: tuple[tuple[int, str], ...]


class PhaseApplies(NamedTuple):
    """The `when` of a phase was evaluated; the answer holds for the phase and all its actions."""

    installation: int
    phase: str
    applies: bool


class PhaseOpened(NamedTuple):
    """A phase was triggered; it opens on `opens_on` (None: unknown yet)."""

    installation: int
    phase: str
    generation: int
    triggered_on: str | None
    opens_on: str | None


class PhaseMoved(NamedTuple):
    """The opening day of a phase that has not begun moved."""

    installation: int
    phase: str
    opens_on: str | None


class PhaseCompleted(NamedTuple):
    """The last required action of a phase closed."""

    installation: int
    phase: str
    on: str


class Opened(NamedTuple):
    """An action was triggered."""

    number: int
    generation: int
    triggered_on: str | None
    available_on: str | None
    due: str | None
    due_source: str
    assignee: str | None


class NotApplicable(NamedTuple):
    """An action was triggered and its `when`, or its phase's, is false."""

    number: int
    generation: int
    on: str


class SkipAsked(NamedTuple):
    """A waiting action is to close as skipped when its trigger comes."""

    number: int
    reason: str


class Closed(NamedTuple):
    """An action was done or skipped (`how`), effective `on`, by `by`."""

    number: int
    generation: int
    how: str
    on: str
    by: str
    early: bool
    reason: str | None


class Reopened(NamedTuple):
    """A closed action is to be done after all, by `assignee`; or a skip that was asked in advance is taken back."""

    number: int
    assignee: str | None
    reason: str | None


class Waits(NamedTuple):
    """An action waits for its trigger again, and for the actions `awaits` too; a later generation begins anew."""

    number: int
    generation: int
    awaits: tuple[str, ...]


class PhaseWaits(NamedTuple):
    """A phase waits for its trigger again."""

    installation: int
    phase: str
    generation: int


class PhaseReopened(NamedTuple):
    """A phase that was complete is not any more."""

    installation: int
    phase: str
    generation: int


class Continued(NamedTuple):
    """An installation that was complete is at work again; one that was called off is being called off again."""

    installation: int


class Held(NamedTuple):
    """An installation rests: nothing of it can be done until it is resumed."""

    installation: int
    on: str
    reason: str | None


class Resumed(NamedTuple):
    """An installation that rested goes on; the dates that moved stand beside it."""

    installation: int
    on: str
    reason: str | None = None


class Cancelled(NamedTuple):
    """An installation was called off, and all of it that was not closed with it."""

    installation: int
    on: str
    reason: str | None


class Cancelling(NamedTuple):
    """An installation was called off; unlike with `Cancelled`, `phase` and its `actions` are to be done then."""

    installation: int
    on: str
    reason: str | None
    phase: str
    actions: tuple[tuple[int, str], ...]


class WoundUp(NamedTuple):
    """What had to be done because an installation was called off is done: it is over."""

    installation: int
    on: str


class Rejected(NamedTuple):
    """What came before an action was sent back: attempt `generation` of it is over, and `to` is to be done again."""

    number: int
    generation: int
    to: int
    party: str
    reason: str


class Stuck(NamedTuple):
    """An action was blocked."""

    number: int
    party: str
    reason: str
    since: str
    until: str | None


class Unstuck(NamedTuple):
    """A blocked action can go on."""

    number: int
    on: str


class Moved(NamedTuple):
    """The dates of an open action changed."""

    number: int
    triggered_on: str | None
    available_on: str | None
    due: str | None
    due_source: str


class Shifted(NamedTuple):
    """A person gave an action another date; what moved stands beside it, in `Moved` or the field."""

    number: int
    day: str


class Assigned(NamedTuple):
    """An action has another holder: through its role, or by hand."""

    number: int
    assignee: str | None
    by: str  # role | hand


class PersonSet(NamedTuple):
    """A member holds a role on the dossier from now on; None: nobody."""

    role: str
    member: str | None


class FieldSet(NamedTuple):
    """A field has another value (None: none); words that a person typed are kept apart."""

    installation: int
    field: str
    value: Any


class FieldChosen(NamedTuple):
    """A field has another value that says nothing of a person: a date, a number, a choice, a secret's digest."""

    installation: int
    field: str
    value: Any


class Completed(NamedTuple):
    """Every required, applicable action of the installation is closed."""

    installation: int
    on: str


class Billed(NamedTuple):
    """The installation was billed."""

    installation: int
    on: str


class Ignored(NamedTuple):
    """A trigger came for an action that had been triggered, or closed early."""

    number: int
    trigger: tuple[str, str]


class Noted(NamedTuple):
    """A remark on an action (`number`), or on the dossier (0)."""

    number: int
    text: str


class Sent(NamedTuple):
    """A person sent an email type, about an action (`number`) or the installation (0)."""

    installation: int
    number: int
    email_type: str
    to: str  # recipients as types name them, with blanks between: "contact:technique address:luc@morel.fr"


class Explained(NamedTuple):
    """Why the fields of an installation changed, and on whose account, where that was said."""

    installation: int
    reason: str
    party: str | None  # customer | carrier | supplier | us


class SecretRead(NamedTuple):
    """A secret was shown to the actor."""

    installation: int
    field: str


class DossierChanged(NamedTuple):
    """Customer, site, contacts or lines were written; what they hold is plain data."""

    what: str  # created | edited | lost | regained (it was lost)


class Mailed(NamedTuple):
    """A person took an email of the outbox in hand: `how` is what became of it."""

    email: int
    how: str  # email_retried | email_released | email_cancelled | email_marked | email_armed
    reason: str | None


Fact = (
    Produced
    | PhaseApplies
    | PhaseOpened
    | PhaseMoved
    | PhaseCompleted
    | Opened
    | NotApplicable
    | SkipAsked
    | Closed
    | Reopened
    | Waits
    | PhaseWaits
    | PhaseReopened
    | Continued
    | Held
    | Resumed
    | Cancelled
    | Cancelling
    | WoundUp
    | Rejected
    | Stuck
    | Unstuck
    | Moved
    | Shifted
    | Assigned
    | PersonSet
    | FieldSet
    | FieldChosen
    | Completed
    | Billed
    | Ignored
    | Noted
    | Sent
    | Explained
    | SecretRead
    | DossierChanged
    | Mailed
)
