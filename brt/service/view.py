"""A dossier as a command sees it when it is decided."""

from typing import NamedTuple

from brt.engine.course import Day
from brt.engine.state import State
from brt.records import Dossier
from brt.store.database import Database


class View(NamedTuple):
    """A dossier as a command sees it when it is decided."""

    db: Database
    dossier: Dossier
    state: State
    day: Day
    writes: bool  # False: a first look, nothing may be written
