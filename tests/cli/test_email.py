"""The outbox: list, show, preview, deliver."""

import csv
import io
import json
import re
import shlex
import shutil

import pytest

from brt.cli import email_deliver, email_list, email_preview, email_show
from tests.cli.play import CALL, WHO, Play, apart, example

KEYS = [
    *("number", "dossier", "action", "email_type", "to", "subject", "status", "queued_at", "sent_at", "attempts"),
    *("next_attempt_at", "reason"),
]


WHERE = "Emails go into outbox/ (no mail server is set): brt.toml, [mail]\n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    assert play("produce", "118", "--type", "3cx-porta", *WHO).code == 0
    assert play("produce", "124", "--type", "3cx-sans-porta-a-distance", *WHO).code == 0
    assert play("done", "118/appel-lancement", *CALL).code == 0
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    """Two dossiers at work; the launch call of the first has been made, and its five emails have left."""
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


def emails(brt, *words):
    answer = brt("email", "list", "--format", "json", *words)
    assert answer.code == 0
    return json.loads(answer.out)


def configure(brt, before, after):
    """Change brt.toml."""
    path = brt.at / "brt.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


# ── list ──────────────────────────────────────────────────────────────────────────────────────────


def test_list(brt):
    answer = brt("email", "list")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].split() == ["NO.", "WHEN", "DOSSIER", "TO", "EMAIL", "STATUS"]
    assert re.split(r"\s{2,}", lines[1].strip()) == (
        ["1", "Mon 30 Nov 09:00", "118", "Jeanne Morel", "bienvenue-lancement", "filed"]
    )
    assert len(lines) == 6
    assert max(map(len, lines)) < 140


def test_list_as_json(brt):
    rows = emails(brt)
    assert [list(row) for row in rows] == [KEYS] * 5
    assert rows[4] == {
        "number": 5,
        "dossier": "D-2026-118",
        "action": "D-2026-118/appel-lancement",
        "email_type": "collecte-technique",
        "to": "luc@morel.example",
        "subject": rows[4]["subject"],
        "status": "sent",
        "queued_at": "2026-11-30T08:00:00Z",
        "sent_at": "2026-11-30T08:00:00Z",
        "attempts": 1,
        "next_attempt_at": None,
        "reason": None,
    }


def test_other_formats_have_everything(brt):
    rows = list(csv.DictReader(io.StringIO(brt("email", "list", "--format", "csv").out)))
    assert list(rows[0]) == KEYS
    assert [int(row["number"]) for row in rows] == [1, 2, 3, 4, 5]
    assert brt("email", "list", "--format", "plain").out.count("\n") == 5


def test_what_waits_has_a_next_attempt(brt):
    configure(brt, 'grace = "0 minutes"', 'grace = "10 minutes"')
    brt("done", "124/appel-lancement", *CALL)
    waiting = [row for row in emails(brt) if row["status"] == "queued"]
    assert "yann@brehat.example" in {row["to"] for row in waiting}
    assert {row["next_attempt_at"] for row in waiting} == {"2026-11-30T08:10:00Z"}


def test_problems(brt):
    assert brt("email", "list", "--problems") == (0, "", "No email has a problem.\n")
    brt("done", "124/appel-lancement", *CALL)
    found = emails(brt, "--problems")
    assert found
    assert {row["status"] for row in found} == {"undeliverable"}
    assert {row["to"] for row in found} == {""}
    answer = brt("email", "list", "--problems")
    assert answer.out.splitlines()[0].split() == ["NO.", "DOSSIER", "EMAIL", "REASON"]
    assert "124 Menuiserie Bréhat" in answer.out
    assert "nobody has the function technique on this dossier" in answer.out


def test_a_second_run_names_its_label(brt):
    again = ("produce", "118", "--type", "3cx-porta", "--again", "--label", "Lot 2")
    assert brt(*again).code == 0
    assert brt("done", "118/Lot 2/appel-lancement", *CALL).code == 0
    refs = {row["action"] for row in emails(brt)}
    assert refs == {"D-2026-118/3cx-porta/appel-lancement", "D-2026-118/Lot 2/appel-lancement"}


