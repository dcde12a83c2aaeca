"""Files of dossiers: what YAML and CSV say, in the forms in which people save them, and what is wrong in them."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import say
from brt import settings as workspace
from brt.errors import BrtError
from brt.records import Contact, Line
from brt.service import sheets
from brt.service.difference import SITE
from brt.service.sheets.form import CONTACT, LINE
from brt.service.sheets.writing import csv_text, yaml_text
from brt.store.dossiers import Sheet, fold
from brt.views import words
from brt.views.output import unformulated

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = workspace.load(EXAMPLES)


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")


def parsed(raw: bytes, name: str):
    return sheets.parse(raw, name, SETTINGS)


def rows(text: str | bytes, name: str = "d.csv") -> list[Sheet]:
    found = parsed(text if isinstance(text, bytes) else text.encode(), name)
    assert not found.mistakes, [words.said(one.problem) for one in found.mistakes]
    return [filled.sheet for filled, _ in found.rows]


def refused(tmp_path: Path, text: str | bytes, name: str = "d.csv") -> list[str]:
    """Return what is said of a file, a line a mistake."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BrtError) as caught:
        sheets.read(str(file), SETTINGS)
    *found, last = words.error(caught.value).splitlines()
    assert last == f"Nothing was imported from {name}."
    return found


# ── there and back ────────────────────────────────────────────────────────────────────────────────

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(" ,'")


LINES = st.text(LETTERS, min_size=1, max_size=20).map(_line).filter(lambda text: text and "=?" not in text)
MAYBE = st.none() | LINES
EMAILS = st.from_regex(r"[a-z]{1,8}(\.[a-z0-9]{1,8})?@[a-z]{1,8}\.example", fullmatch=True)
PHONES = st.sampled_from(["+33639982502", "+33261912301", "+33140506070", "+14155552671", "+262262123456"])
FUNCTIONS = ("technique", "administratif", "facturation", "signataire", "site-2")
PRICES = st.decimals(-9999, 999_999, places=2, allow_nan=False).map(lambda n: f"{n:.2f}".replace("-0.00", "0.00"))

SITES = st.fixed_dictionaries(
    {"name": MAYBE, "address": MAYBE, "subdivision": st.sampled_from([None, "Alsace-Moselle"])}
)
PEOPLE = st.dictionaries(st.sampled_from(list(SETTINGS.roles)), st.sampled_from(list(SETTINGS.team)))
SOLD = st.builds(Line, LINES, st.integers(1, 9999), PRICES, st.sampled_from(["one_off", "monthly", "yearly"]))


FLAGS = st.booleans()
ANY_FUNCTIONS = st.lists(st.sampled_from(FUNCTIONS), unique=True).map(tuple)


def contacts(active=FLAGS, functions=ANY_FUNCTIONS):
    language = st.sampled_from([None, "fr", "en"])
    return st.builds(
        Contact, st.just(0), LINES, functions, st.none() | EMAILS, st.none() | PHONES, language, active, active
    )


def dossiers(people):
    refs = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
    one = st.builds(Sheet, refs, LINES, SITES, PEOPLE, people.map(tuple), st.lists(SOLD, max_size=3).map(tuple))
    return st.lists(one, min_size=1, max_size=3, unique_by=lambda sheet: fold(sheet.ref))


class Quoted(yaml.SafeDumper):
    """Writes every text in quotes: what readers disagree on, brt refuses without them."""


Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def as_data(sheet: Sheet) -> dict:
    """Return a sheet as the data of a YAML file."""
    people = []
    for one in sheet.contacts:
        data = {**one._asdict(), "functions": list(one.functions), "accept_emails": one.accepts}
        del data["id"], data["accepts"]
        people.append(data)
    return {**sheet._asdict(), "contacts": people, "lines": [line._asdict() for line in sheet.lines]}


