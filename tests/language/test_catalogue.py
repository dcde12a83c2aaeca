"""The types of a workspace, and the workshop that makes new ones."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brt import say
from brt.errors import NotFound, Usage
from brt.kinds import Bad
from brt.language import splice
from brt.language.catalogue import Catalogue, UnknownType
from brt.language.compile import canonical
from brt.language.reader import read
from brt.lint.runner import lint
from brt.service import workshop
from tests.language.sample import SAMPLE, SETTINGS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path):
    for folder in ("installation_types", "email_types"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def catalogue(root):
    return Catalogue(root, SETTINGS)


def test_every_shipped_type_loads(catalogue):
    for type_id in catalogue.type_ids():
        loaded = catalogue.load_type(type_id)
        assert (loaded.findings, catalogue.check_emails(type_id)) == ([], [])
        assert json.loads(canonical(loaded.plan))["type"] == type_id
        assert catalogue.load_type(type_id) is loaded


def test_every_shipped_email_loads(catalogue):
    for email_id in catalogue.email_ids():
        loaded = catalogue.load_email(email_id)
        assert loaded.findings == []
        assert (
            {"name", "audience", "language", "subject", "body"}
            <= loaded.data.keys()
            <= {*("name", "audience", "language", "subject", "body", "html", "invite", "attach")}
        )


@pytest.mark.parametrize(
    ("name", "near"),
    [("3cx-port", "3cx-porta"), ("../brt", None), ("", None), ("zzz", None), ("a/b", None), ("3CX-Porta", "3cx-porta")],
)
def test_a_type_that_is_not_there(catalogue, name, near):
    with pytest.raises(UnknownType) as error:
        catalogue.load_type(name)
    assert [one.name for one in error.value.data["near"]] == ([near] if near else [])
    assert str(error.value) == f"There is no installation type {name}."


def test_an_email_that_is_not_there(catalogue):
    with pytest.raises(NotFound) as error:
        catalogue.load_email("bienvenue-lancemen")
    (near,) = error.value.data["near"]
    assert near == ("bienvenue-lancement", "Bienvenue et lancement de l'installation")


def test_a_broken_email_has_findings_and_no_data(catalogue, root):
    path = root / "email_types" / "alerte-blocage.yaml"
    path.write_text(path.read_text().replace("contact.name", "contact.nom", 1))
    loaded = catalogue.load_email("alerte-blocage")
    assert loaded.data is None
    assert [finding.rule for finding in loaded.findings] == ["unknown-variable"]


def test_an_email_is_checked_against_the_type_that_sends_it(catalogue, root):
    path = root / "email_types" / "confirmation-date-portabilite.yaml"
    path.write_text(path.read_text().replace("port_date", "port_dat"))
    assert {finding.rule for finding in catalogue.check_emails("3cx-porta")} == {"unknown-variable"}
    assert catalogue.load_email("confirmation-date-portabilite").findings == []


def test_reading_an_email_does_not_import_pydantic():
    """An email that leaves costs the import of yaml and jinja2, and no more."""
    program = (
        "import sys; from pathlib import Path; from types import SimpleNamespace as N;"
        "from brt.language.catalogue import Catalogue;"
        f"c = Catalogue(Path({str(ROOT)!r}), N(roles={{}}, team={{}}));"
        "print(bool(c.load_email('alerte-blocage').data is not None or c.load_email('alerte-blocage').findings),"
        " 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True", "False"]


# -- the workshop


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [None, "Fibre", "Fibre : pose", '"Fibre" # pro', "no", "0145"])
def test_a_new_type_is_clean(tmp_path, language, name):
    say.choose(language)
    catalogue = Catalogue(tmp_path, SETTINGS)
    path = workshop.new(catalogue, "fibre-pro", name)
    assert path == tmp_path / "installation_types" / "fibre-pro.yaml"
    assert lint(None, SETTINGS, tmp_path) == []
    assert catalogue.load_type("fibre-pro").plan["name"] == (name or "fibre-pro")
    assert [each.name for each in path.parent.iterdir()] == ["fibre-pro.yaml"]


def test_a_new_type_has_roles_of_the_workspace(tmp_path):
    from types import SimpleNamespace

    settings = SimpleNamespace(roles={"monteur": None}, team={})
    workshop.new(Catalogue(tmp_path, settings), "fibre")
    assert lint(None, settings, tmp_path) == []


@pytest.mark.parametrize("name", ["Fibre", "a/b", "..", "", "é", "x" * 65])
def test_a_new_type_needs_an_id(tmp_path, name):
    with pytest.raises(workshop.BadId):
        workshop.new(Catalogue(tmp_path, SETTINGS), name, "Fibre")
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize(
    ("name", "error"), [("a\nb", workshop.BadName), ("x" * 201, workshop.BadName), ("\x1b", Bad), (" ", Usage)]
)
def test_a_new_type_needs_a_name(tmp_path, name, error):
    with pytest.raises(error):
        workshop.new(Catalogue(tmp_path, SETTINGS), "fibre", name)


def test_nothing_is_overwritten(catalogue, root):
    before = (root / "installation_types" / "ftth-pro.yaml").read_bytes()
    with pytest.raises(workshop.Exists):
        workshop.new(catalogue, "ftth-pro", "Fibre")
    with pytest.raises(workshop.Exists):
        workshop.duplicate(catalogue, "3cx-porta", "ftth-pro")
    assert (root / "installation_types" / "ftth-pro.yaml").read_bytes() == before
    assert len(list((root / "installation_types").glob("*.yaml"))) == 3


def test_a_file_is_made_with_the_usual_rights(tmp_path):
    path = workshop.new(Catalogue(tmp_path, SETTINGS), "fibre")
    other = tmp_path / "other"
    other.touch()
    assert os.stat(path).st_mode == os.stat(other).st_mode


@pytest.mark.parametrize("name", ["Autre", 'Un "deux" : trois #', "no", "12", "- a", "é 😀", "'", "{{ x }}", "a: b"])
def test_a_copy_differs_by_its_name_only(catalogue, root, name):
    path = workshop.duplicate(catalogue, "3cx-porta", "copie", name).path
    one = (root / "installation_types" / "3cx-porta.yaml").read_text(encoding="utf-8").split("\n")
    other = path.read_text(encoding="utf-8").split("\n")
    assert [line for line, old in zip(other, one, strict=True) if line != old] == [other[1]]
    assert catalogue.load_type("copie").plan["name"] == name
    assert lint(None, SETTINGS, root) == []


def test_a_copy_says_that_it_is_one(catalogue):
    workshop.duplicate(catalogue, "ftth-pro", "copie")
    assert catalogue.load_type("copie").plan["name"] == "Fibre FTTH Pro (copy)"


def test_a_copy_of_nothing(catalogue):
    with pytest.raises(UnknownType):
        workshop.duplicate(catalogue, "zzz", "copie")


def test_a_copy_of_what_has_no_name(catalogue, root):
    (root / "installation_types" / "vide.yaml").write_text("phases: []\n")
    with pytest.raises(workshop.NoName):
        workshop.duplicate(catalogue, "vide", "copie", "Copie")
    assert not (root / "installation_types" / "copie.yaml").exists()


@pytest.mark.parametrize(
    "text",
    [
        "name: Un   # a comment\nb: 1\n",
        "name:    'Un'\r\nb: 1\r\n",
        '\ufeffname: "Un"\nb: 1\n',
        "name: >-\n  Un\n  deux\n\n# a comment\nb: 1\n",
        "name: |\n  Un\nb: 1\n",
        "{name: Un, b: 1}\n",
        "name: Un\n  deux\nb: 1\n",
    ],
)
@pytest.mark.parametrize("value", ["Autre", "a, b", "yes", "c: d", "# e", "f}"])
def test_a_splice_changes_one_value(text, value):
    raw = splice.replace(text.encode(), ("name",), value)
    document = read(raw, "f")
    assert document.data == {"name": value, "b": 1}
    assert not document.findings
    assert ("# a comment" in text) == (b"# a comment" in raw)
    assert raw.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")
    assert raw.count(b"\r\n") == text.count("\r\n")


def test_the_list_of_types(catalogue, root):
    (root / "installation_types" / "casse.yaml").write_text("name: Cassé\nphases: [{id: a}]\n")
    found = {each["id"]: each for each in workshop.listing(catalogue)}
    assert found["casse"] == {
        "id": "casse",
        "name": "Cassé",
        "summary": "",
        "phases": None,
        "actions": None,
        "errors": 2,
    }
    assert found["3cx-porta"]["errors"] == 0
    assert found["3cx-porta"]["actions"] == 25


def test_what_a_type_holds(catalogue, root):
    shutil.copy(SAMPLE, root / "installation_types" / "essai.yaml")
    for name in ("bienvenue", "report"):
        shutil.copy(root / "email_types" / "alerte-blocage.yaml", root / "email_types" / f"{name}.yaml")
    found = workshop.describe(catalogue, "essai")
    assert found["roles"] == ["commercial", "adv", "technicien"]
    bascule = found["phases"][2]
    assert bascule["when"] == 'lines > 2 or customer.kind == "client"'
    (action,) = bascule["actions"]
    assert action["due"] == "on port_date"
    assert action["after"] == {"any": False, "refs": [{"kind": "action", "id": "decider"}]}
    assert found["phases"][1]["wait"] == "1 business day"


def test_what_a_type_with_errors_holds(catalogue, root):
    (root / "installation_types" / "casse.yaml").write_text("name: Cassé\nphases: [{id: a}]\n")
    with pytest.raises(workshop.HasErrors) as error:
        workshop.describe(catalogue, "casse")
    assert error.value.data["count"] == 2
    assert len(error.value.findings) == 2


@pytest.mark.parametrize("which", ["installation-type", "email-type"])
def test_the_schema_for_editors(which):
    schema = workshop.schema(which)
    text = json.dumps(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["additionalProperties"] is False
    for word in ("prefixItems", "$defs", "discriminator", "<any>", "unevaluatedProperties"):
        assert word not in text
    for reference in re.findall(r'"\$ref": "#/definitions/(\w+)"', text):
        assert reference in schema["definitions"]
    for model in (schema, *schema.get("definitions", {}).values()):
        for name, each in model["properties"].items():
            assert each.get("description"), name


def test_the_schema_knows_kinds_events_and_delays():
    definitions = workshop.schema("installation-type")["definitions"]
    action = definitions["Action"]["properties"]
    assert "rio" in definitions["FieldModel"]["properties"]["kind"]["enum"]
    events, day = definitions["SendOfAction"]["properties"]["at"]["anyOf"]
    assert events["enum"] == ["done", "blocked", "rejected", "shifted", "available", "skipped"]
    assert re.fullmatch(day["pattern"], "2 business days before port_date")
    assert not re.fullmatch(day["pattern"], "1 week")
    for text in ("2 business days before port_date", "on port_date", "1 week"):
        assert re.fullmatch(action["due"]["pattern"], text)
    assert not re.fullmatch(action["due"]["pattern"], "3 bussiness days")
