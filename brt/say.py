"""Sentences: every text that a person reads goes through gettext, in the language chosen once.

`N_` marks a sentence that is written down before the language is known (tables, class attributes);
`_` and `ngettext` translate when the sentence is said. The catalogue is read at the first sentence.
"""

import gettext as _gettext
import os
from pathlib import Path

DOMAIN = "brt"
LOCALES = Path(__file__).parent / "locale"
LANGUAGES = ("fr", "en")

_translations: _gettext.NullTranslations | None = None
_language: str | None = None


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
    global _language, _translations
    _language = next(filter(None, map(spoken, codes)), None)
    _translations = None
    if _language:
        os.environ["LANGUAGE"] = _language
    _gettext.bindtextdomain(DOMAIN, str(LOCALES))
    _gettext.textdomain(DOMAIN)


def language() -> str:
    """Return the language spoken now: the chosen one, else the locale's, else English."""
    if _language:
        return _language
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if code := spoken(os.environ.get(name)):
            return code
    return "en"


def _catalogue() -> _gettext.NullTranslations:
    global _translations
    if _translations is None:
        # The one that click finds, read once; one that is not there leaves every sentence as it is written.
        _translations = _gettext.translation(DOMAIN, LOCALES, [language()], fallback=True)
    return _translations


def _(sentence: str) -> str:
    """Translate `sentence`."""
    return _catalogue().gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that depends on `count`."""
    return _catalogue().ngettext(one, many, count)


SYSTEM = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File name too long"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Connection timed out"),
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
"""Reasons that operating systems and their libraries give, in English whatever is spoken."""


def system(reason: str) -> str:
    """Return what the system gave for a reason, in the language spoken where it is a common one."""
    return _(reason) if reason in SYSTEM else reason