@settings(max_examples=30, deadline=None)
@given(dossiers(st.lists(contacts(), max_size=3)), st.booleans())
def test_what_is_written_in_yaml_is_what_is_read(found, flow):
    data = [as_data(sheet) for sheet in found]
    text = yaml.dump(data, Dumper=Quoted, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    assert rows(text, "d.yaml") == found


NAMES = LINES | st.text(LETTERS, min_size=1, max_size=8).map(lambda text: f"'={text}".strip()).filter(
    lambda t: "=?" not in t
)
"""Names, those too that spreadsheets take for formulas."""


@settings(max_examples=60, deadline=None)
@given(dossiers(st.lists(contacts(), max_size=3)), st.sampled_from(["yaml", "csv"]), NAMES)
def test_what_brt_writes_is_what_it_reads(found, kind, name):
    found[0] = found[0]._replace(customer=_line(name) or "x")
    text = yaml_text(found) if kind == "yaml" else csv_text(found, SETTINGS.roles)
    assert rows(text, f"d.{kind}") == found


@pytest.mark.parametrize(
    "name",
    [
        "yes",
        "No",
        "null",
        "~",
        "1e3",
        "0145670123",
        "=A1",
        "'=A1",
        "''+1",
        "-",
        "a: b",
        "a #b",
        "é",
        "2026-11-30",
        ".inf",
        "Luc, Ann",
        "[x]",
        "@x",
        "Œil & Trait",
        "y",
        '"x"',
        "a\\b",
    ],
)
def test_names_that_readers_may_take_for_something_else(name):
    sheet = Sheet(
        "D-1", name, {"name": name, "address": name, "subdivision": None}, {}, (), (Line(name, 1, "-0.50", "one_off"),)
    )
    assert rows(yaml_text([sheet]), "d.yaml") == [sheet]
    assert rows(csv_text([sheet], SETTINGS.roles), "d.csv") == [sheet]


def test_a_dossier_is_written_as_people_write_it():
    ((filled, _), *_) = parsed((EXAMPLES / "dossiers.yaml").read_bytes(), "d.yaml").rows
    assert yaml_text([filled.sheet]).splitlines()[:6] == [
        "- ref: D-2026-118",
        "  customer: Boulangerie Morel",
        '  site: {name: Rennes, address: "12 rue des Lices, 35000 Rennes"}',
        "  people: {commercial: amelie, adv: sonia, technicien: leo}",
        "  contacts:",
        "    - {name: Luc Morel, functions: [technique, signataire], email: luc@morel.example, "
        'phone: "06 39 98 18 01", language: fr}',
    ]
    text = csv_text([filled.sheet], SETTINGS.roles)
    assert text.startswith("\ufeffref;customer;site.name;site.address;site.subdivision;people.commercial;people.adv;")
    assert ";350,00;yearly;" in text
    assert yaml_text([]) == "[]\n"


@st.composite
def people_of_a_table(draw):
    """Contacts as a table can hold them: active, one a function, and each another person."""
    functions = iter(draw(st.permutations(FUNCTIONS)))
    key = lambda one: (fold(one.name), fold(one.email or ""))  # noqa: E731
    found = draw(st.lists(contacts(st.just(True), st.just(())), max_size=3, unique_by=key))
    return [
        one._replace(functions=(next(functions), *([next(functions)] if i == 0 else []))) for i, one in enumerate(found)
    ]


def as_row(sheet: Sheet) -> dict[str, str]:
    """Return a sheet as a row of a table, by title."""
    row = {"ref": sheet.ref, "customer": sheet.customer}
    row |= {f"site.{part}": value or "" for part, value in sheet.site.items()}
    row |= {f"people.{role}": who for role, who in sheet.people.items()}
    for one in sheet.contacts:
        for function in one.functions:
            values = {"name": one.name, "email": one.email, "phone": one.phone, "language": one.language}
            row |= {f"contact.{function}.{part}": value or "" for part, value in values.items()}
    for number, line in enumerate(sheet.lines, 1):
        row |= {f"lines.{number}.{part}": str(value) for part, value in line._asdict().items()}
    return row


def french(price: str) -> str:
    """Return an amount as a French spreadsheet shows it: 1 190,00, with a narrow unbreakable blank."""
    return f"{float(price):,.2f}".replace(",", "\u202f").replace(".", ",")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        dossiers(people_of_a_table()).map(lambda found: found[0]), max_size=3, unique_by=lambda sheet: fold(sheet.ref)
    ),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([str, french]),
)
def test_what_is_written_in_a_table_is_what_is_read(found, separator, encoding, end, money):
    table = [as_row(sheet) for sheet in found]
    titles = list(dict.fromkeys(["ref", "customer", *(title for row in table for title in row)]))
    titles = sorted(titles, key=lambda title: title.startswith("contact."))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerow(titles)
    for row in table:
        cells = [(title, row.get(title, "")) for title in titles]
        writer.writerow(
            money(cell) if cell and title.endswith("unit_price") else unformulated(cell) for title, cell in cells
        )
        writer.writerow([""] * len(titles))
    read = parsed(out.getvalue().encode(encoding), "d.csv")
    assert not read.mistakes, [words.said(one.problem) for one in read.mistakes]
    assert [_unordered(filled.sheet) for filled, _ in read.rows] == [_unordered(sheet) for sheet in found]


