"""What is wrong: a sentence that says what, where and what to do, an exit code, nothing on stdout, nothing changed."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import Brt, environment

ESCAPE, OVERRIDE, HALF = "\x1b[31m", "\N{RIGHT-TO-LEFT OVERRIDE}", "\udcff"
TEAM = "The team: amelie, hugo, sonia, leo, karim, nadia"
LIST = "To see them: brt dossier list"
FIND = "To look in contacts, sites and numbers too: brt dossier find "
SAVED = "Nothing was saved."

# What is typed (as in a shell, or word by word), the exit code, and what must be said.
UNKNOWN = [
    ("show 999", 1, "There is no dossier 999.", FIND),
    ("show D-2026-181", 1, "There is no dossier D-2026-181. Did you mean", "`D-2026-118`", FIND),
    ("history 999", 1, "There is no dossier 999.", FIND),
    ("produce 999 --type visite", 1, "There is no dossier 999.", LIST),
    ("produce 119 999 --type visite", 1, "There is no dossier 999.", LIST),
    (
        "produce 119 --type visit",
        1,
        "There is no installation type visit.",
        "Did you mean `visite` (Visite d'un technicien)?",
    ),
    ("produce 119 --type ../brt", 1, "There is no installation type ../brt.", "3cx-porta"),
    ("produce 119 --type visite --person advv=sonia", 1, "There is no role advv. Did you mean `adv`?", "The roles: "),
    ("produce 119 --type visite --person adv=sonja", 1, "There is no sonja in the team. Did you mean `sonia`?", TEAM),
    ("produce 119 --type visite --person adv", 2, "adv is not ROLE=MEMBER."),
    (
        "produce 119 --type visite --set rdvv=10/12",
        1,
        "visite has no field rdvv. Did you mean `rdv` (Date du rendez-vous)?",
        "To see all of them: brt template show visite",
    ),
    ("produce 119 998 999 --type visite --set rdvv=1", 1, "no dossier 998.", "no dossier 999.", "has no field rdvv."),
    ("produce 119 999 --type visit --person advv=leo", 1, "no dossier 999.", "type visit.", "no role advv."),
    (
        "overview --type visit",
        1,
        "There is no installation type visit.",
        "Did you mean `visite` (Visite d'un technicien)?",
    ),
    ("overview --who sonja", 1, "There is no sonja in the team. Did you mean `sonia`?", TEAM),
    ("todo --who sonja", 1, "There is no sonja in the team. Did you mean `sonia`?", TEAM),
    ("todo --role techniciens", 1, "There is no role techniciens. Did you mean `technicien`?", "The roles: "),
    ("assign 4002 sonja", 1, "There is no sonja in the team. Did you mean `sonia`?", TEAM),
    ("--as sonja todo", 2, "--as names `sonja`, who is not in the team. Did you mean `sonia`?", TEAM),
    ("done 118/apeler", 1, "D-2026-118 has no action apeler. Did you mean `appeler`", "brt show D-2026-118"),
    ("take 118/apeler", 1, "D-2026-118 has no action apeler.", "brt show D-2026-118"),
    ("note 118/apeler bonjour", 1, "D-2026-118 has no action apeler.", "brt show D-2026-118"),
    ("show 118/apeler", 1, "D-2026-118 has no action apeler.", "brt show D-2026-118"),
    ("done 9999", 1, "There is no action 9999.", "To see yours: brt todo"),
    ("done appeler", 1, "appeler is not an action: give its number, or DOSSIER/ACTION."),
    ("done 118/visite/appeler/1", 1, "118/visite/appeler/1 is not an action"),
    ("done 119/appeler", 1, "Nothing is at work on D-2026-119 yet.", "brt produce D-2026-119"),
    ("set 118/visit motif=x", 1, "D-2026-118 has no installation visit. Did you mean `visite`?", "brt show D-2026-118"),
    (
        "set 118 rdvv=10/12",
        1,
        "visite has no field rdvv. Did you mean `rdv` (Date du rendez-vous)?",
        "To see all of them: brt template show visite",
    ),
    (
        "done 4002 --set rdvv=10/12",
        1,
        "visite has no field rdvv. Did you mean `rdv` (Date du rendez-vous)?",
        "To see all of them: brt template show visite",
    ),
    (
        "get 118 rdvv",
        1,
        "visite has no field rdvv. Did you mean `rdv` (Date du rendez-vous)?",
        "To see all of them: brt template show visite",
    ),
    ("get 118 rdv", 1, "Date du rendez-vous (rdv) is not set on D-2026-118.", "brt set D-2026-118 rdv=…"),
    ("bill 119", 1, "Nothing is at work on D-2026-119 yet."),
]
AMBIGUOUS = [
    ("show 4023", 1, "4023 is an action and a dossier.", "Say which: D-2026-120/", " or D-4023"),
    ("note 4023 bonjour", 1, "4023 is an action and a dossier.", "Say which: D-2026-120/", " or D-4023"),
    ("done 122/verifier", 1, "verifier stands in several installations", "'D-2026-122/Lot 2/verifier'"),
    ("set 122 motif=x", 1, "D-2026-122 has several installations.", "D-2026-122/visite, 'D-2026-122/Lot 2'"),
    ("bill 122", 1, "D-2026-122 has several installations.", "Say which: "),
    ("show o", 1, "There is no dossier o.", FIND),
    ("show an", 1, "an fits several dossiers: ", "Type more of the reference."),
]
RULES = [
    ("done 118/passer", 1, "is not available yet: it waits for “Appeler le client” (Amélie)", "--early --reason"),
    ("done 118/facturer", 1, "118 Boulangerie Morel cannot be billed", "Léo", "brt bill D-2026-118"),
    ("done 118/facturer --early --reason x", 1, "118 Boulangerie Morel cannot be billed"),
    ("bill 118", 1, "118 Boulangerie Morel cannot be billed", "“Passer sur site” (4003, Léo)", "brt bill D-2026-118"),
    ("skip 118/facturer --reason x", 1, "“Passer en facturation (118 Boulangerie Morel)” bills", "never skipped"),
    ("block 118/passer --party us --reason x", 1, "“Passer sur site (118 Boulangerie Morel)” is not available yet"),
    ("shift 118/passer +3jo", 1, "is waiting: it has no date to shift"),
    ("shift 118/verifier 2026-11-27", 1, "cannot be shifted to Fri 27 Nov 2026: that day is past."),
    ("shift 118/verifier hier", 1, "cannot be shifted to Sun 29 Nov 2026: that day is past."),
    ("unblock 118/verifier", 1, "“Vérifier le dossier (118 Boulangerie Morel)” is not blocked."),
    ("done 4001 --set rdv=10/12 --on +3jo", 1, "cannot have been done on Thu 3 Dec 2026: that day has not come."),
    ("done 4001 --set rdv=10/12 --on 27/11", 1, "what it waits for happened on Mon 30 Nov 2026"),
    ("block 4002 --party us --reason x --until hier --set motif=m", 1, "cannot be blocked until", "after today"),
    ("done 4001", 1, "asks for Date du rendez-vous (rdv).", SAVED, "brt done D-2026-118/appeler --set rdv=…"),
    (
        "block 4002 --party us --reason x",
        1,
        "asks for Motif (motif).",
        "brt block D-2026-118/verifier … --set motif=…",
    ),
    ("produce 118 --type visite", 1, "visite is already at work on D-2026-118", "--again --label"),
    (
        "produce 122 --type visite --again --label 'Lot 2'",
        1,
        "already has an installation called “Lot 2”",
        '--again --label "Lot 3"',
    ),
    (
        "produce 118 --type visite --set rdv=bientôt --set bidon=1 --person adv=zoe --person chef=sonia",
        1,
        "Date du rendez-vous (rdv): bientôt is not a date",
        "visite has no field bidon.",
        "There is no zoe in the team.",
        "There is no role chef.",
        "visite is already at work on D-2026-118",
    ),
    ("produce 119 --type visite --set rdv --person adv", 2, "rdv is not FIELD=VALUE.", "adv is not ROLE=MEMBER."),
    ("produce 119 --type casse", 1, "installation_types/casse.yaml:", "casse has mistakes: nothing was produced."),
]
VALUES = [
    ("done 4001 --set rdv=31/02/2027", 1, "Date du rendez-vous (rdv): 31/02/2027 does not exist", "28 days", SAVED),
    ("done 4001 --set rdv=bientôt", 1, "Date du rendez-vous (rdv): bientôt is not a date", "+3bd", SAVED),
    ("done 4001 --set rdv=10/12 --set rdv=11/12", 1, "Date du rendez-vous (rdv) takes one value, 2 were given.", SAVED),
    ("set 118 accord=peut-être", 1, "peut-être is not one of oui-tout", "non-merci", SAVED),
    ("set 118 numeros=12", 1, "Numéros du site (numeros): 12 is not a phone number: too short", SAVED),
    ("set 118 'rios=01 40 50 60 71 FRFA1B2C31JT'", 1, "the key 1JT is not that of 01 40 50 60 71", "O for 0", SAVED),
    ("set 118 rios=@rios.csv", 1, "rios.csv, line 3: the key 1JT is not that of 01 40 50 60 71", SAVED),
    ("set 118 rios=@vide.csv", 1, "vide.csv holds no value.", SAVED),
    ("set 118 rios=@absent.csv", 1, "absent.csv cannot be read: No such file or directory.", SAVED),
    ("set 118 rios=@installation_types", 1, "installation_types cannot be read: Is a directory.", SAVED),
    ("set 118 digicode=…", 1, "Digicode (digicode): … stands for what is to be typed in its place", SAVED),
    ("done 4001 --set rdv=10/12 --set digicode=...", 1, "(digicode): ... stands for what is to be typed", SAVED),
    ("skip 4002 --reason …", 1, "--reason: … stands for what is to be typed in its place", SAVED),
    ("done 4002 --note '\"…\"'", 1, '--note: "…" stands for what is to be typed in its place', SAVED),
    ("note 118 ...", 1, "TEXT: ... stands for what is to be typed in its place", SAVED),
    ("dossier add D-1 --customer …", 1, "… stands for what is to be typed in its place"),
    ("set 118 rdv=x numeros=y bidon=z", 1, "rdv", "numeros", "visite has no field bidon."),
    ("done 4002 --set motif", 2, "motif is not FIELD=VALUE."),
    ("done 4002 --set =x", 2, "=x is not FIELD=VALUE."),
    ("todo --until bientôt", 2, "--until: bientôt is not a date: type 2026-12-15, 15/12/2026"),
    ("overview --since 31/02", 2, "--since: 31/02 does not exist"),
    ("shift 4002 bientôt", 2, "DATE: bientôt is not a date: type 2026-12-15, 15/12/2026"),
    ("done 4002 --on 32/01", 2, "--on: 32/01 does not exist"),
    ("block 4002 --party us --reason x --until +3", 2, "--until: +3 is not a date"),
]
USAGE = [
    ("bidon", 2, "No such command `bidon`."),
    ("done", 2, "Missing: ACTION…\nFor example: brt done ", "brt done --help"),
    ("done 4001 --note", 2, "Usage: brt done", "Option `--note` requires an argument.", "brt done --help"),
    ("skip", 2, "Missing: ACTION…, --reason\n"),
    ("reject --party us", 2, "Missing: ACTION, --reason\n"),
    ("get", 2, "Missing: DOSSIER[/TYPE], FIELD\nFor example: brt get 118 "),
    ("set", 2, "Missing: DOSSIER[/TYPE], FIELD=VALUE…\n"),
    ("shift", 2, "Missing: ACTION…, DATE\n"),
    ("produce", 2, "Missing: DOSSIER…, --type\n"),
    ("dossier add", 2, "Missing: REF, --customer\n"),
    ("done 4001 --bidon", 2, "No such option `--bidon`.", "brt done --help"),
    ("done 4001 --early", 2, "--early needs a reason.", "--reason"),
    ("done 4001 --early --reason ' '", 2, "The reason is empty."),
    ("skip 4002", 1, "What is missing: --reason. Nothing was changed.", 'Add: --reason "…"'),
    ("skip 4002 --reason ''", 2, "The reason is empty."),
    ("block 4002 --reason x", 1, "What is missing: --party.", "Add: --party customer|carrier|supplier|us"),
    ("block 4002 --reason x --party moi", 2, "`moi` is not one of `customer`, `carrier`, `supplier`, `us`."),
    ("block 4002 --party us", 1, "What is missing: --reason."),
    ("block 4002", 1, "What is missing: --reason and --party."),
    ("block 4002 --party us --reason ' '", 2, "The reason is empty."),
    ("note 118 ''", 2, "The remark is empty."),
    ("note 118 '  '", 2, "The remark is empty."),
    ("done 4002 --note ''", 2, "The remark is empty."),
    ("note 118", 2, "Missing: TEXT\n"),
    ("shift 4002", 2, "Missing: DATE\n"),
    ("assign 4002", 2, "Missing: MEMBER\n"),
    ("set 118", 2, "Missing: FIELD=VALUE…\n"),
    ("produce 119", 1, "What is missing: --type. Nothing was changed.", "To see the types: brt template list"),
    (
        "produce 119 999 --set x --person roi=leo",
        2,
        "What is missing: --type.",
        "x is not FIELD=VALUE.",
        "There is no role roi",
        "There is no dossier 999.",
    ),
    ("produce 118 --type visite --again", 2, "--again needs a name", '--label "Lot 2"'),
    ("produce 118 --type visite --again --label a/b", 2, "A label is a few words without /."),
    ("produce 118 --type visite --again --label ' '", 2, "A label is a few words without /."),
    ("todo --me --team", 2, "Each of --me, --who, --role, --unassigned and --team says whose: give one."),
    ("overview --me --who leo", 2, "Choose one of --me and --who."),
    ("bill --set debut=01/01", 2, "--set needs a dossier."),
    ("todo --format xml", 2, "`xml` is not one of `table`, `plain`, `json`, `csv`."),
]
STRANGE = [
    ("show -x", 2, "No such option `-x`."),
    ("show -- -x", 1, "There is no dossier -x.", LIST),
    ("done -- --as", 1, "--as is not an action"),
    ("done 4002 --as", 2, "Option `--as` requires an argument."),
    ("show ''", 1, 'There is no dossier "".', LIST),
    ("done ''", 1, "is not an action"),
    ("done /", 1, "/ is not an action"),
    (["show", ESCAPE], 1, r"There is no dossier \x1b[31m.", LIST),
    (["done", f"118/{ESCAPE}"], 1, r"D-2026-118 has no action \x1b[31m."),
    (["skip", "4002", "--reason", f"non{ESCAPE}"], 1, "--reason: character 4 is invisible (U+001B)", SAVED),
    (["block", "4002", "--party", "us", "--reason", OVERRIDE], 1, "--reason: character 1 is invisible (U+202E)", SAVED),
    (["note", "118", f"a{OVERRIDE}b"], 1, "TEXT: character 2 is invisible (U+202E)", SAVED),
    (["done", "4002", "--note", "\x07"], 1, "--note: character 1 is invisible (U+0007)", SAVED),
    (["set", "118", f"motif={ESCAPE}"], 1, "Motif (motif): character 1 is invisible (U+001B)", SAVED),
    (
        ["produce", "118", "--type", "visite", "--again", "--label", f"a{ESCAPE}"],
        1,
        "--label: character 2 is invisible",
    ),
    (["show", HALF], 1, "There is no dossier U+DCFF."),
    (["done", f"{HALF}/{HALF}"], 1, "There is no dossier U+DCFF."),
    (["note", "118", HALF], 1, "TEXT: character 1 (U+DCFF) is half a character"),
    (["set", "118", f"motif={HALF}"], 1, "is half a character"),
    (["set", "118", f"motif=@{HALF}"], 1, "U+DCFF cannot be read"),
    (["todo", "--until", HALF], 2, "--until: character 1 (U+DCFF) is half a character"),
    (["assign", "4002", HALF], 1, "There is no U+DCFF in the team."),
    (["produce", HALF, "--type", HALF], 1, "There is no installation type U+DCFF."),
    (["show", "x" * 100_000], 1, "There is no dossier xxx", LIST),
    (["show", "9" * 100_000], 1, "There is no dossier 999", LIST),
    (["done", "9" * 100_000], 1, "There is no action 999"),
    (["done", f"118/{'x' * 100_000}"], 1, "D-2026-118 has no action xxx"),
    (["get", "118", "x" * 100_000], 1, "visite has no field xxx"),
    (
        ["set", "118", f"motif={'x' * 100_000}"],
        1,
        "Motif (motif): 100000 characters are too many: at most 10000",
        SAVED,
    ),
    (["note", "118", "x" * 100_000], 1, "TEXT: 100000 characters are too many: at most 10000", SAVED),
    (["skip", "4002", "--reason", "x" * 100_000], 1, "--reason: 100000 characters are too many", SAVED),
    (["todo", "--who", "x" * 100_000], 1, "There is no xxx"),
]
CASES = [*UNKNOWN, *AMBIGUOUS, *RULES, *VALUES, *USAGE, *STRANGE]


def words(typed):
    return shlex.split(typed) if isinstance(typed, str) else typed


def name(case):
    text = case[0] if isinstance(case[0], str) else " ".join(case[0])
    return re.sub(r"[^ -~]", "?", text)[:60]


@pytest.fixture(scope="module")
def office(prepared, tmp_path_factory):
    """118 has `visite`, 120 `3cx-porta` (numbers from 4007), 122 `visite` twice: each command is refused."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("office") / "espace"))
    brt.json("dossier", "add", "D-4023", "--customer", "Roy")
    brt.json("produce", "118", "--type", "visite")
    brt.json("produce", "120", "--type", "3cx-porta")
    brt.json("produce", "122", "--type", "visite")
    brt.json("produce", "122", "--type", "visite", "--again", "--label", "Lot 2")
    right = "01 40 50 60 70;FRFA1B2C31JT\n"
    (brt.root / "rios.csv").write_text(f"{right}{right}01 40 50 60 71;FRFA1B2C31JT\n")
    (brt.root / "vide.csv").write_text("\n\n")
    (brt.root / "installation_types" / "casse.yaml").write_text("name: Cassé\nphases: []\nbidon: 1\n")
    return brt