def test_the_emails_of_a_dossier(brt):
    assert brt("email", "list", "124").out == ""
    assert brt("email", "list", "124").err == f"No email is about this dossier.\n{WHERE}"
    assert brt("done", "124/appel-lancement", *CALL).code == 0
    every = emails(brt)
    of_it = [row for row in every if row["dossier"] == "D-2026-118"]
    assert 0 < len(of_it) < len(every)
    assert emails(brt, "118") == emails(brt, "morel") == of_it
    assert emails(brt, "118", "--superseded") == []
    assert emails(brt, "124", "--status", "sent") == [
        row for row in every if row not in of_it and row["status"] == "sent"
    ]
    wrong = brt("email", "list", "199")
    assert (wrong.code, wrong.out) == (1, "")
    assert "There is no dossier 199" in wrong.err


def test_no_email_yet(tmp_path):
    play = Play(tmp_path)
    assert play("init").code == 0
    assert play("email", "list") == (0, "", f"There is no email yet.\n{WHERE}")
    assert emails(play) == []
    assert not (tmp_path / "brt.db").exists()


# ── where they go ─────────────────────────────────────────────────────────────────────────────────


def test_the_delivery_that_makes_the_folder_says_where_emails_go_and_no_later_one(brt):
    shutil.rmtree(brt.at / "outbox")
    assert brt("done", "124/appel-lancement", *CALL, BRT_USER="amelie").err == WHERE
    later = brt("email", "send", "bienvenue-lancement", "124", "--to", "luc@morel.example")
    assert "✉" in later.out
    assert WHERE not in later.err


def test_a_command_without_an_email_says_nothing_of_them(brt):
    shutil.rmtree(brt.at / "outbox")
    assert WHERE not in brt("note", "118", "fermé le lundi").err


def test_deliver_says_where_the_first_emails_go(brt):
    shutil.rmtree(brt.at / "outbox")
    configure(brt, 'grace = "0 minutes"', 'grace = "10 minutes"')
    assert WHERE not in brt("done", "124/appel-lancement", *CALL).err
    assert brt("email", "deliver", BRT_NOW="2026-11-30T09:11") == (
        0,
        "3 sent, 0 to be tried again, 0 failed, 0 uncertain.\n",
        WHERE,
    )
    assert brt("email", "deliver", BRT_NOW="2026-11-30T09:12").err == ""


def test_the_list_says_where_emails_go_where_no_server_is_set(brt):
    assert brt("email", "list").err == WHERE
    configure(brt, 'transport = "maildir:outbox"', 'transport = "smtp://127.0.0.1:1"')
    assert brt("email", "list").err == ""


def test_a_sender_that_is_not_set_says_so(brt):
    shutil.rmtree(brt.at / "outbox")
    configure(brt, "from =", "# from =")
    assert brt("done", "124/appel-lancement", *CALL).code == 0
    senders = {path.read_text().splitlines()[0] for path in (brt.at / "outbox" / "new").iterdir()}
    assert senders == {'From: "from is not set (brt.toml, [mail])" <brt@brt.example>'}


# ── show ──────────────────────────────────────────────────────────────────────────────────────────


def test_show(brt):
    lines = brt("email", "show", "1").out.splitlines()
    assert lines[:9] == [
        "From: Télécom Exemple <installations@telecom.example>",
        "To: Jeanne Morel <jeanne@morel.example>",
        "Subject: Télécom Exemple\u00a0: nous lançons votre installation (dossier D-2026-118)",
        "Email: 1, bienvenue-lancement",
        "Dossier: D-2026-118/appel-lancement",
        "Queued: Mon 30 Nov 2026 09:00",
        "Status: filed, in outbox/, Mon 30 Nov 2026 09:00",
        "",
        "Bonjour Jeanne Morel,",
    ]


def test_show_as_json(brt):
    data = json.loads(brt("email", "show", "1", "--format", "json").out)
    assert list(data) == [*KEYS, "to_name", "target", "body", "html", "invite", "attach"]
    assert data["body"].startswith("Bonjour Jeanne Morel,\n")


def test_show_what_reached_nobody(brt):
    brt("done", "124/appel-lancement", *CALL)
    number = emails(brt, "--problems")[0]["number"]
    out = brt("email", "show", str(number)).out
    assert "To: nobody (contact technique)\n" in out
    assert "Reason: nobody has the function technique on this dossier\n" in out


def test_show_what_is_not_there(brt):
    answer = brt("email", "show", "999")
    assert (answer.code, answer.out) == (1, "")
    assert "brt email list" in answer.err
    for bad in ("abc", "0", "9" * 30):
        assert brt("email", "show", bad).code == 2


# ── preview ───────────────────────────────────────────────────────────────────────────────────────


