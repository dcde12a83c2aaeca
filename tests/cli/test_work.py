"""Days at work: whole sessions, from the production of a dossier to its bill."""

import mailbox
import sqlite3
from collections import Counter

import pytest

from tests.cli import keys


def sets(*pairs):
    """Return FIELD=VALUE pairs as options."""
    return [word for pair in pairs for word in ("--set", pair)]


def ids(items):
    return [one["action"] for one in items]


def sent(answer):
    """Return to whom emails went, by email type."""
    found = {}
    for one in answer["emails"]:
        found.setdefault(one["email_type"], []).append(one["to"])
    return found


def addresses(brt):
    """Return how many emails each address got in the outbox folder."""
    box = mailbox.Maildir(brt.root / "outbox", create=False)
    return Counter(message["To"].partition("<")[2].rstrip(">") or message["To"] for message in box)


ERWAN, MAUD = "erwan@legoff-transports.example", "maud@legoff-transports.example"
AMELIE, SONIA, LEO = "amelie@telecom.example", "sonia@telecom.example", "leo@telecom.example"


def test_an_installation_from_its_production_to_its_bill(brt):
    """ftth-pro, for Transports Le Goff, over five weeks."""
    # Monday 30 November: the sales rep produces, and calls.
    made = brt.json("produce", "120", "--type", "ftth-pro", user="amelie")
    assert set(made) == keys.CHANGE
    assert ids(made["opened"]) == ["controler-dossier", "appel-lancement", "verifier-eligibilite"]
    assert made["opened"][0] == {
        "number": 4001,
        "ref": "D-2026-120/controler-dossier",
        "dossier": "D-2026-120",
        "customer": "Transports Le Goff",
        "installation_type": "ftth-pro",
        "phase": "lancement",
        "action": "controler-dossier",
        "name": "Contrôler que le dossier est complet",
        "role": "adv",
        "assignee": "sonia",
        "status": "available",
        "available_on": "2026-11-30",
        "due": "2026-12-01",
        "due_source": "computed",
        "late_days": 0,
        "asks": made["opened"][0]["asks"],
        "blocked": None,
        "optional": False,
        "skip_asked": False,
        "waits_for_field": None,
        "blocked_days": 0,
        "site": "Brest",
        "closed_on": None,
        "closed_by": None,
        "attempt": 1,
    }
    assert made["opened"][0]["asks"][0] == {
        "field": "siret",
        "kind": "siret",
        "label": "SIRET du titulaire",
        "at": "done",
        "optional": False,
        "must": None,
        "many": False,
        "choices": None,
        "value": None,
        "given": False,
    }
    (row,) = brt.json("overview")
    assert (row["status"], row["health"], row["phase"]) == ("running", "on_track", "lancement")
    assert row["progress"] == {"closed": 0, "total": 15, "percent": 0}
    assert row["next_action"]["action"] == "controler-dossier"

    called = brt.json(
        *("done", "120/appel-lancement", *sets("target_date=15/01", "site_contact=Erwan, 06 39 98 20 01")),
        user="amelie",
    )
    assert ids(called["closed"]) == ["appel-lancement"]
    assert {one["field"]: one["value"] for one in called["fields"]} == {
        "target_date": "2027-01-15",
        "site_contact": "Erwan, 06 39 98 20 01",
    }
    assert sent(called) == {"bienvenue-lancement": [MAUD, ERWAN, SONIA, LEO]}
    assert {one["status"] for one in called["emails"]} == {"sent"}
    assert addresses(brt) == Counter([MAUD, ERWAN, SONIA, LEO])

    # Tuesday: Sonia checks, then orders everything in one go.
    brt.now = "2026-12-01T09:00"
    assert [one["status"] for one in brt.json("todo")] == ["available"] * 2
    found = brt.json("done", "4001", "4003", *sets("siret=732 829 320 00074", "eligibility_ref=IMB/29019/X/0001"))
    assert ids(found["opened"]) == ["obtenir-autorisations", "commander-acces", "commander-routeur"]
    brt.json("done", "120/commander-acces", *sets("access_order_ref=A-1"))
    ordered = brt.json("done", "120/commander-routeur", *sets("supplier_order_ref=S-1", "expected_delivery_date=ven"))
    assert [(one["action"], one["due"], one["due_source"]) for one in ordered["opened"]] == [
        ("configurer-routeur", "2026-12-08", "field")
    ]

    # The landlord does not answer: Amélie blocks the action until Monday.
    stuck = brt.json(
        *("block", "120/obtenir-autorisations", "--party", "customer", "--reason", "syndic muet", "--until", "lun"),
        user="amelie",
    )
    assert stuck["changed"][0]["blocked"] == {
        "party": "customer",
        "reason": "syndic muet",
        "since": "2026-12-01",
        "until": "2026-12-07",
    }
    assert brt.json("overview")[0]["health"] == "blocked"
    assert brt.json("show", "120")["installations"][0]["health"] == "blocked"

    # On Monday it comes back on top; she had the answer on Friday.
    brt.now = "2026-12-07T09:00"
    (back,) = brt.json("todo", user="amelie")
    assert (back["status"], back["due"], back["late_days"]) == ("blocked", "2026-12-08", 0)
    assert ids(brt.json("done", "120/obtenir-autorisations", "--on", "ven", user="amelie")["opened"]) == [
        "planifier-raccordement"
    ]
    (facts,) = [one["facts"] for one in brt.json("history", "120")[-1:]]
    assert [(fact["what"], fact["day"]) for fact in facts[:2]] == [
        ("unblocked", "2026-12-07"),
        ("done", "2026-12-04"),
    ]

    # The appointment is made, then moved: those who were told are told again.
    planned = brt.json("done", "120/planifier-raccordement", *sets("connection_date=18/12", "connection_slot=9h-12h"))
    assert sent(planned) == {"confirmation-rdv-raccordement": [ERWAN, MAUD]}
    assert planned["opened"][0]["due"] == "2026-12-16"
    moved = brt.json("set", "120", "connection_date=22/12")
    assert sent(moved) == {"report-rdv-raccordement": [ERWAN, MAUD]}
    assert [(one["action"], one["due"]) for one in moved["changed"]] == [("rappeler-client-avant-rdv", "2026-12-18")]

    # Léo is late with the router: three business days, Christmas not yet among them.
    brt.now = "2026-12-11T09:00"
    (late,) = brt.json("todo", user="leo")
    assert (late["action"], late["late_days"]) == ("configurer-routeur", 3)
    assert brt.json("overview")[0]["health"] == "late"
    assert brt.json("overview")[0]["late_days"] == 3
    brt.json(
        "done", "120/configurer-routeur", *sets("config_ref=C-1", "serial_numbers=a", "serial_numbers=b"), user="leo"
    )

    brt.now = "2026-12-18T09:00"
    brt.json("done", "120/rappeler-client-avant-rdv")
    brt.now = "2026-12-22T09:00"
    refused = brt("done", "120/suivre-raccordement", *sets("connection_result=reporte", "pto_ref=P", "ont_serial=O"))
    assert refused.code == 1
    assert "closes only when Issue du raccordement is “ok”, not “reporté”" in refused.err
    report = sets("connection_result=ok", "pto_ref=FI-29019-0001", "ont_serial=ALCL0001")
    assert ids(brt.json("done", "120/suivre-raccordement", *report)["opened"]) == ["installer-routeur"]
    brt.json("done", "120/installer-routeur", *sets("wan_ip=203.0.113.7"), user="leo")
    tests = sets("speed_down_mbps=940,5", "uplink_mbps=600", "tests_ok=oui")
    tested = brt.json("done", "120/tester-acces", *tests, user="leo")
    assert sent(tested) == {"mise-en-service-fibre": [ERWAN, MAUD, AMELIE, SONIA]}

    # Nothing is billed before the acceptance is signed.
    (waiting,) = brt.json("bill")
    assert set(waiting) == keys.BILLABLE
    assert not waiting["ready"]
    assert ids(waiting["missing"]) == ["signer-pv-recette"]
    assert waiting["amounts"] == {"one_off": "150.00", "monthly": "88.00", "yearly": "0.00"}
    refused = brt("bill", "120", *sets("billing_start_date=01/01"))
    assert refused.code == 1
    assert "Faire signer le PV de recette" in refused.err
    assert "Léo" in refused.err

    brt.now = "2026-12-28T09:00"
    brt.json("done", "120/signer-pv-recette", *sets("acceptance_signed_at=auj"), user="leo")
    assert brt.json("bill")[0]["ready"]
    assert brt.json("show", "120")["status"] == "production"
    billed = brt.json("bill", "120", *sets("billing_start_date=01/01"))
    assert ids(billed["closed"]) == ["passer-en-facturation"]
    assert ids(billed["opened"]) == ["bilan-client"]
    assert sent(billed) == {"passage-facturation": [MAUD, AMELIE]}
    assert brt.json("show", "120")["status"] == "billing"

    again = brt("bill", "120", "--format", "json")
    assert (again.code, again.data["closed"], again.data["emails"]) == (0, [], [])
    assert again.err == "It was billed already.\n"
    assert brt.json("bill") == []

    # The last action closes the installation: it leaves the manager's view.
    brt.now = "2027-01-05T09:00"
    brt.json("done", "120/bilan-client", *sets("satisfaction=9"), user="amelie")
    assert brt.json("overview") == []
    (one,) = brt.json("show", "120")["installations"]
    assert (one["status"], one["billed_on"]) == ("complete", "2026-12-28")
    assert one["progress"] == {"closed": 15, "total": 15, "percent": 100}
    assert {phase["status"] for phase in one["phases"]} == {"complete"}
    assert one["fields"]["speed_down_mbps"] == "940.5"
    assert one["fields"]["serial_numbers"] == ["a", "b"]
    assert brt.json("show", "120")["customer_kind"] == "client"


