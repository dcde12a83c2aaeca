"""Url: the address of a page, http or https."""

from brt.kinds.base import Bad, Kind
from brt.say import N_


def parse(text: str) -> str:
    """Return the address, its scheme and host in lower case."""
    from urllib.parse import urlsplit

    if "://" not in text:
        raise Bad(N_("{value} is not a web address: it starts with https:// or http://"), value=text)
    try:
        parts = urlsplit(text)
        sound = parts.port != 0 and _is_host(parts.hostname or "")  # `port` raises too
    except ValueError:
        sound = False
    if not sound or any(character.isspace() or character == "\\" for character in text):
        raise Bad(N_("{value} is not a web address, such as https://pbx.morel.example:5001"), value=text)
    if parts.scheme not in ("http", "https"):
        raise Bad(N_("{value} is not a web address: it starts with https:// or http://"), value=text)
    before, at, server = parts.netloc.rpartition("@")
    return parts._replace(netloc=before + at + server.lower()).geturl()


def _is_host(host: str) -> bool:
    try:
        return bool(host) and bool(host.encode("idna"))
    except UnicodeError:
        return False


KIND = Kind(
    "url",
    parse=parse,
    example="https://pbx.morel.example:5001",
    schema={"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
)
