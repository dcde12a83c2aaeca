"""A dossier as a command sees it when it is decided."""

from typing import TYPE_CHECKING, NamedTuple

from brt.engine import dates
from brt.engine.course import Day
from brt.engine.state import State
from brt.records import OPEN, WAITING, Dossier
from brt.store import dossiers, work
from brt.store.database import Database

if TYPE_CHECKING:
    from brt.service.desk import Desk
    from brt.typed import Typed


class View(NamedTuple):
    """A dossier as a command sees it when it is decided."""

    db: Database
    dossier: Dossier
    state: State
    day: Day
    writes: bool  # False: a first look, nothing may be written
    dates: "list[tuple[int, Typed]]"  # those that the command gives to installations, noted as they are read

    def to_come(self, installation: int) -> frozenset[str]:
        """Return the date fields of `installation` that something still to come hangs on."""
        going = [row.key for row in self.state.actions_of(installation).values() if row.status in (OPEN, WAITING)]
        return dates.to_come(self.day.plans[self.state.installations[installation].plan_id], going)


def look(db: Database, dossier: int, desk: "Desk", actor: str, writes: bool) -> View:
    """Return a dossier as it is now. Raises LookupError."""
    row = dossiers.by_id(db, dossier)
    fallbacks = {role.id: role.fallback for role in desk.settings.roles.values() if role.fallback}
    day = Day(desk.today, actor, desk.calendar(db, row.site), work.plans(db, dossier), fallbacks)
    return View(db, row, work.load(db, dossier), day, writes, [])
