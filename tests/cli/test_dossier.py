"""`brt dossier`: written by hand and from files, listed, shown, and given to other people."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys

import pytest
import yaml

from brt.facts import Assigned, DossierChanged, Noted, PersonSet
from brt.store import dossiers, log
from brt.store.database import reading
from tests.cli.play import HOUSE, NOW, Play, apart

EXAMPLES = HOUSE / "examples"
SHEET = """
- ref: D-1
  customer: Boulangerie Morel
  site: {name: Rennes}
  people: {commercial: amelie, adv: sonia, technicien: leo}
  contacts:
    - {name: Luc Morel, functions: [technique], email: luc@morel.example}
  lines:
    - {label: Licence, quantity: 2, unit_price: "350.00", billing: yearly}
"""


@pytest.fixture
def brt(tmp_path):
    for name in ("installation_types", "email_types"):
        (tmp_path / name).symlink_to(HOUSE / name)
    shutil.copy(EXAMPLES / "brt.toml", tmp_path)
    return Play(tmp_path)


def load(brt, text: str, *options: str, name: str = "d.yaml"):
    (brt.at / name).write_text(text, encoding="utf-8")
    return brt("dossier", "import", name, *options)


def query(brt, sql: str) -> list[tuple]:
    with sqlite3.connect(brt.at / "brt.db") as db:
        return db.execute(sql).fetchall()


def listed(brt, *words: str) -> list[dict]:
    return json.loads(brt("dossier", "list", *words, "--format", "json").out)


def shown(brt, name: str) -> dict:
    return json.loads(brt("dossier", "show", name, "--format", "json").out)


def history(brt, ref: str) -> list[list]:
    """Return what happened on a dossier: the facts of each command."""
    with reading(str(brt.at / "brt.db")) as db:
        return [row.facts for row in log.of_dossier(db, dossiers.by_ref(db, ref).id)]


# ── import ────────────────────────────────────────────────────────────────────────────────────────


def test_an_ending_that_names_a_dossier_so_far_is_not_taken_from_it(brt):
    """Once there is a dossier 118, nobody reaches D-2026-118 by it any more."""
    load(brt, SHEET.replace("D-1", "D-2026-118"))
    refused = brt("dossier", "add", "118", "--customer", "Bidon")
    assert refused.code == 1
    assert refused.err.startswith("118 names D-2026-118, of Boulangerie Morel, so far; ")
    assert "brt dossier edit D-2026-118" in refused.err
    both = load(brt, "- {ref: X-7, customer: Neuf}\n- {ref: 2026-118, customer: Bidon}\n", name="autres.yaml")
    assert (both.code, "autres.yaml, line 2" in both.err) == (1, True)
    ahead = brt("dossier", "import", "autres.yaml", "--dry-run")
    assert (ahead.code, "2026-118 names D-2026-118" in ahead.err) == (0, True)
    assert [row["dossier"] for row in listed(brt)] == ["D-2026-118"]
    assert brt("dossier", "add", "18", "--customer", "Petit").code == 0  # nobody would type it for the other
    assert brt("dossier", "add", "118", "--customer", "Bidon", "--yes").code == 0
    assert brt("dossier", "import", "autres.yaml", "--yes").code == 0
    assert brt("dossier", "import", "autres.yaml").code == 0  # they are references now


@pytest.mark.parametrize(
    ("name", "count", "said"),
    [
        ("dossiers.yaml", 7, ""),
        ("dossiers.csv", 5, ""),
        ("dossiers-windows-1252.csv", 2, "{file} was read as Windows-1252.\n"),
    ],
)
def test_the_examples_are_imported_once(brt, name, count, said):
    file = str(EXAMPLES / name)
    said = said.format(file=file)
    looked = brt("dossier", "import", file, "--dry-run")
    assert (looked.code, looked.err) == (0, f"{said}Nothing was changed.\n")
    *created, last = looked.out.splitlines()
    assert last == f"{count} to create, 0 to update, 0 unchanged"
    assert [line[:9] for line in created] == ["+ D-2026-"] * count
    assert not (brt.at / "brt.db").exists()
    done = looked.out.replace("to create", "created").replace("to update", "updated")
    assert brt("dossier", "import", file) == (0, done, said)
    before = (brt.at / "brt.db").read_bytes()
    nothing = "Nothing to do: everything is as the file says.\n"
    assert brt("dossier", "import", file) == (0, f"0 created, 0 updated, {count} unchanged\n", f"{said}{nothing}")
    assert (brt.at / "brt.db").read_bytes() == before


def test_for_programs(brt):
    assert json.loads(load(brt, SHEET, "--format", "json").out) == {
        "created": ["D-1"],
        "updated": [],
        "unchanged": [],
        "changes": {},
    }
    more = SHEET.replace("Rennes", "Brest") + "- {ref: D-2, customer: Roy}\n"
    (brt.at / "d.yaml").write_text(more)
    assert json.loads(brt("dossier", "import", "d.yaml", "--dry-run", "--format", "json").out) == {
        "created": ["D-2"],
        "updated": ["D-1"],
        "unchanged": [],
        "changes": {"D-1": [{"key": "site.name", "before": "Rennes", "after": "Brest"}]},
    }
    assert load(brt, more, "--format", "plain").out == "D-2\tcreated\t\nD-1\tupdated\tsite.name\n"
    assert load(brt, more, "--format", "csv").out == "dossier,change,keys\r\nD-1,unchanged,\r\nD-2,unchanged,\r\n"


def test_one_mistake_and_nothing_is_imported(brt):
    answer = load(brt, SHEET + "- {ref: D-2}\n- {ref: D-1, customer: Roy, peple: {}}\n")
    assert answer == (
        1,
        "",
        "d.yaml, line 10, column 3: `customer` is missing.\n"
        "d.yaml, line 11, column 9: D-1 stands already on line 2.\n"
        "d.yaml, line 11, column 29: Unknown key `peple`. Did you mean `people`?\n"
        "Nothing was imported from d.yaml.\n",
    )
    assert not (brt.at / "brt.db").exists()


def test_a_changed_sheet_updates_its_dossier_and_moves_the_work(brt):
    load(brt, SHEET + "- {ref: D-2, customer: Roy}\n")
    brt("produce", "D-1", "--type", "3cx-porta")
    brt("assign", "D-1/controler-dossier", "nadia")
    text = SHEET.replace("amelie, adv: sonia, technicien: leo", "hugo, adv: amelie").replace("Rennes", "Vannes")
    answer = load(brt, text + "- {ref: D-2, customer: ROY}\n")
    assert (
        answer.out
        == """\
