"""Emails that wait, and what overtakes them: who they reach, what they say, and when they leave follow the work."""

import json
import mailbox
from collections import Counter
from email.utils import parseaddr

import pytest

LUC, LEO, KARIM = "luc@morel.example", "leo@telecom.example", "karim@telecom.example"
TYPE, NEAR = "installation_types/visite.yaml", "email_types/visite-proche.yaml"


def sets(*pairs):
    return [word for pair in pairs for word in ("--set", pair)]


def edit(brt, name, before, after):
    """Change a file of the workspace."""
    file = brt.root / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def addresses(brt):
    """Return how many messages lie in the folder for each address."""
    return Counter(parseaddr(message["To"])[1] for message in mailbox.Maildir(brt.root / "outbox"))


def of(brt, email_type, *keys):
    """Return what the list says of an email type."""
    keys = keys or ("to", "status")
    return [tuple(one[key] for key in keys) for one in brt.json("email", "list") if one["email_type"] == email_type]


def near(brt):
    return of(brt, "visite-proche")


def body(brt, email_type):
    """Return the text of the last email of a type."""
    number = [one["number"] for one in brt.json("email", "list") if one["email_type"] == email_type][-1]
    return brt.json("email", "show", str(number))["body"]


def grace(brt, minutes):
    edit(brt, "brt.toml", 'grace = "0 minutes"', f'grace = "{minutes} minutes"')


@pytest.fixture
def waiting(brt):
    """A visit whose technician's email leaves on the day on which the visit can be done."""
    file = brt.root / "installation_types" / "visite.yaml"
    file.write_text(file.read_text().replace("to: [contact:technique]}", "to: [assignee]}"))
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    return brt


def test_the_email_for_a_day_goes_to_who_has_the_action_then(waiting):
    assert near(waiting) == [("leo@telecom.example", "queued")]
    waiting.json("assign", "118/passer", "karim")
    assert near(waiting) == [("karim@telecom.example", "queued")]
    waiting.now = "2026-12-11T09:00"
    assert waiting("email", "deliver").code == 0
    assert near(waiting) == [("karim@telecom.example", "sent")]
    assert addresses(waiting)["karim@telecom.example"] == 1
    assert addresses(waiting)["leo@telecom.example"] == 1  # what had left before


def test_the_email_for_a_day_does_not_outlive_its_action(waiting):
    waiting.json("skip", "118/passer", "--reason", "annulée")
    assert near(waiting) == [("leo@telecom.example", "cancelled")]


def test_one_correction_a_change_from_what_was_told(brt):
    toml = brt.root / "brt.toml"
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "4001", *sets("rdv=10/12"))
    toml.write_text(
        toml.read_text().replace("[mail]", '[mail]\ngrace = "30 minutes"').replace('grace = "0 minutes"\n', "")
    )

    def waiting():
        return [one for one in brt.json("email", "list") if one["status"] == "queued"]

    brt.json("set", "118", "rdv=11/12")
    brt.json("set", "118", "rdv=12/12")
    (luc,) = [one for one in waiting() if one["to"] == "luc@morel.example"]
    body = brt("email", "show", str(luc["number"])).out
    assert "samedi 12 décembre 2026 et non le jeudi 10 décembre 2026" in body
    brt.json("set", "118", "rdv=10/12")
    assert not [one for one in waiting() if one["to"] == "luc@morel.example"]


@pytest.mark.parametrize(
    ("to", "role", "first", "then"),
    [
        ("role:commercial", "commercial", "amelie@telecom.example", KARIM),
        ("role:technicien", "technicien", LEO, KARIM),
        ("assignee", "technicien", LEO, KARIM),
    ],
)
def test_an_email_to_a_role_goes_to_who_holds_it_when_it_leaves(brt, to, role, first, then):
    edit(brt, TYPE, "to: [contact:technique]}", f"to: [{to}]}}")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    assert near(brt) == [(first, "queued")]
    brt.json("dossier", "assign", "118", f"{role}=karim")
    assert near(brt) == [(then, "queued")]
    assert "Bonjour Karim" in body(brt, "visite-proche")
    brt.now = "2026-12-11T09:00"
    assert brt("email", "deliver").code == 0
    assert near(brt) == [(then, "sent")]
    brt.json("dossier", "assign", "118", f"{role}=leo")
    assert near(brt) == [(then, "sent")]


