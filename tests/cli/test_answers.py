"""What commands say of what they changed and of what they refuse, word for word."""

from shlex import split

import pytest

from tests.cli.test_work import sets


@pytest.fixture
def visit(brt):
    """A short installation on the dossier 118: Amélie calls (4001), Sonia checks (4002), then Léo visits (4003)."""
    brt.json("produce", "118", "--type", "visite", user="amelie")
    return brt


@pytest.fixture
def finished(visit):
    """The same, with everything done but the billing (4005) and the call after it (4006)."""
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    visit.now = "2026-12-10T09:00"
    visit.json("done", "4003", *sets("accord=oui-tout"))
    return visit


def test_what_has_no_date_says_for_which_it_waits(visit):
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    said = visit("set", "118", "rdv=").out
    assert "~ 4003  Passer sur site  Léo  Thu 10 Dec → –  waits for Date du rendez-vous\n" in said
    said = visit("set", "118", "rdv=11/12", BRT_LANG="fr")
    assert "~ 4003  Passer sur site  Léo  pour le ven. 11/12, dès le mer. 02/12\n" in said.out


def test_a_production_that_is_only_looked_at_says_which_date_the_end_waits_for(brt):
    said = brt("produce", "118", "--type", "visite", "--dry-run").out
    assert "Passer sur site          Léo     waits for Date du rendez-vous\n" in said
    assert "Passer en facturation    Sonia   waits for Date du rendez-vous\n" in said
    assert "Expected end ? (waits for Date du rendez-vous, at the earliest Fri 11 Dec)\n" in said
    known = brt("produce", "118", "--type", "visite", "--dry-run", "--set", "rdv=10/12").out
    assert "Passer sur site          Léo     Thu 10 Dec\n" in known
    assert "Expected end Thu 17 Dec\n" in known


def test_a_production_that_is_only_looked_at_names_phases_and_shows_its_emails(brt):
    said = brt("produce", "118", "--type", "visite", "--dry-run").out
    assert "\nPréparer\n Appeler le client        Amélie" in said
    assert said.endswith("\nNo email leaves with this production.\n")
    file = brt.root / "installation_types" / "visite.yaml"
    text = file.read_text(encoding="utf-8").replace("    wait: 2 business", "    after: []\n    wait: 2 business")
    sends = "emails: [{send: merci, at: produced, to: [contact:administratif]}]"
    file.write_text(text.replace("\nphases:\n", f"\n{sends}\nphases:\n"), encoding="utf-8")
    merci = 'name: Merci\naudience: customer\nsubject: "Merci, {{ contact.name }}"\nbody: Nous commençons.\n'
    (brt.root / "email_types" / "merci.yaml").write_text(merci, encoding="utf-8")
    assert brt("produce", "118", "--type", "visite", "--dry-run", "--set", "rdv=10/12").out.endswith(
        "\n\n"
        "✉ merci\n"
        "  To: Jeanne Morel <jeanne@morel.example>\n"
        "  Subject: Merci, Jeanne Morel\n"
        "\n"
        "  Nous commençons.\n"
        "\n"
        "✉ visite-proche · not before Wed 2 Dec\n"
        "  To: Luc Morel <luc@morel.example>\n"
        "  Subject: Notre visite du jeudi 10 décembre 2026\n"
        "\n"
        "  Bonjour Luc Morel,\n"
        "\n"
        "  Le technicien passe le jeudi 10 décembre 2026.\n"
    )


def test_what_is_over_has_no_expected_end(finished):
    assert "expected end Thu 17 Dec   ON TRACK\n" in finished("show", "118").out
    finished.json("bill", "118", *sets("debut=01/01/2027"))
    finished.now = "2026-12-17T09:00"
    finished.json("done", "4006")
    said = finished("show", "118").out
    assert "83\xa0%   COMPLETE since Thu 17 Dec\n" in said
    assert "expected end" not in said


def test_a_blocked_action_says_its_new_date(visit):
    visit.json("block", "4001", "--reason", "absent", "--party", "customer")
    said = visit("shift", "4001", "04/12")
    assert said.out == "~ 4001  Appeler le client  Amélie  Tue 1 Dec 2026 → Fri 4 Dec 2026  blocked, customer: absent\n"


def test_nothing_was_saved_is_said_once(visit):
    said = visit("done", "4001", "4002", *sets("rdv=31/02/2027", "numeros=12", "rios=12")).err.splitlines()
    assert len(said) == 4
    assert said.index("Nothing was saved.") == 3
    assert visit("done", "4001", *sets("rdv=10/12", "rdv=11/12")).err.endswith("2 were given.\nNothing was saved.\n")


def test_a_secret_that_was_cleared_is_not_shown_as_set(visit):
    assert visit("set", "118", "digicode=1234A").out == "= Digicode: ***\n"
    assert visit("set", "118", "digicode=").out == "= Digicode has no value any more\n"


