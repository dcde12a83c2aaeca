"""Sentences: every text that a person reads goes through gettext, in the language chosen once.

`N_` marks a sentence that is written down before the language is known (tables, class attributes);
`_` and `ngettext` translate when the sentence is said. The catalogue is opened at the first sentence.
"""

import gettext as _gettext
import os
from bisect import bisect_left
from contextlib import suppress
from struct import unpack_from

DOMAIN = "brt"
LOCALES = os.path.join(os.path.dirname(__file__), "locale")
LANGUAGES = ("fr", "en")

_catalogue: "Catalogue | None" = None
_language: str | None = None


class Catalogue:
    """A compiled catalogue, whose sentences are sorted: one is found without reading the others.

    The form is that of GNU gettext's .mo files; Python's own reader decodes all of them first.
    """

    def __init__(self, raw: bytes) -> None:
        """Take the bytes of the file; without any it is empty."""
        self._raw = raw
        self._count, self._sentences, self._translations = unpack_from("<3I", raw, 8) if raw else (0, 0, 0)
        self._found: dict[str, str | None] = {}

    def find(self, sentence: str) -> str | None:
        """Return the translation of a sentence; the forms of one that a number decides are separated by NUL."""
        if sentence not in self._found:
            self._found[sentence] = self._searched(sentence.encode(errors="surrogatepass"))
        return self._found[sentence]

    def _searched(self, wanted: bytes) -> str | None:
        at = bisect_left(range(self._count), wanted, key=lambda i: self._text(self._sentences, i))
        if at == self._count or self._text(self._sentences, at) != wanted:
            return None
        return self._text(self._translations, at).decode()

    def _text(self, table: int, i: int) -> bytes:
        size, start = unpack_from("<2I", self._raw, table + 8 * i)
        return self._raw[start : start + size]


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `sentence` for the catalogue and return it unchanged."""
    return sentence


def spoken(code: str | None) -> str | None:
    """Return the language of `code` ("fr", "fr_FR.UTF-8"), None when brt does not speak it."""
    language = (code or "")[:2].casefold()
    return language if language in LANGUAGES else None


def choose(*codes: str | None) -> None:
    """Speak the first of these languages that brt speaks from now on; when there is none, that of the locale.

    Click looks its own sentences up in the process-wide domain, so that is set as well.
    """
    global _language, _catalogue
    _language = next(filter(None, map(spoken, codes)), None)
    _catalogue = None
    if _language:
        os.environ["LANGUAGE"] = _language
    _gettext.bindtextdomain(DOMAIN, LOCALES)
    _gettext.textdomain(DOMAIN)


def language() -> str:
    """Return the language spoken now: the chosen one, else the locale's, else English."""
    if _language:
        return _language
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if code := spoken(os.environ.get(name)):
            return code
    return "en"


def _translated(sentence: str) -> str | None:
    global _catalogue
    if _catalogue is None:
        file = os.path.join(LOCALES, language(), "LC_MESSAGES", f"{DOMAIN}.mo")
        raw = b""
        # There is none for English: every sentence is as it is written.
        with suppress(FileNotFoundError), open(file, "rb") as opened:
            raw = opened.read()
        _catalogue = Catalogue(raw)
    return _catalogue.find(sentence)


def _(sentence: str) -> str:
    """Translate `sentence`."""
    return _translated(sentence) or sentence


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that depends on `count`: in English 0 is many, in French one."""
    if forms := _translated(f"{one}\0{many}"):
        return forms.split("\0")[count > 1]
    return one if count == 1 else many


SYSTEM = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File name too long"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("File exists"),
    N_("File too large"),
    N_("Directory not empty"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Invalid cross-device link"),
    N_("Operation not permitted"),
    N_("Operation not supported"),
    N_("Exec format error"),
    N_("Text file busy"),
    N_("Device or resource busy"),
    N_("Resource temporarily unavailable"),
    N_("Stale file handle"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Cannot allocate memory"),
    N_("embedded null byte"),
    N_("access permission denied"),
    N_("attempt to write a readonly database"),
    N_("authorization denied"),
    N_("database disk image is malformed"),
    N_("database is locked"),
    N_("database or disk is full"),
    N_("database table is locked"),
    N_("disk I/O error"),
    N_("file is not a database"),
    N_("locking protocol"),
    N_("unable to open database file"),
    N_("Disk quota exceeded"),
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Connection timed out"),
    N_("Cannot assign requested address"),
    N_("Host is down"),
    N_("Network is down"),
    N_("Network is unreachable"),
    N_("No route to host"),
    N_("Broken pipe"),
    N_("Name or service not known"),
    N_("No address associated with hostname"),
    N_("Temporary failure in name resolution"),
    N_("self-signed certificate"),
    N_("self-signed certificate in certificate chain"),
    N_("unable to get local issuer certificate"),
    N_("certificate has expired"),
    N_("certificate is not yet valid"),
)
"""Reasons that operating systems and libraries (SQLite, TLS) give, in English whatever is spoken."""


def system(reason: str) -> str:
    """Return what the system gave for a reason, in the language spoken where it is a common one."""
    return _(reason) if reason in SYSTEM else reason
