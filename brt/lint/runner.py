"""Lint a workspace: every type and every email type, each with what it needs to know of the others."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from brt.errors import NotFound
from brt.language.catalogue import EMAILS, TYPES, Loaded, LoadedEmail, compile_email, compile_type, read_file, sent_by
from brt.language.context import Workspace, context
from brt.language.finding import Finding, order
from brt.language.rules import check_email, check_type, email_rules
from brt.lint import ignores
from brt.lint.rules import ADVICE, email_advice
from brt.say import N_


class NoSuchFile(NotFound):
    """What was to be linted is not there."""

    says = N_("There is no {path}.")
    hint = N_("brt lint without a path looks at installation_types and email_types.")


class _Files(NamedTuple):
    types: list[Path]
    emails: list[Path]


def lint(paths: Sequence[Path] | None, settings: Workspace, root: Path) -> list[Finding]:
    """Return what is to be said about the files, sorted by file and place.

    `paths`: files or folders; None = all of the workspace `root`. Email types and installation types are checked
    against each other, also those that `paths` leaves out; what a type sends is looked at with it. Raises NoSuchFile.
    """
    wanted = _all(root) if paths is None else _given(paths)
    known = _all(root)
    emails = {path.stem for path in (*known.emails, *wanted.emails)}
    types = [
        compile_type(read_file(path, _shown(path, root)), _shown(path, root), settings, emails)
        for path in _union(known.types, wanted.types)
    ]
    names = {_shown(path, root) for path in wanted.types}
    chosen = [loaded for loaded in types if loaded.doc.document.source.file in names]
    found = [finding for loaded in chosen for finding in _type(loaded, settings)]
    sent = set[str]().union(*(sent_by(loaded.doc) for loaded in chosen))
    for path in _union(known.emails, wanted.emails):
        email = compile_email(read_file(path, _shown(path, root)), _shown(path, root), context(settings))
        if path in wanted.emails:
            found += _email(email, types, settings)
        elif path.stem in sent:
            found += [one for one in _email(email, chosen, settings) if one.severity == "error"]
    return sorted(found, key=order)


def count(paths: Sequence[Path] | None, root: Path) -> int:
    """Return how many files `lint` looks at. Raises NoSuchFile."""
    return sum(map(len, _all(root) if paths is None else _given(paths)))


def fails(findings: Iterable[Finding], on: Literal["error", "warning"] = "warning") -> bool:
    """Tell whether the linter says no: on errors and, unless `on` is "error", on warnings; never on notes."""
    return any(finding.severity in ("error", on) for finding in findings)


def _type(loaded: Loaded, settings: Workspace) -> list[Finding]:
    document = loaded.doc.document
    advice = check_type(loaded.doc, context(settings), ADVICE) if document.readable else ()
    return ignores.apply(document, [*loaded.findings, *advice])


def _email(loaded: LoadedEmail, types: list[Loaded], settings: Workspace) -> list[Finding]:
    """Check an email type against its senders; what it is by itself has been checked when it was loaded."""
    given = context(settings)._replace(types=[each.doc for each in types])
    document = loaded.doc.document
    if not document.readable:
        return loaded.findings
    found = list(check_email(loaded.doc, given, (*email_rules(), *email_advice())))
    known = {(each.line, each.column, each.rule) for each in found}
    found += [each for each in loaded.findings if (each.line, each.column, each.rule) not in known]
    return ignores.apply(document, found)


def _all(root: Path) -> _Files:
    return _Files(sorted((root / TYPES).glob("*.yaml")), sorted((root / EMAILS).glob("*.yaml")))


def _given(paths: Sequence[Path]) -> _Files:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(path.rglob("*.yaml"))
        elif path.is_file():
            files.append(path)
        else:
            raise NoSuchFile(path=str(path))
    emails = [path for path in files if path.resolve().parent.name == EMAILS]
    return _Files([path for path in files if path not in emails], emails)


def _union(one: list[Path], other: list[Path]) -> list[Path]:
    return list({path.resolve(): path for path in (*other, *one)}.values())


def _shown(path: Path, root: Path) -> str:
    """Return the path as it is shown: from the root of the workspace when it is inside."""
    whole = path.resolve()
    base = root.resolve()
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else path.as_posix()