def _unordered(sheet: Sheet) -> Sheet:
    """The order of contacts is that of the columns, which all the rows share."""
    people = sorted(one._replace(functions=tuple(sorted(one.functions))) for one in sheet.contacts)
    return sheet._replace(contacts=tuple(people))


def test_the_examples_are_read():
    assert [len(rows((EXAMPLES / name).read_bytes(), name)) for name in ("dossiers.yaml", "dossiers.csv")] == [7, 5]
    older = parsed((EXAMPLES / "dossiers-windows-1252.csv").read_bytes(), "d.csv")
    assert older.encoding == "Windows-1252"
    assert [filled.sheet.customer for filled, _ in older.rows] == [
        "Crêperie Cœur de blé",
        "Électricité Muller – Haguenau",
    ]


# ── values ────────────────────────────────────────────────────────────────────────────────────────


def test_a_dossier_in_full():
    text = """
ref: D-1
customer: "  Boulangerie   Morel "
site: {address: "12 rue des Lices\\n35000 Rennes"}
people: {adv: Sonia Petit, technicien: null}
contacts:
  - {name: Luc Morel, functions: [Technique, technique], email: Luc@MOREL.example, phone: 06 39 98 18 01}
  - {name: Ann, language: en, active: false, accept_emails: false}
lines:
  - {label: Licence, quantity: 2, unit_price: 350}
  - {label: Remise, quantity: 1, unit_price: "-12,5", billing: Monthly}
"""
    luc = Contact(0, "Luc Morel", ("technique",), "Luc@morel.example", "+33639981801", None, True, True)
    ann = Contact(0, "Ann", (), None, None, "en", False, False)
    site = {"name": None, "address": "12 rue des Lices, 35000 Rennes", "subdivision": None}
    lines = (Line("Licence", 2, "350.00", "one_off"), Line("Remise", 1, "-12.50", "monthly"))
    assert rows(text, "d.yaml") == [Sheet("D-1", "Boulangerie Morel", site, {"adv": "sonia"}, (luc, ann), lines)]


def test_a_sheet_knows_what_it_says_nothing_of():
    ((filled, _),) = parsed(b"ref,customer,site.name\nD-1,Morel,\n", "d.csv").rows
    assert filled.given == {"site"}
    ((filled, _),) = parsed(b"{ref: D-1, customer: Morel, contacts: [], lines: null}", "d.yaml").rows
    assert filled.given == {"contacts"}


@pytest.mark.parametrize(
    ("typed", "billing"),
    [
        ("one_off", "one_off"),
        ("one-off", "one_off"),
        ("Ponctuel", "one_off"),
        ("unique", "one_off"),
        ("mensuel", "monthly"),
        ("Mensuelle", "monthly"),
        ("par mois", "monthly"),
        ("annuel", "yearly"),
        ("ANNUELLE", "yearly"),
    ],
)
def test_billing_is_typed_as_it_is_said(typed, billing):
    (sheet,) = rows(
        f"{{ref: D-1, customer: M, lines: [{{label: A, quantity: 1, unit_price: 1, billing: {typed}}}]}}", "d.yaml"
    )
    assert sheet.lines == (Line("A", 1, "1.00", billing),)


