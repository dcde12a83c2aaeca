"""What goes into an email: HTML, translations, invitations, files."""

import json
import mailbox
from email import message_from_bytes, policy

import icalendar
import pytest

from tests.cli.test_waiting_email import KARIM, LEO, LUC, edit, grace, of, sets

TYPE, CONFIRMED, MOVED = (
    "installation_types/visite.yaml",
    "email_types/rdv-confirme.yaml",
    "email_types/rdv-deplace.yaml",
)


@pytest.fixture
def invitable(brt):
    """A type of visits with a date and a slot; who is told of it is invited."""
    edit(brt, TYPE, "  digicode:", "  creneau: {label: Créneau, kind: slot}\n  digicode:")
    edit(brt, TYPE, "asks: [rdv,", "asks: [rdv, {field: creneau, optional: true},")
    append(brt, CONFIRMED, "invite: {date: rdv, slot: creneau}\n")
    return brt


@pytest.fixture
def invited(invitable):
    """Such a visit at work."""
    invitable.json("produce", "118", "--type", "visite")
    return invitable


def append(brt, name, text):
    file = brt.root / name
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def messages(brt, to):
    """Return the messages to an address, in the order in which they left."""
    folder = mailbox.Maildir(brt.root / "outbox")
    found = [message_from_bytes(folder.get_bytes(key), policy=policy.default) for key in folder.keys()]  # noqa: SIM118 - it iterates over messages
    numbers = {one["subject"]: one["number"] for one in brt.json("email", "list")}
    return sorted((one for one in found if to in str(one["To"])), key=lambda one: numbers[str(one["Subject"])])


