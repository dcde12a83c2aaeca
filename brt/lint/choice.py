"""Which findings count: of which rules, and from which severity on the answer is no."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from brt.errors import Usage
from brt.kinds import near
from brt.language.finding import Finding
from brt.lint.rules import rules
from brt.say import N_


class NoSuchRule(Usage):
    """An option names a rule that does not exist."""

    says = N_("There is no rule {rule}.")
    hint = N_("To see them: brt rule")


class Choice(NamedTuple):
    """Of which rules the findings are wanted; None = all but those that are ignored."""

    selected: frozenset[str] | None
    ignored: frozenset[str]

    @classmethod
    def of(cls, select: Sequence[str], ignore: Sequence[str]) -> "Choice":
        """Return the choice of these rules. Raises NoSuchRule."""
        known = rules() if select or ignore else {}
        for name in (*select, *ignore):
            if name not in known:
                close = near(name, known)
                raise NoSuchRule(hint=N_("Did you mean {near}?") if close else None, rule=name, near=close)
        return cls(frozenset(select) if select else None, frozenset(ignore))

    def among(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are wanted."""
        return [
            finding
            for finding in findings
            if (self.selected is None or finding.rule in self.selected) and finding.rule not in self.ignored
        ]


def fails(findings: Iterable[Finding], on: str = "warning") -> bool:
    """Tell whether the linter says no: on errors and, when `on` is "warning", on warnings; never on notes."""
    failing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[on]
    return any(finding.severity in failing for finding in findings)
