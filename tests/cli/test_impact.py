"""`brt template impact`: what a change of the templates means for what runs."""

import csv
import io
import shutil
import subprocess

import pytest

from tests.conftest import Brt

EMAIL = "email_types/confirmation-date-portabilite.yaml"


@pytest.fixture(scope="module")
def running(prepared, tmp_path_factory):
    """118 at work with the check done and the call still open; 119 with the same type, untouched; types in git."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("impact") / "espace"))
    assert brt("produce", "118", "119", "--type", "3cx-porta", "--yes").code == 0
    assert brt("produce", "120", "--type", "visite", "--yes").code == 0
    assert brt("done", "118/controler-dossier", "--set", "siret=732 829 320 00074").code == 0
    git(brt.root, "init", "-q")
    git(brt.root, "add", "installation_types", "email_types", "brt.toml")
    git(brt.root, "commit", "-qm", "Les types")
    return brt.root


@pytest.fixture
def brt(running, tmp_path):
    return Brt(shutil.copytree(running, tmp_path / "espace"))


def git(at, *words):
    who = ("-c", "user.name=Essai", "-c", "user.email=essai@exemple.fr", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(at), *who, *words], check=True)


def edit(brt, file, before, after):
    path = brt.root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_nothing_changed(brt):
    answer = brt("template", "impact", "--against", "HEAD")
    assert (answer.code, answer.out, answer.err) == (0, "0 of 3 running installations would be touched.\n", "")


def test_what_is_not_closed_is_touched(brt):
    """The check is done on 118, so that only 119 still has it before it."""
    before = brt.database.read_bytes()
    edit(brt, "installation_types/3cx-porta.yaml", "due: 1 business day\n", "due: 2 business days\n")
    answer = brt("template", "impact")
    assert answer.code == 0
    (name,) = [line for line in answer.out.splitlines() if " · " in line]
    assert name.startswith("119 ")
    assert "  ~ action controler-dossier  Contrôler que le dossier est complet  (available)\n" in answer.out
    assert "      due: 1 business day → 2 business days\n" in answer.out
    assert "1 of 3 running installations would be touched.\n" in answer.out
    assert brt.database.read_bytes() == before


def test_in_data(brt):
    edit(brt, "installation_types/3cx-porta.yaml", "due: 1 business day\n", "due: 2 business days\n")
    edit(brt, "installation_types/3cx-porta.yaml", "name: Clôture", "name: Fin")
    data = brt.json("template", "impact", "--against", "HEAD")
    assert (data["against"], data["types"], data["running"]) == ("HEAD", ["3cx-porta"], 3)
    one, other = data["installations"]
    assert one["label"] is other["label"] is None
    assert [(row["kind"], row["id"], row["status"]) for row in one["changes"]] == [("phase", "cloture", "waiting")]
    assert [row["id"] for row in other["changes"]] == ["cloture", "controler-dossier"]
    rows = list(csv.DictReader(io.StringIO(brt("template", "impact", "--format", "csv").out)))
    assert (rows[0]["dossier"], rows[0]["id"], rows[0]["key"]) == (one["dossier"], "cloture", "name")


def test_a_changed_email_touches_those_who_may_still_send_it(brt):
    edit(brt, EMAIL, "subject:", "subject: 'Autre'\n# subject:")
    data = brt.json("template", "impact")
    assert [row["emails"] for row in data["installations"]] == [["confirmation-date-portabilite"]] * 2
    assert "  ✉ confirmation-date-portabilite\n" in brt("template", "impact").out
    git(brt.root, "checkout", "-q", ".")
    edit(brt, "email_types/relance-pieces-manquantes.yaml", "subject:", "subject: 'Autre'\n# subject:")
    assert [row["dossier"][-3:] for row in brt.json("template", "impact")["installations"]] == ["119"]


def test_a_type_that_is_gone_and_one_that_is_new(brt):
    path = brt.root / "installation_types" / "visite.yaml"
    path.rename(path.with_name("visite-bis.yaml"))
    data = brt.json("template", "impact")
    (one,) = data["installations"]
    assert [(row["change"], row["kind"], row["id"]) for row in one["changes"]] == [("removed", "type", "visite")]


def test_a_copy_of_the_database(brt, tmp_path):
    edit(brt, EMAIL, "subject:", "subject: 'Autre'\n# subject:")
    brt.database.rename(tmp_path / "copie.db")
    assert "0 of 0 running" in brt("template", "impact").out
    assert "2 of 3 running" in brt("template", "impact", "--database", str(tmp_path / "copie.db")).out
    answer = brt("template", "impact", "--database", "rien.db")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("There is no database rien.db.\n")


def test_a_revision_that_is_not_there(brt):
    answer = brt("template", "impact", "--against", "nulle-part")
    assert (answer.code, answer.out) == (1, "")
    assert "nulle-part" in answer.err


def test_a_type_that_got_another_name_is_gone_for_what_runs(brt):
    git(brt.root, "mv", "installation_types/3cx-porta.yaml", "installation_types/3cx-autre.yaml")
    data = brt.json("template", "impact")
    assert data["types"] == ["3cx-porta"]
    assert [row["changes"][0]["change"] for row in data["installations"]] == ["removed"] * 2


def test_types_that_git_does_not_have(brt):
    git(brt.root, "rm", "-rq", "--cached", "installation_types")
    git(brt.root, "commit", "-qm", "Sans types")
    answer = brt("template", "impact")
    assert (answer.code, answer.out) == (1, "")
    assert "git has no installation_types at HEAD." in answer.err
