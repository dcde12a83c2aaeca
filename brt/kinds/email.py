"""Email: an address that a message can be sent to (RFC 5321). Nobody is asked whether it exists."""

from brt.kinds.base import Bad, Kind
from brt.say import N_


def parse(text: str) -> str:
    """Return the address with its domain in lower case, in ASCII: every mail server takes that form."""
    local, at, domain = text.rpartition("@")
    if not (local and at):
        raise Bad(N_("{value} is not an email address: there is no @ with something on both sides"), value=text)
    if not local.isascii():
        raise Bad(N_("{value} is not an email address: an accent before the @"), value=text)
    if "." not in domain.strip("."):
        raise Bad(N_("{value} is not an email address: its domain has no dot"), value=text)
    return _normal(text)


def _normal(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        # A "test environment" accepts the domain .test, with which people try things.
        found = validate_email(text, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        raise Bad(N_("{value} is not an email address, such as luc@morel.example"), value=text) from None
    return str(found.ascii_email)


KIND = Kind("email", parse=parse, example="luc@morel.example", schema={"type": "string", "format": "email"})
