"""Questions about a contact of a dossier: those of `brt dossier contact`, and of an email that reaches nobody."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brt.cli import ask, choices
from brt.kinds.base import fold
from brt.say import _

if TYPE_CHECKING:
    from brt.records import Contact
    from brt.service.contacts import Known


def asked(known: "Known", function: str | None = None, phone: str | None = None) -> dict[str, Any]:
    """Ask for a contact of a dossier, with `function` where that is known, and return it as data.

    One of the contacts there are is offered by its number, with what is known of it as the answers to the rest. For an
    email (`function`) the address is needed.
    """
    from brt.service.sheets import values

    functions = [function] if function else _functions(known)
    old, name = _who(known)
    email = _text(_("Email address"), values.email, old.email if old else None, needed=function is not None)
    if phone is None:
        phone = _text(_("Telephone number"), values.phone, old.phone if old else None)
    return {"functions": functions, "name": name, "email": email, "phone": phone}


def _functions(known: "Known") -> list[str]:
    """Ask for functions, one or several; those that emails are for and nobody has come first."""
    says = dict.fromkeys(known.lacking, _("emails go to it, and reach nobody"))
    rows = {name: name for name in (*known.lacking, *known.others)}
    choices.listed(rows, {name: says.get(name, name) for name in rows})

    def read(typed: str) -> list[str]:
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        if not parts:
            raise ask.Needed
        return [choices.chosen(part, rows) for part in parts]

    return ask.until(_("Which function? (several: 1,2)") + " ", read)


def _who(known: "Known") -> "tuple[Contact | None, str]":
    """Ask for a name; the contacts that the dossier has are offered."""
    from brt.service.sheets import values

    rows = {one.name: one.name for one in known.contacts}
    if rows:
        shown = {one.name: ", ".join((*one.functions, *([one.email] if one.email else []))) for one in known.contacts}
        choices.listed(rows, shown)
    by_number = {str(number): name for number, name in enumerate(rows, 1)}

    def read(typed: str) -> str:
        if not typed:
            raise ask.Needed
        choices.understood(typed, by_number.get(typed, ""))
        return by_number.get(typed) or values.name(typed)

    question = _("Who? (a number, or a new name)") if rows else _("Name?")
    name = ask.until(question + " ", read)
    old = next((one for one in known.contacts if fold(one.name) == fold(name)), None)
    choices.understood(name, old.name) if old else None
    return old, old.name if old else name


def _text(label: str, read: Callable[[str], str], default: str | None, *, needed: bool = False) -> str | None:
    """Ask for a text; Enter keeps what there is, or leaves it out where it is not `needed`."""

    def answer(typed: str) -> str | None:
        if not typed and needed and not default:
            raise ask.Needed
        return read(typed) if typed else default

    if default:
        label += f" [{default}]"
    elif not needed:
        label += " " + _("(if any)")
    return ask.until(_("{label}:").format(label=label) + " ", answer)
