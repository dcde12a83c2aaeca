"""What may stand where a person is typing: dossiers, actions, fields, people …, for the shell's completion.

A word of the help (ACTION, ROLE=MEMBER …) says what is meant; `WORDS` says who knows what each can be. Whoever presses
TAB waits: each part is imported when it is asked, lists are read as they are stored, files of the workspace at a
glance, without YAML; and what is long over only when nothing else fits.
"""

import re
from collections.abc import Callable, Iterable
from importlib import import_module

from brt.service.desk import Desk
from brt.service.suggest.typed import Suggestion, Typed

__all__ = ("ANYWHERE", "WORDS", "Suggestion", "Typed", "names_in", "suggest")

PATIENCE = 0.05
"""Seconds that somebody who writes may keep a person waiting who presses TAB."""

WORDS = {
    "ACTION": "actions:named",
    "DATE": "dates:days",
    "DOSSIER": "dossiers:named",
    "DOSSIER/TYPE": "dossiers:installations",
    "FIELD": "fields:fields",
    "FIELD=VALUE": "fields:values",
    "ID": "types:parts",
    "MEMBER": "team:members",
    "ROLE": "team:roles",
    "ROLE=MEMBER": "team:holders",
    "TARGET": "emails:targets",
    "TYPE": "types:named",
    "EMAIL_TYPE": "types:emails",
    '"FUNCTION,=Name': "dossiers:functions",
    '"LABEL;QUANTITY;PRICE;BILLING"': "dossiers:billings",
    "NUMBER": "emails:numbers",
}
"""Of each word: the module beside this one, and its function of the desk and of what is typed."""


ANYWHERE = {
    "ID,": "types:shipped",
    "NAME": "rules:named",
    "RULE,": "rules:listed",
}
"""What is the same in every workspace, and outside of any: functions of what is typed."""


def suggest(desk: Callable[[], Desk], word: str, typed: Typed) -> list[Suggestion]:
    """Return what fits for a word of the help, such as "ACTION… DATE" or "DOSSIER|ACTION"; nothing for free text."""
    kinds = tuple(kind for kind in names_in(word) if kind in WORDS or kind in ANYWHERE)
    if " " in word and not typed.before:  # "ACTION… MEMBER": the actions come first
        kinds = kinds[:1]
    typed = typed._replace(kinds=kinds)
    found: list[Suggestion] = []
    for kind in kinds:
        if kind in ANYWHERE:
            found += _function(ANYWHERE[kind])(typed)
        else:
            found += _function(WORDS[kind])(_impatient(desk()), typed)
    return [one for one in found if one.value != typed.text or len(found) == 1]


def _function(name: str) -> Callable[..., Iterable[Suggestion]]:
    module, _colon, function = name.partition(":")
    found: Callable[..., Iterable[Suggestion]] = getattr(import_module(f"{__name__}.{module}"), function)
    return found


def _impatient(desk: Desk) -> Desk:
    desk.patience = PATIENCE
    return desk


def names_in(word: str) -> list[str]:
    """Return what a word of the help names: ["DOSSIER/TYPE", "ACTION"] for "DOSSIER[/TYPE]|ACTION…"."""
    return [name for name in re.split(r"[|\s]", re.sub(r"[\[\]…]", "", word)) if name]
