"""The types of a workspace: found, read, checked and compiled, each once."""

import hashlib
import os
import posixpath
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from brt.errors import NotFound, Surroundings
from brt.kinds.base import labelled, nearest_of
from brt.language import reader, shared
from brt.language.context import Context, Workspace, context
from brt.language.finding import Finding, failed, order
from brt.language.names import is_id, titled
from brt.language.parts import EmailDoc, TypeDoc, email_doc, type_doc
from brt.language.shared import Phases
from brt.say import LANGUAGES, N_

TYPES = "installation_types"
EMAILS = "email_types"
NONE: Mapping[Path, bytes] = MappingProxyType({})


class UnknownType(NotFound):
    """There is no installation type of that id; `near` are the closest, else `lines` has all."""

    most = 100
    says = N_("There is no installation type {type}.")
    hint = N_("To see them: brt template list")


class UnknownEmailType(NotFound):
    """There is no email type of that id; `near` are the closest, else `lines` has all."""

    most = 100
    says = N_("There is no email type {type}.")
    hint = N_("They are the files of email_types.")


class Loaded(NamedTuple):
    """An installation type: its plan (None when there are errors), what was found, and the file it came from."""

    id: str
    plan: dict[str, Any] | None
    findings: list[Finding]
    digest: str  # SHA-256 of the file's bytes, in hexadecimal
    doc: TypeDoc


class LoadedEmail(NamedTuple):
    """An email type: `data` has name, audience, subject, body and perhaps html; None when there are errors."""

    id: str
    data: dict[str, Any] | None
    findings: list[Finding]
    doc: EmailDoc


class Catalogue:
    """The installation types and email types under `root`; what was loaded once is kept."""

    def __init__(self, root: Path, settings: Workspace, given: Mapping[Path, bytes] = NONE) -> None:
        """Take the workspace's folder and its settings (roles and team); `given` is what files are taken to hold."""
        self.root = root
        self.settings = settings
        self.given = given
        self._types: dict[str, Loaded] = {}
        self._emails: dict[str, LoadedEmail] = {}

    def type_ids(self) -> list[str]:
        """Return the ids of the installation types, sorted."""
        return _ids(self.root / TYPES)

    def email_ids(self) -> list[str]:
        """Return the ids of the email types, sorted."""
        return _ids(self.root / EMAILS)

    def load_type(self, type_id: str) -> Loaded:
        """Return the installation type `type_id`. Raises UnknownType, Surroundings when it cannot be read."""
        if type_id not in self._types:
            raw = self._raw(TYPES, type_id, UnknownType, self.type_ids)
            file, phases = f"{TYPES}/{type_id}.yaml", shared_phases(self.root, self.given)
            self._types[type_id] = compile_type(raw, file, self.settings, self.email_ids(), phases)
        return self._types[type_id]

    def load_email(self, email_id: str) -> LoadedEmail:
        """Return the email type `email_id`, ready to be rendered; what its senders give it is not checked here.

        Raises UnknownEmailType, Surroundings when it cannot be read.
        """
        if email_id not in self._emails:
            raw = self._raw(EMAILS, email_id, UnknownEmailType, self.email_ids)
            self._emails[email_id] = compile_email(raw, f"{EMAILS}/{email_id}.yaml", context(self.settings))
        return self._emails[email_id]

    def check_emails(self, type_id: str) -> list[Finding]:
        """Check the email types that `type_id` sends against what this type gives them."""
        from brt.language.rules import check_email, email_rules

        doc = self.load_type(type_id).doc
        given = context(self.settings)._replace(types=[doc.sender()], root=self.root)
        found: list[Finding] = []
        for email_id in sorted(sent_by(doc).intersection(self.email_ids())):
            loaded = self.load_email(email_id)
            found += loaded.findings or check_email(loaded.doc, given, email_rules())
        return found

    def raw_type(self, type_id: str) -> bytes:
        """Return the bytes of the file of `type_id`. Raises UnknownType, Surroundings."""
        return self._raw(TYPES, type_id, UnknownType, self.type_ids)

    def _raw(self, folder: str, name: str, missing: type[NotFound], known: Callable[[], list[str]]) -> bytes:
        path = self.root / folder / f"{name}.yaml"
        if not is_id(name) or not path.is_file():
            raise _missing(missing, name, {key: titled(self.root / folder / f"{key}.yaml") for key in known()})
        return _bytes(path, f"{folder}/{name}.yaml", self.given)


