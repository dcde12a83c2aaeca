"""The reference of the language, made of the JSON Schemas: every key, what stands behind it and what it means.

`python -m brt.language.reference` prints docs/reference.md, `python -m brt.language.reference fr` docs/reference.fr.md.
"""

import sys
from collections.abc import Iterator
from typing import Any

from brt import kinds
from brt.language import forms
from brt.language.schema import MODELS, json_schema
from brt.say import N_, _, choose

_Schema = dict[str, Any]

TITLES = {
    "installation-type": (N_("Installation types"), "installation_types/"),
    "phase": (N_("Phases that types share"), "installation_types/phases/"),
    "email-type": (N_("Email types"), "email_types/"),
    "scenario": (N_("Scenarios"), "installation_types/tests/"),
}
PARTS = {
    "Action": N_("An action"),
    "AnyOf": N_("The first of several triggers"),
    "Ask": N_("A field that is asked for"),
    "Check": N_("A check"),
    "FieldModel": N_("A field"),
    "Invite": N_("An invitation"),
    "Phase": N_("A phase"),
    "ScenarioStep": N_("A step"),
    "Send": N_("An email of a field"),
    "SendOfAction": N_("An email of an action"),
    "SendOfInstallation": N_("An email of the installation"),
    "Translation": N_("An email in one language"),
    "Translations": N_("An email in other languages"),
    "UsedPhase": N_("A phase that is used"),
}
TEXTS = {
    forms.LINE: N_("one line"),
    forms.ID: N_("id"),
    forms.FIELD: N_("name of a field"),
    forms.DELAY: N_("delay"),
    forms.DAY_OF_EMAIL: N_("day of an email"),
    forms.RECIPIENT: N_("recipient"),
    forms.DAY: N_("date"),
    forms.DUE: N_("date or undated"),
}
"""What a text of each form is called."""


def markdown() -> Iterator[str]:
    """Yield the lines of the reference, in the language spoken now."""
    yield from (_heading(1, N_("Reference of the language")), "")
    yield _(N_("Made from the JSON Schemas by `python -m brt.language.reference`. Keys in bold must be there."))
    told: set[str] = set()
    for which in MODELS:
        yield from _file(which, told)
    yield from ("", _heading(2, N_("Forms of texts")), "")
    yield from _table((_(N_("form")), ""), [(_(word), _(says)) for says, word in TEXTS.items()])
    yield from ("", _heading(2, N_("Kinds of fields")), "")
    yield from _table(
        (_(N_("kind")), _(N_("as it is typed"))),
        [(f"`{name}`", f"`{kinds.kind(name).example}`") for name in kinds.KINDS],
    )


def _file(which: str, told: set[str]) -> Iterator[str]:
    """Yield what is to be said of a sort of file: its own keys, and of its parts those that were not `told`."""
    schema = json_schema(which)
    title, folder = TITLES[which]
    yield from ("", _heading(2, title), "", f"`{folder}*.yaml`", "")
    yield from _keys(schema)
    for name, part in schema.get("definitions", {}).items():
        if name not in told:
            told.add(name)
            yield from ("", _heading(3, PARTS[name]), "")
            yield from _keys(part)


def _heading(level: int, title: str) -> str:
    return f"{'#' * level} {_(title)}"


def _keys(part: _Schema) -> Iterator[str]:
    rows: list[tuple[str, ...]] = []
    for key, each in part["properties"].items():
        says = each["description"]
        rows.append((f"**`{key}`**" if key in part.get("required", ()) else f"`{key}`", _value(each), _(says)))
    return _table((_(N_("key")), _(N_("value")), _(N_("meaning"))), rows)


def _value(part: _Schema) -> str:
    """Say what stands behind a key."""
    said = " · ".join(dict.fromkeys(_forms(part)))
    default = part.get("default")
    if not isinstance(default, str):
        return said
    return _("{value} (default: `{default}`)").format(value=said, default=default)


def _forms(part: _Schema) -> Iterator[str]:
    """Yield the forms of which a value may be one."""
    if "$ref" in part:
        title = PARTS[part["$ref"].rpartition("/")[2]]
        yield f"[{_(title)}](#{anchor(_(title))})"
    elif "if" in part:
        yield from (*_forms(part["else"]), *_forms(part["then"]))
    elif "anyOf" in part:
        yield from (form for each in part["anyOf"] for form in _forms(each))
    elif "enum" in part or "const" in part:
        yield " ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    elif part.get("type") == "array":
        yield from (_("list: {item}").format(item=form) for form in _forms(part["items"]))
    elif part.get("type") == "object":
        key = TEXTS[part["propertyNames"]["patternErrorMessage"]]
        yield from (_("{key}: {value}").format(key=_(key), value=form) for form in _forms(part["additionalProperties"]))
    else:
        yield _of_a_scalar(part)


def _of_a_scalar(part: _Schema) -> str:
    if part.get("type") == "boolean":
        return "`true` `false`"
    word = TEXTS[part["patternErrorMessage"]] if "patternErrorMessage" in part else _PLAIN[part.get("type")]
    return _(word)


_PLAIN = {"string": N_("text"), None: N_("a value of the field")}


def anchor(title: str) -> str:
    """Return where a heading is found, as GitHub and GitLab name it."""
    return "".join(each for each in title.lower().replace(" ", "-") if each.isalnum() or each == "-")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    choose(sys.argv[1] if len(sys.argv) > 1 else "en")
    sys.stdout.write("\n".join(markdown()) + "\n")
