"""Names and addresses as they may stand in a message: also for what reads them from files and command lines."""

import re
import unicodedata
from typing import NamedTuple

from brt.errors import Invalid, Surroundings
from brt.say import N_

LIMIT_LOCAL = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)
LIMIT_PLAIN = 64


class BadMessage(Invalid):
    """A name, a subject, an address or a text may not stand in a message."""

    hint = N_("Correct it, then: brt email retry")


class BadSender(Surroundings):
    """The sender of brt.toml is not one: no message can leave."""

    says = N_("The sender {sender} is not a name and an address.")
    hint = N_('In brt.toml: [mail] from = "Our company <installations@company.fr>"')


class Party(NamedTuple):
    """A name, "" for none, and an address in ASCII."""

    name: str
    address: str


# C0, C1, line separators, surrogates, and the characters that turn the reading direction round.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_PARTY = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")
# An everyday address, as it stands: email_validator has nothing to add and takes 40 ms to import. A domain that is kept
# for special use (RFC 6761), in capitals or with `--` (another alphabet) is not one.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@(?!.*--)([a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\.)+"
    r"(?!(arpa|invalid|local|localhost|onion|test)$)[a-z]{2,24}"
)


def one_line(text: str) -> str:
    """Return a subject on one line: blanks at which it could be broken are one blank each, the others stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def check_name(text: str) -> str:
    """Return a name or a subject as it may stand in a header, composed (NFC) and without blanks around it.

    Raises BadMessage for control and bidirectional characters, line separators, and `=?`, which begins an encoded word.
    """
    found = FORBIDDEN.search(text)
    if found:
        raise BadMessage(
            N_("“{text}” holds the character {code}, which may not stand in a name or a subject."),
            text=text,
            code=f"U+{ord(found[0]):04X}",
        )
    if "=?" in text:
        raise BadMessage(
            N_("“{text}” holds “=?”, which mail programs take for the beginning of an encoded text."), text=text
        )
    return unicodedata.normalize("NFC", text).strip()


def check_address(text: str) -> str:
    """Return an address as it is kept and shown, its domain in lower case. Raises BadMessage; asks no server."""
    return both_forms(text.strip())[0]


def both_forms(text: str) -> tuple[str, str]:
    """Return an address as people read it, and in ASCII: müller.de has two forms. Raises BadMessage."""
    if len(text) <= LIMIT_PLAIN and _PLAIN.fullmatch(text):
        return text, text
    from email_validator import EmailNotValidError, validate_email

    if "@" in text and not text.rpartition("@")[0].isascii():
        raise BadMessage(N_("{address}: mail servers take only unaccented letters in front of the @."), address=text)
    try:
        # a "test environment" takes the domain .test, as the kind `email` does: people try things with it
        valid = validate_email(text, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        valid = None
    if valid is None or valid.ascii_email is None or len(valid.local_part) > LIMIT_LOCAL or "=?" in valid.local_part:
        raise BadMessage(N_("{address} is not an email address."), N_("Like this: name@company.fr"), address=text)
    return valid.normalized, valid.ascii_email


def check_party(text: str) -> Party:
    """Return the name and the address of `Name <name@company.fr>` or `name@company.fr`. Raises BadMessage."""
    match = _PARTY.fullmatch(text)
    if not match:
        return Party("", both_forms(text.strip())[1])
    return Party(_unquoted(check_name(match["name"])), both_forms(match["address"])[1])


def check_sender(text: str) -> Party:
    """Return the sender that brt.toml names. Raises BadSender: without one no message can leave."""
    try:
        return check_party(text)
    except BadMessage as error:
        raise BadSender(sender=text) from error


def _unquoted(name: str) -> str:
    if len(name) >= 2 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name