@pytest.fixture
def visit(brt):
    """A short installation on the dossier 118: Amélie calls (1), Sonia checks (2), then Léo visits (3)."""
    brt.json("produce", "118", "--type", "visite", user="amelie")
    return brt


def log(brt, dossier="118"):
    return brt.json("history", dossier)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


def test_who_acts(visit):
    """--as before or after the command, else BRT_USER, else the own file, else the account."""
    assert visit("--as", "amelie", "todo", "--all").out.startswith("Amélie Roux")
    assert visit("todo", "--all", "--as", "amelie").out.startswith("Amélie Roux")
    assert visit("todo", user="karim").out.startswith("Karim Benali")
    own = visit.root / ".config" / "brt" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('user = "hugo"\n')
    assert visit("todo", user=None).out.startswith("Hugo Lefèvre")
    assert visit("todo", user=None, LOGNAME="lmartin").out.startswith("Hugo Lefèvre")
    own.unlink()
    assert visit("todo", user=None, LOGNAME="lmartin").out.startswith("Léo Martin")
    nobody = visit("todo", user=None)
    assert (nobody.code, nobody.out) == (2, "")
    assert "--as MEMBER" in nobody.err
    assert "BRT_USER" in nobody.err


def test_reading_needs_nobody(visit):
    for words in ("show 118", "show 118/appeler", "overview", "history 118", "bill", "todo --team", "todo --who leo"):
        assert visit(*words.split(), user=None).code == 0, words


def test_the_clock_is_set_in_tests_only(visit):
    answer = visit("todo", BRT_TESTING=None)
    assert (answer.code, answer.out) == (2, "")
    assert "BRT_TESTING=1" in answer.err
    answer = visit.process("todo", BRT_TESTING=None)
    assert (answer.code, answer.out) == (2, "")


def test_what_was_done_is_kept_with_who_did_it(visit):
    visit.json("done", "118/verifier", "--as", "karim")
    assert [(one["actor"], one["command"]) for one in log(visit)[-1:]] == [("karim", "done")]
    assert visit.json("show", "118/verifier")["closed_by"] == "karim"
    assert visit.json("show", "118/verifier")["assignee"] == "sonia"


# ── done ──────────────────────────────────────────────────────────────────────────────────────────


