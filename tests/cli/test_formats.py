"""Every command that reads, in every format: the keys of JSON, lists that are never cut, and nothing to show."""

import csv
import io
import os
import re
import shutil

import pytest

from brt import settings
from brt.kinds.base import fold
from brt.service.desk import Desk
from brt.store.dossiers import Sheet
from brt.views import billing, history, overview, produced, show, todo
from brt.views.output import FORMATS
from tests.cli import keys
from tests.cli.test_work import sets
from tests.conftest import Brt, add, environment

LONG = "Une raison très longue, avec « guillemets », virgules ; points-virgules et \N{EM DASH} tirets, " * 5
STEERS = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]"


@pytest.fixture(scope="module")
def ready(prepared, tmp_path_factory):
    """Three installations, for those who only read: one waits and is late, one is blocked, one is late as well."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("ready") / "espace"))
    brt.json("produce", "118", "119", "--type", "visite")
    brt.json("produce", "120", "--type", "ftth-pro")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12", "digicode=canari"))
    block = ("block", "119/verifier", "--party", "carrier", "--until", "15/12", *sets("motif=m"))
    brt.json(*block, "--reason", LONG)
    brt("note", "119", LONG)
    brt.now = "2026-12-11T09:00"
    return brt


@pytest.fixture
def brt(ready, tmp_path):
    """A copy of it, for those who write."""
    copy = Brt(shutil.copytree(ready.root, tmp_path / "espace"))
    copy.now = ready.now
    return copy


READS = {
    "todo": ("todo", todo.COLUMNS),
    "todo, team": ("todo --team --all", todo.COLUMNS),
    "todo, ahead": ("todo --team --until 31/12", todo.COLUMNS),
    "show": ("show 118", show.COLUMNS),
    "show, an action": ("show 119/verifier", show.COLUMNS),
    "overview": ("overview", overview.COLUMNS),
    "history": ("history", history.COLUMNS),
    "history, a dossier": ("history 119", history.COLUMNS),
    "bill": ("bill", billing.COLUMNS),
    "produce": ("produce 123 124 --type visite --dry-run", produced.COLUMNS),
}


@pytest.mark.parametrize("words", [words for words, _ in READS.values()], ids=READS)
@pytest.mark.parametrize("style", FORMATS)
def test_every_format_of_every_command_that_reads(ready, words, style):
    before = ready.database.read_bytes()
    answer = ready(*words.split(), "--format", style)
    assert answer.code == 0
    assert answer.out
    assert ready.database.read_bytes() == before


@pytest.mark.parametrize("words", [words for words, _ in READS.values() if words != "todo"])
def test_who_only_looks_need_not_say_who_looks(ready, words):
    answer = ready(*words.split(), user=None)
    assert (answer.code, "Who are you?" in answer.err) == (0, False)


@pytest.mark.parametrize(("words", "columns"), READS.values(), ids=READS)
def test_csv_has_the_titles_of_the_columns_and_a_line_a_row(ready, words, columns):
    rows = list(csv.reader(io.StringIO(ready(*words.split(), "--format", "csv").out)))
    plain = ready(*words.split(), "--format", "plain").out.splitlines()
    assert rows[0] == [column.key for column in columns]
    assert len(rows) - 1 == len(plain) > 0
    assert {len(row) for row in rows} == {line.count("\t") + 1 for line in plain} == {len(columns)}


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def test_items(ready):
    for words in ("todo --team --all", "todo --team --until 31/12", "todo --unassigned"):
        for item in ready.json(*words.split()):
            check_item(item)
    assert len(ready.json("todo", "--team", "--all")) == 6


def check_item(item, expected=keys.ITEM):
    assert set(item) == expected
    for ask in item["asks"]:
        assert set(ask) == keys.ASK
    assert item["blocked"] is None or set(item["blocked"]) == keys.BLOCKED


def test_show(ready):
    for name in ("118", "119", "120", "123"):
        found = ready.json("show", name)
        assert set(found) == keys.SHOW
        for one in found["installations"]:
            assert set(one) == keys.INSTALLATION
            assert set(one["progress"]) == keys.PROGRESS
            assert one["status"] in ("running", "on_hold", "complete", "cancelling", "cancelled")
            for phase in one["phases"]:
                assert set(phase) == keys.PHASE
                assert phase["status"] in ("waiting", "open", "complete")
                for item in phase["actions"]:
                    check_item(item)


def test_show_an_action(ready):
    for name in ("118/passer", "118/appeler", "119/verifier", "120/bilan-client"):
        check_item(ready.json("show", name), keys.ACTION)


def test_overview(ready):
    rows = ready.json("overview")
    assert [(row["dossier"], row["health"]) for row in rows] == [
        ("D-2026-120", "late"),
        ("D-2026-118", "late"),
        ("D-2026-119", "blocked"),
    ]
    for row in rows:
        assert set(row) == keys.OVERVIEW
        assert set(row["progress"]) == keys.PROGRESS
        check_item(row["next_action"])


def test_overview_of_some(ready):
    assert [row["dossier"] for row in ready.json("overview", "--type", "ftth-pro")] == ["D-2026-120"]
    assert [row["dossier"] for row in ready.json("overview", "--who", "karim")] == ["D-2026-119"]
    assert ready.json("overview", "--who", "nadia") == []
    assert ready.json("overview", "--since", "01/12") == []
    assert len(ready.json("overview", "--since", "30/11")) == 3
    for by in ("customer", "person", "type"):
        assert "118 Boulangerie Morel" in ready("overview", "--by", by).out


def found(brt, *words):
    return [row["dossier"][-3:] for row in brt.json(*words)]


def test_overview_of_words(ready):
    assert found(ready, "overview", "bréhat", "FTTH") == []
    assert found(ready, "overview", "ftth") == ["120"]
    assert found(ready, "overview", "boulangerie", "visite") == ["118"]
    assert found(ready, "overview", "karim") == found(ready, "overview", "Karim Benali") == ["119"]


def test_what_is_blocked_and_late_is_both(ready):
    """119 is blocked, and what is blocked there was due long ago."""
    rows = {row["dossier"][-3:]: row for row in ready.json("overview")}
    assert rows["119"]["healths"][:2] == ["blocked", "late"]
    assert found(ready, "overview", "--blocked") == ["119"]
    assert found(ready, "overview", "--late") == ["120", "118", "119"]
    assert found(ready, "overview", "--late", "--blocked") == ["120", "118", "119"]
    assert found(ready, "overview", "--stalled") == found(ready, "overview", "--on-hold") == []
    heading = ready("overview", "--late", "--blocked").out.splitlines()[0]
    assert heading == "Friday 11 December · late or blocked · 3 running: 2 late · 1 blocked (1 late)"


def test_how_much_each_has_to_do(ready):
    """As `todo --who` has it; who holds no role of the team and has nothing is not there."""
    lines = ready("overview", "--by", "person", COLUMNS="100").out.splitlines()[1:]
    block = [line.split() for line in lines[: lines.index("")]]
    assert block[0] == ["WHO", "TO", "DO", "LATE", "BLOCKED", "NEXT", "DATE"]
    counts = {row[0]: int(row[1]) for row in block[1:-1]}
    for who in ("sonia", "amelie", "leo", "karim", "hugo"):
        assert counts.pop(next(name for name in counts if fold(name) == who)) == len(
            ready.json("todo", "--who", who, "--all")
        )
    assert counts == {}
    assert [row[0] for row in block[1:3]] == ["Sonia", "Amélie"]  # the latest first


def test_what_nobody_has_counts_and_is_told_why(brt):
    brt.json("dossier", "add", "D-2026-200", "--customer", "Sans personne", "--person", "commercial=amelie")
    brt.json("produce", "200", "--type", "visite", "--yes")
    said = "200 Sans personne: nobody is ADV   brt dossier assign D-2026-200 adv=…"
    for words in (("todo", "--unassigned"), ("todo", "--team", "--all"), ("todo", "--role", "adv", "--all")):
        assert said in brt(*words).out.splitlines()
    assert said not in brt("todo", "--all").out
    pool = brt.json("todo", "--unassigned")
    line = next(line for line in brt("overview", "--by", "person").out.splitlines() if "Unassigned" in line)
    assert int(line.split()[1]) == len(pool) != 0
    brt.json("dossier", "assign", "200", "adv=sonia")
    assert "nobody is" not in brt("todo", "--team", "--all").out


def test_what_a_member_has_who_left_is_to_be_given_away(brt):
    file = brt.root / "brt.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[team.amelie]", "[team.ame]"), encoding="utf-8")
    numbers = [str(one["number"]) for one in brt.json("todo", "--unassigned")]
    said = f"amelie is not in the team any more   brt assign {' '.join(numbers)} MEMBER"
    assert said in brt("todo", "--unassigned").out.splitlines()
    assert brt("assign", *numbers, "sonia", "--yes").code == 0
    assert brt.json("todo", "--unassigned") == []


def test_what_rests_is_neither_late_nor_blocked(brt):
    brt.json("hold", "119")
    assert found(brt, "overview", "--on-hold") == ["119"]
    assert found(brt, "overview", "--blocked") == []


def test_to_do_of_a_health(ready):
    late = {one["number"] for one in ready.json("todo", "--team") if one["due"] and one["due"] < "2026-12-11"}
    blocked = {one["number"] for one in ready.json("todo", "--team") if one["blocked"]}
    assert {one["number"] for one in ready.json("todo", "--team", "--late")} == late > blocked != set()
    assert {one["number"] for one in ready.json("todo", "--team", "--blocked")} == blocked
    assert {one["number"] for one in ready.json("todo", "--team", "--late", "--blocked")} == late
    assert found(ready, "todo", "--team", "--blocked", "sonia") == ["119"]
    assert found(ready, "todo", "--team", "--blocked", "karim") == []
    assert "(1 late)" in ready("todo", "--team", "--late").out.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("overview --stalled", "Nothing that is running fits --stalled. All that is: brt overview"),
        ("overview --since 1/12", "Nothing that is running fits --since 01/12. All that is: brt overview"),
        ("overview --who nadia", "Nothing that is running fits --who nadia. All that is: brt overview"),
        (
            "overview lenoir --late --type visite",
            "Nothing that is running fits lenoir --late --type visite. All that is: brt overview",
        ),
        (
            "overview retard",
            "Nothing that is running fits retard. All that is: brt overview\nDid you mean `--late`?",
        ),
        (
            "todo --blocked --who nadia",
            "Nothing fits --blocked. All that can be done: brt todo --who nadia --all; "
            "everybody's: brt todo --team --blocked",
        ),
        (
            "todo zzz --late --role adv",
            "Nothing fits zzz --late. All that can be done: brt todo --role adv --all",
        ),
    ],
)
def test_a_filter_in_vain_is_named(ready, words, said):
    answer = ready(*words.split())
    assert answer.code == 0
    assert said in answer.out + answer.err


def test_what_a_command_changed(brt):
    answers = [
        brt.json("set", "118", "rdv=17/12"),
        brt.json("shift", "120/controler-dossier", "18/12"),
        brt.json("unblock", "119/verifier"),
        brt.json("take", "119/verifier"),
        brt.json("assign", "119/verifier", "leo"),
        brt.json("skip", "119/verifier", "--reason", "x"),
        brt.json("done", "118/passer", *sets("accord=oui-tout")),
        brt.json("bill", "118", *sets("debut=01/01")),
        brt.json("done", "118/passer"),
        brt.json("produce", "122", "--type", "visite"),
    ]
    for answer in answers:
        assert set(answer) == keys.CHANGE
        for item in [*answer["closed"], *answer["opened"], *answer["changed"]]:
            check_item(item)
        assert {frozenset(one) for one in answer["emails"]} <= {frozenset(keys.SENT)}
        assert {frozenset(one) for one in answer["fields"]} <= {frozenset(keys.CHANGED_FIELD)}


def test_why(ready):
    for words in (("118",), ("119/verifier",), ("118/facturer",)):
        for row in ready.json("why", *words):
            assert set(row) == keys.WHY_PHASE if row["number"] is None else check_item(row, keys.WHY) is None


def test_history(ready):
    for words in (("history",), ("history", "119")):
        for entry in ready.json(*words):
            assert set(entry) == keys.ENTRY
            for fact in entry["facts"]:
                assert set(fact) == keys.FACT


def test_dry_run(ready):
    found = ready.json("produce", "123", "124", "--type", "3cx-porta", "--dry-run")
    assert [one["dossier"] for one in found] == ["D-2026-123", "D-2026-124"]
    for one in found:
        assert set(one) == keys.DRY
        assert {frozenset(action) for action in one["actions"]} == {frozenset(keys.DRY_ACTION)}
        assert {frozenset(email) for email in one["emails"]} <= {frozenset(keys.DRY_EMAIL)}


def test_bill(brt):
    brt.json("done", "118/passer", *sets("accord=oui-tout"))
    (row,) = brt.json("bill")
    assert set(row) == keys.BILLABLE
    assert row["ready"]
    assert row["amounts"] == {"one_off": "1644.00", "monthly": "72.00", "yearly": "350.00"}


def test_json_has_dates_as_iso_and_ids(ready):
    (item,) = [one for one in ready.json("todo", "--who", "leo") if one["action"] == "passer"]
    assert (item["role"], item["assignee"], item["phase"]) == ("technicien", "leo", "visiter")
    assert (item["available_on"], item["due"], item["late_days"]) == ("2026-12-02", "2026-12-10", 1)


def test_get(ready):
    assert ready.json("get", "118", "rdv") == "2026-12-10"
    assert ready("get", "118", "rdv").out == ready("get", "118", "rdv", "--format", "plain").out == "2026-12-10\n"
    assert ready("get", "118", "rdv", "--format", "csv").out == "value\r\n2026-12-10\r\n"


def test_a_remark(brt):
    assert brt.json("note", "118", "fermé le lundi") == {key: [] for key in keys.CHANGE}


def test_files_that_were_written(brt):
    made = brt.json("init", "autre", "--types", "ftth-pro")
    assert "autre/brt.toml" in made["written"]
    assert brt.json("init", "autre", "--types", "ftth-pro") == {"written": [], "kept": made["written"]}
    rows = list(csv.DictReader(io.StringIO(brt("init", "autre", "--types", "ftth-pro", "--format", "csv").out)))
    assert {"file": "autre/brt.toml", "change": "kept"} in rows
    assert brt.json("template", "duplicate", "visite", "seconde") == {"file": "installation_types/seconde.yaml"}
    assert brt("template", "new", "neuve", "--format", "plain").out == "installation_types/neuve.yaml\n"


# ── never cut ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_is_cut_in_a_pipe(ready, style):
    """A reason of five lines and a remark as long come out whole, wherever they have a place."""
    long = LONG.strip()
    shown = ["history 119", *(["todo --team", "show 119/verifier"] if style in ("table", "json") else [])]
    for words in shown:
        answer = ready(*words.split(), "--format", style, COLUMNS="40")
        assert long in answer.out, words


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(brt):
    brt("note", "119", "=cmd|' /C calc'!A0")
    assert "'=cmd" in brt("history", "119", "--format", "csv").out
    assert brt.json("history", "119")[-1]["facts"][0]["text"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("style", FORMATS)
def test_a_name_that_would_steer_the_terminal_is_made_harmless(brt, style):
    """Whoever wrote the customer's name wrote an escape and a right-to-left override into it."""
    name = "Bar\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}\n du port"
    row = Sheet("D-2026-200", name, {"name": name, "address": None}, {"adv": "sonia"}, (), ())
    with environment(**brt.variables()):
        add(Desk(settings.load(brt.root), os.environ), row)
    typed = ["produce 200 --type visite", "todo --all", "todo --team", "show 200", "show 200/verifier", "overview"]
    for words in (*typed, "history 200", "done 200/facturer"):
        answer = brt(*words.split(), *([] if words.startswith("done") else ["--format", style]))
        assert not re.search(STEERS, answer.out.replace("\r\n", "\n") + answer.err), words


