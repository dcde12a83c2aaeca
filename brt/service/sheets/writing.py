"""Dossiers as files: YAML as people write it, CSV as French spreadsheets have it. It reads back as it was."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import Any, NamedTuple

from brt import kinds
from brt.service.difference import SITE, data
from brt.service.sheets.columns import NUMBERED
from brt.service.sheets.csv_file import GUARDED
from brt.store.dossiers import Sheet

_PLAIN = re.compile(r"[^\W\d_]([\w .'()/@&+-]*[\w)])?")
"""Texts that every reader of YAML takes for themselves, but for the words that some take for more."""

_GLUE = "\0"
"""Stands for a blank at which no line breaks."""

WIDEST = 78
"""So many columns a comment has at most."""

_DISPUTED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_DEFAULTS = {"active": True, "accept_emails": True, "billing": "one_off"}


# ── YAML ──────────────────────────────────────────────────────────────────────────────────────────


class Hint(NamedTuple):
    """What may stand under a key, for a person who edits a dossier: an example, and what else there is to say."""

    example: str
    more: str


def yaml_text(sheets: Iterable[Sheet], hints: Mapping[str, Hint] = MappingProxyType({})) -> str:
    """Return dossiers as a file of YAML: a list, a block a dossier; `hints` stand as comments below their keys."""
    return "\n".join(_dossier(data(sheet), hints) for sheet in sheets) or "[]\n"


def _dossier(row: Mapping[str, Any], hints: Mapping[str, Hint]) -> str:
    lines = [f"- ref: {flow(row['ref'])}", f"  customer: {flow(row['customer'])}"]
    for name in ("site", "people"):
        lines += _keyed(name, flow(row[name]), hints.get(name))
    for name in NUMBERED:
        lines += _listed(name, [flow(_spoken(item)) for item in row[name]], hints.get(name))
    return "\n".join([*lines, ""])


def _keyed(name: str, value: str, hint: Hint | None) -> list[str]:
    """Return a key with its value; with a hint, one that is empty is its example, to be uncommented."""
    if hint is None:
        return [f"  {name}: {value}"]
    said = [f"  {name}: {value}"] if value != "{}" else comment(f"{name}: {_whole(hint.example)}", 2)
    return [*said, *comment(f"  {hint.more}", 2)]


def _listed(name: str, items: list[str], hint: Hint | None) -> list[str]:
    """Return a key with the items of its list; with a hint, the example is one more, to be uncommented."""
    more = [*comment(f"- {_whole(hint.example)}", 4), *comment(f"  {hint.more}", 4)] if hint else []
    found = [*(f"    - {item}" for item in items), *more]
    return [f"  {name}:", *found] if found else [f"  {name}: []"]


def comment(text: str, indent: int = 0) -> list[str]:
    """Return a text as comments that an editor of 80 columns shows whole, the lines after the first further in."""
    own = len(text) - len(text.lstrip(" "))
    further = " " * (own or 2 * bool(indent))
    lines = wrap(text, WIDEST - indent - 2, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
    return [f"{'':{indent}}# {line.replace(_GLUE, ' ')}" for line in lines]


def _whole(example: str) -> str:
    """Return an example that breaks behind its commas alone."""
    return re.sub(r"(?<!,) ", _GLUE, example)


def flow(value: Any) -> str:
    """Return a value as YAML on one line; of a mapping, what is empty or as it is by default is left out."""
    if isinstance(value, dict):
        pairs = ((key, one) for key, one in value.items() if one is not None and _DEFAULTS.get(key) != one)
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) and value.casefold() not in _DISPUTED
    return value if plain else json.dumps(value, ensure_ascii=False)


def _spoken(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a contact with its phone as people write it, where that reads back the same; a line as it is."""
    found = dict(item)
    if found.get("phone"):
        shown = kinds.show("phone", found["phone"])
        found["phone"] = shown if kinds.parse("phone", shown) == found["phone"] else found["phone"]
    return found


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────


def csv_text(sheets: Sequence[Sheet], roles: Iterable[str]) -> str:
    """Return dossiers as a table with a column for each of `roles`: `;`, a byte order mark, amounts as 350,00."""
    rows = [data(sheet) for sheet in sheets]
    titles = ["ref", "customer", *(f"site.{part}" for part in SITE), *(f"people.{role}" for role in roles)]
    for name, parts in NUMBERED.items():
        most = max((len(row[name]) for row in rows), default=1)  # without dossiers, a model to fill in
        titles += [f"{name}.{number}.{part}" for number in range(1, most + 1) for part in parts]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(titles)
    writer.writerows([cells.get(title, "") for title in titles] for cells in map(_cells, rows))
    return "\ufeff" + out.getvalue()


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    cells = {"ref": row["ref"], "customer": _guarded(row["customer"])}
    cells |= {f"{name}.{key}": _cell(key, one) for name in ("site", "people") for key, one in row[name].items()}
    for name in NUMBERED:
        for number, item in enumerate(row[name], 1):
            cells |= {f"{name}.{number}.{part}": _cell(part, one) for part, one in _spoken(item).items()}
    return cells


def _cell(key: str, value: Any) -> str:
    if value is None or _DEFAULTS.get(key) == value:
        return ""
    if isinstance(value, bool):
        return "non"
    if isinstance(value, list):
        return ", ".join(value)
    return value.replace(".", ",") if key == "unit_price" else _guarded(str(value))


def _guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if GUARDED.match(f"'{text}") else text