def read_file(path: Path, shown: str) -> bytes:
    """Return the bytes of a file, no more than the reader takes and one. Raises Surroundings when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(reader.MAX_BYTES + 1)
    except OSError as error:
        says = N_("{file} cannot be read: {reason}.")
        raise Surroundings(says, file=shown, reason=error.strerror) from None


def _missing(error: type[NotFound], name: str, known: Mapping[str, str]) -> NotFound:
    close = nearest_of(name, known)
    hint = None if known else N_("There are none yet.")
    return error(hint=hint, type=name, near=close, lines=[] if close else labelled(known))


def _ids(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml") if is_id(path.stem) and path.is_file())


def sent_by(doc: TypeDoc) -> set[str]:
    """Return the ids of the email types that a type sends."""
    return {send.email.text for send in doc.sends() if send.email is not None}


def stem(file: str) -> str:
    """Return the id that a file's name gives it."""
    return Path(file).stem


def _bytes(path: Path, shown: str, given: Mapping[Path, bytes]) -> bytes:
    known = given.get(Path(os.path.realpath(path))) if given else None
    return read_file(path, shown) if known is None else known


def shared_phases(root: Path, given: Mapping[Path, bytes] = NONE) -> Phases:
    """Return how the shared phases of the workspace `root` are read; `given` is what files are taken to hold.

    It raises Surroundings when one cannot be read.
    """

    def read(phase_id: str) -> bytes | None:
        path = root / TYPES / shared.FOLDER / f"{phase_id}.yaml"
        if not is_id(phase_id) or not path.is_file():
            return None
        return _bytes(path, f"{TYPES}/{shared.FOLDER}/{path.name}", given)

    return Phases(read, lambda: _ids(root / TYPES / shared.FOLDER))


def compile_type(
    raw: bytes, file: str, settings: Workspace, emails: Collection[str] | None, phases: Phases = shared.NOWHERE
) -> Loaded:
    """Read, check and compile the bytes of an installation type (see `read_type`)."""
    from brt.language import compile  # noqa: A004

    doc, found = read_type(raw, file, settings, emails, phases)
    made = None if failed(found) else compile.plan(doc, context(settings, emails))
    return Loaded(doc.id, made, found, hashlib.sha256(raw).hexdigest(), doc)


def read_type(
    raw: bytes, file: str, settings: Workspace, emails: Collection[str] | None, phases: Phases = shared.NOWHERE
) -> tuple[TypeDoc, list[Finding]]:
    """Read and check the bytes of an installation type, shown as `file`, whose stem is the id.

    `emails`: the ids of the email types, None when they are not known; `phases` finds those that types share.
    Never raises: whatever is wrong is a finding.
    """
    from brt.language import check
    from brt.language.rules import check_type

    document = reader.read(raw, file, dates=_dates, mend=True)
    shape = check.shape(document, "installation-type") if document.readable else []
    whole, wrong = shared.join(document, posixpath.join(posixpath.dirname(file), shared.FOLDER), phases, _dates)
    doc = type_doc(whole, stem(file))
    given: Context = context(settings, emails)
    found = [*document.findings, *shape, *wrong]
    if document.readable:
        found += check_type(doc, given)
    return doc, sorted(document.unharmed(found), key=order)


def _dates(path: tuple[str | int, ...]) -> bool:
    """Tell whether a date at `path` needs no quotes: as the answer that an action needs, and where one cannot help."""
    return "must" in path or path[-1:] in (("due",), ("wait",), ("at",), ("deadline",))


def compile_email(raw: bytes, file: str, given: Context) -> LoadedEmail:
    """Read and check the bytes of an email type, shown as `file`, whose stem is the id. Never raises."""
    from brt.language.rules import check_email, email_rules

    document = reader.read(raw, file, dates=lambda path: False)
    found = list(document.findings)
    if document.readable and not _plainly_right(document.data):
        from brt.language import check

        found += check.shape(document, "email-type")
    doc = email_doc(document, stem(file))
    if document.readable:
        found += check_email(doc, given, email_rules())
    found.sort(key=order)
    return LoadedEmail(doc.id, None if failed(found) else document.data, found, doc)


_KEYS = ("name", "audience", "subject", "body")


def _plainly_right(data: Any) -> bool:
    """Tell whether an email type has evidently the right shape: then pydantic (60 ms) is not imported to send it."""
    return (
        isinstance(data, dict)
        and data.keys() - {"html", "language"} == set(_KEYS)
        and all(isinstance(value, str) and value for value in data.values())
        and data.get("language", LANGUAGES[0]) in LANGUAGES
        and data["audience"] in ("customer", "team")
        and all(len(data[key]) <= 200 and "\n" not in data[key] for key in ("name", "subject"))
    )