~ D-1  Boulangerie Morel
    site.name: Rennes → Vannes
    people.adv: sonia → amelie
    people.commercial: amelie → hugo
0 created, 1 updated, 1 unchanged
"""
    )
    assert answer.err == "Amélie does not have the role ADV in brt.toml; it was given all the same.\n"
    assert shown(brt, "D-1")["people"] == {"commercial": "hugo", "adv": "amelie", "technicien": "leo"}
    assert shown(brt, "D-1")["site"]["name"] == "Vannes"
    todo = json.loads(brt("todo", "--team", "--all", "--format", "json").out)
    assert {one["action"]: one["assignee"] for one in todo} == {"controler-dossier": "nadia", "appel-lancement": "hugo"}
    assert history(brt, "D-1")[-1] == [
        DossierChanged("edited"),
        PersonSet("commercial", "hugo"),
        Assigned(4002, "hugo", "role"),
        PersonSet("adv", "amelie"),
    ]


def test_other_people_alone_are_no_edition(brt):
    load(brt, SHEET)
    assert "people.technicien: leo → karim\n" in load(brt, SHEET.replace("leo", "karim")).out
    assert history(brt, "D-1") == [
        [
            DossierChanged("created"),
            PersonSet("commercial", "amelie"),
            PersonSet("adv", "sonia"),
            PersonSet("technicien", "leo"),
        ],
        [PersonSet("technicien", "karim")],
    ]


def test_what_the_file_says_nothing_of_stays(brt):
    load(brt, SHEET)
    before = shown(brt, "D-1")
    text = "ref;customer;site.name;people.adv\nD-1;Boulangerie Morel;Brest;\n"
    assert load(brt, text, name="d.csv").out.endswith(
        "    site.name: Rennes → Brest\n0 created, 1 updated, 0 unchanged\n"
    )
    assert shown(brt, "D-1") == {**before, "site": {**before["site"], "name": "Brest"}}
    assert load(brt, SHEET.replace("contacts:\n    - {name: Luc Morel", "contacts: []\n  #")).code == 0
    assert shown(brt, "D-1")["contacts"] == []


def test_the_same_name_is_the_same_customer_and_a_client_stays_one(brt):
    load(brt, SHEET + "- {ref: D-2, customer: BOULANGERIE  morel}\n- {ref: D-3, customer: Roy}\n")
    brt("produce", "D-1", "--type", "3cx-porta")
    assert [(row["customer"], row["customer_kind"]) for row in listed(brt)] == [
        ("Boulangerie Morel", "client"),
        ("Boulangerie Morel", "client"),
        ("Roy", "prospect"),
    ]
    load(brt, SHEET.replace("Morel\n", "Morelle\n") + "- {ref: D-2, customer: Roy}\n")
    assert [(row["customer"], row["customer_kind"]) for row in listed(brt)] == [
        ("Boulangerie Morelle", "client"),
        ("Roy", "prospect"),
        ("Roy", "prospect"),
    ]


def test_what_changes_is_said_value_by_value(brt):
    load(brt, SHEET)
    text = """