def test_the_reader_of_a_pipe_may_leave(ready):
    code = "import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1); from brt.cli import main; main()"
    answer = ready.process("history", code=code)
    assert (answer.code in (0, 1), answer.err) == (True, "")


# ── nothing to show ───────────────────────────────────────────────────────────────────────────────

EMPTY = {
    "todo": "Nothing for today.",
    "overview": "Nothing is running. To begin: brt produce DOSSIER",
    "bill": "Nothing can be billed. What runs, and how far it is: brt overview",
    "history": "Nothing has happened yet. To begin: brt produce DOSSIER",
}


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("words", EMPTY)
def test_an_absent_database_reads_as_an_empty_one_and_is_not_made(brt, words, style):
    brt.database.unlink()
    answer = brt(*words.split(), "--format", style)
    assert answer.code == 0
    assert not brt.database.exists()
    if style == "json":
        assert answer.data == []
    elif style == "csv":
        assert answer.out.count("\n") == 1
    elif style == "plain":
        assert answer.out == ""
    else:
        assert EMPTY[words] + "\n" in (
            answer.err,
            *answer.out.splitlines(keepends=True),
        )


def test_a_workspace_without_work(brt):
    brt.database.unlink()
    answer = brt("todo")
    assert answer.out == "Sonia Petit · Friday 11 December\nNothing for today.\n"
    assert brt("show", "118").code == 1
    assert not brt.database.exists()
