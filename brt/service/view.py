"""A dossier as a command sees it when it is decided."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from brt.engine import dates
from brt.engine.course import Day
from brt.engine.state import State
from brt.records import OPEN, WAITING, Dossier
from brt.store.database import Database

if TYPE_CHECKING:
    from brt.typed import Typed


class View(NamedTuple):
    """A dossier as a command sees it when it is decided."""

    db: Database
    dossier: Dossier
    state: State
    day: Day
    writes: bool  # False: a first look, nothing may be written
    dates: "list[tuple[int, Typed]]"  # those that the command gives to installations, noted as they are read
    retyped: Mapping[tuple[str, str], str]  # see `Desk.retyped`

    def to_come(self, installation: int) -> frozenset[str]:
        """Return the date fields of `installation` that something still to come hangs on."""
        going = [row.key for row in self.state.actions_of(installation).values() if row.status in (OPEN, WAITING)]
        return dates.to_come(self.day.plans[self.state.installations[installation].plan_id], going)