- ref: D-1
  customer: Menuiserie Bréhat
  contacts:
    - {name: Luc Morel, functions: [technique, signataire], phone: 06 39 98 18 01}
    - {name: Ann, email: ann@morel.example, active: false}
  lines:
    - {label: Poste, quantity: 1, unit_price: "99.00"}
    - {label: Licence, quantity: 2, unit_price: "360.00", billing: yearly}
"""
    assert (
        load(brt, text, "--dry-run").out
        == """\
~ D-1  Menuiserie Bréhat
    customer: Boulangerie Morel → Menuiserie Bréhat
    contacts.Luc Morel.functions: technique → technique, signataire
    contacts.Luc Morel.email: luc@morel.example → –
    contacts.Luc Morel.phone: – → 06 39 98 18 01
    contacts.Ann: – → Ann, ann@morel.example, false
    lines.Licence.unit_price: 350.00 → 360.00
    lines.Poste: – → Poste, 1, 99.00, one_off
0 to create, 1 to update, 0 unchanged
"""
    )
    load(brt, text)
    turned = text.replace("Poste", "x").replace("Licence", "Poste").replace("x,", "Licence,")
    swapped = turned.replace("quantity: 1", "quantity: 3").replace(
        'quantity: 2, unit_price: "360.00", billing: yearly', 'quantity: 1, unit_price: "99.00"'
    )
    swapped = swapped.replace('quantity: 3, unit_price: "99.00"', 'quantity: 2, unit_price: "360.00", billing: yearly')
    assert "    lines: Poste, Licence → Licence, Poste\n" in load(brt, swapped, "--dry-run").out


def test_many_dossiers_are_one_command(brt):
    text = "ref;customer;people.adv\n" + "".join(f"D-{i};Client {i % 7};sonia\n" for i in range(300))
    *lines, more, last = load(brt, text, name="d.csv").out.splitlines()
    assert len(lines) == 20
    assert (more, last) == ("  and 280 more (--format json)", "300 created, 0 updated, 0 unchanged")
    assert query(brt, "select count(*), count(distinct batch), min(seq), max(seq) from log") == [(300, 1, 1, 1)]
    assert query(brt, "select count(*) from customer") == [(7,)]


def test_nobody_known_imports_nothing(brt):
    answer = brt("dossier", "import", str(EXAMPLES / "dossiers.csv"), LOGNAME="stranger")
    assert answer.code == 2
    assert answer.err.startswith("Who are you?")
    assert not (brt.at / "brt.db").exists()


@pytest.mark.parametrize(("name", "code"), [("missing.csv", 1), (".", 2), ("brt.toml", 2)])
def test_a_file_that_is_not_one(brt, name, code):
    answer = brt("dossier", "import", name)
    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err


def test_two_who_import_at_once_agree(brt):
    text = "ref;customer;people.adv\n" + "".join(f"D-{i};Client;sonia\n" for i in range(100))
    (brt.at / "d.csv").write_text(text)
    command = [
        sys.executable,
        "-c",
        "from brt.cli import main; main()",
        "dossier",
        "import",
        "d.csv",
        "--format",
        "json",
    ]
    typed = [
        subprocess.Popen(command, cwd=brt.at, env={**NOW, "HOME": str(brt.at)}, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [json.loads(one.communicate(timeout=300)[0]) for one in typed]
    assert sorted(len(one["created"]) for one in answers) == [0, 100]
    assert query(brt, "select count(*) from log") == [(100,)]


def test_as_it_is_typed(brt):
    answer = apart(brt.at, "dossier", "import", str(EXAMPLES / "dossiers-windows-1252.csv"))
    assert answer == (
        0,
        "+ D-2026-130  Crêperie Cœur de blé\n+ D-2026-131  Électricité Muller – Haguenau\n"
        "2 created, 0 updated, 0 unchanged\n",
        f"{EXAMPLES / 'dossiers-windows-1252.csv'} was read as Windows-1252.\n",
    )
    (brt.at / "brt.db").write_text("something else")
    answer = apart(brt.at, "dossier", "import", str(EXAMPLES / "dossiers.csv"))
    assert (answer.code, answer.out) == (3, "")
    assert "is not a brt database" in answer.err


# ── add ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_dossier_by_hand(brt):
    words = ("--customer", "Boulangerie Morel", "--site", "12 rue des Lices, Rennes")
    people = ("--person", "adv=Sonia Petit", "--person", "Commercial=amelie")
    contact = ("--contact", "technique, Signataire=Luc Morel <luc@morel.example>")
    answer = brt("dossier", "add", "D-1", *words, *people, *contact)
    assert answer == (
        0,
        "1 created, 0 updated, 0 unchanged\n",
        "Contacts: brt dossier contact D-1; people, what was sold: brt dossier edit D-1\n"
        "To put it to work: brt produce D-1\n",
    )
    found = shown(brt, "D-1")
    assert found["people"] == {"adv": "sonia", "commercial": "amelie"}
    assert found["site"] == {"name": None, "address": "12 rue des Lices, Rennes", "subdivision": None}
    assert [(one["name"], one["functions"], one["email"]) for one in found["contacts"]] == [
        ("Luc Morel", ["technique", "signataire"], "luc@morel.example")
    ]
    again = brt("dossier", "add", "D-1", "--customer", "Roy")
    assert (again.code, again.out) == (1, "")
    assert again.err == (
        "There is a dossier D-1 already, of Boulangerie Morel. Nothing was changed.\n"
        "To look at it: brt dossier show D-1\n"
    )


MISTAKES = """\
118 names D-2026-118, of Boulangerie Morel, so far; it would name the new dossier alone.
For that one: brt dossier edit D-2026-118; for a new one, its full reference; or add --yes
The name of the customer is empty.
Like this: --customer "Boulangerie Morel"
adv= is without a member: nothing stands behind the =.
Like this: adv=sonia
There is no role advv. Did you mean `adv`?
The roles: commercial, adv, technicien, chef-projet (Chef de projet)
technique Luc is not FUNCTION=Name <address>.
--contact "technique=Luc <luc>": luc is not an email address.
Like this: "technique,signataire=Luc Morel <luc@morel.example>", or without an address: "technique=Luc Morel"; \
telephone numbers: brt dossier contact
Licence;1 is not LABEL;QUANTITY;PRICE[;BILLING].
--line "Licence;zero;12": zero is not a whole number, such as 12 or 1 500.
Like this: --line "Licence 3CX Pro 8 appels;1;350,00;yearly"
"""


def test_all_mistakes_of_a_dossier_are_told_at_once_with_their_options(brt):
    brt("dossier", "add", "D-2026-118", "--customer", "Boulangerie Morel")
    words = ("--customer", "", "--person", "adv=", "--person", "advv=sonia", "--contact", "technique Luc")
    more = ("--contact", "technique=Luc <luc>", "--line", "Licence;1", "--line", "Licence;zero;12")
    assert brt("dossier", "add", "118", *words, *more) == (2, "", MISTAKES)
    assert json.loads(brt("dossier", "list", "--format", "json").out)[1:] == []


def test_a_contact_may_be_known_by_name_alone(brt):
    assert brt("dossier", "add", "D-1", "--customer", "Roy", "--contact", "technique=Paul Roy").code == 0
    assert "Paul Roy" in brt("dossier", "show", "D-1").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("D 1", "--customer", "Roy"), 1, "`D 1` is not a reference:"),
        (("D-1", "--customer", " "), 2, "The name of the customer is empty."),
        (("D-1",), 2, "Missing: --customer"),
        (
            ("D-1", "--customer", "Roy", "--contact", "technique=Paul 06 39 98 18 01"),
            2,
            "telephone numbers: brt",
        ),
        (("D-1", "--customer", "Roy", "--person", "adv"), 2, "adv is not ROLE=MEMBER."),
        (("D-1", "--customer", "Roy", "--person", "adv=sona"), 1, "Did you mean `sonia`?"),
        (("D-1", "--customer", "Roy", "--person", "avd=sonia"), 1, "Did you mean `adv`?"),
        (
            ("D-1", "--customer", "Roy", "--contact", "technique=luc@morel.example"),
            2,
            "is not FUNCTION=Name <address>.",
        ),
        (("D-1", "--customer", "Roy", "--contact", "technique=Luc <luc>"), 1, "luc is not an email address."),
        (("--customer", "Roy"), 2, "Missing: REF"),
        (("D-1", "--customer", "Roy", "--line", "Licence;1"), 2, "Licence;1 is not LABEL;QUANTITY;PRICE[;BILLING]."),
        (("D-1", "--customer", "Roy", "--line", "a;1;2;yearly;3"), 2, "a;1;2;yearly;3 is not LABEL;QUANTITY;PRICE"),
        (("D-1", "--customer", "Roy", "--line", "Licence;0;350"), 1, "0 is not a quantity"),
        (("D-1", "--customer", "Roy", "--line", "Licence;1;x"), 1, "x is not an amount"),
        (("D-1", "--customer", "Roy", "--line", "Licence;1;350;yearli"), 1, "Did you mean yearly?"),
        (("D-1", "--customer", "Roy", "--line", ";1;350"), 1, "`label` is missing."),
        (("", "--customer", "Roy"), 1, "The reference is empty.\nLike this: brt dossier add D-2026-141\n"),
        (("D-1", "--customer", "Roy", "--site", " "), 2, "The address of the site is empty."),
    ],
)
def test_a_dossier_that_is_refused(brt, words, code, said):
    answer = brt("dossier", "add", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert not (brt.at / "brt.db").exists()


def test_what_was_sold_by_hand(brt):
    sold = ("--line", "Licence 3CX Pro, 8 appels; 1 ; 1 350,00;yearly", "--line", "Poste T54W;2;149.00")
    assert brt("dossier", "add", "D-1", "--customer", "Roy", *sold).code == 0
    assert shown(brt, "D-1")["lines"] == [
        {"label": "Licence 3CX Pro, 8 appels", "quantity": 1, "unit_price": "1350.00", "billing": "yearly"},
        {"label": "Poste T54W", "quantity": 2, "unit_price": "149.00", "billing": "one_off"},
    ]


def test_a_reference_that_its_capitals_alone_tell_from_another(brt):
    load(brt, SHEET + "- {ref: H-3, customer: Roy}\n")
    before = (brt.at / "brt.db").read_bytes()
    assert brt("dossier", "add", "h-3", "--customer", "Morel") == (
        1,
        "",
        "h-3 differs from H-3, of Roy, by its capitals only.\n",
    )
    assert load(brt, "- {ref: d-1, customer: A}\n- {ref: D-4, customer: B}\n- {ref: h-3, customer: C}\n") == (
        1,
        "",
        "d.yaml, line 1, column 9: d-1 differs from D-1, of Boulangerie Morel, by its capitals only.\n"
        "d.yaml, line 3, column 9: h-3 differs from H-3, of Roy, by its capitals only.\n"
        "Nothing was imported from d.yaml.\n",
    )
    twice = load(brt, "- {ref: X-1, customer: A}\n- {ref: x-1, customer: B}\n")
    assert twice.err.startswith("d.yaml, line 2, column 9: x-1 stands already on line 1.\n")
    assert (brt.at / "brt.db").read_bytes() == before


# ── export ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["tous.yaml", "tous.csv"])
def test_what_is_exported_is_imported_without_a_change(brt, name):
    for file in ("dossiers.yaml", "dossiers.csv", "dossiers-windows-1252.csv"):
        assert brt("dossier", "import", str(EXAMPLES / file)).code == 0
    assert brt("dossier", "export", "-o", name) == (0, "", "14 dossiers written.\n")
    before = (brt.at / "brt.db").read_bytes()
    assert brt("dossier", "import", name).out == "0 created, 0 updated, 14 unchanged\n"
    assert (brt.at / "brt.db").read_bytes() == before
    (brt.at / "brt.db").rename(brt.at / "old.db")
    assert brt("dossier", "import", name).code == 0
    (brt.at / name).rename(brt.at / f"old-{name}")
    brt("dossier", "export", "-o", name)
    assert (brt.at / name).read_bytes() == (brt.at / f"old-{name}").read_bytes()


def test_some_dossiers_to_stdout(brt):
    brt("dossier", "import", str(EXAMPLES / "dossiers.yaml"))
    brt("dossier", "lose", "119", "--reason", "x")
    assert [row["ref"] for row in yaml.safe_load(brt("dossier", "export", "morel", "119").out)] == [
        "D-2026-118",
        "D-2026-119",
    ]
    out = brt("dossier", "export", "--status", "lost", "--format", "csv").out
    assert [row["\ufeffref"] for row in csv.DictReader(io.StringIO(out), delimiter=";")] == ["D-2026-119"]
    assert brt("dossier", "export", "--status", "billing").out == "[]\n"


def test_a_holder_that_brt_toml_does_not_know_is_left_out_and_said(brt):
    load(brt, SHEET)
    toml = brt.at / "brt.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[team.leo]", "[team.leon]"), encoding="utf-8")
    answer = brt("dossier", "export", "-o", "d2.yaml")
    assert answer.err == "D-1: technicien is leo, whom brt.toml does not know; left out.\n1 dossier written.\n"
    assert brt("dossier", "import", "d2.yaml").out == "0 created, 0 updated, 1 unchanged\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-o", "brt.toml"), 2, "brt.toml is neither YAML nor CSV"),
        (("-o", "d.yaml"), 1, "d.yaml exists already: nothing was written."),
        (("-o", "absent/d.csv"), 3, "absent/d.csv cannot be written: No such file or directory."),
        (("-o", "x.csv", "--format", "yaml"), 2, "--format yaml is not what the name x.csv says."),
        (("999",), 1, "There is no dossier 999."),
    ],
)
def test_an_export_that_is_refused(brt, words, code, said):
    load(brt, SHEET)
    before = (brt.at / "d.yaml").read_bytes()
    answer = brt("dossier", "export", *words)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(said)
    assert (brt.at / "d.yaml").read_bytes() == before


# ── lose ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_dossier_is_lost_and_comes_back_when_it_is_produced(brt):
    load(brt, SHEET)
    assert brt("dossier", "lose", "D-1", "--reason", "parti ailleurs") == (0, "✓ 1 Boulangerie Morel is lost\n", "")
    assert [row["dossier"] for row in listed(brt, "--status", "lost")] == ["D-1"]
    for words in (("dossier", "show"), ("show",)):
        page = brt(*words, "D-1").out
        assert "prospect, lost" in page
        assert "Lost since Mon 30 Nov (Sonia): parti ailleurs\n" in page
        assert "If the customer buys after all: brt produce D-1\n" in page
    assert brt("why", "D-1") == (0, "1 Boulangerie Morel\nLost since Mon 30 Nov (Sonia): parti ailleurs\n", "")
    assert shown(brt, "D-1")["lost"] == {"since": "2026-11-30", "by": "sonia", "reason": "parti ailleurs"}
    assert history(brt, "D-1")[-1] == [DossierChanged("lost"), Noted(0, "parti ailleurs")]
    before = (brt.at / "brt.db").read_bytes()
    again = brt("dossier", "lose", "D-1", "--reason", "parti ailleurs")
    already = "1 Boulangerie Morel is lost already, since Mon 30 Nov (Sonia): parti ailleurs"
    assert again == (0, "", f"{already}\nNothing to change.\n")
    assert (brt.at / "brt.db").read_bytes() == before
    load(brt, SHEET.replace("Rennes", "Brest"))
    assert shown(brt, "D-1")["status"] == "lost"
    mind = "D-1, mind: lost since Mon 30 Nov (Sonia): parti ailleurs\nProducing it takes that back.\n"
    planned = brt("produce", "D-1", "--type", "3cx-porta", "--dry-run", "--format", "json")
    regained = {"dossier": "D-1", "since": "2026-11-30", "by": "sonia", "reason": "parti ailleurs"}
    assert json.loads(planned.out)[0]["regained"] == [regained]
    assert planned.err.startswith(mind)
    produced = brt("produce", "D-1", "--type", "3cx-porta")
    assert (produced.code, produced.err.endswith(mind), produced.err.count(mind)) == (0, True, 1)
    assert shown(brt, "D-1")["status"] == "production"
    assert history(brt, "D-1")[-1][0] == DossierChanged("regained")
    assert "dossier taken back: it was lost\n    produced 3cx-porta" in brt("history", "D-1").out


def test_a_dossier_of_which_all_was_called_off_is_lost_since_then(brt):
    load(brt, SHEET)
    for label in ("Lot 1", "Lot 2"):
        assert brt("produce", "D-1", "--type", "3cx-porta", "--label", label, "--again").code == 0
        assert brt("cancel", f"D-1/{label}", "--reason", f"sans {label}", "--yes").code == 0
    assert shown(brt, "D-1")["lost"] == {"since": "2026-11-30", "by": "sonia", "reason": "sans Lot 2"}
    assert "Lost since" not in brt("show", "D-1").out + brt("dossier", "show", "D-1").out + brt("why", "D-1").out
    already = "1 Boulangerie Morel is lost already, since Mon 30 Nov (Sonia): sans Lot 2"
    kept = "The new reason is kept as a remark: brt show D-1"
    assert brt("dossier", "lose", "D-1", "--reason", "parti") == (0, "", f"{already}\n{kept}\n")
    assert brt("dossier", "lose", "D-1") == (0, "", f"{already}\nNothing to change.\n")
    produced = brt("produce", "D-1", "--type", "3cx-porta", "--format", "json")
    assert [one["reason"] for one in json.loads(produced.out)["regained"]] == ["sans Lot 2"]


def test_why_a_dossier_is_lost_need_not_be_said(brt):
    load(brt, SHEET)
    assert brt("dossier", "lose", "D-1") == (0, "✓ 1 Boulangerie Morel is lost\n", "")
    assert history(brt, "D-1")[-1] == [DossierChanged("lost")]


def test_a_dossier_at_work_is_not_lost(brt):
    load(brt, SHEET)
    brt("produce", "D-1", "--type", "3cx-porta")
    before = (brt.at / "brt.db").read_bytes()
    assert brt("dossier", "lose", "D-1", "--reason", "x") == (
        1,
        "",
        "D-1 is not lost while this is at work on it: 3cx-porta.\n"
        "If the customer gives up, call that off; a dossier is lost with the last that is called off: brt cancel D-1\n",
    )
    assert brt("dossier", "lose", "D-1", "--reason", " ").code == 2
    assert brt("dossier", "lose", "D-2", "--reason", "x").code == 1
    assert (brt.at / "brt.db").read_bytes() == before


# ── list and show ─────────────────────────────────────────────────────────────────────────────────


def test_an_absent_database_reads_as_empty(brt):
    assert brt("dossier", "list") == (
        0,
        "",
        "There is no dossier yet: brt dossier add REF --customer NAME, or brt dossier import FILE\n",
    )
    assert brt("dossier", "list", "--format", "json").out == "[]\n"
    answer = brt("dossier", "show", "118")
    said = "There is no dossier 118.\nTo look in contacts, sites and numbers too: brt dossier find 118\n"
    assert (answer.code, answer.err) == (1, said)
    assert not (brt.at / "brt.db").exists()


def test_the_list_marks_what_is_at_work(brt):
    brt("dossier", "import", str(EXAMPLES / "dossiers.yaml"))
    brt("produce", "118", "--type", "3cx-porta")
    assert brt("dossier", "list", "lices").out.splitlines() == [
        "DOSSIER     CUSTOMER           SITE                                    STATUS         AT WORK",
        "D-2026-118  Boulangerie Morel  Rennes, 12 rue des Lices, 35000 Rennes  in production  ▶ 1",
    ]
    assert [row["dossier"] for row in listed(brt, "hotel azur")] == ["D-2026-123"]
    assert [row["dossier"] for row in listed(brt, "--status", "production")] == ["D-2026-118"]
    assert len(listed(brt, "--status", "quote", "D-2026")) == 6
    assert brt("dossier", "list", "zzz") == (0, "", "No dossier is like that.\n")
    assert listed(brt, "118") == [
        {
            "dossier": "D-2026-118",
            "customer": "Boulangerie Morel",
            "customer_kind": "client",
            "status": "production",
            "site": {"name": "Rennes", "address": "12 rue des Lices, 35000 Rennes", "subdivision": None},
            "running": 1,
            "on_hold": 0,
            "cancelling": 0,
        }
    ]
    (row,) = csv.DictReader(io.StringIO(brt("dossier", "list", "118", "--format", "csv").out))
    assert row["site"] == "Rennes, 12 rue des Lices, 35000 Rennes"
    assert (row["status"], row["running"]) == ("production", "1")


def test_the_page_of_a_dossier(brt):
    brt("dossier", "import", str(EXAMPLES / "dossiers.yaml"))
    brt("produce", "123", "--type", "3cx-porta")
    assert (
        brt("dossier", "show", "azur").out
        == """\