def event(message):
    """Return method, identity, sequence, start, end of the invitation in a message."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    found = icalendar.Calendar.from_ical(part.get_content())
    (one,) = found.walk("VEVENT")
    start, end = one.decoded("DTSTART"), one.decoded("DTEND")
    return found["METHOD"], str(one["UID"]), int(one["SEQUENCE"]), start.isoformat(), end.isoformat()


def invitations(brt, to):
    invites = [one for one in messages(brt, to) if "text/calendar" in {part.get_content_type() for part in one.walk()}]
    found = [event(one) for one in invites]
    return sorted(found, key=lambda one: one[2])


# ── HTML and translations ─────────────────────────────────────────────────────────────────────────


def test_html_is_escaped_and_text_is_not(brt):
    append(brt, CONFIRMED, 'html: "<p>Bonjour {{ contact.name }}, {{ motif }}</p>"\n')
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12", "motif=<script>alert(1)</script> & co"))
    (message,) = messages(brt, LUC)
    assert (
        "<p>Bonjour Luc Morel, &lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>"
        in message.get_body(("html",)).get_content()
    )
    assert "Bonjour Luc Morel," in message.get_body(("plain",)).get_content()


def people(brt, *contacts):
    row = {"ref": "D-7", "customer": "Essai", "people": {"commercial": "amelie"}, "contacts": contacts}
    (brt.root / "d.yaml").write_text(json.dumps([row]), encoding="utf-8")
    assert brt("dossier", "import", "d.yaml").code == 0


def test_each_reads_the_language_of_theirs(brt):
    english = '{subject: "Appointment on {{ rdv | date }}", body: "We come on {{ rdv | date }}."}'
    append(brt, CONFIRMED, f"translations:\n  en: {english}\n")
    contact = {"functions": ["technique"]}
    people(
        brt,
        {"name": "Ann", "email": "ann@x.example", "language": "en", **contact},
        {"name": "Luc", "email": "luc@x.example", "language": "fr", **contact},
        {"name": "Zoé", "email": "zoe@x.example", **contact},
    )
    assert brt("lint", CONFIRMED).code == 0
    brt.json("produce", "D-7", "--type", "visite")
    brt.json("done", "D-7/appeler", *sets("rdv=10/12"))
    subjects = {one["to"]: one["subject"] for one in brt.json("email", "list") if one["to"]}
    assert subjects == {
        "ann@x.example": "Appointment on Thursday 10 December 2026",
        "luc@x.example": "Rendez-vous le jeudi 10 décembre 2026",
        "zoe@x.example": "Rendez-vous le jeudi 10 décembre 2026",
    }


def test_a_text_says_what_it_is_written_in_and_doctor_asks_for_it_where_it_does_not(brt):
    """Ann speaks English, and there is no English text: French dates in the French one, once it says that it is."""
    ann = {"name": "Ann", "email": "ann@x.example", "language": "en", "functions": ["technique"]}
    people(brt, ann)
    assert "For those who speak en, dates are in it, whatever" in brt("doctor").out
    for file in (brt.root / "email_types").glob("*.yaml"):
        append(brt, file.relative_to(brt.root), "language: fr\n")
    assert brt("lint", CONFIRMED).code == 0
    assert "For those who speak" not in brt("doctor").out
    brt.json("produce", "D-7", "--type", "visite")
    brt.json("done", "D-7/appeler", *sets("rdv=10/12"))
    assert [one["subject"] for one in brt.json("email", "list") if one["to"] == "ann@x.example"] == [
        "Rendez-vous le jeudi 10 décembre 2026"
    ]


# ── invitations ───────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_goes_with_the_email(invited):
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    ((method, uid, _, start, end),) = invitations(invited, LUC)
    assert (method, start, end) == ("REQUEST", "2026-12-10T08:00:00+00:00", "2026-12-10T11:00:00+00:00")
    assert [one[1] for one in invitations(invited, LEO)] == [uid]
    number = str(of(invited, "rdv-confirme", "number")[0][0])
    assert "Invitation: Thu 10 Dec 2026 09:00\n" in invited("email", "show", number).out
    assert invited.json("email", "show", number)["invite"]["uid"] == uid


def test_without_a_slot_it_takes_the_day(invited):
    invited.json("done", "118/appeler", *sets("rdv=10/12"))
    assert [one[3:] for one in invitations(invited, LUC)] == [("2026-12-10", "2026-12-11")]


def test_the_correction_moves_it(invited):
    """`rdv-deplace` invites to nothing by itself, and carries the change to those who were invited."""
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    moved = invited.json("set", "118", "rdv=11/12")
    assert [one["email_type"] for one in moved["emails"]] == ["rdv-deplace", "rdv-deplace"]
    first, second = invitations(invited, LUC)
    assert second[1] == first[1]
    assert second[2] > first[2]
    assert second[3] == "2026-12-11T08:00:00+00:00"


def test_where_no_email_tells_of_a_change_the_invitation_is_sent_again(invited):
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    moved = invited.json("set", "118", "creneau=14h-17h")
    assert [(one["email_type"], one["to"]) for one in moved["emails"]] == [("rdv-confirme", LUC), ("rdv-confirme", LEO)]
    first, second = invitations(invited, LUC)
    assert (second[0], second[1], second[3]) == ("REQUEST", first[1], "2026-12-10T13:00:00+00:00")
    assert second[2] > first[2]
    assert invited.json("set", "118", "motif=x")["emails"] == []
    assert invited.json("set", "118", "creneau=14h-17h")["emails"] == []


def test_a_date_that_is_taken_back_leaves_the_calendar(invited):
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    invited.json("set", "118", "rdv=")
    first, second = invitations(invited, LUC)
    assert second[:2] == ("CANCEL", first[1])
    assert second[2] > first[2]
    assert second[3:] == first[3:]
    assert str(messages(invited, LUC)[-1]["Subject"]) == "Annulé\u00a0: Rendez-vous le jeudi 10 décembre 2026"
    assert invited.json("set", "118", "creneau=10h-11h")["emails"] == []  # nobody is invited any more


def test_a_change_that_waits_is_written_again(invited):
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    grace(invited, 30)
    invited.json("set", "118", "creneau=14h-17h")
    invited.json("set", "118", "creneau=15h-18h")
    waits = [one for one in invited.json("email", "list") if one["status"] == "queued"]
    assert [(one["to"], one["email_type"]) for one in waits] == [(LUC, "rdv-confirme"), (LEO, "rdv-confirme")]
    invited.now = "2026-11-30T10:00"
    invited("email", "deliver")
    assert [one[3] for one in invitations(invited, LUC)] == ["2026-12-10T08:00:00+00:00", "2026-12-10T14:00:00+00:00"]


def test_an_invitation_that_has_not_left_is_simply_another_one(invited):
    grace(invited, 30)
    invited.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    invited.json("set", "118", "rdv=11/12")
    invited.now = "2026-11-30T10:00"
    invited("email", "deliver")
    assert [one[3] for one in invitations(invited, LUC)] == ["2026-12-11T08:00:00+00:00"]


def test_an_invitation_waits_for_its_date(invited):
    """The text does not say the date, the invitation does."""
    edit(invited, CONFIRMED, "Nous passons le {{ rdv | date }}.", "À bientôt.")
    edit(invited, CONFIRMED, "Rendez-vous le {{ rdv | date }}", "Rendez-vous")
    grace(invited, 30)
    invited.json("done", "118/appeler", *sets("rdv=10/12"))
    invited.json("set", "118", "rdv=")
    invited.now = "2026-11-30T10:00"
    invited("email", "deliver")
    assert of(invited, "rdv-confirme")[0] == (LUC, "queued")
    invited.json("set", "118", "rdv=14/12")
    invited.now = "2026-11-30T11:00"
    invited("email", "deliver")
    assert [one[3] for one in invitations(invited, LUC)] == ["2026-12-14"]


# ── invitations of a member who does not go any more ──────────────────────────────────────────────


def visit_of(brt, to="role:technicien"):
    """A visit whose technician and customer are invited; returns the identity of its event."""
    edit(brt, TYPE, "to: [contact:technique, role:technicien]}", f"to: [contact:technique, {to}]}}")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12", "creneau=9h-12h"))
    return invitations(brt, LUC)[0][1]


def calendars(brt, *who):
    """Return the methods of the invitations that each of `who` got, and check that they are of one event, in order."""
    found = [invitations(brt, one) for one in who]
    for got in found:
        assert len({uid for _, uid, *_ in got}) <= 1
        assert len({sequence for _, _, sequence, *_ in got}) == len(got)
    return [[method for method, *_ in of] for of in found]


def test_who_gives_the_work_away_is_not_invited_any_more_and_who_takes_it_is(invitable):
    uid = visit_of(invitable)
    given = invitable.json("dossier", "assign", "118", "technicien=karim")
    assert [(one["to"], one["status"]) for one in given["emails"]] == [(LEO, "sent"), (KARIM, "sent")]
    assert calendars(invitable, LEO, KARIM, LUC) == [["REQUEST", "CANCEL"], ["REQUEST"], ["REQUEST"]]
    assert invitations(invitable, KARIM)[0][1] == uid
    (away,) = [one for one in messages(invitable, LEO) if "d'autre" in str(one["Subject"])]
    assert "Quelqu'un d'autre s'en charge" in away.get_body().get_content()
    moved = invitable.json("set", "118", "rdv=11/12")
    assert sorted({one["to"] for one in moved["emails"]}) == [KARIM, LUC]
    assert calendars(invitable, LEO, KARIM, LUC) == [["REQUEST", "CANCEL"], ["REQUEST"] * 2, ["REQUEST"] * 2]


def test_who_takes_it_back_is_invited_again(invitable):
    visit_of(invitable)
    for member in ("karim", "leo"):
        invitable.json("dossier", "assign", "118", f"technicien={member}")
    assert calendars(invitable, LEO, KARIM) == [["REQUEST", "CANCEL", "REQUEST"], ["REQUEST", "CANCEL"]]


def test_a_mistake_that_was_mended_before_anything_left_is_nobody_s_business(invitable):
    visit_of(invitable)
    grace(invitable, 30)
    invitable.json("dossier", "assign", "118", "technicien=karim")
    invitable.json("dossier", "assign", "118", "technicien=leo")
    invitable.now = "2026-11-30T10:00"
    assert invitable("email", "deliver").code == 0
    assert calendars(invitable, LEO, KARIM) == [["REQUEST"], []]


def test_what_waits_says_what_is_true_when_it_leaves(invitable):
    visit_of(invitable)
    grace(invitable, 30)
    invitable.json("dossier", "assign", "118", "technicien=karim")
    invitable.json("set", "118", "rdv=14/12")
    invitable.now = "2026-11-30T10:00"
    assert invitable("email", "deliver").code == 0
    assert calendars(invitable, LEO, KARIM) == [["REQUEST", "CANCEL"], ["REQUEST"]]
    assert invitations(invitable, KARIM)[0][3] == "2026-12-14T08:00:00+00:00"
    assert invitations(invitable, LEO)[1][3] == "2026-12-10T08:00:00+00:00"


def test_who_was_invited_for_another_role_too_still_is(invitable):
    visit_of(invitable, "role:technicien, role:adv")
    invitable.json("dossier", "assign", "118", "technicien=sonia")
    assert calendars(invitable, LEO, "sonia@telecom.example") == [["REQUEST", "CANCEL"], ["REQUEST"]]
    invitable.json("dossier", "assign", "118", "adv=karim")
    assert calendars(invitable, "sonia@telecom.example", KARIM) == [["REQUEST"], ["REQUEST"]]


def test_who_is_given_the_action_by_hand(invitable):
    visit_of(invitable, "assignee")
    invitable.json("reopen", "118/appeler")
    invitable.json("assign", "118/appeler", "karim")
    assert calendars(invitable, "amelie@telecom.example", KARIM) == [["REQUEST", "CANCEL"], ["REQUEST"]]


def test_what_is_over_is_left_alone(invitable):
    visit_of(invitable)
    invitable.now = "2026-12-10T13:00"
    assert invitable.json("dossier", "assign", "118", "technicien=karim")["emails"] == []


def test_what_is_called_off_leaves_all_calendars(invitable):
    uid = visit_of(invitable)
    off = invitable.json("cancel", "118", "--reason", "renonce", "--yes")
    assert sorted(one["to"] for one in off["emails"]) == [LEO, LUC]
    assert calendars(invitable, LEO, LUC) == [["REQUEST", "CANCEL"], ["REQUEST", "CANCEL"]]
    assert invitations(invitable, LUC)[1][1] == uid
    assert "Ce rendez-vous est annulé" in messages(invitable, LUC)[-1].get_body().get_content()


@pytest.mark.parametrize(
    ("invite", "said"),
    [
        ("{date: creneau}", "`creneau` is not a field of kind date"),
        ("{date: rdv, slot: rdv}", "`rdv` is not a field of kind slot"),
        ("{date: rdv2}", "Did you mean `rdv`?"),
        ("{slot: creneau}", "`date` is missing"),
    ],
)
def test_an_invitation_to_no_date_is_found(invited, invite, said):
    edit(invited, CONFIRMED, "{date: rdv, slot: creneau}", invite)
    linted = invited("lint", CONFIRMED)
    assert (linted.code, said in linted.out) == (1, True)
    assert invited("produce", "121", "--type", "visite").code == 1


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_goes_with_the_email(brt):
    append(brt, CONFIRMED, "attach: [docs/notice.txt]\n")
    (brt.root / "docs").mkdir()
    (brt.root / "docs/notice.txt").write_text("Débrancher d'abord.\n", encoding="utf-8")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    (message,) = messages(brt, LUC)
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True).decode()) == ("notice.txt", "Débrancher d'abord.\n")
    assert "With: docs/notice.txt\n" in brt("email", "show", "1").out


def test_a_file_that_is_missing(brt):
    """Lint and produce say no; when it goes missing later, the work stands and the email says why it did not leave."""
    append(brt, CONFIRMED, "attach: [docs/notice.txt]\n")
    linted = brt("lint", CONFIRMED)
    assert (linted.code, "There is no file `docs/notice.txt`" in linted.out) == (1, True)
    assert brt("produce", "118", "--type", "visite").code == 1
    (brt.root / "docs").mkdir()
    file = brt.root / "docs/notice.txt"
    file.write_text("x")
    brt.json("produce", "118", "--type", "visite")
    file.unlink()
    done = brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert [one["status"] for one in done["emails"]] == ["failed", "failed"]
    assert of(brt, "rdv-confirme", "reason")[0] == ("There is no file `docs/notice.txt` in the workspace.",)


def test_a_file_that_goes_missing_before_the_email_leaves(brt):
    append(brt, CONFIRMED, "attach: [docs/notice.txt]\n")
    (brt.root / "docs").mkdir()
    file = brt.root / "docs/notice.txt"
    file.write_text("x")
    brt.json("produce", "118", "--type", "visite")
    grace(brt, 30)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    file.unlink()
    brt.now = "2026-11-30T10:00"
    assert brt("email", "deliver").code == 1
    assert of(brt, "rdv-confirme", "to", "status")[0] == (LUC, "failed")
    assert KARIM not in str(brt.json("email", "list"))


# ── the email types that come with brt ────────────────────────────────────────────────────────────


def test_the_shipped_emails_bring_a_sheet_to_fill_in_and_an_appointment(brt):
    brt.json("produce", "118", "--type", "3cx-porta")
    brt.json("done", "118/appel-lancement", *sets("target_date=15/12/2026", "site_contact=Luc Morel"))
    (sheet,) = [part for one in messages(brt, LUC) for part in one.iter_attachments()]
    assert sheet.get_filename() == "plan-de-numerotation.csv"
    assert sheet.get_payload(decode=True).decode().startswith("\ufeffPrénom et nom;")
    brt.json("set", "118", *("install_date=10/12", "install_slot=9h-12h"))
    for email_type in ("confirmation-rdv-installation", "notification-technicien"):
        assert brt.json("email", "send", email_type, "118/planifier-intervention")["emails"]
    (customer,), (technician,) = invitations(brt, LUC)[-1:], invitations(brt, LEO)[-1:]
    assert customer[0] == technician[0] == "REQUEST"
    assert customer[1] == technician[1]
    assert customer[3] == technician[3] == "2026-12-10T08:00:00+00:00"