def test_an_amount_in_a_block_needs_no_quotes():
    (sheet,) = rows("ref: D-1\ncustomer: M\nlines:\n- label: A\n  quantity: 1\n  unit_price: 1 250,50 €\n", "d.yaml")
    assert sheet.lines == (Line("A", 1, "1250.50", "one_off"),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("customer: true", "A text is expected: put `true` in quotes."),
        ("customer: [Morel]", "A text is expected."),
        ('customer: "Morel =?utf-8?"', "“Morel =?utf-8?” holds “=?”, which mail programs take for"),
        (f"customer: {'x' * 201}", "201 characters are too many: at most 200."),
        ("ref: -1x", "`-1x` is not a reference: up to 64 letters and digits, and . _ - after the first."),
        ("people: {adv: sonya}", "There is no sonya in the team. Did you mean `sonia`?"),
        ("people: {advs: sonia}", "There is no role advs. Did you mean `adv`?"),
        ("people: sonia", "Keys with values are expected here."),
        (
            "site: {subdivision: Alsase}",
            "`Alsase` is not a part of FR with public holidays of its own. Did you mean `Alsace`?",
        ),
        ("contacts: Luc", "A list is expected here."),
        ("contacts: [{name: A, functions: [a b]}]", "`a b` is not a function, such as technique or facturation."),
        ("contacts: [{name: A, email: a@b}]", "a@b is not an email address."),
        ("contacts: [{name: A, phone: 12}]", "A text is expected: put `12` in quotes."),
        ('contacts: [{name: A, phone: "12"}]', "12 is not a phone number: too short."),
        ("contacts: [{name: A, language: de}]", "de is not one of fr, en."),
        ("contacts: [{name: A, activ: false}]", "Unknown key `activ`. Did you mean `active`?"),
        ("contacts: [{name: A, zzz: false}]", "Unknown key `zzz`: there are name, functions, email, phone, language,"),
        ("lines: [{label: A, quantity: 0, unit_price: 1}]", "0 is not a quantity from 1 to 1000000."),
        ("lines: [{label: A, quantity: 1.5, unit_price: 1}]", "1.5 is not a whole number, such as 12 or 1 500."),
        ("lines: [{label: A, quantity: 1, unit_price: 1.234}]", "1.234 has more than two decimals;"),
        ("lines: [{label: A, quantity: 1}]", "`unit_price` is missing."),
        (
            "lines: [{label: A, quantity: 1, unit_price: 1, billing: year}]",
            "year is not one of one_off, monthly, yearly, ponctuel, mensuel, annuel.",
        ),
        (
            "lines: [{label: A, quantity: 1, unit_price: 1, billing: mensul}]",
            "mensuel, annuel. Did you mean mensuel?",
        ),
        (
            "lines: [{label: A, quantity: 1, unit_price: 89,90, billing: monthly}]",
            'Between braces a comma ends the entry: write "89,90" in quotes, or 89.90.',
        ),
        (
            "lines: [{label: A, unit_price: -1 250,50 €, quantity: 1}]",
            'Between braces a comma ends the entry: write "-1 250,50 €" in quotes, or -1250.50.',
        ),
        ("lines: [{quantity: 1, unit_price: 1, label: A1,2: x}]", "A key must be a text."),
    ],
)
def test_a_value_that_is_refused(tmp_path, value, said):
    text = "ref: D-1\ncustomer: Morel\n"
    key = value.partition(":")[0]
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(key))
    (found,) = refused(tmp_path, f"{kept}{value}\n", "d.yaml")
    assert found.startswith("d.yaml, line ")
    assert said in found


# ── mistakes ──────────────────────────────────────────────────────────────────────────────────────


def test_every_mistake_of_a_yaml_file_has_its_place_and_none_its_consequences(tmp_path):
    text = """\
- ref: D-1
  custmer: Morel
  contacts:
    - {nam: Luc, phone: 0145670123}
- null
- {ref: D-1, customer: Roy, customer: Roy}
"""
    assert refused(tmp_path, text, "d.yaml") == [
        "d.yaml, line 2, column 3: Unknown key `custmer`. Did you mean `customer`?",
        "d.yaml, line 4, column 8: Unknown key `nam`. Did you mean `name`?",
        "d.yaml, line 4, column 25: Readers disagree on what `0145670123` means. Put it in quotes.",
        "d.yaml, line 5, column 3: Keys with values are expected here.",
        "d.yaml, line 6, column 9: D-1 stands already on line 1.",
        "d.yaml, line 6, column 29: The key `customer` is defined twice.",
    ]


