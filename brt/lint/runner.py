"""Lint a workspace: every type and every email type, each with what it needs to know of the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from brt.errors import Surroundings
from brt.language.catalogue import LoadedEmail, compile_email, read_file, read_type, sent_by, shared_phases
from brt.language.context import Workspace, context
from brt.language.finding import Finding, order
from brt.language.parts import TypeDoc
from brt.language.rules import check_email, email_rules
from brt.lint import files, fixes, ignores
from brt.lint.choice import Choice
from brt.lint.foresight import Foresight, foresee, moments
from brt.lint.rules import advise, email_advice

ROUNDS = 5
"""A correction may bring to light what could not be seen before; that often."""


class Type(NamedTuple):
    """An installation type that was read."""

    doc: TypeDoc
    findings: list[Finding]
    foresight: Foresight | None


class Change(NamedTuple):
    """A file that was corrected."""

    path: Path
    file: str  # as it is shown
    before: bytes
    after: bytes
    corrections: int


def lint(paths: Sequence[Path] | None, settings: Workspace, root: Path, today: str | None = None) -> list[Finding]:
    """Return what is to be said about the files, sorted by file and place (see `Run`)."""
    return Run(paths, settings, root, today).lint()


class Run:
    """One look at files.

    Email types and installation types are checked against each other, also those that were not named; what a type
    sends is looked at with it.
    """

    def __init__(
        self,
        paths: Sequence[Path] | None,
        settings: Workspace,
        root: Path,
        today: str | None = None,
        given: Mapping[Path, bytes] | None = None,
    ) -> None:
        """Take files or folders; None = all of the workspace `root`. Raises NoSuchFile.

        Dates in files are compared with `today`, when it is given; `given` is what files are taken to hold.
        """
        self.settings = settings
        self.root = root
        self.today = today
        self.given = {path.resolve(): raw for path, raw in (given or {}).items()}
        self.known = files.of_workspace(root)
        self.wanted = self.known if paths is None else files.given(paths, given or ())
        self.emails = {path.stem for path in (*self.known.emails, *self.wanted.emails)}
        self.unreadable: list[Finding] = []
        self.sent: dict[str, list[tuple[str, frozenset[str]]]] = {}

    @property
    def count(self) -> int:
        """Return how many files are looked at."""
        return len(self.wanted)

    def lint(self) -> list[Finding]:
        """Return the findings, sorted by file and place; one in a phase that several types share stands there once."""
        self.unreadable = []
        found = sorted(self.findings(), key=order)
        return list({(*order(finding), finding.says, str(finding.data)): finding for finding in found}.values())

    def fix(self, choice: Choice, *, unsafe: bool) -> list[Change]:
        """Correct what can be corrected, here and not on the disk, and return what changed."""
        changes: dict[Path, Change] = {}
        for _ in range(ROUNDS):
            found = choice.among(self.lint())
            made = [change for path in self.wanted.all() if (change := self.correct(path, found, unsafe=unsafe))]
            for change in made:
                first = changes.get(change.path, change._replace(corrections=0))
                count = first.corrections + change.corrections
                changes[change.path] = first._replace(after=change.after, corrections=count)
                self.given[change.path.resolve()] = change.after
            if not made:
                break
        return list(changes.values())

    def correct(self, path: Path, found: Iterable[Finding], *, unsafe: bool) -> Change | None:
        """Return what becomes of a file."""
        file = files.shown(path, self.root)
        own = [finding for finding in found if finding.file == file]
        if not own or any(finding.rule == "unreadable-file" for finding in own):
            return None
        before = self.bytes_of(path, file)
        after, count = fixes.apply(before, own, unsafe=unsafe)
        return Change(path, file, before, after, count) if after != before else None

    def bytes_of(self, path: Path, file: str) -> bytes:
        """Return what a file holds. Raises Surroundings."""
        known = self.given.get(path.resolve())
        return read_file(path, file) if known is None else known

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of all files."""
        types = [self.type_of(file, raw) for file, raw in self.read(files.union(self.known.types, self.wanted.types))]
        names = {files.shown(path, self.root) for path in self.wanted.types}
        chosen = [each for each in types if each.doc.document.source.file in names]
        for each in chosen:
            yield from self.of_type(each)
        sent = set[str]().union(*(sent_by(each.doc) for each in chosen))
        names = {files.shown(path, self.root) for path in self.wanted.emails}
        self.sent = _sent(types)
        for file, raw in self.read(files.union(self.known.emails, self.wanted.emails)):
            email = compile_email(raw, file, context(self.settings))
            if file in names:
                yield from self.of_email(email, types)
            elif email.id in sent:
                yield from (one for one in self.of_email(email, chosen) if one.severity == "error")
        yield from self.unreadable
        yield from files.misnamed(self.wanted, self.root)

    def read(self, paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each file; one that cannot be read is noted."""
        for path in paths:
            file = files.shown(path, self.root)
            try:
                yield file, self.bytes_of(path, file)
            except Surroundings as error:
                self.unreadable.append(files.whole(file, "unreadable-file", error.says, error.data))

    def type_of(self, file: str, raw: bytes) -> Type:
        """Read an installation type."""
        doc, found = read_type(raw, file, self.settings, self.emails, shared_phases(self.root))
        return Type(doc, found, foresee(doc))

    def of_type(self, each: Type) -> list[Finding]:
        """Return what is to be said of an installation type."""
        given = context(self.settings)._replace(today=self.today)
        document = each.doc.document
        advice = document.unharmed(advise(each.doc, given, each.foresight))
        return ignores.apply(document, [*each.findings, *advice])

    def of_email(self, loaded: LoadedEmail, types: list[Type]) -> list[Finding]:
        """Check an email type against its senders; what it is by itself has been checked when it was loaded."""
        docs = [each.doc for each in types]
        given = context(self.settings, self.emails)._replace(types=docs, sent=self.sent, root=self.root)
        document = loaded.doc.document
        if not document.readable:
            return loaded.findings
        found = list(check_email(loaded.doc, given, (*email_rules(), *email_advice())))
        known = {(each.line, each.column, each.rule) for each in found}
        found += [each for each in loaded.findings if (each.line, each.column, each.rule) not in known]
        return ignores.apply(document, found)


def _sent(types: Iterable[Type]) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return who sends each email type, with what is known by then; of types whose course is clear."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for each in types:
        for moment in moments(each.foresight) if each.foresight is not None else ():
            found.setdefault(moment.email, []).append((each.doc.id, moment.known))
    return found
