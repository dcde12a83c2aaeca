"""The State of a dossier's work: what there is, read from the rows or replayed from the log."""

from typing import Any, NamedTuple

from brt.records import CALLED_OFF, Action, FieldValue, Installation, Person, Phase


class State(NamedTuple):
    """The work on one dossier. Every mapping is treated as frozen: evolving makes new ones."""

    dossier_id: int
    installations: dict[int, Installation]
    phases: dict[tuple[int, str], Phase]
    actions: dict[int, Action]
    values: dict[tuple[int, str], FieldValue]
    people: dict[str, Person]
    lost: bool = False  # said to be, and not produced since

    def values_of(self, installation: int) -> dict[str, Any]:
        """Return the fields of `installation` that are set, by name."""
        return {row.field: row.value for row in self.values.values() if row.installation_id == installation}

    def actions_of(self, installation: int) -> dict[str, Action]:
        """Return the actions of `installation` by key, in the order of the file."""
        return {row.key: row for row in self.actions.values() if row.installation_id == installation}

    def status(self) -> str:
        """Return what the work makes of the dossier; lost: that was said, or all was called off."""
        if self.lost:
            return "lost"
        if not self.installations:
            return "quote"
        going = [row for row in self.installations.values() if row.status not in CALLED_OFF]
        if going:
            return "billing" if all(row.billed_on for row in going) else "production"
        return "lost" if all(row.status == "cancelled" for row in self.installations.values()) else "production"


def empty(dossier_id: int) -> State:
    """Return the State of a dossier on which nothing has happened."""
    return State(dossier_id, {}, {}, {}, {}, {})
