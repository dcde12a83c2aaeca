"""The fields of an installation at the terminal, from which one is chosen: those that matter now, then the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brt.cli import ask, choices
from brt.cli.answer import tell
from brt.say import _, ngettext

if TYPE_CHECKING:
    from brt.service.fields import Known

MORE = "?"
"""What is typed to see the fields that are not listed."""
FEW = 8
"""So many fields are listed without ado."""


def which_field(known: "Sequence[Known]") -> str:
    """Ask for one of the fields, which are shown with their values: what is asked for now, and what is set.

    The others are folded in a line where there are many; any of them can be typed all the same.
    """
    asked, held = [one for one in known if one.asked], [one for one in known if one.value and not one.asked]
    rest = [one for one in known if not one.asked and not one.value]
    several = len(known) > FEW
    ordered = [*asked, *held, *rest] if several else known
    labels = {one.field.name: one.field.label for one in ordered}
    said = _("{label}: {value}")
    shown = {
        one.field.name: said.format(label=one.field.label, value=one.value) if one.value else one.field.label
        for one in ordered
    }
    question = _("Which field?") + " "
    if not several or not (asked or held):
        return ask.choice(question, labels, shown)
    for title, group in ((_("Asked for now"), asked), (_("Set"), held)):
        if group and ((asked and held) or rest):
            tell(title.upper())
        choices.listed(labels, shown, only=[one.field.name for one in group])
    if rest:
        sentence = ngettext("{n} other without a value: type ?", "{n} others without a value: type ?", len(rest))
        tell("  " + sentence.format(n=len(rest)))
    name = ask.until(question, lambda typed: "" if rest and typed == MORE else ask.one_of(typed, labels))
    if name:
        return name
    choices.listed(labels, shown, only=[one.field.name for one in rest])
    return ask.until(question, lambda typed: ask.one_of(typed, labels))