def test_an_email_that_nobody_was_to_get_goes_to_who_comes(brt):
    edit(brt, TYPE, "to: [contact:technique]}", "to: [role:chef-projet]}")
    edit(brt, "brt.toml", ', fallback = "adv"', "")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    assert near(brt) == [("", "undeliverable")]
    brt.json("dossier", "assign", "118", "chef-projet=karim")
    assert near(brt) == [(KARIM, "queued")]


def test_one_who_had_two_roles_and_gives_one_away(brt):
    """One message to Léo while he is both; then one to each."""
    edit(brt, TYPE, "to: [contact:technique]}", "to: [role:technicien, role:commercial]}")
    brt.json("produce", "118", "--type", "visite", "--person", "commercial=leo")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    assert near(brt) == [(LEO, "queued")]
    brt.json("dossier", "assign", "118", "technicien=karim")
    assert sorted(near(brt)) == [(KARIM, "queued"), (LEO, "queued")]
    brt.json("dossier", "assign", "118", "technicien=leo")
    assert sorted(near(brt)) == [(KARIM, "cancelled"), (LEO, "queued")]
    brt.now = "2026-12-11T09:00"
    brt("email", "deliver")
    assert addresses(brt) == Counter({LUC: 1, LEO: 2})


def test_an_email_in_its_grace_goes_to_the_new_holder(brt):
    grace(brt, 30)
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert of(brt, "rdv-confirme") == [(LUC, "queued"), (LEO, "queued")]
    brt.json("dossier", "assign", "118", "technicien=karim")
    assert of(brt, "rdv-confirme") == [(LUC, "queued"), (KARIM, "queued")]
    brt.now = "2026-11-30T09:31"
    brt("email", "deliver")
    assert addresses(brt) == Counter({LUC: 1, KARIM: 1})


def test_an_email_that_waits_names_who_holds_a_role_now(brt):
    edit(brt, NEAR, "Le technicien passe", "{{ people.technicien.name }} passe")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    assert "Léo" in body(brt, "visite-proche")
    brt.json("dossier", "assign", "118", "technicien=karim")
    assert "Karim" in body(brt, "visite-proche")
    assert "Léo" not in body(brt, "visite-proche")