def test_done_twice_changes_nothing(visit):
    first = visit.json("done", "118/appeler", *sets("rdv=10/12"), user="amelie")
    assert sent(first) == {"rdv-confirme": ["luc@morel.example", LEO]}
    before = visit.database.read_bytes()
    again = visit("done", "118/appeler", *sets("rdv=11/12"))
    assert (again.code, again.out) == (0, "")
    assert again.err.splitlines() == [
        "“Appeler le client (118 Boulangerie Morel)” was done already, by Amélie on Mon 30 Nov. "
        "To open it again: brt reopen 4001",
        "Nothing was saved. To change a value: brt set DOSSIER FIELD=VALUE",
    ]
    assert visit.database.read_bytes() == before
    assert addresses(visit) == Counter(["luc@morel.example", LEO])


def test_several_actions_close_together_or_not_at_all(visit):
    before = visit.database.read_bytes()
    refused = visit("done", "118/verifier", "118/appeler")
    assert refused.code == 1
    assert "Date du rendez-vous (rdv)" in refused.err
    assert visit.database.read_bytes() == before
    both = visit.json("done", "118/verifier", "118/appeler", *sets("rdv=10/12"))
    assert ids(both["closed"]) == ["verifier", "appeler"]
    assert ids(both["opened"]) == ["passer"]
    assert len(log(visit)) == 3


def test_actions_of_several_dossiers_close_together_or_not_at_all(visit):
    visit.json("produce", "119", "--type", "visite")
    before = visit.database.read_bytes()
    assert visit("done", "118/verifier", "119/passer").code == 1
    assert visit.database.read_bytes() == before
    both = visit("done", "118/verifier", "119/verifier")
    assert both.out == (
        "✓ 4002  118 Boulangerie Morel        Vérifier le dossier\n"
        "✓ 4008  119 Cabinet Kerbrat Avocats  Vérifier le dossier\n"
    )


def test_values_many_and_from_a_file(visit):
    path = visit.root / "lignes.csv"
    path.write_text("01 99 00 18 01\n\n0199001802\n", encoding="utf-8")
    visit.json("done", "118/verifier", *sets("numeros=@lignes.csv"))
    assert visit.json("get", "118", "numeros") == ["+33199001801", "+33199001802"]
    assert visit("get", "118", "numeros").out == "01 99 00 18 01\n01 99 00 18 02\n"
    visit.json("set", "118", "numeros=0199001803", "numeros=0199001804")
    assert visit.json("get", "118", "numeros") == ["+33199001803", "+33199001804"]
    cleared = visit("set", "118", "numeros=")
    assert cleared.out == "= Numéros du site has no value any more, it was 01 99 00 18 03, 01 99 00 18 04\n"
    assert visit("get", "118", "numeros").code == 1
    again = visit("set", "118", "numeros=")
    assert (again.code, again.out, again.err) == (0, "", "Nothing to change.\n")


def test_a_file_of_values_as_windows_saves_it(visit):
    (visit.root / "rios.csv").write_bytes("01 40 50 60 70;FRFA1B2C31JT\r\n".encode("utf-8-sig"))
    visit.json("set", "118", "rios=@rios.csv")
    assert visit.json("get", "118", "rios") == [{"number": "+33140506070", "rio": "FRFA1B2C31JT"}]


def test_early_is_forced_with_a_reason_and_marked(visit):
    refused = visit("done", "118/passer", *sets("accord=oui-tout"))
    assert refused.code == 1
    assert "it waits for “Appeler le client” (Amélie) and “Vérifier le dossier” (Sonia)" in refused.err
    assert 'brt done D-2026-118/passer --early --reason "…"' in refused.err
    done = visit.json("done", "118/passer", *sets("accord=oui-tout"), "--early", "--reason", "on y était")
    assert ids(done["closed"]) == ["passer"]
    assert [(fact["early"], fact["text"]) for fact in log(visit)[-1]["facts"] if fact["what"] == "done"] == [
        (True, "on y était")
    ]
    assert "done early on Mon 30 Nov: on y était" in visit("history", "118").out


def test_back_dating(visit):
    """Delays count from the day it was really done; a short date is the last such day."""
    visit.now = "2026-12-03T09:00"
    visit.json("done", "118/appeler", *sets("rdv=10/12"))
    done = visit("done", "118/verifier", "--on", "01/12")
    assert "Done on Tue 1 Dec." in done.err
    assert (
        visit.json("show", "118/passer")["available_on"] == "2026-12-07"
    )  # two business days after the later, the 3rd


def test_dates_as_they_are_typed_are_said_again(visit):
    done = visit("done", "118/appeler", *sets("rdv=ven"))
    assert "= Date du rendez-vous: Fri 4 Dec 2026\n" in done.out
    assert "until Fri 18 Dec" in visit("todo", "--until", "18/12").out
    stuck = visit("block", "118/verifier", "--party", "us", "--reason", "x", *sets("motif=m"), "--until", "+3jo")
    assert "us: x (until Thu 3 Dec 2026)" in stuck.out


# ── skip, block, shift, take, assign ──────────────────────────────────────────────────────────────


def test_a_skip_asked_ahead_is_remembered(visit):
    asked = visit("skip", "118/former", "--reason", "déjà formés")
    assert asked.out == "~ 4004  Former les utilisateurs  Léo  to be skipped when its turn comes\n"
    item = visit.json("show", "118/former")
    assert (item["status"], item["skip_asked"]) == ("waiting", True)
    assert "waits for 4003, to be skipped" in visit("show", "118", "--all").out
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    visit.now = "2026-12-10T09:00"
    done = visit.json("done", "118/passer", *sets("accord=oui-tout"))
    assert ids(done["closed"]) == ["passer", "former"]
    assert visit.json("show", "118/former")["status"] == "skipped"


def test_block_and_unblock(visit):
    stuck = visit.json(
        "block", "118/verifier", "--party", "carrier", "--reason", "sans réponse", *sets("motif=attente")
    )
    assert set(stuck["changed"][0]["blocked"]) == keys.BLOCKED
    assert "BLOCKED\n 4002  118 Boulangerie Morel  Vérifier le dossier" in visit("todo").out
    again = visit("block", "118/verifier", "--party", "carrier", "--reason", "sans réponse", *sets("motif=attente"))
    assert (again.code, again.err) == (0, "Nothing to change.\n")
    free = visit.json("unblock", "118/verifier")
    assert free["changed"][0]["blocked"] is None
    assert visit("unblock", "118/verifier").code == 1


