"""Emails looked at before they exist: an email type with the values that a dossier has now. Nothing is saved."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from brt import kinds
from brt.engine.effects import Effect
from brt.errors import Invalid, NotFound, Usage
from brt.kinds.base import nearest
from brt.mail import compose
from brt.mail.recipients import Desk as Writing
from brt.plan import Plan, Send
from brt.records import OPEN, Letter
from brt.say import N_
from brt.service import members, refs
from brt.service.desk import Desk
from brt.service.naming import Names
from brt.service.view import View
from brt.store import dossiers
from brt.store.database import Database


class HasMistakes(Invalid):
    """The email type cannot be used as its file is."""

    says = N_("The email type {email_type} has mistakes.")
    hint = N_("To see them: brt lint {file}")


class NotSent(NotFound):
    """Nothing there sends that email type, so nobody is known to get it."""

    says = N_("Nothing in {where} sends {email_type}: who would get it?")
    hint = N_("Say it with --to, such as --to contact:technique. It sends: {sent}.")


class NoRecipient(Usage):
    """A recipient in none of the forms that an installation type may use."""

    says = N_("{name} is not a recipient.")
    hint = N_("Give contact:FUNCTION, role:ROLE, assignee, managers, member:ID or an address.")


class Preview(NamedTuple):
    """The letters as they would be written now, and the action that sends them (None: no action does)."""

    dossier: str
    action: str | None
    letters: list[Letter]


class Place(NamedTuple):
    """What an email is about."""

    view: View
    installation: int
    number: int  # 0: any action, or none

    @property
    def plan(self) -> Plan:
        """The plan of the installation."""
        return self.view.day.plans[self.view.state.installations[self.installation].plan_id]


def preview(desk: Desk, email_type: str, name: str, to: Sequence[str] = ()) -> Preview:
    """Write `email_type` for what `name` is: DOSSIER, DOSSIER/TYPE or an action; to `to`, else to whom it is sent.

    Of several actions that send it, the first open one is taken. A letter that cannot be written has failed and says
    why. Raises UnknownEmailType, HasMistakes, NotSent, NoRecipient, NoRole, NoMember, and what refs raises.
    """
    data = _email_type(desk, email_type)
    targets = tuple(target(desk, word) for word in to)
    with desk.reading() as db:
        place = _place(desk, db, name)
        effect = _effect(place, email_type, targets)
        letters = compose.compose(_desk(desk, db, place, email_type, data), effect)
    view = place.view
    action = view.state.actions.get(effect.number)
    return Preview(view.dossier.ref, Names(desk.settings, view).ref(action) if action else None, letters)


def found(desk: Desk, email_type: str, name: str, to: Sequence[str] = ()) -> tuple[Place, Effect]:
    """Return what `name` is, and what sends `email_type` there, with the recipients `to` or its own; as `preview`."""
    _email_type(desk, email_type)
    targets = tuple(target(desk, word) for word in to)
    with desk.reading() as db:
        place = _place(desk, db, name)
    return place, _effect(place, email_type, targets)


def _email_type(desk: Desk, key: str) -> Mapping[str, Any]:
    from brt.language.catalogue import Catalogue

    data = Catalogue(desk.settings.root, desk.settings).load_email(key).data
    if data is None:
        raise HasMistakes(email_type=key, file=f"email_types/{key}.yaml")
    return data


def _place(desk: Desk, db: Database, name: str) -> Place:
    found, type_ = refs.shown(db, name)
    if isinstance(found, refs.Target):
        view = desk.look(db, found.dossier)
        return Place(view, view.state.actions[found.number].installation_id, found.number)
    whole, row = refs.installation(db, f"{found.ref}/{type_}" if type_ else found.ref)
    return Place(desk.look(db, whole.id), row.id, 0)


def _effect(place: Place, email_type: str, targets: tuple[tuple[str, ...], ...]) -> Effect:
    """Return what sends `email_type`, with its own recipients or `targets`."""
    senders = list(_senders(place))
    fits = [effect for effect in senders if effect.send.email_type == email_type]
    if not fits and not targets:
        sent = sorted({effect.send.email_type for effect in senders})
        raise NotSent(where=_where(place), email_type=email_type, sent=sent)
    actions = place.view.state.actions
    now_open = [effect for effect in fits if effect.number and actions[effect.number].status == OPEN]
    chosen = (now_open or fits or [Effect(place.installation, place.number, None, Send(email_type, "done", ()), None)])[
        0
    ]
    return chosen._replace(send=chosen.send._replace(to=targets)) if targets else chosen


def _where(place: Place) -> str:
    dossier, action = place.view.dossier.ref, place.view.state.actions.get(place.number)
    return f"{dossier}/{action.key if action else place.plan.type}"


def _senders(place: Place) -> Iterator[Effect]:
    """Yield everything that sends an email: the action that was named, else the whole installation."""
    for row in place.view.state.actions_of(place.installation).values():
        if place.number in (0, row.number):
            sends = place.plan.actions[row.key].emails
            yield from (Effect(place.installation, row.number, None, send, None) for send in sends)
    if place.number:
        return
    yield from (Effect(place.installation, 0, None, send, None) for send in place.plan.emails)
    for field in place.plan.fields.values():
        yield from (Effect(place.installation, 0, field.name, send, None) for send in field.emails)


def target(desk: Desk, text: str) -> tuple[str, ...]:
    """Return a recipient as installation types name it. Raises NoRecipient, NoRole, NoMember, kinds.Bad."""
    sort, colon, name = text.partition(":")
    if text in ("assignee", "managers"):
        return (text,)
    if colon and name and sort == "contact":
        return (sort, name)
    if colon and sort == "role":
        return (sort, members.role(desk.settings, name))
    if colon and sort == "member":
        return (sort, members.member(desk.settings, name))
    if "@" not in text:
        raise NoRecipient(name=text, near=nearest(text, ["assignee", "managers"]))
    return ("address", str(kinds.parse("email", text)))


def _desk(desk: Desk, db: Database, place: Place, email_type: str, data: Mapping[str, Any]) -> Writing:
    from brt.mail.render import prepare

    settings, texts = desk.settings, {email_type: data}
    return Writing(
        settings=settings,
        dossier=place.view.dossier,
        contacts=dossiers.contacts(db, place.view.dossier.id),
        prepared=prepare(texts, language=settings.language or "fr", timezone=settings.timezone),
        email_types=texts,
        moment=desk.moment,
        before=place.view.state,
        after=place.view.state,
        day=place.view.day,
    )