def test_what_a_change_was_from_stays_told_when_somebody_else_comes(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    grace(brt, 30)
    brt.json("set", "118", "rdv=11/12")
    brt.json("dossier", "assign", "118", "technicien=karim")
    assert "vendredi 11 décembre 2026 et non le jeudi 10 décembre 2026" in body(brt, "rdv-deplace")
    assert of(brt, "rdv-deplace") == [(LUC, "queued"), (LEO, "queued")]  # they were told the old day, Karim was not


# ── a value that is taken back ────────────────────────────────────────────────────────────────────


def test_an_email_waits_for_the_value_that_it_announced(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=")
    assert of(brt, "visite-proche", "status", "next_attempt_at", "reason") == [
        ("queued", None, "it waits for a value of Date du rendez-vous")
    ]
    brt.now = "2026-12-11T09:00"
    assert brt("email", "deliver").code == 0
    assert near(brt) == [(LUC, "queued")]
    brt.json("set", "118", "rdv=15/12")
    assert near(brt) == [(LUC, "sent")]
    assert "mardi 15 décembre 2026" in body(brt, "visite-proche")
    assert of(brt, "visite-proche", "reason") == [(None,)]


def test_an_email_does_not_wait_for_what_may_be_left_out(brt):
    edit(brt, NEAR, "Le technicien passe", "{% if motif %}Motif : {{ motif }}.{% endif %} Le technicien passe")
    edit(brt, TYPE, "{field: motif, at: blocked}", "{field: motif, optional: true}")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12", "motif=panne"))
    assert "Motif : panne." in body(brt, "visite-proche")
    brt.json("set", "118", "motif=")
    assert "Motif" not in body(brt, "visite-proche")
    brt.now = "2026-12-11T09:00"
    brt("email", "deliver")
    assert near(brt) == [(LUC, "sent")]


# ── several people of one function ────────────────────────────────────────────────────────────────


def contact(name, address=None, **more):
    return {"name": name, "functions": ["technique"], **({"email": address} if address else {}), **more}


def imported(brt, *contacts):
    row = {"ref": "D-7", "customer": "Essai", "people": {"commercial": "amelie", "adv": "sonia"}, "contacts": contacts}
    (brt.root / "d.yaml").write_text(json.dumps([row]), encoding="utf-8")
    assert brt("dossier", "import", "d.yaml").code == 0
    brt("produce", "D-7", "--type", "visite")
    return [one for one in brt.json("done", "D-7/appeler", *sets("rdv=10/12"))["emails"] if "role" not in one["to"]]


@pytest.mark.parametrize(
    ("contacts", "to", "reasons"),
    [
        ([contact("A", "a@x.example"), contact("B", "b@x.example", accept_emails=False)], ["a@x.example"], []),
        ([contact("A", "a@x.example"), contact("B")], ["a@x.example"], []),
        ([contact("A", "a@x.example", active=False)], [""], ["nobody has the function technique on this dossier"]),
        ([contact("A", "a@x.example", accept_emails=False)], [""], ["A does not want emails"]),
        (
            [contact("A"), contact("B", "b@x.example", accept_emails=False)],
            [""],
            ["A has no email address; B does not want emails"],
        ),
    ],
)
def test_who_is_reached_among_several_contacts(brt, contacts, to, reasons):
    """Nobody is written to against their will; only when nobody is reached at all is that a matter for a person."""
    imported(brt, *contacts)
    rows = [one for one in brt.json("email", "list") if one["dossier"] == "D-7" and one["email_type"] == "rdv-confirme"]
    assert [one["to"] for one in rows][: len(to)] == to
    assert [one["reason"] for one in rows if one["reason"]][: len(reasons)] == reasons


# ── what was announced and does not hold any more ─────────────────────────────────────────────────


def test_emails_that_announced_what_has_changed(brt):
    brt.json("produce", "118", "--type", "visite")
    assert brt("email", "list", "--superseded").err == "Everything that was announced still holds.\n"
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert brt.json("email", "list", "--superseded") == []
    brt.json("set", "118", "rdv=11/12")
    found = brt.json("email", "list", "--superseded")
    assert [(one["number"], one["to"], one["email_type"]) for one in found] == [
        (1, LUC, "rdv-confirme"),
        (2, LEO, "rdv-confirme"),
    ]
    changed = {"field": "rdv", "label": "Date du rendez-vous", "kind": "date"}
    assert found[0]["superseded"] == [{**changed, "told": "2026-12-10", "now": "2026-12-11", "corrected_by": 3}]
    shown = brt("email", "list", "--superseded").out
    assert "Date du rendez-vous: Thu 10 Dec → Fri 11 Dec, said by email 3" in shown
    assert brt("email", "list", "--superseded", "--format", "csv").out.count("\n") == 3


def test_what_was_announced_and_nobody_corrected(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=")
    assert [one["superseded"][0]["corrected_by"] for one in brt.json("email", "list", "--superseded")] == [None, None]
    brt.json("set", "118", "rdv=10/12")
    assert brt.json("email", "list", "--superseded") == []