def test_a_refusal_of_a_secret_shows_nothing_of_it(brt):
    brt.json("produce", "118", "--type", "3cx-porta")
    (brt.root / "rios.csv").write_text("0140506071 FRFA1B2C31JT\n")
    for given, says in (
        ("rios=02 98 44 12 10: FRFA1B2C31JTZ", "the RIO after the number has 13 characters, not 12, such as"),
        ("rios=FRFA1B2C31JT", "a phone number and its RIO are needed, such as 01 40 50 60 70: FRFA"),
        ("rios=@rios.csv", "rios.csv, line 1: the RIO is not that of the number"),
    ):
        refused = brt("set", "118", given)
        assert refused.code == 1
        assert says in refused.err
        assert "1JT" not in refused.err.replace("01 40 50 60 70: FRFA1B2C31JT", "")


def test_a_secret_that_is_set_is_not_asked_for(visit):
    visit.json("set", "118", "digicode=1234A")
    (digicode,) = (ask for ask in visit.json("show", "118/appeler")["asks"] if ask["field"] == "digicode")
    assert (digicode["given"], digicode["value"]) == (True, None)


def test_a_type_that_is_over_is_produced_again_under_a_label(finished):
    assert "visite is already at work on D-2026-118" in finished("produce", "118", "--type", "visite").err
    finished.json("bill", "118", *sets("debut=01/01/2027"))
    finished.now = "2026-12-17T09:00"
    finished.json("done", "4006")
    again = finished.json("produce", "118", "--type", "visite")
    assert [item["ref"] for item in again["opened"]] == ["D-2026-118/Lot 2/appeler", "D-2026-118/Lot 2/verifier"]
    assert finished.json("show", "118/appeler")["number"] == again["opened"][0]["number"]
    assert [run["label"] for run in finished.json("show", "118")["installations"]] == [None, "Lot 2"]
    assert "visite is already at work on D-2026-118" in finished("produce", "118", "--type", "visite").err


def test_what_was_called_off_is_produced_again(visit):
    visit.json("cancel", "118", "--reason", "parti ailleurs")
    assert visit.json("show", "118")["status"] == "lost"
    (called_off,) = visit.json("produce", "118", "--type", "visite", "--dry-run")
    assert called_off["label"] == "Lot 2"
    visit.json("produce", "118", "--type", "visite")
    found = visit.json("show", "118")
    assert (found["status"], [run["status"] for run in found["installations"]]) == (
        "production",
        ["cancelled", "running"],
    )
    visit.json("cancel", "118", "--reason", "encore")
    visit.json("produce", "118", "--type", "visite")
    assert [run["label"] for run in visit.json("show", "118")["installations"]] == [None, "Lot 2", "Lot 3"]


# ── billing ───────────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_stands_a_line_each(visit):
    visit.now = "2026-12-03T09:00"
    assert visit("bill", "118").err == (
        "118 Boulangerie Morel cannot be billed yet. What is missing:\n"
        "  “Appeler le client” (4001, Amélie, 2 business days late)\n"
        "  “Vérifier le dossier” (4002, Sonia, 1 business day late)\n"
        "  “Passer sur site” (4003, Léo)\n"
        "Afterwards: brt bill D-2026-118\n"
    )
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    assert visit("bill", "118", BRT_LANG="fr").err == (
        "118 Boulangerie Morel ne peut pas être facturé\xa0: il manque «\xa0Passer sur site\xa0» (4003, Léo).\n"
        "Ensuite\xa0: brt bill D-2026-118\n"
    )


def test_a_bill_whose_day_has_not_come_says_what_to_type(brt):
    (brt.root / "installation_types" / "bref.yaml").write_text(
        "name: Bref\nsummary: Court.\nphases:\n  - id: seule\n    name: Seule\n    actions:\n"
        "      - {id: facturer, name: Facturer, role: adv, wait: 1 day, bills: true}\n"
    )
    brt.json("produce", "118", "--type", "bref")
    assert brt("bill", "118").err == (
        "“Facturer (118 Boulangerie Morel)” is not available before Tue 1 Dec 2026.\n"
        "To look at it: brt show D-2026-118/facturer\n"
    )


def test_of_much_that_is_missing_the_first_five_are_shown(brt):
    brt.json("produce", "120", "--type", "ftth-pro")
    said = brt("bill", "120").err.splitlines()
    assert len(said) == 8
    assert said[6] == "  … and 8 more"
    assert said[7] == "To see them all: brt show D-2026-120 --all. Afterwards: brt bill D-2026-120"


def test_a_blocked_billing_is_not_ready(finished):
    _, said, typed = finished("bill").out.splitlines()
    assert said.endswith("  ready")
    assert typed == "To bill: brt bill D-2026-118"
    finished.json("block", "4005", "--reason", "litige", "--party", "customer")
    (_, said) = finished("bill").out.splitlines()
    assert said.endswith("4005 Passer en facturation (Sonia, blocked, customer: litige)")
    assert [row["ready"] for row in finished.json("bill")] == [False]


