"""The text of an email names something that the email is not given.

What it does
    Checks the variables of `subject`, `body` and `html`: fields of the installation types that send the email (of all
    types when none does), `previous.FIELD`, `dossier`, `customer`, `contact`, `people.ROLE`, `company`, `installation`,
    `action` and `today`, and what each of them has. A hyphen in a role is written `_`.

Why is this bad
    The email could not be written on the day it is to leave.

Example
    Bonjour {{ contact.nom }}

Use instead
    Bonjour {{ contact.name }}
"""

from collections.abc import Iterator

from brt.language.context import Context, Names, parts, unknown, variables
from brt.language.finding import Problem, Severity, advice
from brt.language.names import EACH
from brt.language.parts import EmailDoc, Text
from brt.language.template import Use, locate
from brt.language.texts import analyse
from brt.say import N_

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report the variables that some sender does not give; without knowing the senders, only the wrong attributes."""
    given = _given(doc.id, context)
    for text in doc.texts:
        seen = set()
        for use in analyse(text.text).uses:
            if (use.line, use.word) not in seen:
                seen.add((use.line, use.word))
                yield from _use(text, use, given) if given else _alone(text, use, variables({}, context.roles))


def _given(email_id: str, context: Context) -> dict[str, Names]:
    """Return what each sender gives the email; for one that nobody sends yet, what any type could give."""
    types = [doc for doc in context.types or () if doc.sure_fields]
    given = {doc.id: variables(doc.fields, context.roles) for doc in types}
    sent = {doc.id: given[doc.id] for doc in types if doc.sending(email_id)}
    return sent or ({"": _merged(given)} if given else {})


def _merged(given: dict[str, Names]) -> Names:
    names = {name: value for each in given.values() for name, value in each.items()}
    names["previous"] = {name: value for each in given.values() for name, value in each["previous"].items()}
    return names


def _alone(text: Text, use: Use, names: Names) -> Iterator[Problem]:
    if use.chain[0] in names and use.chain[0] != "previous":
        yield from _missing(text, use, names)


def _use(text: Text, use: Use, given: dict[str, Names]) -> Iterator[Problem]:
    lacking = [sender for sender, names in given.items() if unknown(names, use.chain) is not None]
    if len(lacking) == len(given):
        yield from _missing(text, use, _merged(given), next(iter(given)) if len(given) == 1 else "")
    elif lacking:
        data = {"name": use.word, "types": ", ".join(lacking)}
        says = N_("`{name}` is not given when this email is sent by {types}.")
        yield Problem(text.path, says, data, span=locate(text.text, use.line, use.word))
    elif use.shown:
        yield from _shown(text, use, next(iter(given.values())))


def _shown(text: Text, use: Use, names: Names) -> Iterator[Problem]:
    known = parts(names, use.chain)
    if known:
        says = N_("`{name}` cannot be shown as a whole: name one of its parts, {known}.")
        data = {"name": use.word, "known": ", ".join(known)}
        yield Problem(text.path, says, data, span=locate(text.text, use.line, use.word))


def _missing(text: Text, use: Use, names: Names, sender: str = "") -> Iterator[Problem]:
    """Report what is not among `names`; `sender` is the only type that sends the email, when there is one."""
    found = unknown(names, use.chain)
    if found is None:
        return
    position, known = found
    step = use.chain[position]
    span = locate(text.text, use.line, use.word)
    if step == EACH:
        yield Problem(text.path, N_("`{name}` is not a list."), {"name": use.word}, span=span)
        return
    hint, data = advice(step, known)
    says = N_("`{name}` is not known in emails.") if position == 0 else N_("`{name}` has no `{step}`.")
    if position == 0 and sender:
        says = N_("`{name}` is not given when this email is sent by {types}.")
    name = step if position == 0 else ".".join(each for each in use.chain[:position] if each != EACH)
    yield Problem(text.path, says, {"name": name, "step": step, "types": sender, **data}, hint, span=span)
