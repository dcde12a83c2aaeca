"""Invitations: what another reader of calendars finds in them, whatever stands in names and titles."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings

from brt.mail.content import Mail
from brt.mail.invite import CANCEL, REQUEST, Invite, calendar, from_json, span
from brt.mail.message import build
from brt.mail.party import BadMessage, Party, check_name
from tests.mail.test_message import HOSTILE, LEGITIMATE, SENDER

PARIS = ZoneInfo("Europe/Paris")
OF, TO = Party("Télécom Exemple", "installations@exemple.fr"), Party("Luc Morel", "luc@morel.example")


def invite(**other):
    start, end = span("2026-12-08", "09:00-12:00", PARIS)
    given = {
        "date": "rdv",
        "slot": "creneau",
        "method": REQUEST,
        "uid": "brt.0123@exemple.fr",
        "sequence": 3,
        "stamp": "2026-11-30T08:00:00Z",
        "start": start,
        "end": end,
        "summary": "Rendez-vous le mardi 8 décembre",
        "location": "12 rue des Lices, 35000 Rennes",
    }
    return Invite(**{**given, **other})


def read(text):
    """Return the calendar and its only event, as another program reads them."""
    found = icalendar.Calendar.from_ical(text)
    (event,) = found.walk("VEVENT")
    return found, event


def test_a_slot():
    found, event = read(calendar(invite(), OF, TO))
    assert (found["METHOD"], found["VERSION"]) == ("REQUEST", "2.0")
    assert found["PRODID"]
    assert event["UID"] == "brt.0123@exemple.fr"
    assert event["SEQUENCE"] == 3
    assert event.decoded("DTSTAMP") == datetime.datetime(2026, 11, 30, 8, tzinfo=datetime.UTC)
    assert event.decoded("DTSTART") == datetime.datetime(2026, 12, 8, 9, tzinfo=PARIS)
    assert event.decoded("DTEND") == datetime.datetime(2026, 12, 8, 12, tzinfo=PARIS)
    assert (event["SUMMARY"], event["STATUS"]) == ("Rendez-vous le mardi 8 décembre", "CONFIRMED")
    assert event["LOCATION"] == "12 rue des Lices, 35000 Rennes"
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:installations@exemple.fr", OF.name)
    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == ("mailto:luc@morel.example", "Luc Morel")


def test_a_whole_day():
    start, end = span("2026-12-31", None, PARIS)
    _, event = read(calendar(invite(start=start, end=end, location=""), OF, TO))
    assert event.decoded("DTSTART") == datetime.date(2026, 12, 31)
    assert event.decoded("DTEND") == datetime.date(2027, 1, 1)  # the first day after it
    assert "LOCATION" not in event


def test_a_slot_in_summer_and_in_winter():
    assert span("2026-07-01", "09:00-12:00", PARIS) == ("2026-07-01T07:00:00Z", "2026-07-01T10:00:00Z")
    assert span("2026-12-01", "09:00-12:00", PARIS) == ("2026-12-01T08:00:00Z", "2026-12-01T11:00:00Z")


def test_taken_back():
    found, event = read(calendar(invite(method=CANCEL, sequence=4), OF, TO))
    assert (found["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)


def test_it_is_kept_as_plain_data():
    assert from_json(invite()._asdict()) == invite()
    assert from_json(None) is None


LINES = {
    *("BEGIN", "PRODID", "VERSION", "CALSCALE", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"),
    *("LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "END"),
}


@given(HOSTILE, HOSTILE | LEGITIMATE, HOSTILE)
@settings(max_examples=500, deadline=None)
def test_no_name_or_title_adds_a_line(name, summary, location):
    """What `build` lets through: names and subjects that were checked, and the address of the site as it was typed."""
    try:
        name, summary, location = check_name(name), check_name(summary), check_name(location)
    except BadMessage:
        return
    text = calendar(invite(summary=summary, location=location), OF, Party(name, TO.address))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER", "METHOD", "UID"))] == [
        line for line in lines if line.partition(":")[0].partition(";")[0] in ("ATTENDEE", "ORGANIZER", "METHOD", "UID")
    ]
    assert {line.partition(":")[0].partition(";")[0] for line in lines if line} <= LINES
    assert len(lines) in (18, 19)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    _, event = read(text)
    assert event["ATTENDEE"] == "mailto:luc@morel.example"
    assert event["SUMMARY"] == summary
    if "\\" not in name:  # which that library takes for an escape, in parameters too
        assert event["ATTENDEE"].params.get("CN", "") == name


# ── in a message ──────────────────────────────────────────────────────────────────────────────────


def mail(**other):
    given = {
        "number": 1,
        "recipient_name": "Luc Morel",
        "recipient": "luc@morel.example",
        "subject": "Rendez-vous",
        "body": "Bonjour é\n",
        "html": None,
        "message_id": "<brt.1@exemple.fr>",
        "queued_at": "2026-11-30T08:00:00Z",
    }
    return Mail(**{**given, **other})


def parts(message):
    return [part.get_content_type() for part in message.walk()]


def test_a_message_with_everything(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "procès-verbal.pdf").write_bytes(b"%PDF-1.7\x00\xff")
    row = mail(html="<p>é</p>", invite=invite(), attach=("docs/procès-verbal.pdf",), folder=str(tmp_path))
    message = build(row, SENDER)
    assert parts(message) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
        *("application/ics", "application/pdf"),
    ]
    inline, attached = (part for part in message.walk() if part.get_content_type().endswith(("calendar", "ics")))
    assert inline.get_param("method") == "REQUEST"
    assert read(inline.get_content())[1]["UID"] == read(attached.get_content())[1]["UID"] == "brt.0123@exemple.fr"
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert files["procès-verbal.pdf"] == b"%PDF-1.7\x00\xff"
    assert build(row, SENDER).as_bytes() == message.as_bytes()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["text/plain"]),
        ({"html": "<p>x</p>"}, ["multipart/alternative", "text/plain", "text/html"]),
        (
            {"invite": invite()},
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"],
        ),
    ],
)
def test_what_a_message_is_made_of(more, expected):
    assert parts(build(mail(**more), SENDER)) == expected


@pytest.mark.parametrize("name", ["absente.pdf", "../dehors.pdf", "/etc/hostname", "lien.pdf", "a\nb", "docs", "gros"])
def test_a_file_that_cannot_go(tmp_path, name):
    folder = tmp_path / "espace"
    (folder / "docs").mkdir(parents=True)
    (tmp_path / "dehors.pdf").write_bytes(b"x")
    (folder / "lien.pdf").symlink_to(tmp_path / "dehors.pdf")
    with (folder / "gros").open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    with pytest.raises(BadMessage):
        build(mail(attach=(name,), folder=str(folder)), SENDER)


def test_emails_that_several_workspaces_share_bring_their_files(tmp_path):
    (tmp_path / "commun").mkdir()
    (tmp_path / "commun" / "notice.txt").write_text("x", encoding="utf-8")
    (tmp_path / "espace").mkdir()
    (tmp_path / "espace" / "email_types").symlink_to(tmp_path / "commun")
    message = build(mail(attach=("email_types/notice.txt",), folder=str(tmp_path / "espace")), SENDER)
    assert [one.get_filename() for one in message.iter_attachments()] == ["notice.txt"]


def test_a_boundary_in_a_text_is_refused():
    message = build(mail(html="<p>x</p>", invite=invite()), SENDER)
    for part in (message, message.get_payload(0)):
        with pytest.raises(BadMessage):
            build(mail(html="<p>x</p>", invite=invite(), body=f"--{part.get_boundary()}--\n"), SENDER)