@pytest.mark.parametrize("case", CASES, ids=name)
def test_what_is_wrong_is_said_and_nothing_changes(office, case):
    typed, code, *fragments = case
    before = office.database.read_bytes()
    answer = office(*words(typed))
    check(answer, code, fragments)
    assert office.database.read_bytes() == before
    assert not (office.root / "outbox").exists()


def check(answer, code, fragments):
    assert (answer.code, answer.out) == (code, ""), answer.err
    for fragment in fragments:
        assert fragment in answer.err
    assert "Traceback" not in answer.err
    assert "bug in brt" not in answer.err
    assert not re.search(r"\{[a-z_]+\}", answer.err), "a placeholder without data"
    assert re.sub(r"[\n\t\xa0]", "", answer.err).isprintable(), "what steers a terminal"
    assert answer.err.endswith("\n")


def test_a_dash_may_begin_a_remark(office, tmp_path):
    brt = Brt(shutil.copytree(office.root, tmp_path / "espace"))
    assert brt("note", "118", "--", "-x").code == 0
    assert brt.json("history", "118")[-1]["facts"][0]["text"] == "-x"


# ── surroundings ──────────────────────────────────────────────────────────────────────────────────


def no_workspace(brt):
    (brt.root / "brt.toml").unlink()


def not_toml(brt):
    (brt.root / "brt.toml").write_text('language = "fr"\nbidon bidon\n')


