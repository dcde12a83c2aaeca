"""Dossiers: written one by one or from files, listed, shown, and given to the people who work on them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from brt.engine.commands import ChangeDossier, Command, SetPerson
from brt.errors import BrtError, Refused, Several, Usage
from brt.kinds.base import fold
from brt.say import N_
from brt.service import refs, sheets
from brt.service.billing import totals
from brt.service.desk import Ask, Desk, Outcome
from brt.service.members import member, role
from brt.service.sheets.form import Form
from brt.service.sheets.problems import Filled, Mistake, refusal
from brt.settings import Settings
from brt.store import dossiers, lists, work
from brt.store.database import Database
from brt.store.dossiers import Sheet

STATUSES = ("quote", "production", "billing", "lost")


class Exists(Refused):
    """A dossier with this reference was written before."""

    says = N_("There is a dossier {ref} already, of {customer}. Nothing was changed.")
    hint = N_("To look at it: brt dossier show {ref}")


class OtherCase(Refused):
    """A new reference that differs from a known one by its capitals only."""

    says = N_("{ref} differs from {known}, of {customer}, by its capitals only.")


class NoContact(Usage):
    """A contact on the command line is not written as one."""

    says = N_("{word} is not FUNCTION=Name <address>.")
    hint = N_('Like this: --contact "technique,signataire=Luc Morel <luc@morel.example>"')


class Change(NamedTuple):
    """What a sheet makes of a dossier."""

    key: int  # the dossier's id; 0 = a new one
    sheet: Sheet  # the whole: what the file says nothing of is as it was
    data: bool  # something else than people changed
    people: tuple[SetPerson, ...]

    @property
    def what(self) -> str:
        """Return created, updated or unchanged."""
        if not self.key:
            return "created"
        return "updated" if self.data or self.people else "unchanged"


class Imported(NamedTuple):
    """What an import did, or would do."""

    changes: list[Change]
    encoding: str

    def refs(self, what: str) -> list[str]:
        """Return the references of the dossiers that were created, updated or left unchanged."""
        return [change.sheet.ref for change in self.changes if change.what == what]


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def load(desk: Desk, file: str, dry_run: bool = False) -> Imported:
    """Create and update the dossiers of a file, all or none; what is as the file says is not touched.

    Raises what `sheets.read` raises.
    """
    found = sheets.read(file, desk.settings)
    with desk.reading() as db:
        changes = _changes(db, found)
    if dry_run or all(change.what == "unchanged" for change in changes):
        return Imported(changes, found.encoding)

    def make(db: Database) -> list[Ask]:
        changes[:] = _changes(db, found)  # somebody may have been here since
        wanted = [change for change in changes if change.what != "unchanged"]
        return [_put(db, change) for change in sorted(wanted, key=lambda change: (not change.key, change.key))]

    desk.write("dossier import", make)
    return Imported(changes, found.encoding)


def add(desk: Desk, ref: str, customer: str, site: str | None, people: Sequence[str], contacts: Sequence[str]) -> Sheet:
    """Create a dossier. Raises Exists, Usage, or what is wrong with a value."""
    if not customer.strip():
        raise Usage(N_("The name of the customer is empty."))
    data = {
        "ref": ref,
        "customer": customer,
        "site": {"address": site},
        "people": dict(roles(desk.settings, people)),
        "contacts": [_contact(word) for word in contacts],
    }
    form = Form(desk.settings)
    filled = form.read(data)
    if form.wrongs:
        raise _all([wrong.problem for wrong in form.wrongs])
    with desk.reading() as db:
        _refuse_existing(db, filled.sheet.ref)

    def make(db: Database) -> list[Ask]:
        _refuse_existing(db, filled.sheet.ref)
        return [_put(db, _change(db, filled))]

    desk.write("dossier add", make)
    return filled.sheet


def assign(desk: Desk, name: str, words: Sequence[str]) -> list[Outcome]:
    """Give roles on a dossier to members; the open actions of the roles follow. Raises NoDossier, NoRole, NoMember."""
    asked: list[Command] = [SetPerson(*pair) for pair in roles(desk.settings, words)]
    with desk.reading() as db:
        found = refs.dossier(db, name)
    return desk.change("dossier assign", [Ask(found.id, lambda _: asked)])


def roles(settings: Settings, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return ROLE=MEMBER words as ids. Raises Usage, NoRole or NoMember."""
    pairs: dict[str, str] = {}
    for word in words:
        name, _, who = (part.strip() for part in word.partition("="))
        if not name or not who:
            raise Usage(N_("{word} is not ROLE=MEMBER."), word=word)
        key = role(settings, name)
        if key in pairs:
            raise Usage(N_("The role {role} is given twice."), role=name)
        pairs[key] = member(settings, who)
    return list(pairs.items())