def test_done_unblocks(visit):
    visit.json("block", "118/verifier", "--party", "carrier", "--reason", "sans réponse", *sets("motif=attente"))
    done = visit.json("done", "118/verifier")
    assert (done["closed"][0]["status"], done["closed"][0]["blocked"]) == ("done", None)


def test_shifting_what_is_due_on_a_field_moves_the_field(visit):
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    moved = visit.json("shift", "118/passer", "11/12")
    assert visit.json("get", "118", "rdv") == "2026-12-11"
    assert [(one["due"], one["due_source"]) for one in moved["changed"]] == [("2026-12-11", "field")]
    assert sent(moved) == {"rdv-deplace": ["luc@morel.example", LEO]}


def test_shifting_this_action_alone(visit):
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    moved = visit.json("shift", "118/passer", "11/12", "--only")
    assert visit.json("get", "118", "rdv") == "2026-12-10"
    assert [(one["due"], one["due_source"]) for one in moved["changed"]] == [("2026-12-11", "manual")]
    visit.json("set", "118", "rdv=14/12")
    assert visit.json("show", "118/passer")["due"] == "2026-12-11"


def test_a_date_that_hangs_on_a_field_without_value_is_never_a_blank(visit):
    """The action stands among those without a date, and says which field it waits for."""
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    cleared = visit.json("set", "118", "rdv=")
    assert [(one["due"], one["due_source"]) for one in cleared["changed"]] == [(None, "none")]
    visit.now = "2026-12-02T09:00"
    mine = visit("todo", user="leo").out
    line = " 4003  118 Boulangerie Morel  Passer sur site  waits for Date du rendez-vous\n"
    assert mine.endswith(f"WITHOUT A DATE\n{line}")
    assert "Passer sur site          Léo  waits for Date du rendez-vous" in visit("show", "118").out
    assert "waits for Date du rendez-vous" in visit("show", "118/passer").out
    assert visit.json("show", "118/passer")["waits_for_field"] == {"field": "rdv", "label": "Date du rendez-vous"}


def test_shifting_before_the_action_opens_is_refused(visit):
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    before = visit.database.read_bytes()
    for only in ((), ("--only",)):
        refused = visit("shift", "118/passer", "1/12", *only)
        assert (refused.code, refused.out) == (1, "")
        assert "it becomes available on Wed 2 Dec 2026" in refused.err
    assert visit.database.read_bytes() == before


def test_shifting_to_a_day_off_is_said(visit):
    answer = visit("shift", "118/verifier", "2026-12-25")
    assert answer.code == 0
    assert answer.err == "D-2026-118, mind: Vérifier le dossier: Fri 25 Dec is a day off\n"
    assert visit.json("show", "118/verifier")["due"] == "2026-12-25"


def test_take_and_assign_stay_when_the_role_moves(visit):
    visit.json("take", "118/verifier", user="karim")
    visit.json("assign", "118/former", "nadia")
    made = visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2", "--person", "adv=hugo")
    assert [one["assignee"] for one in made["opened"]] == ["amelie", "hugo"]
    assert visit.json("show", "118/visite/verifier")["assignee"] == "karim"
    assert visit.json("show", "118/visite/former")["assignee"] == "nadia"


def test_a_role_that_moves_takes_its_open_actions_along(visit):
    assert visit.json("show", "118/verifier")["assignee"] == "sonia"
    visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2", "--person", "adv=hugo")
    assert visit.json("show", "118/visite/verifier")["assignee"] == "hugo"
    assert visit.json("show", "118/visite/facturer")["assignee"] == "hugo"


def test_assigning_a_role_moves_its_open_actions_but_those_that_were_taken(visit):
    visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2")
    visit.json("take", "118/Lot 2/verifier", user="karim")
    assert visit("dossier", "assign", "118", "adv=hugo").code == 0
    assert visit.json("show", "118/visite/verifier")["assignee"] == "hugo"
    assert visit.json("show", "118/visite/facturer")["assignee"] == "hugo"  # it waits: who holds the role now
    assert visit.json("show", "118/Lot 2/verifier")["assignee"] == "karim"


def test_the_pool(brt):
    """Nobody is technicien on 121: a warning, and the work waits until somebody takes it."""
    made = brt("produce", "121", "--type", "visite")
    assert made.code == 0
    assert "nobody holds the role Technicien; its actions wait in the pool (brt todo --unassigned)" in made.err
    assert made.err.count("brt dossier assign") == 1
    assert "To give them: brt dossier assign D-2026-121 technicien=…\n" in made.err
    brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    brt.now = "2026-12-10T09:00"
    (item,) = brt.json("todo", "--unassigned")
    assert (item["action"], item["assignee"]) == ("passer", None)
    brt.json("take", "121/passer", user="karim")
    assert brt.json("todo", "--unassigned") == []
    assert ids(brt.json("todo", user="karim")) == ["passer"]


# ── names ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_that_fits_an_action_and_a_dossier(brt):
    """D-4023 alone ends in 4023, as the twenty-third action is called: `show 4023` must be said in full."""
    brt.json("dossier", "add", "D-4023", "--customer", "Roy")
    brt.json("produce", "120", "--type", "ftth-pro")
    brt.json("produce", "119", "--type", "ftth-pro")
    both = brt("show", "4023")
    assert (both.code, both.out) == (1, "")
    assert both.err == ("4023 is an action and a dossier.\nSay which: D-2026-119/planifier-raccordement or D-4023\n")
    assert brt("note", "4023", "x").code == 1
    assert brt.json("show", "D-4023")["dossier"] == "D-4023"
    assert brt.json("show", "D-2026-119/planifier-raccordement")["number"] == 4023
    assert brt("take", "4023")[:3] == both[:3]


