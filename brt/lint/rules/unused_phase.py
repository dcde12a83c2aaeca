"""A shared phase that no installation type uses.

What it does
    Looks for the phase in the `use` of all installation types.

Why is this bad
    It is not, but it may have been forgotten, or its name mistyped where it should be used. What is wrong in it is
    found as far as that can be told without a type around it.

Example
    installation_types/phases/clotures.yaml    # and every type says `use: cloture`

Use instead
    installation_types/phases/cloture.yaml
"""

from pathlib import PurePosixPath

from brt.language.catalogue import read_type
from brt.language.context import Workspace
from brt.language.finding import Finding, Problem, Severity
from brt.language.parts import TypeDoc
from brt.language.rules import finding, name_style
from brt.language.shared import Phases
from brt.say import N_

SEVERITY: Severity = "note"
OF_TYPES = ("unknown-target", "unknown-field")
"""Rules about what a type would bring."""


def alone(raw: bytes, file: str, settings: Workspace, emails: frozenset[str]) -> tuple[TypeDoc, list[Finding]]:
    """Read a shared phase, shown as `file`, in a type that has nothing else."""
    path = PurePosixPath(file)
    use = f"name: _\nphases: [{{use: {path.stem}}}]\n".encode()
    phases = Phases(lambda phase_id: raw)
    doc, found = read_type(use, str(path.parent.parent / path.name), settings, emails, phases)
    return doc, [one for one in found if one.rule not in OF_TYPES]


def advise(doc: TypeDoc) -> list[Finding]:
    """Report it at its name."""
    path = ("phases", 0, "name")
    problem = Problem(path, N_("No installation type uses this phase."))
    return [finding(doc.document, problem, "unused-phase", SEVERITY)] if path in doc.document.nodes else []


def misnamed(doc: TypeDoc, stem: str) -> list[Finding]:
    """Report the name of a file that no type could use."""
    problems = name_style.check_file(stem)
    return [finding(doc.document, one._replace(path=("phases", 0, "name")), "name-style", "error") for one in problems]
