"""Lint a workspace: every type and every email type, each with what it needs to know of the others."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from brt.errors import Surroundings
from brt.language.catalogue import Loaded, LoadedEmail, compile_email, compile_type, read_file, sent_by
from brt.language.context import Workspace, context
from brt.language.finding import Finding, order
from brt.language.rules import check_email, check_type, email_rules
from brt.lint import files, ignores
from brt.lint.rules import ADVICE, email_advice


def lint(paths: Sequence[Path] | None, settings: Workspace, root: Path) -> list[Finding]:
    """Return what is to be said about the files, sorted by file and place.

    `paths`: files or folders; None = all of the workspace `root`. Email types and installation types are checked
    against each other, also those that `paths` leaves out; what a type sends is looked at with it. Raises NoSuchFile.
    """
    return sorted(_Run(paths, settings, root).findings(), key=order)


def count(paths: Sequence[Path] | None, root: Path) -> int:
    """Return how many files `lint` looks at. Raises NoSuchFile."""
    return len(files.of_workspace(root) if paths is None else files.given(paths))


def fails(findings: Iterable[Finding], on: Literal["error", "warning"] = "warning") -> bool:
    """Tell whether the linter says no: on errors and, unless `on` is "error", on warnings; never on notes."""
    return any(finding.severity in ("error", on) for finding in findings)


class _Run:
    def __init__(self, paths: Sequence[Path] | None, settings: Workspace, root: Path) -> None:
        self.settings = settings
        self.root = root
        self.known = files.of_workspace(root)
        self.wanted = self.known if paths is None else files.given(paths)
        self.emails = {path.stem for path in (*self.known.emails, *self.wanted.emails)}
        self.unreadable: list[Finding] = []

    def findings(self) -> Iterator[Finding]:
        types = [
            compile_type(raw, file, self.settings, self.emails)
            for file, raw in self.read(files.union(self.known.types, self.wanted.types))
        ]
        names = {files.shown(path, self.root) for path in self.wanted.types}
        chosen = [loaded for loaded in types if loaded.doc.document.source.file in names]
        for loaded in chosen:
            yield from self.of_type(loaded)
        sent = set[str]().union(*(sent_by(loaded.doc) for loaded in chosen))
        names = {files.shown(path, self.root) for path in self.wanted.emails}
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
                yield file, read_file(path, file)
            except Surroundings as error:
                self.unreadable.append(files.whole(file, "unreadable-file", error.says, error.data))

    def of_type(self, loaded: Loaded) -> list[Finding]:
        document = loaded.doc.document
        advice = check_type(loaded.doc, context(self.settings), ADVICE) if document.readable else ()
        return ignores.apply(document, [*loaded.findings, *advice])

    def of_email(self, loaded: LoadedEmail, types: list[Loaded]) -> list[Finding]:
        """Check an email type against its senders; what it is by itself has been checked when it was loaded."""
        given = context(self.settings, self.emails)._replace(types=[each.doc for each in types], root=self.root)
        document = loaded.doc.document
        if not document.readable:
            return loaded.findings
        found = list(check_email(loaded.doc, given, (*email_rules(), *email_advice())))
        known = {(each.line, each.column, each.rule) for each in found}
        found += [each for each in loaded.findings if (each.line, each.column, each.rule) not in known]
        return ignores.apply(document, found)