def test_two_runs_of_a_type(visit):
    visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2")
    vague = visit("done", "118/verifier")
    assert vague.code == 1
    assert "D-2026-118/visite/verifier, 'D-2026-118/Lot 2/verifier'" in vague.err
    assert ids(visit.json("done", "118/lot 2/verifier")["closed"]) == ["verifier"]
    assert visit.json("show", "118/visite/verifier")["status"] == "available"
    assert visit.json("show", "118/Lot 2/verifier")["ref"] == "D-2026-118/Lot 2/verifier"
    assert "118 Boulangerie Morel · visite" in visit("todo", "--all").out
    assert [one["label"] for one in visit.json("show", "118/Lot 2")["installations"]] == ["Lot 2"]
    assert visit("set", "118", "motif=x").code == 1
    assert visit("set", "118/visite", "motif=x").code == 0


def test_a_dossier_is_named_by_its_ending_or_its_customer(brt):
    for name in ("D-2026-118", "118", "2026-118", "morel", "BOULANG"):
        assert brt.json("show", name)["dossier"] == "D-2026-118", name
    assert brt("produce", "morel", "--type", "visite").code == 1  # only reading goes by the customer
    assert brt.json("show", "brehat")["dossier"] == "D-2026-124"  # Menuiserie Bréhat
    assert "Did you mean `D-2026-118` (Boulangerie Morel)?" in brt("show", "morell").err


def test_the_list_is_searched_as_people_type(visit):
    """Over the customer, the action, its number and its reference, without accents and capitals."""
    for text in ("verifier le", "VÉRIFIER", "boulangerie  morel", "118/verif", "4002", "visite"):
        assert "verifier" in ids(visit.json("todo", text, "--team", "--all")), text
    assert visit.json("todo", "livrer", "--team", "--all") == []
    said = visit("done", "verifer").err.splitlines()[0]
    assert said.endswith("Did you mean `D-2026-118/verifier` (Vérifier le dossier)?")
    assert "118 is the dossier D-2026-118: which of its actions?" in visit("done", "118").err


# ── emails ────────────────────────────────────────────────────────────────────────────────────────


def test_a_moved_date_is_told_to_those_who_were_told(visit):
    """`rdv-deplace` goes to three; only two of them had been told the old date."""
    assert sent(visit.json("set", "118", "rdv=9/12")) == {}
    called = visit.json("done", "118/appeler", *sets("rdv=10/12"))
    assert sent(called) == {"rdv-confirme": ["luc@morel.example", LEO]}
    moved = visit.json("set", "118", "rdv=11/12")
    assert sent(moved) == {"rdv-deplace": ["luc@morel.example", LEO]}
    assert sent(visit.json("set", "118", "rdv=11/12")) == {}
    again = visit.json("set", "118", "rdv=14/12")
    assert sent(again) == {"rdv-deplace": ["luc@morel.example", LEO]}
    assert sent(visit.json("set", "118", "motif=rien")) == {}


def test_the_moved_port_date_after_its_confirmation(brt):
    """3cx-porta: the date is confirmed to the customer and the team, then moves: all of them, and nobody else."""
    luc, jeanne = "luc@morel.example", "jeanne@morel.example"
    brt.json("produce", "118", "--type", "3cx-porta")
    early = ("--early", "--reason", "déjà fait")
    confirmed = brt.json("done", "118/confirmer-date-porta", *sets("port_date=15/12", "port_slot=9h-12h"), *early)
    assert sent(confirmed) == {
        "confirmation-date-portabilite": [luc, jeanne],
        "notification-equipe-portabilite": [AMELIE, LEO],
    }
    moved = brt.json("set", "118", "port_date=16/12")
    assert sent(moved) == {"report-date-portabilite": [luc, jeanne, AMELIE, LEO]}
    slot = brt.json("set", "118", "port_slot=14h-17h")
    assert sent(slot) == {"report-date-portabilite": [luc, jeanne, AMELIE, LEO]}
    both = brt.json("set", "118", "port_date=17/12", "port_slot=9h-12h")
    assert sent(both) == {"report-date-portabilite": [luc, jeanne, AMELIE, LEO]}
    body = brt("email", "show", str(both["emails"][0]["number"])).out
    assert "Prévue jusqu'ici\xa0: mercredi 16 décembre 2026, de 14\u00a0h à 17\u00a0h" in body
    assert "Désormais\xa0: jeudi 17 décembre 2026, de 9\u00a0h à 12\u00a0h" in body


def test_an_email_for_the_day_of_an_action_waits_for_it(visit):
    """`visite-proche` is queued at the trigger, leaves on the day, and moves with it."""
    triggered = visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    (waiting,) = [one for one in triggered["emails"] if one["email_type"] == "visite-proche"]
    assert (waiting["to"], waiting["status"]) == ("luc@morel.example", "queued")
    assert addresses(visit)["luc@morel.example"] == 1
    visit("note", "118", "rien de neuf", now="2026-12-01T23:59")
    assert addresses(visit)["luc@morel.example"] == 1
    visit("note", "118", "le jour venu", now="2026-12-02T00:00")
    assert addresses(visit)["luc@morel.example"] == 2


def test_an_email_that_waits_shows_the_new_value(visit):
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    visit.json("set", "118", "rdv=11/12")
    visit("note", "118", "le jour venu", now="2026-12-02T08:00")
    bodies = [message.get_payload(decode=True).decode() for message in mailbox.Maildir(visit.root / "outbox")]
    (near,) = [body for body in bodies if "Le technicien passe" in body]
    assert "11" in near
    assert "10" not in near


def test_nobody_to_write_to_does_not_undo_the_work(brt):
    """Menuiserie Bréhat has no technical contact: the call stands, the email is listed below the caller's work."""
    made = brt("produce", "124", "--type", "visite")
    assert "no contact with the function technique; its emails will reach nobody" in made.err
    done = brt.json("done", "124/appeler", *sets("rdv=10/12"), user="amelie")
    assert ids(done["closed"]) == ["appeler"]
    assert [(one["to"], one["status"]) for one in done["emails"]] == [("", "undeliverable"), (LEO, "sent")]
    assert "1 email not delivered (brt email list --problems)" in brt("todo", user="amelie").out
    assert "not delivered" not in brt("todo", user="sonia").out


