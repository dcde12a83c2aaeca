"""How a value reads in an email: the filters that speak the recipient's language.

The language here is the recipient's, not that of the person at the keyboard, so the words come from tables of
their own and not from gettext. Every function takes the voice and one text, and raises `Unreadable`.
"""

import datetime as _datetime
import re
from typing import NamedTuple


class Unreadable(ValueError):
    """The filter was given something else than what it reads."""


class Words(NamedTuple):
    """What differs from one language to another."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    first: str
    instant: str
    time: str
    full_hour: str
    slot: str
    money: str
    thousands: str
    decimals: str
    yes: str
    no: str
    called_off: str
    called_off_text: str
    given_away: str
    given_away_text: str


WORDS = {
    "fr": Words(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        (
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
        first="1er",
        instant="{date} à {time}",
        time="{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute}",
        full_hour="{hour}\N{NO-BREAK SPACE}h",
        slot="de {start} à {end}",
        money="{sign}{amount}\N{NO-BREAK SPACE}€",
        thousands="\N{NO-BREAK SPACE}",
        decimals=",",
        yes="oui",
        no="non",
        called_off="Annulé\u00a0: {summary}",
        called_off_text="Bonjour {name},\n\nCe rendez-vous est annulé\u00a0: {summary}\n\n{company}\n",
        given_away="Pour quelqu'un d'autre\u00a0: {summary}",
        given_away_text="Bonjour {name},\n\nQuelqu'un d'autre s'en charge désormais\u00a0: {summary}\n\n{company}\n",
    ),
    "en": Words(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        first="1",
        instant="{date} at {time}",
        time="{hour}:{minute}",
        full_hour="{hour}:00",
        slot="from {start} to {end}",
        money="{sign}€{amount}",
        thousands=",",
        decimals=".",
        yes="yes",
        no="no",
        called_off="Cancelled: {summary}",
        called_off_text="Hello {name},\n\nThis appointment is cancelled: {summary}\n\n{company}\n",
        given_away="For somebody else: {summary}",
        given_away_text="Hello {name},\n\nSomebody else takes care of it from now on: {summary}\n\n{company}\n",
    ),
}


class Voice(NamedTuple):
    """Whom the text speaks to: the words of the language, and the time zone in which instants are told."""

    words: Words
    timezone: str


_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_MONEY = re.compile(r"(-?)(\d{1,30})(?:\.(\d{1,2}))?", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{4,14}", re.ASCII)

# Country codes (ITU-T E.164): those of one and of two digits that are assigned; all the others have three.
_COUNTRY = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}", re.ASCII)


def date(voice: Voice, text: str) -> str:
    """Return a civil date, or the day of an instant, in words: "mardi 8 décembre 2026"."""
    words = voice.words
    day = _day(voice, text)
    number = words.first if day.day == 1 else str(day.day)
    return f"{words.days[day.weekday()]} {number} {words.months[day.month - 1]} {day.year}"


def datetime(voice: Voice, text: str) -> str:
    """Return an instant in the workspace's time zone: "mardi 8 décembre 2026 à 9 h 30"; a civil date has no time."""
    if _DATE.fullmatch(text):
        return date(voice, text)
    return voice.words.instant.format(date=date(voice, text), time=time(voice, text))


def time(voice: Voice, text: str) -> str:
    """Return "HH:MM" as "9 h 30", a slot "HH:MM-HH:MM" as "de 9 h à 12 h", an instant as its local time."""
    start, dash, end = text.partition("-")
    if dash and _TIME.fullmatch(start) and _TIME.fullmatch(end):
        return voice.words.slot.format(start=time(voice, start), end=time(voice, end))
    match = _TIME.fullmatch(text)
    hour, minute = match.groups() if match else _instant(voice, text).strftime("%H:%M").split(":")
    pattern = voice.words.full_hour if minute == "00" else voice.words.time
    return pattern.format(hour=int(hour), minute=minute)


def money(voice: Voice, text: str) -> str:
    """Return an amount in euros: "1 250,00 €", "€1,250.00"."""
    match = _MONEY.fullmatch(text)
    if not match:
        raise Unreadable(text)
    sign, units, cents = match.groups()
    grouped = f"{int(units):,}".replace(",", voice.words.thousands)
    amount = grouped + voice.words.decimals + (cents or "").ljust(2, "0")
    return voice.words.money.format(sign=sign, amount=amount)


def phone(voice: Voice, text: str) -> str:
    """Return an E.164 number as people read it: "01 40 50 60 71", "+32 471 23 45 67"; any other text unchanged."""
    if not _E164.fullmatch(text):
        return text
    if text.startswith("+33") and len(text) == len("+33140506071"):
        return _pairs("0" + text[3:])
    digits = text[1:]
    country = _COUNTRY.match(digits)
    end = country.end() if country else 0
    return f"+{digits[:end]} {_pairs(digits[end:])}"


def _pairs(digits: str) -> str:
    """Group by two from the right; an odd digit joins the first group."""
    head = 2 + len(digits) % 2
    return " ".join([digits[:head], *(digits[at : at + 2] for at in range(head, len(digits), 2))])


def _day(voice: Voice, text: str) -> _datetime.date:
    if not _DATE.fullmatch(text):
        return _instant(voice, text).date()
    try:
        return _datetime.date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(text) from error


def _instant(voice: Voice, text: str) -> _datetime.datetime:
    if not _INSTANT.fullmatch(text):
        raise Unreadable(text)
    try:
        moment = _datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(text) from error
    if moment.tzinfo is None:
        return moment
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(voice.timezone))