def previewed(brt, *words):
    answer = brt("email", "preview", *words, "--format", "json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_preview_for_each_recipient(brt):
    answer = brt("email", "preview", "confirmation-date-portabilite", "118")
    assert answer.code == 0
    assert answer.out.startswith("To: Luc Morel <luc@morel.example>\nSubject: ")
    assert "\n" + "─" * 40 + "\nTo: Jeanne Morel <jeanne@morel.example>\n" in answer.out
    assert answer.err == "Not set on the dossier yet: numbers_kept, numbers_to_port, port_date, port_slot.\n"


def test_preview_has_the_present_values(brt):
    brt("set", "118", "port_date=2026-12-15", "--yes")
    rows = previewed(brt, "confirmation-date-portabilite", "118")
    assert [row["to"] for row in rows] == ["luc@morel.example", "jeanne@morel.example"]
    assert {row["action"] for row in rows} == {"D-2026-118/confirmer-date-porta"}
    assert "mardi 15 décembre 2026" in rows[0]["body"]


def test_preview_sends_and_keeps_nothing(brt):
    before = (brt.at / "brt.db").read_bytes()
    sent = sorted((brt.at / "outbox").rglob("*"))
    assert brt("email", "preview", "bienvenue-lancement", "118").code == 0
    assert (brt.at / "brt.db").read_bytes() == before
    assert sorted((brt.at / "outbox").rglob("*")) == sent


def test_preview_needs_nobody_to_act(brt):
    assert brt("email", "preview", "bienvenue-lancement", "118", LOGNAME="inconnu").code == 0


@pytest.mark.parametrize("name", ["118", "D-2026-118", "118/3cx-porta", "118/bilan-client"])
def test_preview_by_dossier_installation_or_action(brt, name):
    (row,) = previewed(brt, "enquete-satisfaction", name)
    assert (row["to"], row["action"]) == ("jeanne@morel.example", "D-2026-118/bilan-client")


def test_preview_of_the_emails_of_a_field(brt):
    rows = previewed(brt, "report-date-portabilite", "118")
    assert [row["target"] for row in rows] == [
        *("contact:technique", "contact:administratif", "role:commercial", "role:technicien"),
    ]
    assert {row["action"] for row in rows} == {None}


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("role:adv", "sonia@telecom.example"),
        ("role:ADV", "sonia@telecom.example"),
        ("contact:signataire", "luc@morel.example"),
        ("member:karim", "karim@telecom.example"),
        ("managers", "nadia@telecom.example"),
        ("moi@ailleurs.example", "moi@ailleurs.example"),
    ],
)
def test_preview_to_somebody_else(brt, target, to):
    (row,) = previewed(brt, "enquete-satisfaction", "118", "--to", target)
    assert row["to"] == to


def test_preview_to_who_has_the_action(brt):
    (row,) = previewed(brt, "alerte-blocage", "118/controler-dossier", "--to", "assignee")
    assert row["to"] == "sonia@telecom.example"
    assert "Contrôler que le dossier est complet" in row["subject"]


def test_preview_to_nobody(brt):
    answer = brt("email", "preview", "enquete-satisfaction", "118", "--to", "contact:compta")
    assert answer.code == 0
    assert answer.out.startswith(
        "To: nobody (contact compta)\nReason: nobody has the function compta on this dossier\nSubject: "
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("bienvenu-lancement", "118"), 1, "Did you mean `bienvenue-lancement` (Bienvenue"),
        (("enquete-satisfaction", "999"), 1, "There is no dossier 999."),
        (("enquete-satisfaction", "118/bilan-clien"), 1, "Did you mean `bilan-client` (Faire le bilan"),
        (("enquete-satisfaction", "118/appel-lancement"), 1, "D-2026-118/appel-lancement sends enquete-satisfaction"),
        (("report-rdv-raccordement", "118"), 1, "--to contact:technique"),
        (("enquete-satisfaction", "118", "--to", "technique"), 2, "contact:FUNCTION"),
        (("enquete-satisfaction", "118", "--to", "manager"), 2, "Did you mean `managers`?"),
        (("enquete-satisfaction", "118", "--to", "role:advv"), 1, "Did you mean `adv`?"),
        (("enquete-satisfaction", "118", "--to", "member:sonja"), 1, "Did you mean `sonia`?"),
        (("enquete-satisfaction", "118", "--to", "a@@b"), 1, "a@@b"),
    ],
)
def test_preview_says_no(brt, words, code, said):
    answer = brt("email", "preview", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_preview_before_production(tmp_path):
    play = Play(tmp_path)
    example(tmp_path, play)
    answer = play("email", "preview", "enquete-satisfaction", "118")
    assert answer.code == 1
    assert "brt produce D-2026-118" in answer.err


def test_preview_of_a_text_with_mistakes(brt):
    path = brt.at / "email_types/enquete-satisfaction.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  {{ company.name | money }}\n", encoding="utf-8")
    answer = brt("email", "preview", "enquete-satisfaction", "118")
    assert answer.code == 1
    assert "To: Jeanne Morel <jeanne@morel.example>\nReason: Email enquete-satisfaction, body, line" in answer.out
    path.write_text(text + "  {% if %}\n", encoding="utf-8")
    answer = brt("email", "preview", "enquete-satisfaction", "118")
    assert (answer.code, answer.out) == (1, "")
    assert "brt lint email_types/enquete-satisfaction.yaml" in answer.err