def test_mail_that_fails_does_not_undo_the_work(brt):
    """A file stands where the outbox folder should be; once it is gone, the next command sends what waits."""
    (brt.root / "outbox").write_text("")
    brt.json("produce", "118", "--type", "visite")
    done = brt("done", "118/appeler", *sets("rdv=10/12"), "--format", "json")
    assert ids(done.data["closed"]) == ["appeler"]
    assert [one["status"] for one in done.data["emails"]] == ["queued", "queued"]
    assert "No email can leave now" in done.err
    (brt.root / "outbox").unlink()
    assert brt("note", "118", "x").code == 0
    assert addresses(brt) == Counter(["luc@morel.example", LEO])


# ── secrets ───────────────────────────────────────────────────────────────────────────────────────

CANARY = "canari-7391"
READS = ("show 118", "show 118 --all", "show 118/appeler", "todo --all", "todo --team --all", "overview", "history")


@pytest.mark.parametrize("style", ["table", "plain", "json", "csv"])
def test_a_secret_is_never_shown(visit, style):
    said = [visit("done", "118/appeler", *sets("rdv=10/12", f"digicode={CANARY}"), "--format", style)]
    assert visit("get", "118", "digicode").out == f"{CANARY}\n"
    said += [visit("set", "118", f"digicode={CANARY}2", "--format", style)]
    said += [visit(*words.split(), "--format", style) for words in (*READS, "history 118", "bill")]
    said += [visit("show", "118/verifier", "--format", style), visit("note", "118", "x"), visit("done", "118/appeler")]
    assert not [one for one in said if CANARY in one.out + one.err]
    assert not [one for one in said if one.code]


