"""Words for things: a day, a member, an action, a list, an error. Each is put into words by one function only."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from brt.errors import BrtError, Labelled, OneOf, Several
from brt.say import N_, _, language, ngettext, system
from brt.sections import is_day
from brt.settings import Settings
from brt.views.output import safe

NOBODY = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"

_SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"
_MONTHS = {"fr": _FRENCH_MONTHS.split(), "en": _ENGLISH_MONTHS.split()}


# ── days ──────────────────────────────────────────────────────────────────────────────────────────


def day(iso: str, today: str | None = None) -> str:
    """Return a day in short: "lun. 30/11", "Mon 30 Nov"; with its year when that is not the year of `today`."""
    when = date.fromisoformat(iso)
    tongue = language()
    weekday = _SHORT_DAYS[tongue][when.weekday()]
    with_year = today is None or today[:4] != iso[:4]
    if tongue == "fr":
        return f"{weekday} {when:%d/%m}" + (f"/{iso[:4]}" if with_year else "")
    return f"{weekday} {when.day} {_MONTHS[tongue][when.month - 1][:3]}" + (f" {iso[:4]}" if with_year else "")


def long_day(iso: str, tongue: str | None = None, *, year: bool = True) -> str:
    """Return a day in full, in `tongue` (default: the language spoken): "mardi 8 décembre 2026"."""
    when = date.fromisoformat(iso)
    tongue = tongue if tongue in _DAYS else language()
    number = "1er" if tongue == "fr" and when.day == 1 else str(when.day)
    month = _MONTHS[tongue][when.month - 1]
    return f"{_DAYS[tongue][when.weekday()]} {number} {month}" + (f" {iso[:4]}" if year else "")


def short_day(iso: str, today: str) -> str:
    """Return a day without its weekday: "30/11", "30 Nov"; with its year when that is not the year of `today`."""
    return day(iso, today).partition(" ")[2]


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence: without its capital, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def coming(iso: str, today: str) -> str:
    """Return a day in short, one that is near by its weekday alone: "mer."."""
    said = day(iso, today)
    return said.partition(" ")[0] if _is_near(iso, today) else said


def typed(iso: str, today: str) -> str:
    """Return a day as it is typed: one that is near by its weekday, "mer"; others as "15/12", with another year."""
    if _is_near(iso, today):
        return weekday(iso)
    return f"{date.fromisoformat(iso):%d/%m}" + (f"/{iso[:4]}" if today[:4] != iso[:4] else "")


def _is_near(iso: str, today: str) -> bool:
    """Say whether a day comes within a week, so that its weekday names it."""
    return 0 < (date.fromisoformat(iso) - date.fromisoformat(today)).days < len(_SHORT_DAYS["en"])


def weekday(iso: str) -> str:
    """Return the day of the week as it is typed: "mer", "wed"."""
    return _SHORT_DAYS[language()][date.fromisoformat(iso).weekday()].rstrip(".").lower()


def business_days(count: int) -> str:
    """Return a number of business days in short: "2 jo", "2 bd"."""
    return ngettext("{n} bd", "{n} bd", count).format(n=count)


def late(days: int) -> str:
    """Return by how many business days something is late."""
    return ngettext("{n} business day late", "{n} business days late", days).format(n=days)


def hours(clock: str) -> str:
    """Return a time ("09:30") or a slot ("09:00-12:00") as people write it: "9 h 30", "9 h – 12 h"; "9:30"."""
    return f"{NO_BREAK}–{NO_BREAK}".join(map(_hour, clock.split("-")))


def _hour(clock: str) -> str:
    hour, _colon, minutes = clock.partition(":")
    if language() == "fr":
        return f"{int(hour)}{NO_BREAK}h" + (f"{NO_BREAK}{minutes}" if minutes != "00" else "")
    return f"{int(hour)}:{minutes}"


def delay(source: str, label: str | None = None) -> str:
    """Return a delay as people say it, "2 jours ouvrés avant port_date"; `source`: as types write it.

    `label`: what its field is called.
    """
    from brt.calendar import UNITS
    from brt.delay import parse

    found = parse(source)
    field = label or found.field
    if found.unit is None:
        return _("on {field}").format(field=field)
    said = UNITS[found.unit].says(found.count).format(count=found.count)
    if found.relation == "from":
        return said
    says = N_("{delay} before {field}") if found.relation == "before" else N_("{delay} after {field}")
    return _(says).format(delay=said, field=field)


# ── people and things ─────────────────────────────────────────────────────────────────────────────


def sentence(text: str) -> str:
    """Return `text` as it begins a line: with a capital."""
    return text[:1].upper() + text[1:]


def member(settings: Settings, who: str | None) -> str:
    """Return the first name of a member, the whole name where two share it; the id of who has left, – for nobody."""
    if who is None:
        return NOBODY
    row = settings.team.get(who)
    if row is None:
        return who
    first = row.name.split()[0]
    shared = sum(other.name.split()[0] == first for other in settings.team.values()) > 1
    return row.name if shared else first


def role(settings: Settings, name: str) -> str:
    """Return the label of a role; the id of one that brt.toml no longer has."""
    return settings.roles[name].label if name in settings.roles else name


def recipient(settings: Settings, target: str) -> str:
    """Return whom an email is for, as a type names it ("role:adv"), in words; an address as it is."""
    kind, _colon, name = target.partition(":")
    said = {"contact": N_("contact {name}"), "assignee": N_("whoever has the action"), "managers": N_("managers")}
    if kind in said:
        return _(said[kind]).format(name=name)
    if kind == "role":
        return role(settings, name)
    return member(settings, name) if kind == "member" else target


def short_ref(ref: str) -> str:
    """Return what people say for a reference: what follows its last hyphen, "118" for "D-2026-118"."""
    return ref.rpartition("-")[2] or ref


def dossier(ref: str, customer: str) -> str:
    """Return a dossier in few words: "118 Boulangerie Morel"."""
    return f"{short_ref(ref)} {customer}"


def quoted(text: str) -> str:
    """Return a text between quotes."""
    return _("“{name}”").format(name=text)


def installation(type_: str, label: str | None) -> str:
    """Return the type of an installation, with the label that tells it from the others: "3cx-porta “Lot 2”"."""
    return f"{type_} {quoted(label)}" if label else type_


def action(name: str, of: str | None = None) -> str:
    """Return an action between quotes, with the dossier it belongs to: « Décider go / no-go (118 Morel) »."""
    if of is None:
        return quoted(name)
    return _("“{name} ({dossier})”").format(name=name, dossier=of)


def money(amount: str) -> str:
    """Return an amount (decimal text) as it is written: "1 190,00 €" in French, "€1,190.00" in English."""
    whole, _point, cents = amount.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}"
    if language() == "fr":
        return f"{sign}{grouped.replace(',', NO_BREAK)},{cents or '00'}{NO_BREAK}€"
    return f"{sign}€{grouped}.{cents or '00'}"


def fitting(sentences: Iterable[str], said: Mapping[str, str]) -> str | None:
    """Return the first of the sentences whose words are all there, in the language spoken; None where none fits."""
    for sentence in sentences:
        try:
            return _(sentence).format_map(said)
        except KeyError:
            continue
    return None


def join(items: Iterable[str]) -> str:
    """Return a list in a sentence: "a, b and c"."""
    return _joined(list(items), N_("{items} and {last}"))


def either(items: Iterable[str]) -> str:
    """Return a choice in a sentence: "a, b or c"."""
    return _joined(list(items), N_("{items} or {last}"))


def _joined(items: list[str], last_two: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return _(last_two).format(items=", ".join(items[:-1]), last=items[-1])


# ── errors ────────────────────────────────────────────────────────────────────────────────────────


class _Words(dict[str, Any]):
    """The data of a sentence in words. A placeholder without data stays visible: a sentence must never fail."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def error(problem: BrtError, today: str | None = None) -> str:
    """Return an error in words: what is wrong and the nearest names; what to do next on a line of its own.

    Several errors follow one another. Nothing in it harms a terminal.
    """
    errors = problem.errors if isinstance(problem, Several) else [problem]
    found: list[str] = []
    for one in errors:
        hint = _hint(one)
        if hint and hint in found:  # said once, after the last that it is for
            found.remove(hint)
        found += [line for line in (said(one, today), *_lines(one), hint) if line]
    return "\n".join(found)


