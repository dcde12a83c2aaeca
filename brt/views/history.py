"""The history: who did what, when, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.output import Column

COLUMNS = (
    Column("at", "At"),
    Column("dossier", "Dossier"),
    Column("actor", "Who"),
    Column("command", "Command"),
    Column("what", "What"),
    Column("name", "Name"),
    Column("detail", "Detail"),
)
SAID = {
    "produced": N_("produced {name}"),
    "phase_opened": N_("phase “{name}” opened"),
    "phase_completed": N_("phase “{name}” complete"),
    "opened": N_("opened “{name}”"),
    "not_applicable": N_("“{name}” is not applicable"),
    "skip_asked": N_("“{name}” will be skipped"),
    "closed": N_("“{name}” {detail}"),
    "blocked": N_("“{name}” blocked: {detail}"),
    "unblocked": N_("“{name}” unblocked"),
    "moved": N_("“{name}” moved to {detail}"),
    "shifted": N_("“{name}” shifted to {detail}"),
    "assigned": N_("“{name}” given to {detail}"),
    "person": N_("{name}: {detail}"),
    "field": N_("{name} = {detail}"),
    "field_chosen": N_("{name} = {detail}"),
    "completed": N_("{name} complete"),
    "billed": N_("{name} billed"),
    "ignored": N_("“{name}”: a trigger came too late"),
    "noted": N_("remark: {detail}"),
    "read": N_("read {name}"),
    "dossier": N_("dossier {detail}"),
}


def lines(entries: list[Mapping[str, Any]], settings: Settings, today: str) -> Iterator[str]:
    """Yield the entries, one command after another: its line, then what followed from it."""
    for entry in entries:
        day = words.day(entry["today"], today)
        who = words.member(settings, entry["actor"])
        yield f"{day} {entry['at'][11:16]}Z  {entry['dossier']}  {who}  {entry['command']}"
        for fact in entry["facts"]:
            sentence = _(SAID.get(fact["what"], N_("{what}")))
            yield "    " + sentence.format_map({**fact, "name": fact["name"] or "", "detail": fact["detail"] or ""})