def test_preview_harms_no_terminal(brt):
    path = brt.at / "email_types/enquete-satisfaction.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  a\u202eb\n", encoding="utf-8")
    assert "\u202e" not in brt("email", "preview", "enquete-satisfaction", "118").out


# ── deliver ───────────────────────────────────────────────────────────────────────────────────────


def messages(brt):
    return len(list((brt.at / "outbox/new").iterdir()))


def test_deliver(brt):
    configure(brt, 'grace = "0 minutes"', 'grace = "10 minutes"')
    brt("done", "124/appel-lancement", *CALL)
    before = messages(brt)
    later = {"BRT_NOW": "2026-11-30T09:10"}
    assert brt("email", "deliver").out.startswith("0 sent, ")
    waits = [row for row in emails(brt) if row["status"] == "queued"]
    answer = brt("email", "deliver", "--dry-run", **later)
    assert answer == (0, f"{len(waits)} would leave, 0 would fail. Nothing was changed.\n", "")
    assert messages(brt) == before
    answer = brt("email", "deliver", **later)
    assert answer == (0, f"{len(waits)} sent, 0 to be tried again, 0 failed, 0 uncertain.\n", "")
    assert messages(brt) == before + len(waits)


def test_deliver_a_few(brt):
    configure(brt, 'grace = "0 minutes"', 'grace = "1 minute"')
    brt("done", "118/controler-dossier", "--set", "siret=73282932000074")
    brt("block", "118/collecter-rio-factures", "--party", "customer", "--reason", "absent")
    again = ("produce", "118", "--type", "3cx-porta", "--again", "--label", "Lot 2")
    brt(*again)
    brt("done", "118/Lot 2/appel-lancement", *CALL)
    later = {"BRT_NOW": "2026-11-30T10:00"}
    answer = brt("email", "deliver", "--limit", "1", "--format", "json", **later)
    assert json.loads(answer.out) == {"sent": 1, "retried": 0, "failed": 0, "uncertain": 0}
    assert brt("email", "deliver", "--limit", "0").code == 2


def test_a_transport_that_is_unavailable(brt):
    configure(brt, 'transport = "maildir:outbox"', 'transport = "maildir:brt.toml/outbox"')
    answer = brt("done", "124/appel-lancement", *CALL)
    assert answer.code == 0
    answer = brt("email", "deliver")
    assert answer.code == 3
    assert "No email can leave now" in answer.err
    assert {row["status"] for row in emails(brt)} == {"sent", "queued", "undeliverable"}


def test_a_transport_of_a_later_release(brt):
    configure(brt, 'transport = "maildir:outbox"', 'transport = "smtp://mail.example:587"')
    assert brt("email", "arm").code == 0
    brt("done", "124/appel-lancement", *CALL)
    answer = brt("email", "deliver")
    assert answer.code == 3
    assert "smtp" in answer.err


def test_nobody_who_sends(brt):
    configure(brt, "from = ", "# from = ")
    brt("done", "124/appel-lancement", *CALL)
    assert {row["status"] for row in emails(brt)} == {"sent", "undeliverable"}  # a folder takes them from nobody
    configure(brt, 'transport = "maildir:outbox"', 'transport = "smtp://mail.example:587"')
    answer = brt("email", "deliver")
    assert (answer.code, answer.out) == (3, "")
    assert "[mail] from" in answer.err


# ── the whole ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", [email_list, email_show, email_preview, email_deliver])
def test_the_examples_work(brt, module):
    for line in module.command.epilog.splitlines():
        assert brt(*shlex.split(line)[1:]).code == 0, line


def test_in_a_process_of_its_own(brt):
    assert apart(brt.at, "email", "list").code == 0
    assert apart(brt.at, "email", "preview", "bienvenue-lancement", "118").code == 0
    assert apart(brt.at, "email", "show", "0").code == 2