def test_a_secret_stands_in_its_own_table_alone(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12", f"digicode={CANARY}"))
    found = {table for table, text in dump(visit) if CANARY in text}
    assert found == {"secret_value"}
    assert CANARY not in "".join(str(message) for message in mailbox.Maildir(visit.root / "outbox"))


def dump(brt):
    """Yield every row of the database as text, with its table."""
    connection = sqlite3.connect(brt.database)
    tables = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
    for table in tables:
        for row in connection.execute(f'select * from "{table}"'):
            yield table, repr(row)
    connection.close()


def test_reading_a_secret_is_remembered(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12", f"digicode={CANARY}"))
    assert visit("get", "118", "digicode", user="leo").out == f"{CANARY}\n"
    entry = log(visit)[-1]
    assert (entry["actor"], entry["command"]) == ("leo", "get")
    assert [(fact["what"], fact["name"]) for fact in entry["facts"]] == [("read", "Digicode")]
    nobody = visit("get", "118", "digicode", user=None)
    assert (nobody.code, nobody.out) == (2, "")


def test_the_same_secret_again_changes_nothing(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12", f"digicode={CANARY}"))
    again = visit("set", "118", f"digicode={CANARY}")
    assert (again.code, again.err) == (0, "Nothing to change.\n")
    visit.json("set", "118", "digicode=")
    assert visit("get", "118", "digicode").code == 1
    assert not [table for table, text in dump(visit) if CANARY in text]


def test_a_value_changed_for_a_reason(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("set", "118", "rdv=10/12", "--reason", "premier créneau libre", "--party", "carrier")
    (entry,) = [one for one in brt.json("history", "118") if one["command"] == "set"]
    assert [(one["what"], one["party"], one["text"]) for one in entry["facts"]][-1] == (
        "explained",
        "carrier",
        "premier créneau libre",
    )
    assert brt("set", "118", "rdv=10/12", "--reason", "encore").err == "Nothing to change.\n"
    assert len([one for one in brt.json("history", "118") if one["command"] == "set"]) == 1


def test_the_pool_shows_all_that_can_be_done_whenever_it_is_due(brt):
    brt.json("dossier", "add", "D-9", "--customer", "Personne")
    brt.json("produce", "D-9", "--type", "visite")
    listed = brt.json("todo", "--unassigned")
    assert [(one["action"], one["due"]) for one in listed] == [("appeler", "2026-12-01"), ("verifier", "2026-12-02")]


def test_an_ending_is_unique_among_all_that_fit(brt):
    """However many references end alike: two in production are two, the only one in production is that one."""
    refs = [f"A-{number}-900118" for number in range(10, 41)]
    for ref in refs:
        brt.json("dossier", "add", ref, "--customer", "C")
    brt.json("produce", refs[-1], "--type", "visite")
    assert brt.json("show", "900118")["dossier"] == refs[-1]
    brt.json("produce", refs[0], "--type", "visite")
    refused = brt("done", "900118/appeler", *sets("rdv=10/12"))
    assert refused.code == 1
    assert "fits several dossiers" in refused.err


@pytest.mark.parametrize("label", ["lot 2", "VISITE"])
def test_a_label_is_a_name_of_its_own(brt, label):
    brt.json("produce", "118", "--type", "visite")
    brt.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2")
    refused = brt("produce", "118", "--type", "visite", "--again", "--label", label)
    assert (refused.code, refused.out) == (1, "")
    assert "already has an installation called" in refused.err


def test_a_type_is_not_produced_under_the_label_of_another(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("produce", "118", "--type", "visite", "--again", "--label", "ftth-pro")
    assert brt("produce", "118", "--type", "ftth-pro").code == 1


def test_what_was_blocked_until_today_is_back_on_top(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("block", "118/verifier", "--reason", "x", "--party", "us", "--until", "1/12", *sets("motif=m"))
    assert ids(brt.json("todo", "--team", "--until", "30/11")) == ["verifier"]
    brt.now = "2026-12-01T09:00"
    assert ids(brt.json("todo", "--team")) == ["verifier", "appeler"]
    assert "BLOCKED" not in brt("todo", "--team").out


def test_history_of_all_is_in_the_order_of_what_was_done(brt):
    for ref in ("118", "121", "118"):
        brt("note", ref, "x")
    assert [one["dossier"][-3:] for one in brt.json("history")][-3:] == ["118", "121", "118"]


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_stream(brt, closed):
    code = f"import sys; sys.{closed} = None; from brt.cli import main; main()"
    assert brt.process("todo", code=code).code == 0


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_a_terminal_without_accents(brt, errors):
    code = f"import sys; sys.stdout.reconfigure(encoding='ascii', errors='{errors}'); from brt.cli import main; main()"
    shown = brt.process("template", "show", "ftth-pro", code=code)
    assert (shown.code, "deplacer" in shown.out or "operateur" in shown.out, "?" in shown.out) == (0, True, False)


def test_signs_can_be_told_apart_in_plain_ascii(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "--set", "rdv=2026-12-15")
    wide, plain = (brt.process("show", "118", "--all", PYTHONIOENCODING=name) for name in ("utf-8", "ascii"))
    assert plain.out.isascii()
    signs = {
        (was.strip()[0], now.strip()[0])
        for was, now in zip(wide.out.split("\n"), plain.out.split("\n"), strict=True)
        if was
    }
    assert {("✓", "v"), ("●", "*"), ("·", ".")} <= signs
    assert [len(line) for line in plain.out.split("\n")] == [len(line) for line in wide.out.split("\n")]


def test_messages_and_help_are_plain_ascii_too(brt):
    lost = brt.process("show", "zzz", PYTHONIOENCODING="ascii", BRT_LANG="fr")
    assert (lost.code, lost.out, lost.err.isascii(), "\\x" in lost.err) == (1, "", True, False)
    told = brt.process("todo", "--help", PYTHONIOENCODING="ascii", BRT_LANG="fr")
    assert (told.code, told.out.isascii(), "A faire" in told.out or "a faire" in told.out) == (0, True, True)


def test_who_left_the_team_leaves_no_action_unseen(brt):
    brt.json("produce", "118", "--type", "visite")
    toml = brt.root / "brt.toml"
    toml.write_text(toml.read_text().replace("[team.amelie]", "[team.amelia]"))
    assert ids(brt.json("todo", "--unassigned")) == ["appeler"]


def test_linting_a_type_looks_at_the_emails_that_it_sends(brt):
    file = brt.root / "installation_types" / "seul.yaml"
    file.write_text(
        "name: Seul\nphases:\n  - id: p\n    name: P\n    actions:\n      - id: a\n        name: A\n        role: adv\n"
        "        emails: [{send: rdv-confirme, to: [contact:technique]}]\n"
    )
    linted = brt("lint", str(file))
    assert (linted.code, "email_types/rdv-confirme.yaml" in linted.out) == (1, True)


# ── what a person types and reads ─────────────────────────────────────────────────────────────────


def test_a_member_is_called_as_brt_calls_them(visit):
    for name, who in (("Léo", "leo"), ("LEO", "leo"), ("amélie", "amelie"), ("Nadia Faure", "nadia")):
        visit.json("assign", "118/appeler", name)
        assert visit.json("show", "118/appeler")["assignee"] == who
    assert "Did you mean `sonia`" in visit("assign", "118/appeler", "soniaa").err


def test_remarks_are_shown_where_they_belong(visit):
    assert visit("note", "118", "fermé", "le", "lundi").code == 0
    assert visit("note", "118/appeler", "clé chez\nle gardien").code == 0
    dossier = visit("show", "118").out.split("Remarks\n")[1]
    assert dossier == "  Mon 30 Nov  Sonia  fermé le lundi\n  Mon 30 Nov  Sonia  4001  clé chez le gardien\n"
    both = "Remarks\n  Mon 30 Nov  Sonia  fermé le lundi\n  Mon 30 Nov  Sonia  clé chez le gardien\n\nOnce"
    assert both in visit("show", "4001").out
    assert "Remarks\n  Mon 30 Nov  Sonia  fermé le lundi\n\nOnce" in visit("show", "118/verifier").out
    for number in range(3):
        visit("note", "118", f"n° {number}")
    assert visit("show", "118").out.splitlines()[-4:] == [
        *(f"  Mon 30 Nov  Sonia  n° {number}" for number in range(3)),
        "  and 2 before (brt history D-2026-118)",
    ]


def test_the_page_of_an_action_has_the_appointment_with_what_was_asked_with_it(brt):
    brt.json("produce", "118", "--type", "3cx-porta")
    assert "Créneau" not in brt("show", "118/installer-sur-site").out
    brt.json("set", "118", "install_date=10/12", "install_slot=9h-12h", "mandate_signatory=Luc M.", "--yes")
    shown = brt("show", "118/installer-sur-site").out
    assert "Date d'intervention: Thu 10 Dec\nCréneau d'intervention: 9:00" in shown
    assert "Luc M." not in shown


def test_an_action_is_no_dossier(visit):
    said = "4001 is an action of the dossier D-2026-118.\nName the dossier: D-2026-118\n"
    for words in (("history", "4001"), ("hold", "4001"), ("set", "4001", "rdv=10/12")):
        assert visit(*words)[:3] == (1, "", said)


@pytest.mark.parametrize("command", ["show", "why", "dossier show", "history", "email list"])
def test_a_customer_s_name_needs_no_quotes_to_read(visit, command):
    words = command.split()
    assert visit(*words, "boulangerie", "morel") == visit(*words, "D-2026-118")
    assert visit(*words, "boulangerie", "zzz")[:3] == (
        1,
        "",
        "There is no dossier boulangerie zzz. Did you mean `D-2026-118` (Boulangerie Morel)?\n"
        "To look in contacts, sites and numbers too: brt dossier find 'boulangerie zzz'\n",
    )


def test_a_search_that_finds_nothing_says_so(visit):
    assert visit("todo", "zzz").err == "Nothing here holds “zzz”. To look in the dossiers: brt dossier find zzz\n"
    assert visit("todo", "léo").err == "Nothing here holds “léo”. What Léo Martin has to do: brt todo --who leo\n"


def test_an_empty_list_says_so_before_what_comes_next(brt):
    brt.json("produce", "118", "--type", "visite", "--person", "adv=sonia")
    heading = "Sonia Petit · Monday 30 November"
    nothing = "Nothing is due today; 1 can be done already (--all)."
    assert brt("todo").out.splitlines() == [heading, nothing, "Then: Wed\xa0(1)   brt todo --until wed"]
    assert brt("todo", "--who", "karim").out.splitlines() == ["Karim Benali · Monday 30 November", "Nothing for today."]
    assert brt("todo", "--until", "tue").out.splitlines()[1] == "Nothing until then."
    assert brt("todo", "--who", "karim", "--all").out.splitlines()[1] == "Nothing to do."


def test_a_value_without_its_sign(visit):
    assert visit("set", "118", "rdv").err == "rdv is not FIELD=VALUE.\nLike this: rdv=…\n"
    assert visit("dossier", "assign", "118", "adv").err == "adv is not ROLE=MEMBER.\nLike this: adv=sonia\n"
    assert visit("set", "118", "=3").err == "=3 is not FIELD=VALUE.\nLike this: FIELD=…\n"


def test_a_number_that_is_nothing(visit):
    said = "There is neither an action nor a dossier 4999.\nTo see them: brt todo, brt dossier list\n"
    assert visit("show", "4999") == visit("note", "4999", "x") == (1, "", said)
    assert visit("show", "999").err.startswith("There is no dossier 999.\n")


def test_a_state_is_typed_as_it_is_read(visit):
    refs = [one["dossier"] for one in visit.json("dossier", "list", "--status", "production")]
    said = visit("dossier", "list", "--status", "En production", "--format", "json", BRT_LANG="fr")
    assert [one["dossier"] for one in said.data] == refs != []
    assert visit("email", "list", "--status", "envoyé", BRT_LANG="fr").code == 0


def test_the_beginning_of_an_action_is_offered_whole(visit):
    said = visit("done", "118/ver").err.splitlines()[0]
    assert said == "D-2026-118 has no action ver. Did you mean `verifier` (Vérifier le dossier)?"
    assert "Did you mean" not in visit("done", "118/ve").err


def test_a_value_is_given_to_every_installation_whose_actions_are_named(visit):
    visit.json("produce", "119", "--type", "visite", "--person", "commercial=amelie", "--person", "adv=sonia")
    said = visit("done", "118/appeler", "119/verifier", *sets("rdv=10/12"))
    told = [line for line in said.out.splitlines() if line.startswith("=")]
    assert told == ["= 118  Date du rendez-vous: Thu 10 Dec 2026", "= 119  Date du rendez-vous: Thu 10 Dec 2026"]
    assert "for every installation that the actions are of" in " ".join(visit("done", "--help").out.split())


def test_values_for_what_is_done_already_are_not_saved_and_that_is_said(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12"))
    answer = visit("done", "118/appeler", *sets("rdv=12/12"))
    assert answer.code == 0
    assert answer.err.endswith("Nothing was saved. To change a value: brt set DOSSIER FIELD=VALUE\n")
    assert visit.json("get", "118", "rdv") == "2026-12-10"
    assert "Nothing was saved" not in visit("done", "118/appeler").err


def test_a_remark_on_what_is_done_already_is_not_saved_and_that_is_said(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12"))
    answer = visit("done", "118/appeler", "--note", "digicode 1234A")
    assert (answer.code, answer.err.splitlines()[1:]) == (0, ['The remark was not saved: brt note 4001 "…"'])


HEADS = [
    ((), "Sonia Petit · "),
    (("--who", "leo"), "Léo Martin · "),
    (("--role", "adv"), "ADV · "),
    (("--unassigned",), "Unassigned · "),
    (("--team",), "Everybody · "),
    (("--team", "morel"), "Everybody · “morel” · "),
]


@pytest.mark.parametrize(("words", "head"), HEADS, ids=lambda part: " ".join(part))
def test_a_list_is_headed_by_what_was_asked(visit, words, head):
    assert visit("todo", *words).out.startswith(f"{head}Monday 30 November")


@pytest.mark.parametrize("names", [("118/appeler", "118/passer"), ("119/appeler", "118/appeler")], ids=" ".join)
def test_what_several_actions_lack_is_told_of_each(visit, names):
    visit.json("produce", "119", "--type", "visite")
    visit.json("done", "118/verifier")
    before = visit.database.read_bytes()
    answer = visit("done", *names, "--early", "--reason", "x")
    lines = answer.err.splitlines()
    assert (answer.code, answer.out, len(lines)) == (1, "", 4)
    for name, said, hint in zip(names, lines[::2], lines[1::2], strict=True):
        field, label = ("accord", "Accord du client") if "passer" in name else ("rdv", "Date du rendez-vous")
        assert f" asks for {label} ({field}" in said
        assert hint == f"Give them: brt done D-2026-{name} --set {field}=…"
    assert visit.database.read_bytes() == before


def test_what_follows_from_an_action_that_lacks_something_is_not_told(visit):
    visit.json("skip", "118/verifier", "--reason", "x")
    said = visit("done", "118/appeler", "118/passer", *sets("accord=oui-tout")).err
    assert "Appeler le client (118 Boulangerie Morel)” asks for Date du rendez-vous (rdv)." in said
    assert "Passer sur site" not in said


@pytest.mark.parametrize(
    "words", [("done", "4001", *sets("rdv=10/12")), ("skip", "4001", "--reason", "x"), ("unblock", "4001")]
)
def test_that_a_block_ends_is_said(visit, words):
    visit.json("block", "4001", "--reason", "injoignable", "--party", "customer", "--until", "04/12")
    answer = visit(*words)
    (line,) = (line for line in answer.out.splitlines() if " 4001 " in line)
    assert line.endswith("no longer blocked, customer: injoignable (until Fri 4 Dec)")
    visit.json("block", "4002", "--reason", "RIO", "--party", "carrier", *sets("motif=x"))
    freed = visit.json("done", "4002")["unblocked"]
    assert freed == [{"number": 4002, "party": "carrier", "reason": "RIO", "since": "2026-11-30", "until": None}]


def test_what_is_skipped_is_not_shown_as_done(visit):
    out = visit("skip", "118/appeler", "--reason", "inutile").out
    assert out.startswith("– ")
