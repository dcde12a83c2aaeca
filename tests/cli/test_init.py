"""A new workspace."""

import json
import tomllib

import pytest

from brt import settings
from brt.service import workspace
from tests.cli.play import HOUSE, Play, apart


@pytest.fixture
def brt(tmp_path):
    return Play(tmp_path)


def content(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def names(root, folder):
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


def test_everything_that_comes_with_brt(brt, tmp_path):
    answer = brt("init", "demo")
    assert answer.code == 0
    assert answer.out.splitlines()[:3] == ["demo/brt.toml", "demo/.gitignore", "demo/.brt/  4 files"]
    assert names(tmp_path / "demo", "installation_types") == ["3cx-porta", "3cx-sans-porta-a-distance", "ftth-pro"]
    for name, text in content(tmp_path / "demo").items():
        if name.endswith("_types/"):
            assert text == (HOUSE / name).read_bytes()


def test_it_lints_clean(brt):
    brt("init", "demo")
    assert brt("-C", "demo", "lint") == (0, "", "35 files, nothing found.\n")


def test_its_configuration_makes_the_account_a_member(brt, tmp_path):
    brt("init", "demo", "--company", 'Télécom "Nord"')
    found = settings.load(tmp_path / "demo")
    assert found.company.name == 'Télécom "Nord"'
    assert [member.login for member in found.team.values()] == ["spetit"]
    assert brt("-C", "demo", "whoami", "--format", "plain").out.startswith("spetit\tspetit\tlogin\t")


@pytest.mark.parametrize(
    ("language", "comment", "label"),
    [("en", "# The team: ", "Technician"), ("fr", "# L'équipe\N{NO-BREAK SPACE}: ", "Technicien")],
)
def test_its_configuration_speaks_the_language_that_is_spoken(brt, tmp_path, language, comment, label):
    brt("init", "demo", BRT_LANG=language)
    assert comment in (tmp_path / "demo/brt.toml").read_text(encoding="utf-8")
    found = settings.load(tmp_path / "demo")
    assert (found.language, found.roles["technicien"].label) == (language, label)


def test_the_configuration_is_the_same_in_both_languages(brt, tmp_path):
    brt("init", "a", BRT_LANG="en")
    brt("init", "b", BRT_LANG="fr")
    one, other = (tomllib.loads((tmp_path / name / "brt.toml").read_text(encoding="utf-8")) for name in "ab")
    for found in (one, other):
        found.update(language="", company="", roles=list(found["roles"]))
    assert one == other


def test_on_an_english_computer_the_french_emails_have_french_dates(brt):
    brt("init", ".", BRT_LANG="en")
    contact = ("--contact", "technique,administratif=Luc Morel <luc@morel.example>")
    assert brt("dossier", "add", "D-1", "--customer", "Morel", *contact).code == 0
    assert brt("produce", "D-1", "--type", "3cx-porta", "--yes", "--person", "commercial=spetit").code == 0
    fields = ("--set", "target_date=2027-01-20", "--set", "site_contact=Luc Morel", "--yes")
    assert brt("done", "1/appel-lancement", *fields).code == 0
    numbers = [str(one["number"]) for one in json.loads(brt("email", "list", "--format", "json").out)]
    bodies = [brt("email", "show", number).out for number in numbers]
    assert any("mercredi 20 janvier 2027" in body for body in bodies)
    assert not any("January" in body for body in bodies)


def test_it_works_without_an_account(brt):
    nobody = {"LOGNAME": "", "USER": "", "USERNAME": ""}
    assert brt("init", "demo", **nobody).code == 0
    assert brt("-C", "demo", "lint").code == 0


def test_editors_find_the_schemas_that_the_files_name(brt, tmp_path):
    brt("init", "demo")
    for folder in ("installation_types", "email_types"):
        for path in (tmp_path / "demo" / folder).rglob("*.yaml"):
            first = path.read_text(encoding="utf-8").splitlines()[0]
            schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
            assert json.loads(schema.read_text(encoding="utf-8"))["properties"]["name"]


def test_git_leaves_the_data_alone(brt, tmp_path):
    brt("init", "demo")
    assert (tmp_path / "demo/.gitignore").read_text().splitlines()[1:] == [
        *("/brt.db", "/brt.db-journal", "/brt.db-armed", "/outbox/"),
    ]


def test_what_to_type_next(brt):
    assert brt("init", "ma société").err == (
        "Emails go into outbox/ (no mail server is set): brt.toml, [mail]\n"
        "Next: put your team and the name of your company into ma société/brt.toml, then\n"
        "  brt -C 'ma société' template list\n"
        "  brt -C 'ma société' lint\n"
        "  brt -C 'ma société' dossier add D-1 --customer \"…\"\n"
        "  brt -C 'ma société' produce D-1\n"
    )


def test_where_emails_go_is_said_of_the_settings_that_were_written(brt):
    assert "outbox" not in brt("init", "twice").err.replace("Emails go into outbox/", "", 1)
    assert "Emails go" not in brt("init", "twice").err


def test_a_workspace_inside_of_another_is_told(brt, tmp_path):
    assert "inside" not in brt("init", "one").err
    said = brt("init", "one/two").err
    inner, outer = tmp_path / "one/two", tmp_path / "one"
    assert f"{inner} lies inside the workspace {outer}: " in said
    assert f"If that is not meant:\n  rm {inner}/brt.toml\n" in said
    assert "inside" not in brt("init", "one").err  # it was the outer one before


@pytest.mark.parametrize("language", ["en", "fr"])
def test_doctor_tells_that_the_name_of_the_company_is_still_to_be_put_in(brt, tmp_path, language):
    """It signs what customers read."""
    brt("init", "new", BRT_LANG=language)
    brt("init", "named", "--company", "Nord Télécom")
    said, named = (brt("-C", name, "doctor", BRT_LANG=language).out for name in ("new", "named"))
    assert "[company] name" in said
    assert "[company] name" not in named


def test_here_by_default(brt, tmp_path):
    answer = brt("init")
    assert answer.out.startswith("brt.toml\n")
    assert "  brt lint\n" in answer.err
    assert (tmp_path / "brt.toml").is_file()


def test_where_the_workspace_is_said_to_be(brt, tmp_path):
    assert brt("-C", "demo", "init").code == 0
    assert (tmp_path / "demo/brt.toml").is_file()


def test_a_second_time_nothing_changes(brt, tmp_path):
    brt("init", "demo")
    (tmp_path / "demo/brt.toml").write_text("# mine\n")
    before = content(tmp_path / "demo")
    answer = brt("init", "demo", "--company", "Autre")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("Everything was there already: nothing was changed.\n")
    assert content(tmp_path / "demo") == before


def test_what_is_there_is_kept_and_said(brt, tmp_path):
    mine = tmp_path / "demo/installation_types/ftth-pro.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("name: À moi\n", encoding="utf-8")
    answer = brt("init", "demo")
    assert answer.code == 0
    assert "Kept as they were:\n  installation_types/  1 file\n" in answer.err
    assert "demo/installation_types/  2 files\n" in answer.out
    assert mine.read_text(encoding="utf-8") == "name: À moi\n"


def test_a_gitignore_of_ones_own_is_not_touched(brt, tmp_path):
    (tmp_path / ".gitignore").write_text("# mine\n*.db\n")
    answer = brt("init")
    assert "add to .gitignore:\n  /brt.db-journal\n  /brt.db-armed\n  /outbox/\n" in answer.err
    assert (tmp_path / ".gitignore").read_text() == "# mine\n*.db\n"


def test_some_types_come_with_the_emails_they_send(brt, tmp_path):
    assert brt("init", "demo", "--types", "ftth-pro").code == 0
    assert names(tmp_path / "demo", "installation_types") == ["ftth-pro"]
    emails = names(tmp_path / "demo", "email_types")
    assert "report-rdv-raccordement" in emails
    assert "mandat-portabilite" not in emails
    assert brt("-C", "demo", "lint").code == 0
    assert not (tmp_path / "demo/email_types/pieces").exists()
    assert brt("init", "demo", "--types", "3cx-porta, ftth-pro,").code == 0
    assert (tmp_path / "demo/email_types/pieces/plan-de-numerotation.csv").is_file()
    assert names(tmp_path / "demo", "installation_types") == ["3cx-porta", "ftth-pro"]
    assert brt("-C", "demo", "lint").code == 0


def test_no_types(brt, tmp_path):
    answer = brt("init", "demo", "--types", "none")
    assert answer.out.splitlines()[-2:] == ["demo/installation_types/", "demo/email_types/"]
    assert names(tmp_path / "demo", "installation_types") == []
    assert brt("-C", "demo", "lint") == (0, "", "0 files, nothing found.\n")


def test_unknown_types(brt, tmp_path):
    answer = brt("init", "demo", "--types", "ftth-prou,ftth-pro,xyz")
    assert (answer.code, answer.out) == (1, "")
    assert "ftth-prou comes with brt. Nothing was written. Did you mean `ftth-pro`?\n" in answer.err
    assert "Those that do: 3cx-porta, 3cx-sans-porta-a-distance, ftth-pro.\n" in answer.err
    assert "xyz" in answer.err
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("types", ["", " , "])
def test_types_that_are_forgotten(brt, tmp_path, types):
    known = "3cx-porta,3cx-sans-porta-a-distance,ftth-pro"
    assert brt("init", "demo", "--types", types) == (
        2,
        "",
        f"--types names no installation type.\nLike this: --types {known}; or all, or none.\n",
    )
    assert not (tmp_path / "demo").exists()


def test_a_place_where_nothing_can_be_written(brt, tmp_path):
    (tmp_path / "file").write_text("")
    for name in ("file", "file/demo"):
        answer = brt("init", name)
        assert (answer.code, answer.out) == (3, "")
        assert str(name) in answer.err
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/email_types").write_text("")
    answer = brt("init", "demo")
    assert answer.code == 3
    assert "demo/email_types cannot be written" in answer.err


def test_the_types_of_an_installed_brt_stand_in_the_package():
    assert (workspace.shipped() / "installation_types" / "ftth-pro.yaml").is_file()


def test_in_a_process_of_its_own(tmp_path):
    assert apart(tmp_path, "init", "--types", "none").code == 0
    assert apart(tmp_path, "template", "new", "visio").code == 0
    assert apart(tmp_path, "lint") == (0, "", "1 file, nothing found.\n")