def test_every_mistake_of_a_table_has_its_line_and_its_column(tmp_path):
    text = """\
ref;customer;people.adv;contact.technique.email;lines.1.label;lines.1.quantity;lines.1.unit_price
D-1;Morel;sona;luc@morel.example;Licence;;350,00

;;;;;;
D-1;"Roy ""&"" fils";sonia;;Licence;1;"1.190,00"
;Roy;;;;;;trop
"""
    assert refused(tmp_path, text) == [
        "d.csv, line 2, people.adv: There is no sona in the team. Did you mean `sonia`?",
        "d.csv, line 2, contact.technique.name: `name` is missing.",
        "d.csv, line 2, lines.1.quantity: `quantity` is missing.",
        "d.csv, line 5, lines.1.unit_price: 1.190,00 is not an amount, such as 350 or 1 250.50.",
        "d.csv, line 5, ref: D-1 stands already on line 2.",
        "d.csv, line 6, ref: `ref` is missing.",
        "d.csv, line 6: `trop` stands under no title.",
    ]


def test_a_row_is_named_by_the_line_that_it_begins_on(tmp_path):
    text = 'ref,customer,site.address\r\nD-1,Morel,"12 rue des Lices\r\n35000 Rennes"\r\nD 2,Roy,\r\n'
    assert refused(tmp_path, text)[0].startswith("d.csv, line 4, ref: `D 2` is not a reference")


MODEL = "For a table with the right titles: brt dossier export --output model.csv"


def test_the_titles_of_a_french_spreadsheet_are_told_what_they_are_here(tmp_path):
    titles = {
        "Référence": "ref",
        "Client": "customer",
        "Adresse": "site.address",
        "ADV": "people.adv",
        "Chef de projet": "people.chef-projet",
        "Contact": "contact.technique.name",
        "Téléphone": "contact.technique.phone",
        "E-mail": "contact.technique.email",
        "Désignation": "lines.1.label",
        "Qté": "lines.1.quantity",
        "Prix": "lines.1.unit_price",
    }
    text = ";".join(titles) + "\n" + ";".join("x" for _ in titles) + "\n"
    said = [f"d.csv, line 1: Unknown column `{title}`. Did you mean `{meant}`?" for title, meant in titles.items()]
    assert refused(tmp_path, text) == [*said, MODEL]


def test_titles_that_are_unknown_twice_there_or_missing(tmp_path):
    text = (
        "customer;contact.technique.mail;line.2.label;people.dav;ref.;zzz;Customer;contact.a b.name\n1;2;3;4;5;6;7;8\n"
    )
    assert refused(tmp_path, text) == [
        "d.csv, line 1: Unknown column `contact.technique.mail`. Did you mean `contact.technique.email`?",
        "d.csv, line 1: Unknown column `line.2.label`. Did you mean `lines.2.label`?",
        "d.csv, line 1: Unknown column `people.dav`. Did you mean `people.adv`?",
        "d.csv, line 1: Unknown column `ref.`. Did you mean `ref`?",
        "d.csv, line 1: Unknown column `zzz`.",
        "d.csv, line 1: Unknown column `contact.a b.name`. Did you mean `contacts.1.name`?",
        "d.csv, line 1: The column `Customer` stands twice.",
        "d.csv, line 1: The columns are ref, customer, site.name, site.address, site.subdivision, people.commercial, "
        "people.adv, people.technicien, people.chef-projet, contact.FUNCTION.name, contact.FUNCTION.email, "
        "contact.FUNCTION.phone, contact.FUNCTION.language, contacts.N.name, contacts.N.functions, contacts.N.email, "
        "contacts.N.phone, contacts.N.language, contacts.N.active, contacts.N.accept_emails, lines.N.label, "
        "lines.N.quantity, lines.N.unit_price and lines.N.billing.",
        MODEL,
    ]