def unknown_key(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("timezone =", "timezon ="), encoding="utf-8")


def not_a_member(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('roles = ["adv"]', 'roles = ["adw"]'), encoding="utf-8")


def empty(brt):
    brt.database.write_bytes(b"")


def text(brt):
    brt.database.write_text("pas une base\n" * 400)


def folder(brt):
    brt.database.unlink()
    brt.database.mkdir()


def foreign(brt):
    brt.database.unlink()
    sqlite3.connect(brt.database).executescript("create table t (x); insert into t values (1);")


def newer(brt):
    sqlite3.connect(brt.database).executescript("pragma user_version = 99;")


def cut(brt):
    brt.database.write_bytes(brt.database.read_bytes()[:20_000])


def elsewhere(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"brt.db"', '"postgresql://h/b"'), encoding="utf-8")


def password(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"brt.db"', '"postgresql://u:motdepasse@h/b"'))


SURROUNDINGS = [
    (no_workspace, "No workspace here", "brt init"),
    (not_toml, "brt.toml", "line 2"),
    (unknown_key, "brt.toml", "line 11: unknown key `timezon`", "timezone"),
    (not_a_member, "brt.toml", "adw", "adv"),
    (empty, "brt.db is not a brt database: it is empty.", "brt.toml"),
    (text, "brt.db is not a brt database: file is not a database.", "brt.toml"),
    (folder, "brt.db is not a brt database: it is a folder.", "brt.toml"),
    (foreign, "brt.db is not a brt database: another program wrote it.", "brt.toml"),
    (newer, "brt.db has format 99, this brt knows ", "Upgrade brt."),
    (cut, "brt.db is damaged", "backup"),
    (elsewhere, "postgresql://h/b", "PostgreSQL is not supported yet"),
    (password, "brt.toml, line 5", "holds a password"),
]
COMMANDS = [
    *("todo", "show 118", "overview", "history", "bill", "get 118 rdv", "done 4002", "skip 4002 --reason x"),
    *("block 4002 --party us --reason x", "unblock 4002", "shift 4002 +3jo", "take 4002", "assign 4002 leo"),
    *("note 118 x", "set 118 motif=x", "bill 118", "produce 119 --type visite", "produce 119 --type visite --dry-run"),
]


@pytest.mark.parametrize("case", SURROUNDINGS, ids=lambda case: case[0].__name__)
def test_surroundings_that_fail(brt, case):
    spoil, *fragments = case
    brt.json("produce", "118", "--type", "visite")
    spoil(brt)
    before = content(brt)
    for typed in COMMANDS:
        check(brt(*words(typed)), 3, fragments)
    assert content(brt) == before


def content(brt):
    """Return every file of the workspace."""
    return {path: path.read_bytes() for path in brt.root.rglob("*") if path.is_file()}


def test_what_the_system_says_is_said_in_french(brt):
    said = "absent.csv ne peut pas être lu\xa0: fichier ou répertoire introuvable.\n"
    assert brt("dossier", "import", "absent.csv", BRT_LANG="fr").err.startswith(said)


def test_a_password_in_the_settings_is_not_repeated(brt):
    password(brt)
    assert "motdepasse" not in brt("todo").err


def test_a_folder_that_is_none(brt):
    check(brt("-C", "absent", "todo"), 3, ["There is no folder", "absent"])
    check(brt("todo", "-C", "absent"), 3, ["There is no folder", "absent"])


@pytest.mark.parametrize("moment", ["bientôt", "2026-13-01", "31/12/2026"])
def test_a_clock_that_is_none(brt, moment):
    check(brt("todo", now=moment), 2, ["BRT_NOW must be a date, or a date and a time", f"`{moment}` is neither"])


# ── rights ────────────────────────────────────────────────────────────────────────────────────────

NOBODY = """
import contextlib, io, os, sys
from brt.cli.boundary import run
from brt.cli.table import ROOT
warm, cold, *words = sys.argv[1:]
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    run(ROOT, ["-C", warm, *words])  # nobody may not read the library: everything is imported before
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(ROOT, ["-C", cold, *words]))
"""


@pytest.fixture
def locked(brt):
    """A copy of the workspace, which a person without rights may read and not write."""
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "--set", "rdv=10/12", "--set", "digicode=canari-7391")
    with tempfile.TemporaryDirectory() as folder:  # tmp_path is closed to others
        root = Path(folder)
        shutil.copytree(brt.root, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("outbox"))
        root.chmod(0o755)
        (root / "brt.db").chmod(0o444)
        root.chmod(0o555)
        yield Brt(root)
        root.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are those of POSIX")
def test_a_database_that_may_be_read_only(brt, locked):
    before = locked.database.read_bytes()

    def nobody(*typed):
        return brt.process(str(brt.root), str(locked.root), *typed, code=NOBODY)

    assert nobody("show", "118").out.startswith("D-2026-118 · Boulangerie Morel")
    why = ["brt.db cannot be used: attempt to write a readonly database. Nothing was changed."]
    check(nobody("done", "118/verifier"), 3, why)
    check(nobody("get", "118", "digicode"), 3, why)  # what cannot be remembered is not shown
    locked.database.chmod(0o000)
    check(nobody("todo"), 3, ["brt.db cannot be used: unable to open database file."])
    locked.database.chmod(0o444)
    assert locked.database.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_answer_that_cannot_be_written(brt):
    code = "import sys; full = sys.stdout = open('/dev/full', 'w'); from brt.cli import main; main()"
    done = brt.process("overview", "--format", "json", code=code)
    assert done.code == 3
    assert "No space left on device" in done.err


@pytest.mark.skipif(os.name != "posix", reason="only there a reader that goes away is told from other trouble")
@pytest.mark.parametrize("streams", [("stderr",), ("stdout",), ("stdout", "stderr")])
def test_a_reader_who_goes_away_stops_nothing(brt, streams):
    reader, writer = os.pipe()
    os.close(reader)
    # warned of before it is saved: nobody holds a role
    words = ("produce", "121", "--type", "3cx-porta")
    with environment(**brt.variables()):
        command = [sys.executable, "-m", "brt", *words]
        done = subprocess.run(command, cwd=brt.root, stdin=subprocess.DEVNULL, **dict.fromkeys(streams, writer))
    os.close(writer)
    assert done.returncode == 0
    assert len(brt.json("show", "121")["installations"]) == 1


@pytest.mark.parametrize("wrong", ["bidon bidon", 'timezon = "x"', "[[["])
@pytest.mark.parametrize(("language", "says"), [("fr", "ligne"), ("en", "line")])
def test_mistakes_of_the_settings_are_told_in_their_language(brt, wrong, language, says):
    path = brt.root / "brt.toml"
    rest = path.read_text(encoding="utf-8").partition("\n")[2].replace('language = "fr"', "")
    path.write_text(f'language = "{language}"\n{wrong}\n{rest}', encoding="utf-8")
    answer = brt("todo", BRT_LANG=None, LC_ALL="fr_FR.UTF-8" if language == "en" else "C.UTF-8")
    assert answer.code == 3
    assert f" {says} " in answer.err
