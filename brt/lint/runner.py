"""Lint a workspace: every type and every email type, each with what it needs to know of the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from brt.errors import Surroundings
from brt.language.catalogue import Catalogue, compile_email, read_file, read_type, shared_phases
from brt.language.context import Context, Workspace, context
from brt.language.finding import Finding, order
from brt.language.names import FUNCTION
from brt.language.parts import TypeDoc
from brt.language.rules import check_email, email_rules
from brt.lint import files, fixes, ignores
from brt.lint.choice import Choice
from brt.lint.files import File
from brt.lint.foresight import Foresight, foresee, moments
from brt.lint.rules import advise, email_advice, unused_phase

ROUNDS = 5
"""A correction may bring to light what could not be seen before; that often."""


class Uses:
    """Which of the shared `phases` the types use that were read so far."""

    def __init__(self, phases: set[str]) -> None:
        """Take the files of the phases, as they are shown."""
        self.phases = phases
        self.used: set[str] = set()
        self.sure = True  # False: a type could not be read where it says what it uses

    def of(self, doc: TypeDoc) -> bool:
        """Take note of what a type uses, and tell whether some of the phases are among it."""
        used = {file for _lines, file in doc.document.source.homes[1:]} & self.phases
        self.used |= used
        self.sure = self.sure and doc.surely(("phases", "*", "use"), ("on_cancel", "use"))
        return bool(used)


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
        self.given = {files.real(path): raw for path, raw in (given or {}).items()}
        known = files.of_workspace(root)
        self.wanted = known if paths is None else files.given(paths, given or ())
        others = known.types if self.wanted.emails or self.wanted.phases else []
        self.types = files.united(self.wanted.types, others, root)
        self.scenarios = files.united(self.wanted.scenarios, [], root)
        self.phases = files.united(self.wanted.phases, [], root)
        self.emails = files.united(self.wanted.emails, known.emails, root)
        self.email_ids = frozenset(file.path.stem for file in self.emails)
        self.unreadable: list[Finding] = []
        self.functions: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """Return how many files are looked at."""
        return len(self.wanted_files())

    def wanted_files(self) -> list[File]:
        """Return the files that are looked at."""
        return [file for file in (*self.types, *self.emails, *self.scenarios, *self.phases) if file.wanted]

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
            made = [change for file in self.wanted_files() if (change := self.correct(file, found, unsafe=unsafe))]
            for change in made:
                first = changes.get(change.path, change._replace(corrections=0))
                count = first.corrections + change.corrections
                changes[change.path] = first._replace(after=change.after, corrections=count)
                self.given[files.real(change.path)] = change.after
            if not made:
                break
        return list(changes.values())

    def correct(self, file: File, found: Iterable[Finding], *, unsafe: bool) -> Change | None:
        """Return what becomes of a file."""
        own = [finding for finding in found if finding.file == file.name]
        if not own or any(finding.rule == "unreadable-file" for finding in own):
            return None
        before = self.bytes_of(file)
        after, count = fixes.apply(before, own, unsafe=unsafe)
        return Change(file.path, file.name, before, after, count) if after != before else None

    def bytes_of(self, file: File) -> bytes:
        """Return what a file holds. Raises Surroundings."""
        known = self.given.get(file.place)
        return read_file(file.path, file.name) if known is None else known

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of all files."""
        senders, chosen = [], []
        sent: dict[str, list[tuple[str, frozenset[str]]]] = {}
        uses = Uses({file.name for file in self.phases})
        phases = shared_phases(self.root, self.given)
        self.functions = self.written_to()
        for file, raw in self.read(self.types):
            doc, found = read_type(raw, file.name, self.settings, self.email_ids, phases)
            foresight = foresee(doc)
            senders.append(doc.sender())
            for moment in moments(foresight) if foresight is not None else ():
                sent.setdefault(moment.email, []).append((doc.id, moment.known))
            shares = uses.of(doc)
            if file.wanted:
                chosen.append(senders[-1])
                yield from self.of_type(doc, found, foresight)
            elif shares:
                yield from (one for one in self.of_type(doc, found, foresight) if one.file in uses.phases)
        yield from self.of_phases(uses)
        yield from self.of_scenarios()
        named = {send.email.text for sender in chosen for send in sender.sends if send.email is not None}
        given = context(self.settings, self.email_ids)._replace(sent=sent, root=self.root)
        for file, raw in self.read(file for file in self.emails if file.wanted or file.path.stem in named):
            if file.wanted:
                yield from self.of_email(file, raw, given._replace(types=senders))
            else:
                found = self.of_email(file, raw, given._replace(types=chosen))
                yield from (finding for finding in found if finding.severity == "error")
        yield from self.unreadable
        yield from files.misnamed(self.wanted, self.root)

    def read(self, wanted: Iterable[File]) -> Iterator[tuple[File, bytes]]:
        """Yield each file with its bytes; one that cannot be read is noted."""
        for file in wanted:
            try:
                yield file, self.bytes_of(file)
            except Surroundings as error:
                self.unreadable.append(files.whole(file.name, "unreadable-file", error.says, error.data))

    def written_to(self) -> Counter[str]:
        """Return the functions of contacts that the types and phases name which are read anyhow, and how often."""
        found: Counter[str] = Counter()
        for file in (*self.types, *self.phases):
            with suppress(Surroundings):  # said where the file is read
                found.update(name.decode() for name in FUNCTION.findall(self.bytes_of(file)))
        return found

    def of_type(self, doc: TypeDoc, found: list[Finding], foresight: Foresight | None) -> list[Finding]:
        """Return what is to be said of an installation type, in which `found` was found when it was read."""
        given = context(self.settings)._replace(today=self.today, functions=self.functions)
        document = doc.document
        return ignores.apply(document, [*found, *document.unharmed(advise(doc, given, foresight))])

    def of_phases(self, uses: Uses) -> Iterator[Finding]:
        """Yield what is to be said of the shared phases that no type uses; what uses the others has said it."""
        for file, raw in self.read(file for file in self.phases if file.name not in uses.used):
            doc, found = unused_phase.alone(raw, file.name, self.settings, self.email_ids)
            found += unused_phase.misnamed(doc, file.path.stem) or (unused_phase.advise(doc) if uses.sure else [])
            yield from ignores.apply(doc.document, [one for one in found if one.file == file.name])

    def of_scenarios(self) -> Iterator[Finding]:
        """Yield what is to be said of scenarios: by themselves, and for the types that they test."""
        if not self.scenarios:
            return
        from brt.language import scenario

        catalogue = Catalogue(self.root, self.settings, self.given)
        for file, raw in self.read(self.scenarios):
            document, found = scenario.examine(raw, file.name, catalogue)
            yield from ignores.apply(document, found)

    def of_email(self, file: File, raw: bytes, given: Context) -> list[Finding]:
        """Return what is to be said of an email type, by itself and for its senders."""
        loaded = compile_email(raw, file.name, context(self.settings))
        document = loaded.doc.document
        if not document.readable:
            return loaded.findings
        found = list(check_email(loaded.doc, given, (*email_rules(), *email_advice())))
        known = {(each.line, each.column, each.rule) for each in found}
        found += [each for each in loaded.findings if (each.line, each.column, each.rule) not in known]
        return ignores.apply(document, found)