D-2026-123 · Hôtel Azur
client, in production

Site
  Saint-Malo, 5 chaussée du Sillon, 35400 Saint-Malo

People
  Commercial  Amélie Roux
  ADV         Sonia Petit
  Technicien  Karim Benali

Contacts
  Marc Delaunay      signataire, administratif  02 61 91 23 01  direction@hotel-azur.example
  Inès Barbier       technique                  06 39 98 23 02  technique@hotel-azur.example
  Comptabilité Azur  facturation                02 61 91 23 03  compta@hotel-azur.example
  Pierre Guillou     technique                  02 61 91 23 04  p.guillou@hotel-azur.example  has left

Sold
  Licence 3CX Enterprise 32 appels       1 ×  €1,690.00  a year
  Trunk SIP 32 canaux                    1 ×    €256.00  a month
  Passerelle pour 60 postes analogiques  1 ×  €2,480.00  one-off
  Portabilité et installation sur site   1 ×  €1,950.00  one-off

Total
  one-off  €4,430.00
  a month    €256.00
  a year   €1,690.00

Installations
  3cx-porta  running  since Mon 30 Nov

To see the work: brt show D-2026-123
"""
    )


def test_a_dossier_for_programs(brt):
    load(brt, SHEET)
    assert shown(brt, "D-1") == {
        "dossier": "D-1",
        "customer": "Boulangerie Morel",
        "customer_kind": "prospect",
        "status": "quote",
        "lost": None,
        "site": {"name": "Rennes", "address": None, "subdivision": None},
        "people": {"adv": "sonia", "commercial": "amelie", "technicien": "leo"},
        "contacts": [
            {
                "name": "Luc Morel",
                "functions": ["technique"],
                "email": "luc@morel.example",
                "phone": None,
                "language": None,
                "active": True,
                "accept_emails": True,
            }
        ],
        "lines": [{"label": "Licence", "quantity": 2, "unit_price": "350.00", "billing": "yearly"}],
        "totals": {"one_off": "0.00", "monthly": "0.00", "yearly": "700.00"},
        "installations": [],
    }
    plain = brt("dossier", "show", "D-1", "--format", "plain").out
    assert "contacts.1.email\tluc@morel.example\n" in plain
    assert "lines.1.unit_price\t350.00\n" in plain
    assert "people.adv,sonia\r\n" in brt("dossier", "show", "D-1", "--format", "csv").out


# ── assign ────────────────────────────────────────────────────────────────────────────────────────


def test_another_holder_and_what_moves_with_the_role(brt):
    load(brt, SHEET)
    brt("produce", "D-1", "--type", "3cx-porta")
    answer = brt("dossier", "assign", "D-1", "commercial=hugo", "adv=leo")
    assert answer == (
        0,
        "✓  1 Boulangerie Morel  Commercial  Hugo\n"
        "✓  1 Boulangerie Morel  ADV  Léo\n"
        "~ 4001  Contrôler que le dossier est complet                       Léo   due Tue 1 Dec\n"
        "~ 4002  Appeler le client\xa0: périmètre, interlocuteurs, calendrier  Hugo  due Tue 1 Dec\n",
        "Léo does not have the role ADV in brt.toml; it was given all the same.\n",
    )
    assert brt("dossier", "assign", "D-1", "commercial=hugo") == (0, "", "Nothing to change.\n")
    data = json.loads(brt("dossier", "assign", "D-1", "Commercial=amelie", "--format", "json").out)
    assert [(one["number"], one["assignee"]) for one in data["changed"]] == [(4002, "amelie")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("D-1", "adv=sona"), 1, "There is no sona in the team. Did you mean `sonia`?"),
        (("D-1", "adv="), 2, "adv= is without a member: nothing stands behind the =.\nLike this: adv=sonia\n"),
        (("D-1", "adv=leo", "ADV=karim"), 2, "The role ADV is given twice."),
        (("D-1",), 2, "Missing: ROLE=MEMBER…"),
        (("D-2", "adv=sonia"), 1, "There is no dossier D-2. Did you mean `D-1` (Boulangerie Morel)?"),
    ],
)
def test_an_assignment_that_is_refused(brt, words, code, said):
    load(brt, SHEET)
    answer = brt("dossier", "assign", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_help_names_the_commands(brt):
    found = brt("dossier", "--help").out
    assert all(name in found for name in ("add", "import", "list", "show", "assign"))
