"""Email types, compiled and rendered: Jinja2 over plain data, in a sandbox, for one recipient at a time.

Jinja2 takes 40 ms to import, so it is imported by `prepare` and never by this module: the caller prepares before it
takes a lock, and renders while it holds it. A text that cannot be read does not stop the others: `prepare` keeps
what is wrong with it, and `render` says it.
"""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.errors import Invalid
from brt.mail.filters import WORDS, Voice, Words
from brt.mail.party import one_line
from brt.mail.reason import Reason
from brt.say import N_

if TYPE_CHECKING:
    from brt.mail.sandbox import Text

PARTS = ("subject", "body", "html")
BASE = ""  # the key of the texts that have no language of their own


class CannotRender(Invalid):
    """The text of an email type does not fit what it is given; `reason` has the line and the sentence."""

    says = N_("Email {email_type}, {part}, line {line}: {reason}")
    hint = N_("Correct it in email_types, and look at the result with: brt email preview {email_type}")

    def __init__(self, email_type: str, part: str, reason: Reason) -> None:
        """Take the email type's id, the key of the file ("subject", "body", "html") and the reason."""
        super().__init__(email_type=email_type, part=part, line=reason.line, reason=reason)
        self.reason = reason


class NoEmailType(CannotRender):
    """The type of an installation names an email type whose file is not there any more."""

    says = N_("There is no email type {email_type}.")
    hint = N_("Put email_types/{email_type}.yaml back, then: brt email preview {email_type}")

    def __init__(self, email_type: str) -> None:
        """Take the id that has no file."""
        super().__init__(email_type, "", Reason(1, self.says, {"email_type": email_type}))


class Rendered(NamedTuple):
    """An email as one recipient reads it; `subject` is one line, `html` is None where the type has none."""

    subject: str
    body: str
    html: str | None


class Part(NamedTuple):
    """A compiled text (or why it could not be) and the language it is written in; None: that is not said."""

    text: "Text | Reason"
    language: str | None


class Texts(NamedTuple):
    """The texts of an email type for those who speak one language."""

    subject: Part
    body: Part
    html: Part | None


class Prepared(NamedTuple):
    """Compiled email types: `texts[id][language]`, and the workspace's own language and time zone."""

    texts: Mapping[str, Mapping[str, Texts]]
    language: str
    timezone: str


def prepare(
    email_types: Mapping[str, Mapping[str, Any]], *, language: str = "fr", timezone: str = "Europe/Paris"
) -> Prepared:
    """Compile `email_types` (id → the content of its file) and import all that `render` needs.

    `language` is that of recipients without one, `timezone` the one in which instants are told. Raises nothing for
    a text that is wrong: rendering it does.
    """
    from brt.mail.sandbox import compile_text

    def compiled(raw: Mapping[str, _Written]) -> Texts:
        parts = {part: Part(compile_text(text, html=part == "html"), spoken) for part, (text, spoken) in raw.items()}
        return Texts(parts["subject"], parts["body"], parts.get("html"))

    texts = {
        email_type: {name: compiled(version) for name, version in _versions(raw).items()}
        for email_type, raw in email_types.items()
    }
    return Prepared(texts, language, timezone)


_Written = tuple[str, str | None]
"""A text, and the language it is written in."""


def _versions(raw: Mapping[str, Any]) -> dict[str, dict[str, _Written]]:
    """Return the texts by the language of who reads them. A translation takes from the base what it lacks.

    Its html goes with its body: one that has a body and no html is sent as text alone, not with the other language's.
    """
    base = _written(raw, raw.get("language"))
    versions = {BASE: base}
    for language, translation in (raw.get("translations") or {}).items():
        inherited = {"subject": base["subject"]} if "body" in translation else base
        versions[language] = {**inherited, **_written(translation, language)}
    return versions


def _written(raw: Mapping[str, Any], language: str | None) -> dict[str, _Written]:
    return {part: (str(raw[part]), language) for part in PARTS if raw.get(part) is not None}


def render(prepared: Prepared, email_type: str, context: Mapping[str, Any], language: str | None) -> Rendered:
    """Render `email_type` for a recipient who speaks `language` (None: the workspace's).

    The filters speak the language that a text says it is written in, else the recipient's.
    `context` is plain data (dict, list, str, bool, int, None); it is copied, and hyphens in its keys become `_`.
    Raises CannotRender (a name that is not known, a value that a filter cannot read, too long, control characters),
    and NoEmailType when it was not among those prepared.
    """
    texts = _texts(prepared, email_type, language)
    names: dict[str, Any] = plain(context)
    said = {
        part: _said(email_type, part, text.text, names, _voice(prepared, text, language))
        for part, text in zip(PARTS, texts, strict=True)
        if text is not None
    }
    return Rendered(one_line(said["subject"]), _tidy(said["body"]), said.get("html"))


def words(prepared: Prepared, email_type: str, language: str | None) -> Words:
    """Return the words of the language in which a recipient who speaks `language` reads `email_type`."""
    if email_type not in prepared.texts:
        return WORDS[_spoken(prepared, language)]
    return _voice(prepared, _texts(prepared, email_type, language).body, language).words


def _texts(prepared: Prepared, email_type: str, language: str | None) -> Texts:
    versions = prepared.texts.get(email_type)
    if versions is None:
        raise NoEmailType(email_type)
    return versions.get(_spoken(prepared, language), versions[BASE])


def _voice(prepared: Prepared, part: Part, language: str | None) -> Voice:
    return Voice(WORDS[part.language or _spoken(prepared, language)], prepared.timezone)


def _spoken(prepared: Prepared, language: str | None) -> str:
    return language if language in WORDS else prepared.language


def _said(email_type: str, part: str, text: "Text | Reason", names: dict[str, Any], voice: Voice) -> str:
    from brt.mail.sandbox import run

    result = text if isinstance(text, Reason) else run(text, names, voice)
    if isinstance(result, Reason):
        raise CannotRender(email_type, part, result)
    result = result.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(result)
    if control:
        line = result.count("\n", 0, control.start()) + 1
        data = {"code": f"U+{ord(control[0]):04X}"}
        raise CannotRender(email_type, part, Reason(line, N_("The text holds the control character {code}."), data))
    return result


# C0, C1 and the surrogates; a subject loses its line breaks and tabs afterwards, a body may hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _tidy(body: str) -> str:
    return body.strip("\n").rstrip() + "\n"


def plain(value: Any) -> Any:
    """Return a copy of plain data in which a template can name every key. Raises TypeError for anything else."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Mapping):
        return {str(key).replace("-", "_"): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise TypeError(type(value).__name__)


def shown(prepared: Prepared, email_type: str, fields: Collection[str]) -> frozenset[str]:
    """Return which of `fields` the texts of `email_type` refer to, in whatever language.

    `previous.FIELD` does not count: an email that only tells the old value does not announce the new one.
    """
    names = (
        part.text.names
        for texts in prepared.texts.get(email_type, {}).values()
        for part in texts
        if part is not None and not isinstance(part.text, Reason)
    )
    return frozenset(fields).intersection(*[frozenset().union(*names)])