def test_wrong_titles_do_not_hide_what_is_wrong_below_the_others(tmp_path):
    """And what a row lacks because its title is wrong is no second mistake."""
    text = (
        "reff;Customer;contact.technique.nam;contact.technique.email;lines.1.label;lines.1.quantity;lines.1.unit_price\n"
        "D-1;Morel;Luc;luc;Licence;0;12\n"
        "D-1;;Luc;luc@morel.example;;;;trop\n"
    )
    assert refused(tmp_path, text) == [
        "d.csv, line 1: Unknown column `reff`. Did you mean `ref`?",
        "d.csv, line 1: Unknown column `contact.technique.nam`. Did you mean `contact.technique.name`?",
        MODEL,
        "d.csv, line 2, contact.technique.email: luc is not an email address.",
        "d.csv, line 2, lines.1.quantity: 0 is not a quantity from 1 to 1000000.",
        "d.csv, line 3, Customer: `customer` is missing.",
        "d.csv, line 3: `trop` stands under no title.",
    ]


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"", "d.csv", "d.csv: The file is empty."),
        (b";;\n\n", "d.csv", "d.csv: The file is empty."),
        (b"", "d.yaml", "d.yaml, line 1, column 1: The file is empty."),
        (b'ref,customer\nD-1,"A\n', "d.csv", 'd.csv, line 2: A quote (") is not closed, or text follows it:'),
        (b'ref,customer\nD-1,"A" b\n', "d.csv", 'd.csv, line 2: A quote (") is not closed, or text follows it:'),
        ("ref,customer\nD-1,é".encode() + b"\xe9\n", "d.csv", "d.csv, line 2: This is neither UTF-8 nor Windows-1252"),
        (b"ref,customer\nD-1,\x81\n", "d.csv", "d.csv, line 2: This is neither UTF-8 nor Windows-1252"),
        (b"ref,customer\nD-1,A\0B\n", "d.csv", "d.csv, line 2, customer: character 2 is invisible (U+0000)"),
        (b"- ref: 'D-1\n", "d.yaml", "d.yaml, line 1, column 8: The quote that opens here is never closed."),
        (b"D-1", "d.yaml", "d.yaml, line 1, column 1: Keys with values are expected here."),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, raw, name, said):
    (found,) = refused(tmp_path, raw, name)
    assert found.startswith(said)


def test_yaml_that_is_too_large_says_what_to_do(tmp_path):
    found = refused(tmp_path, b"#" * (64 * 1024 * 1024 + 1), "d.yaml")
    assert found[-2].endswith("The file is larger than 67108864 bytes.")
    assert found[-1] == "Split the file, or write the dossiers as a table (CSV)."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "missing.csv",
            "missing.csv cannot be read: No such file or directory.\nWhat such a file holds: brt dossier import --help",
        ),
        ("folder.csv", "folder.csv cannot be read: Is a directory.\nWhat such a file holds: brt dossier import --help"),
        (
            "d.XLSX",
            "d.XLSX is a spreadsheet's own file: save it as CSV.\n"
            "In the spreadsheet: Save as…, CSV; then import the file whose name ends in .csv",
        ),
        ("d.pdf", "d.pdf is neither YAML nor CSV: its name must end in .yaml, .yml, .csv, .tsv or .txt."),
    ],
)
def test_a_file_that_is_not_one(tmp_path, name, said):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BrtError) as caught:
        sheets.read(str(tmp_path / name), SETTINGS)
    assert words.error(caught.value).replace(f"{tmp_path}/", "") == said


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def test_one_person_under_several_functions_is_one_contact():
    titles = ";".join(
        f"contact.{name}.{part}"
        for name in ("technique", "facturation", "signataire")
        for part in ("name", "email", "phone")
    )
    text = (
        f"ref;customer;{titles}\n"
        "D-1;Morel;Luc Morel;luc@morel.example;06 39 98 18 01;LUC MOREL;Luc@morel.example;0639981801;Luc Morel;;\n"
        "D-2;Roy;Ann;;;Ann;;01 40 50 60 70;Ann;;02 61 91 18 02\n"
    )
    found = [[(one.functions, one.phone) for one in sheet.contacts] for sheet in rows(text)]
    assert found == [
        [(("technique", "facturation"), "+33639981801"), (("signataire",), None)],
        [(("technique", "facturation"), "+33140506070"), (("signataire",), "+33261911802")],
    ]


