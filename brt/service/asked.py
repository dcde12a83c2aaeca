"""What is asked of a dossier, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from brt.engine.commands import Command
    from brt.engine.course import Day
    from brt.engine.decide import Decision
    from brt.records import Dossier, Letter
    from brt.service.stops import Stop
    from brt.service.view import View
    from brt.typed import Typed


class Ask(NamedTuple):
    """What is asked of one dossier. `commands` may be called twice; `secrets` are for their own table."""

    dossier: int
    commands: "Callable[[View], Sequence[Command]]"
    secrets: Mapping[tuple[int, str], Any] = {}
    numbers: tuple[int, ...] = ()  # the actions that were named
    provisional: bool = False  # the first look works with numbers that are not reserved yet: never saved as it is


class Seen(NamedTuple):
    """What a decision was made on."""

    row: int  # the last one of the dossier's log
    out: tuple[int, ...]  # the emails that had left, or may have: deliverers write no log


class Outcome(NamedTuple):
    """What became of one dossier."""

    dossier: "Dossier"
    seen: Seen
    day: "Day"
    decision: "Decision"
    letters: "list[Letter]"
    dates: "tuple[tuple[int, Typed], ...]" = ()  # those that were typed and change something, with their installation
    lost: "Stop | None" = None  # how the dossier was lost that is not any more