def _lines(problem: BrtError) -> Iterator[str]:
    """Yield the first of the things that follow the sentence, and how many more there are."""
    rows = [] if "{lines}" in problem.says else problem.data.get("lines", [])
    size = max((len(row.name) for row in rows if isinstance(row, Labelled)), default=0)
    for row in rows[: problem.most]:
        yield f"  {row.name:<{size}}  {safe(row.label)}" if isinstance(row, Labelled) else f"  {_raw(row)}"
    more = len(rows) - problem.most
    if more > 0:
        yield "  " + ngettext("… and {n} more", "… and {n} more", more).format(n=more)


def said(problem: Any, today: str | None = None) -> str:
    """Return what `problem` (anything with `says` and `data`) says, and which near names may have been meant.

    The names in `near` follow by themselves, unless a sentence of the error names them with {near}.
    """
    data = _Words((key, _value(value, today)) for key, value in problem.data.items())
    sentence = _(problem.says).format_map(data)
    near = problem.data.get("near") or []
    if not near or "{near}" in f"{problem.says}{problem.hint}":
        return sentence
    names = either(map(_meant, [near] if isinstance(near, str) else near))
    end = "" if sentence.endswith((".", "?", "!")) else "."
    return f"{sentence}{end} " + _("Did you mean {names}?").format(names=names)


def _meant(name: "str | Labelled") -> str:
    """Return a name that may have been meant, with what people call it when that says more."""
    if isinstance(name, Labelled):
        return f"`{_raw(name.name)}`" + (f" ({safe(name.label)})" if _says_more(name) else "")
    return f"`{_raw(name)}`"


def _says_more(one: Labelled) -> bool:
    return bool(one.label) and one.label.casefold() != one.name.casefold()


def _hint(problem: Any) -> str:
    """Return the hint of `problem`, else that of the problem inside it. Days stay as they are typed in commands."""
    if problem.hint:
        return _(problem.hint).format_map(_Words((key, _raw(value)) for key, value in problem.data.items()))
    inside = problem.data.get("problem")
    return _hint(inside) if isinstance(inside, BrtError) else ""


def _value(value: Any, today: str | None) -> str:
    if hasattr(value, "says") and hasattr(value, "data"):
        return said(value, today)
    items = _items(value)
    if isinstance(value, OneOf):
        return either(map(_raw, value))
    if items is not None:
        return join(_value(item, today) for item in items)
    return day(value, today) if is_day(value) else _raw(system(value) if isinstance(value, str) else value)


def _raw(value: Any) -> str:
    """Return a value as it is typed: the name of a row, a list with commas."""
    items = _items(value)
    if value is None or items == []:
        return NOBODY
    if value == "":
        return '""'
    if items is not None:
        return ", ".join(_raw(item) for item in items)
    if isinstance(value, Labelled):
        return safe(f"{value.name} ({value.label})" if _says_more(value) else value.name)
    return safe(str(getattr(value, "name", value) if hasattr(value, "_fields") else value))


def _items(value: Any) -> list[Any] | None:
    """Return what is in a list, a set in a stable order; None for anything else, rows included."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return list(value)
    return None