def test_the_amounts_of_a_dossier_stand_on_one_line(finished):
    finished.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2", "--set", "rdv=10/12")
    finished.json("done", "118/Lot 2/appeler", "118/Lot 2/verifier")
    title, first, second, said, typed = finished("bill").out.splitlines()
    assert title.split() == ["DOSSIER", "TYPE", "ONE-OFF", "MONTHLY", "YEARLY", "MISSING"]
    assert "€350.00" in first
    assert "visite “Lot 2”" in second
    assert "€" not in second
    assert typed == "To bill: brt bill D-2026-118/visite"
    assert said == "The amounts of a dossier stand on its first line."
    (_, plain) = finished("bill", "--format", "plain").out.splitlines()
    assert plain.split("\t")[5:] == ["", "", ""]


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_dossiers_of_one_customer_are_told_apart_by_their_sites(brt):
    sites = {"D-2026-131": "Lyon", "D-2026-132": "Vannes"}
    file = brt.root / "roy.yaml"
    text = "".join(f"- {{ref: {ref}, customer: Roy, site: {{name: {site}}}}}\n" for ref, site in sites.items())
    file.write_text(text, encoding="utf-8")
    brt.json("dossier", "import", str(file))
    brt.json("produce", "131", "132", "--type", "visite", "--person", "adv=sonia")
    said = brt("todo", "--all").out
    assert "131 Roy · Lyon    Vérifier le dossier" in said
    assert "132 Roy · Vannes  Vérifier le dossier" in said
    assert "Lyon" not in brt("todo", "131", "--all").out


def test_several_words_are_one_text_and_each_must_stand_there(brt):
    sheets = [("D-2026-141", "Garage Le Goff"), ("D-2026-142", "Garage Bihan"), ("D-2026-143", "Goffic & fils")]
    for ref, customer in sheets:
        brt.json("dossier", "add", ref, "--customer", customer, "--person", "adv=sonia")
    brt.json("produce", "141", "142", "143", "--type", "visite")
    for typed in (["garage", "goff"], ["goff GARAGE"]):
        assert {one["customer"] for one in brt.json("todo", *typed, "--all")} == {"Garage Le Goff"}
    assert {one["name"] for one in brt.json("todo", "goff", "vérifier", "141", "--all")} == {"Vérifier le dossier"}
    assert "“le goff xyz”" in brt("todo", "le", "goff", "xyz").err
    assert [one["dossier"] for one in brt.json("dossier", "list", "goff", "garage")] == ["D-2026-141"]
    assert [one["dossier"] for one in brt.json("dossier", "find", "goff", "garage")] == ["D-2026-141"]


def test_an_unfolded_installation_says_who_closed_what_when(visit):
    visit.json("done", "4001", *sets("rdv=10/12"), user="leo")
    assert "✓ 4001  Appeler le client        Léo     Mon 30 Nov\n" in visit("show", "118", "--all").out


@pytest.mark.parametrize(
    ("code", "said"), [("en", "Sonia Petit · Monday"), ("fr_FR.UTF-8", "lundi"), ("en-GB", "Monday"), ("de", "lundi")]
)
def test_a_language_may_be_typed_as_a_locale_and_one_not_spoken_leaves_it_to_brt_toml(visit, code, said):
    assert said in visit("todo", BRT_LANG=code).out


def test_whoever_gives_an_action_away_learns_with_whom_the_later_ones_of_its_role_stay(visit):
    gives = "To give that too: brt dossier assign D-2026-118 commercial=hugo\n"
    stays = f"What comes later for Commercial stays with Amélie. {gives}"
    assert stays in visit("assign", "4001", "hugo").err
    assert stays not in visit("assign", "4001", "amelie").err  # hers is the role
    assert visit("dossier", "assign", "118", "commercial=hugo").code == 0
    assert "stays with Hugo" in visit("assign", "4001", "karim").err


def test_what_comes_next_is_named_by_its_weekday(visit):
    said = visit("todo", BRT_LANG="fr").out
    assert said.endswith("Ensuite\xa0: mer.\xa0(1)   brt todo --until mer\n")
    assert "Vérifier le dossier" in visit("todo", "--until", "mer").out
    for whose in ("--team", "--role adv", "'le dossier' --who sonia"):
        assert visit("todo", *split(whose)).out.endswith(f"(1)   brt todo {whose} --until wed\n")
    visit.json("shift", "4002", "15/12")
    assert visit("todo").out.endswith("Then: Tue 15 Dec\xa0(1)   brt todo --until 15/12\n")
    visit.json("shift", "4002", "05/01")
    assert visit("todo").out.endswith("Then: Tue 5 Jan 2027\xa0(1)   brt todo --until 05/01/2027\n")
    assert "Vérifier le dossier" in visit("todo", "--until", "05/01/2027").out