def test_a_guard_against_formulas_is_taken_off():
    text = "ref,customer,contact.technique.name,contact.technique.phone\nD-1,'=Morel,'t Hoekje,'+33 6 39 98 18 01\n"
    (sheet,) = rows(text)
    assert sheet.customer == "=Morel"
    assert [(one.name, one.phone) for one in sheet.contacts] == [("'t Hoekje", "+33639981801")]


def test_titles_in_capitals_spaces_around_cells_and_columns_without_a_title():
    (sheet,) = rows(" Ref ;CUSTOMER;Contact.Technique.Name;;\n D-1 ; Morel ;  Luc ;;;;\n")
    assert (sheet.ref, sheet.customer, sheet.contacts[0].functions) == ("D-1", "Morel", ("technique",))


def test_contacts_under_numbers_say_all_there_is_to_say():
    titles = "contacts.2.name;contacts.2.functions;contacts.1.name;contacts.1.active;contact.technique.name"
    (sheet,) = rows(f"ref;customer;{titles}\nD-1;Morel;Luc;signataire, Référent;Ann;non;Luc\n")
    assert [(one.name, one.functions, one.active) for one in sheet.contacts] == [
        ("Ann", (), False),
        ("Luc", ("signataire", "referent", "technique"), True),
    ]


def test_what_is_wrong_with_a_contact_under_a_number_is_named_by_its_column(tmp_path):
    titles = "contacts.1.email;contacts.3.name;contacts.3.functions;contacts.3.active"
    assert refused(tmp_path, f"ref;customer;{titles}\nD-1;Morel;a@b.fr;Luc;a b;peut-être\n") == [
        "d.csv, line 2, contacts.1.name: `name` is missing.",
        "d.csv, line 2, contacts.3.functions: `a b` is not a function, such as technique or facturation.",
        "d.csv, line 2, contacts.3.active: peut-être is neither yes nor no.",
    ]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;;;", "sep=,", "sep=\t"])
def test_the_line_that_tells_excel_the_separator_is_passed_over(tmp_path, first):
    separator = "\t" if first.endswith("\t") else first.strip('"')[4]
    text = f"{first}\r\nref{separator}customer\r\nD-1{separator}Morel\r\n"
    assert [(sheet.ref, sheet.customer) for sheet in rows(text)] == [("D-1", "Morel")]
    (found,) = refused(tmp_path, text + f"D 2{separator}Roy\r\n")
    assert found.startswith("d.csv, line 4, ref: `D 2` is not a reference")


def test_lines_come_in_the_order_of_their_numbers():
    titles = ";".join(f"lines.{number}.{part}" for number in (10, 2) for part in ("label", "quantity", "unit_price"))
    (sheet,) = rows(f"ref;customer;{titles}\nD-1;Morel;B;2;1 190,00 €;A;1 000;350,5\n")
    assert sheet.lines == (Line("A", 1000, "350.50", "one_off"), Line("B", 2, "1190.00", "one_off"))


# ── the documentation ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["import.md", "importer.md"])
def test_the_examples_of_the_documentation_are_read(page):
    text = (EXAMPLES.parent / "docs" / page).read_text(encoding="utf-8")
    examples = re.findall(r"```(yaml|csv)\n(.*?)```", text, re.DOTALL)
    assert [kind for kind, _ in examples] == ["yaml", "csv"]
    for kind, example in examples:
        (sheet,) = rows(example.replace("bruno", "sonia").replace("chloe", "leo"), f"d.{kind}")
        assert sheet.people["adv"] == "sonia"
        assert [line.billing for line in sheet.lines] == ["yearly" if kind == "yaml" else "monthly"]
    assert [key for key in (*SITE, *CONTACT, *LINE) if f".{key}`" not in text] == []