def strangers(settings: Settings, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs of role and member in which brt.toml does not give the member that role."""
    return [pair for pair in dict.fromkeys(pairs) if pair[0] not in settings.team[pair[1]].roles]


def _contact(word: str) -> dict[str, Any]:
    """Return `FUNCTION[,…]=Name <address>` as the data of a contact. Raises NoContact."""
    functions, _, party = word.partition("=")
    name, _, address = party.strip().removesuffix(">").rpartition("<")
    if not (functions.strip() and name.strip() and address.strip()):
        raise NoContact(word=word)
    split = [function for function in functions.split(",") if function.strip()]
    return {"functions": split, "name": name.strip().strip('"'), "email": address.strip()}


def _all(problems: list[BrtError]) -> BrtError:
    return problems[0] if len(problems) == 1 else Several(problems)


def _refuse_existing(db: Database, ref: str) -> None:
    found = dossiers.by_ref(db, ref)
    if found:
        raise Exists(ref=found.ref, customer=found.customer)
    _refuse_other_case(db, ref)


def _refuse_other_case(db: Database, ref: str) -> None:
    """Refuse a new reference that only its capitals tell from a known one: nobody could say which is which."""
    known = dossiers.alike(db, ref)
    if known:
        raise OtherCase(ref=ref, known=known.ref, customer=known.customer)


def _changes(db: Database, found: sheets.Sheets) -> list[Change]:
    """Return what a file makes of its dossiers. Raises Several with what the workspace refuses of it."""
    changes, mistakes = [], []
    for filled, spot in found.rows:
        try:
            changes.append(_change(db, filled))
        except OtherCase as problem:
            mistakes.append(Mistake(spot, problem))
    if mistakes:
        raise refusal(found.name, mistakes)
    return changes


def _change(db: Database, filled: Filled) -> Change:
    sheet = filled.sheet
    row = dossiers.by_ref(db, sheet.ref)
    if row is None:
        _refuse_other_case(db, sheet.ref)
        return Change(0, sheet, True, _set(sheet.people, {}))
    now = dossiers.sheet(db, row)
    whole = now._replace(**{name: getattr(sheet, name) for name in filled.given})
    if dossiers.fold(sheet.customer) != dossiers.fold(now.customer):
        whole = whole._replace(customer=sheet.customer)
    return Change(row.id, whole, whole != now, _set(sheet.people, now.people))


def _set(people: dict[str, str], held: dict[str, str]) -> tuple[SetPerson, ...]:
    return tuple(SetPerson(role, who) for role, who in people.items() if held.get(role) != who)


def _put(db: Database, change: Change) -> Ask:
    """Write the data of a dossier, and return what the work on it has to remember."""
    key = change.key
    if not key:
        key = dossiers.add(db, change.sheet)
    elif change.data:
        dossiers.put(db, key, change.sheet)
    data = [ChangeDossier("edited" if change.key else "created")] if change.data else []
    return Ask(key, lambda _: [*data, *change.people])


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


def listed(desk: Desk, text: str | None = None, status: str | None = None) -> list[dict[str, Any]]:
    """Return the dossiers of `status` that hold `text` in reference, customer or site, by reference."""
    with desk.reading() as db:
        rows = dossiers.everything(db)
        running = lists.running_of(db)
    found = [
        {
            "dossier": row.ref,
            "customer": row.customer,
            "customer_kind": row.customer_kind,
            "status": row.status,
            "site": row.site,
            "running": running.get(row.id, 0),
        }
        for row in rows
        if status in (None, row.status)
    ]
    return [row for row in found if _holds(row, fold(text))] if text else found


def _holds(row: dict[str, Any], text: str) -> bool:
    site = row["site"]
    words = (row["dossier"], row["customer"], site.get("name"), site.get("address"))
    return text in fold(" ".join(word for word in words if word))


def shown(desk: Desk, name: str) -> dict[str, Any]:
    """Return a dossier: its data, its people, and what is at work on it. Raises NoDossier or ManyDossiers."""
    with desk.reading() as db:
        row = refs.dossier(db, name, reads=True)
        sheet = dossiers.sheet(db, row)
        state = work.load(db, row.id)
    return {
        "dossier": row.ref,
        "customer": row.customer,
        "customer_kind": row.customer_kind,
        "status": row.status,
        "site": row.site,
        "people": sheet.people,
        "contacts": [
            {
                "name": one.name,
                "functions": list(one.functions),
                "email": one.email,
                "phone": one.phone,
                "language": one.language,
                "active": one.active,
                "accept_emails": one.accepts,
            }
            for one in sheet.contacts
        ],
        "lines": [line._asdict() for line in sheet.lines],
        "totals": totals(list(sheet.lines)),
        "installations": [
            {
                "installation_type": one.type,
                "label": one.label or None,
                "status": one.status,
                "produced_on": one.produced_on,
                "billed_on": one.billed_on,
            }
            for one in state.installations.values()
        ],
    }
