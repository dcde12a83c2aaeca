"""`brt template impact`: what a change of the templates means for what runs."""

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest

from tests.conftest import Brt, environment

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


# ── from an export ────────────────────────────────────────────────────────────────────────────────


def dossiers(brt):
    """Return what `brt show` prints of each dossier at work."""
    return [brt.json("show", ref) for ref in sorted({row["dossier"] for row in brt.json("overview")})]


def exported(brt, data, name="running.json"):
    """Write an export, and take the database away: nothing may look at it."""
    (brt.root / name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    brt.database.unlink(missing_ok=True)
    return name


def test_an_export_tells_what_the_database_tells(brt):
    edit(brt, "installation_types/3cx-porta.yaml", "due: 1 business day\n", "due: 2 business days\n")
    edit(brt, "installation_types/3cx-porta.yaml", "name: Clôture", "name: Fin")
    edit(brt, EMAIL, "subject:", "subject: 'Autre'\n# subject:")
    edit(brt, "email_types/relance-pieces-manquantes.yaml", "subject:", "subject: 'Autre'\n# subject:")
    stored = brt.json("template", "impact")
    assert [len(row["emails"]) for row in stored["installations"]] == [1, 2]
    file = exported(brt, dossiers(brt))
    assert brt.json("template", "impact", "--from", file) == {**stored, "pinned": False}
    assert not brt.database.exists()


NEEDED = {
    *("dossier", "customer", "installations", "installation_type", "label", "produced_on", "ended_on", "phases", "id"),
    *("status", "actions", "action"),
}


def needed(data):
    """Return an export without everything that is not looked at."""
    if isinstance(data, list):
        return [needed(one) for one in data]
    return {key: needed(value) for key, value in data.items() if key in NEEDED} if isinstance(data, dict) else data


@pytest.mark.parametrize(
    "written",
    [
        lambda found: "\n".join(json.dumps(one) for one in found),  # a line each
        lambda found: "".join(json.dumps(one, indent=2) + "\n" for one in found),  # one `brt show` after another
        lambda found: "\ufeff" + json.dumps(found),
        lambda found: json.dumps([*found, found[0]]),  # one of them twice
        lambda found: json.dumps(needed(found)),
    ],
)
def test_the_ways_to_write_an_export(brt, written):
    found = dossiers(brt)
    edit(brt, EMAIL, "subject:", "subject: 'Autre'\n# subject:")
    stored = brt.json("template", "impact")
    file = exported(brt, written(found))
    assert brt.json("template", "impact", "--from", file) == {**stored, "pinned": False}


def test_an_export_on_stdin_in_the_encoding_of_powershell(brt):
    text = json.dumps(dossiers(brt), ensure_ascii=False)
    brt.database.unlink()
    with environment(**brt.variables()):
        done = subprocess.run(
            [sys.executable, "-c", "from brt.cli import main; main()", "template", "impact", "--from", "-"],
            cwd=brt.root,
            input=text.encode("utf-16"),
            capture_output=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"0 of 3 running installations would be touched.\n")


def test_what_an_export_does_not_hold_is_said(brt):
    file = exported(brt, dossiers(brt))
    said = "An export holds no types: which emails may still leave follows from those at HEAD.\n"
    assert said not in brt("template", "impact").out
    assert brt("template", "impact", "--from", file).out.endswith(said)
    french = brt("template", "impact", "--from", file, BRT_LANG="fr").out
    assert french.endswith(
        "Un export ne contient pas les types\xa0: les emails encore à partir viennent de ceux de HEAD.\n"
    )


def test_what_is_over_does_not_run(brt):
    assert brt("cancel", "120", "--reason", "abandon", "--yes").code == 0
    found = [*dossiers(brt), brt.json("show", "120")]
    assert brt.json("template", "impact", "--from", exported(brt, found))["running"] == 2


def test_an_action_that_the_export_does_not_have_sends_nothing(brt):
    """It came into the type after the installation was produced."""
    edit(brt, "email_types/relance-pieces-manquantes.yaml", "subject:", "subject: 'Autre'\n# subject:")
    found = dossiers(brt)
    for phase in found[1]["installations"][0]["phases"]:
        phase["actions"] = [row for row in phase["actions"] if row["action"] != "controler-dossier"]
    file = exported(brt, found)
    assert brt.json("template", "impact", "--from", file)["installations"] == []


def test_what_a_cancellation_would_send_is_to_come(brt):
    """An export has its actions only once the installation is called off."""
    sends = "when: trunk_ref\n      emails: [{send: relance-pieces-manquantes, to: [contact:technique]}]"
    edit(brt, "installation_types/3cx-porta.yaml", "when: trunk_ref", sends)
    git(brt.root, "commit", "-qam", "Prévenir")
    edit(brt, "email_types/relance-pieces-manquantes.yaml", "subject:", "subject: 'Autre'\n# subject:")
    file = exported(brt, dossiers(brt))
    found = brt.json("template", "impact", "--from", file)["installations"]
    assert [row["dossier"][-3:] for row in found] == ["118", "119"]


def test_an_export_of_no_dossier(brt):
    assert brt.json("template", "impact", "--from", exported(brt, "[]"))["running"] == 0


def test_a_type_that_came_since_is_known(brt):
    found = dossiers(brt)
    for one in found:
        for row in one["installations"]:
            row["installation_type"] = row["installation_type"].replace("visite", "visite-bis")
    shutil.copy(brt.root / "installation_types" / "visite.yaml", brt.root / "installation_types" / "visite-bis.yaml")
    file = exported(brt, found)
    assert brt.json("template", "impact", "--from", file)["running"] == 3
    (brt.root / "installation_types" / "visite-bis.yaml").unlink()
    answer = brt("template", "impact", "--from", file)
    assert answer.code == 0
    assert "0 of 2 running installations" in answer.out
    said = "D-2026-120 runs visite-bis, which is no installation type here, nor at HEAD: not looked at.\n"
    assert answer.err == said
    left = [{"dossier": "D-2026-120", "installation_type": "visite-bis"}]
    assert brt.json("template", "impact", "--from", file)["unknown"] == left


def test_a_type_whose_name_is_none_is_left_out(brt):
    found = dossiers(brt)
    found[0]["installations"][0]["installation_type"] = "../brt\x1b[31m\0"
    answer = brt("template", "impact", "--from", exported(brt, found))
    assert answer.code == 0
    assert answer.err.startswith("D-2026-118 runs ../brt")
    assert not {"\0", "\x1b"}.intersection(answer.err)


def broken(found, *way, value=None):
    """Return an export with another value at the end of the way, or without it."""
    found = json.loads(json.dumps(found))
    at = found
    for step in way[:-1]:
        at = at[step]
    if value is None:
        del at[way[-1]]
    else:
        at[way[-1]] = value
    return json.dumps(found)


FIRST = (0, "installations", 0)
SAYS = {
    "not-json": (lambda _: "{\n  oui", "x.json, line 2, column 3: this is not JSON."),
    "a-page": (lambda _: "118 Boulangerie Morel", "x.json: `.` is not as `brt show` prints it"),
    "deep": (lambda _: "\n" + "[" * 100_000, "x.json, line 2, column 1: this is not JSON."),
    "cut": (lambda found: json.dumps(found)[:-1], "this is not JSON."),
    "empty": (lambda _: " \n", "x.json is empty."),
    "a-number": (lambda _: "[12]", "x.json: `.[0]` is not as `brt show` prints it, in the JSON that begins on line 1."),
    "an-overview": (
        lambda found: "[]\n" + broken(found, 0, "installations"),
        "x.json: `.[0].installations` is missing in the JSON that begins on line 2.",
    ),
    "no-customer": (lambda found: broken(found, 0, "customer"), "x.json: `.[0].customer` is missing"),
    "no-list": (lambda found: broken(found, *FIRST, "phases", value={}), "`.[0].installations[0].phases` is not as"),
    "no-day": (
        lambda found: broken(found, *FIRST, "produced_on", value="lundi"),
        "`.[0].installations[0].produced_on`",
    ),
    "status": (
        lambda found: broken(found, *FIRST, "phases", 1, "actions", 0, "status", value="ouverte"),
        "x.json: `.[0].installations[0].phases[1].actions[0].status` is not as `brt show` prints it",
    ),
    "one-thing": (
        lambda found: json.dumps(found[0]["installations"][0]["phases"][0]["actions"][0]),
        "x.json: `.installations` is missing in the JSON that begins on line 1.",
    ),
}


@pytest.mark.parametrize("name", SAYS)
def test_what_is_no_export(brt, name):
    write, says = SAYS[name]
    answer = brt("template", "impact", "--from", exported(brt, write(dossiers(brt)), "x.json"))
    assert (answer.code, answer.out) == (1, "")
    assert says in answer.err


def test_files_that_cannot_be_read(brt):
    answer = brt("template", "impact", "--from", "rien.json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(
        "There is no file rien.json.\nTo write one: brt show DOSSIER --format json > rien.json"
    )
    answer = brt("template", "impact", "--from", ".")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(". cannot be read: Is a directory.")
    answer = brt("template", "impact", "--from", "x.json", "--database", "copie.db")
    assert (answer.code, answer.out) == (2, "")
    assert "Either --database or --from, not both." in answer.err
    answer = brt("template", "impact", "--from", "")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("The name of the export is empty.\n")
