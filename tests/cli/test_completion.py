"""What TAB offers: by the protocol between shell and program, and in the shells themselves."""

import io
import os
import shutil
import sqlite3
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pexpect
import pytest

from brt import say
from brt.calendar import Calendar
from brt.cli.group import Word
from brt.cli.offers import PATHS
from brt.cli.shells import SCRIPTS, complete, script
from brt.service.suggest import ANYWHERE, WORDS, names_in
from brt.typed import day as typed_day
from brt.views import words
from tests.cli.test_examples import ALL
from tests.conftest import Brt, environment

FREE = {
    "PHONE",
    "ADDRESS",
    "COMMAND",
    "TOPIC",
    "REVISION",
    "N",
    "REF",
    "TEXT",
    "all",
    "none",
    '"FUNCTION,=Name',
    '<address>"',
}
"""Words of the help that stand for whatever a person likes."""


@pytest.fixture(scope="module")
def produced(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """118 and 124 at work; the call (4001) is done, the check (4002) is blocked; 124 has two runs."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("completion") / "espace"))
    steps = [
        ["produce", "118", "--type", "visite"],
        ["done", "118/appeler", "--set", "rdv=15/12", "--set", "digicode=12A4"],
        ["block", "118/verifier", "--party", "customer", "--reason", "Kbis trop ancien", "--set", "motif=Kbis"],
        ["produce", "124", "--type", "visite"],
        ["produce", "124", "--type", "visite", "--again", "--label", "Lot 2"],
    ]
    for step in steps:
        assert brt(*step).code == 0, step
    return brt.root


@pytest.fixture
def brt(produced: Path, tmp_path: Path) -> Brt:
    return Brt(shutil.copytree(produced, tmp_path / "espace"))


def press(brt: Brt, line: str, shell: str = "fish", **variables: str | None) -> str:
    """Return what a shell is answered when TAB is pressed at the end of `line`."""
    words = line.split(" ")
    cursor = words[-1] if shell == "fish" else str(len(words) - 1)
    asked = {"COMP_WORDS": line, "COMP_CWORD": cursor}
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    variables = brt.variables(**variables) | asked | ({"COMP_CWORD": ""} if shell == "line" else {})
    with environment(**variables), chdir(brt.root), redirect_stdout(out), redirect_stderr(err):
        assert complete(f"{shell.replace('line', 'bash')}_complete") == 0
    assert err.buffer.getvalue() == b""
    return out.buffer.getvalue().decode()


def offered(brt: Brt, line: str, **variables: str | None) -> dict[str, str]:
    """Return the words that TAB offers at the end of `line`, with what they are said to be."""
    lines = press(brt, line, **variables).splitlines()
    found = dict((one.split(",", 1)[1] + "\t").split("\t")[:2] for one in lines)
    assert len(found) == len(lines)
    return found


def test_commands_and_options(brt):
    assert offered(brt, "brt dos") | offered(brt, "brt don") == {
        "dossier": "Write, import and show dossiers.",
        "done": "Close actions that are done and open what waited for them.",
    }
    assert {"add", "import", "list"} <= offered(brt, "brt dossier ").keys()
    assert offered(brt, "brt done --ear") == {"--early": "Although it is not available yet; needs --reason."}
    assert "--version" in offered(brt, "brt --v")
    assert offered(brt, "brt done --ear", BRT_LANG="fr")["--early"].startswith("Même si")
    assert list(offered(brt, "brt todo --format ")) == ["table", "plain", "json", "csv"]
    assert list(offered(brt, "brt todo --format=j")) == ["--format=json"]
    assert list(offered(brt, "brt block 4002 --party c")) == ["customer", "carrier"]


def test_dossiers_by_reference_ending_and_customer(brt):
    every = offered(brt, "brt show ")
    assert len(every) == 7 + 3  # and Sonia's actions
    assert every["D-2026-118"] == "Boulangerie Morel"
    assert set(offered(brt, "brt show 12")) == {"120", "121", "122", "123", "124"}
    assert set(offered(brt, "brt show d-2026-118")) == {"D-2026-118", "D-2026-118/verifier"}
    assert offered(brt, "brt show mor") == {"D-2026-118": "Boulangerie Morel"}
    assert offered(brt, "brt show zzz") == {}
    assert set(offered(brt, "brt produce ")) == {f"D-2026-{n}" for n in (119, 120, 121, 122, 123)}
    assert set(offered(brt, "brt produce 118")) == {"118"}  # at work, but that is what is typed
    brt.json("dossier", "lose", "122")
    assert set(offered(brt, "brt produce ")) == {f"D-2026-{n}" for n in (119, 120, 121, 123)}
    assert list(offered(brt, "brt produce 12"))[-1] == "122"  # lost, which a production takes back
    assert offered(brt, "brt produce 122")["122"].endswith(" · lost")
    assert set(offered(brt, "brt set 124/")) == {"124/visite", "124/Lot 2"}


def numbers(brt: Brt, line: str, **variables: str | None) -> list[str]:
    return list(offered(brt, line, **variables))


def test_actions_that_the_command_can_act_on(brt):
    assert offered(brt, "brt done ")["4002"] == "118 Boulangerie Morel · Vérifier le dossier · Wed 2 Dec"
    assert numbers(brt, "brt done ") == ["4002", "4008", "4014"]  # Sonia's
    assert numbers(brt, "brt done ", BRT_USER="amelie") == ["4007", "4013"]
    assert len(numbers(brt, "brt done ", BRT_USER=None)) == 5  # nobody is known: everybody's
    assert numbers(brt, "brt unblock ") == ["4002"]
    assert numbers(brt, "brt block ") == ["4008", "4014"]
    assert numbers(brt, "brt take ") == ["4007", "4013"]  # what is not hers yet
    assert numbers(brt, "brt done 4002 ") == ["4008", "4014"]


def test_actions_of_a_dossier(brt):
    assert offered(brt, "brt done 118/") == {"118/verifier": "Vérifier le dossier · 4002"}
    assert numbers(brt, "brt skip 118/") == [f"118/{key}" for key in ("verifier", "passer", "former", "rappeler")]
    assert len(numbers(brt, "brt show 118/")) == 6
    assert numbers(brt, "brt show 118/ap") == ["118/appeler"]
    assert numbers(brt, "brt show mor/ap") == ["mor/appeler"]
    assert numbers(brt, "brt done 118/ve") == ["118/verifier"]
    assert numbers(brt, "brt done D-2026-118/v") == ["D-2026-118/verifier"]
    assert numbers(brt, "brt done 124/ve") == ["124/visite/verifier", "124/Lot 2/verifier"]
    assert numbers(brt, "brt done 124/visite/v") == ["124/visite/verifier"]


def test_fields_and_their_choices(brt):
    assert list(offered(brt, "brt done 118/verifier --set ")) == ["numeros=", "rios="]  # it asks for them
    assert list(offered(brt, "brt done 4002 --set numeros=1 --set ")) == ["rios="]
    assert list(offered(brt, "brt done 4002 --set=nu")) == ["--set=numeros="]
    assert list(offered(brt, "brt block 118/verifier --set ")) == ["motif="]
    assert "motif=" in offered(brt, "brt done 118/verifier --set mo")
    assert offered(brt, "brt set 118 acc") == {"accord=": "Accord du client"}
    assert offered(brt, "brt set 118 accord=n") == {"accord=non-merci": ""}  # it says itself what it is
    assert set(offered(brt, "brt set 118 accord=")) == {"accord=oui-tout", "accord=non-merci"}
    assert "accord=" not in offered(brt, "brt set 118 accord=non-merci ")
    assert offered(brt, "brt get 118 digi") == {"digicode": "Digicode"}
    assert offered(brt, "brt produce 119 --type visite --set acc") == {"accord=": "Accord du client"}
    assert "siret=" in offered(brt, "brt produce 119 --type ftth-pro --set ")  # though it was never produced


def test_people_types_and_emails(brt):
    assert offered(brt, "brt todo --who s") == {"sonia": "Sonia Petit · ADV"}
    assert offered(brt, "brt --as le") == {"leo": "Léo Martin · Technicien"}
    assert offered(brt, "brt todo --role te") == {"technicien": "Technicien"}
    assert "adv=" in offered(brt, "brt dossier assign 118 ")
    assert set(offered(brt, "brt dossier assign 118 technicien=")) == {"technicien=leo", "technicien=karim"}
    assert offered(brt, "brt produce 119 --person adv=n") == {"adv=nadia": "Nadia Faure"}
    assert offered(brt, "brt dossier add D-9 --line Licence;1;350,00;m") == {"Licence;1;350,00;monthly": "a month"}
    assert offered(brt, "brt dossier add D-9 --line Licence;1;") == {}
    assert {"karim", "leo"} <= set(offered(brt, "brt assign 4002 "))
    assert "karim" not in offered(brt, "brt assign ")
    assert offered(brt, "brt produce 119 --type vis") == {"visite": "Visite d'un technicien"}
    assert "rdv-confirme" in offered(brt, "brt email preview rdv-")
    assert offered(brt, "brt email show ")["1"].startswith("118 · ")
    assert brt("digest").code == 0
    assert "Your day: Monday 30 November 2026" in str(offered(brt, "brt email show "))
    assert press(brt, "brt dossier import fi") == "file,fi\n"
    assert press(brt, "brt -C fi") == "dir,fi\n"
    assert offered(brt, f"brt -C {brt.root} todo --who s", BRT_WORKSPACE="/nowhere") == {"sonia": "Sonia Petit · ADV"}


def test_emails_that_the_command_can_act_on(brt):
    brt.json("dossier", "add", "D-9", "--customer", "Nobody there", "--person", "adv=sonia")
    brt.json("produce", "D-9", "--type", "visite")
    brt.json("done", "D-9/appeler", "--set", "rdv=15/12")
    known = brt.json("email", "list")
    left = next(str(one["number"]) for one in known if one["status"] == "sent")
    assert left not in offered(brt, "brt email retry ")
    assert left in offered(brt, "brt email show ")
    lost = [str(one["number"]) for one in known if one["status"] == "undeliverable"]
    assert lost
    assert set(offered(brt, "brt email retry ")) == set(lost)
    assert set(offered(brt, f"brt email cancel {lost[0]} ")) == set(lost[1:])
    assert offered(brt, "brt email release ") == {}


def test_dates_say_what_day_they_are(brt):
    ahead = offered(brt, "brt todo --until ")
    assert list(ahead) == ["tomorrow", "wed", "thu", "fri", "sat", "sun", "+1w", "+2w"]
    assert (ahead["fri"], ahead["+1w"]) == ("Fri 4 Dec", "Mon 7 Dec")
    assert offered(brt, "brt todo --until ", BRT_LANG="fr")["demain"] == "mar. 01/12"
    assert {"4008", "tomorrow", "fri"} <= set(offered(brt, "brt shift 4002 "))
    assert "tomorrow" not in offered(brt, "brt shift ")
    back = offered(brt, "brt done 4002 --on ")
    assert list(back)[:2] == ["yesterday", "sat"]
    assert back["fri"] == "Fri 27 Nov"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", ["brt done 4002 --on ", "brt todo --until "])
def test_a_date_that_is_offered_is_read_as_it_is_said(brt, command, language):
    now = "2026-11-30"
    found = offered(brt, command, BRT_LANG=language)
    calendar = Calendar()
    with environment(BRT_LANG=language):
        say.choose(language)
        for typed, said in found.items():
            assert (
                words.day(typed_day(typed, now, calendar, sense="past" if "--on" in command else "ahead"), now) == said
            )


def test_the_text_of_the_list_is_a_dossier(brt):
    assert set(offered(brt, "brt todo 118")) == {"118"}


def test_every_word_of_the_help_is_completed_or_free():
    unknown = {
        (name, word)
        for name, command in ALL.items()
        for param in command.params
        if isinstance(param, click.Parameter) and isinstance(param.type, Word)
        for word in names_in(param.type._word)
        if word not in {*WORDS, *ANYWHERE, *PATHS, *FREE}
    }
    assert not unknown, "a line in WORDS (brt/service/suggest), or in FREE (here)"


# ── silence ───────────────────────────────────────────────────────────────────────────────────────


def broken(brt):
    (brt.root / "brt.toml").write_text("language = [")


def absent(brt):
    brt.database.unlink()


def foreign(brt):
    brt.database.write_bytes(b"no database" * 100)


def nowhere(brt):
    (brt.root / "brt.toml").unlink()


@pytest.mark.parametrize("trouble", [broken, absent, foreign, nowhere])
@pytest.mark.parametrize(
    "line",
    [
        *(
            "brt show ",
            "brt done ",
            "brt done mor",
            "brt done 118/",
            "brt reopen ",
            "brt reject 4001 --to ",
            "brt set 118 ",
        ),
        *("brt bill ", "brt resume ", "brt dossier lose ", "brt email show "),
    ],
)
def test_nothing_is_said_when_something_is_wrong(brt, trouble, line):
    trouble(brt)
    assert press(brt, line) == ""
    assert press(brt, "brt sho").startswith("plain,show\t")


def test_nothing_is_waited_for(brt):
    with sqlite3.connect(brt.database, isolation_level=None) as busy:
        busy.execute("begin exclusive")
        for line in ("brt done ", "brt done mor", "brt reopen ", "brt bill ", "brt resume ", "brt set 118 "):
            assert press(brt, line) == ""
        busy.execute("rollback")
    assert press(brt, "brt done ") != ""


def test_an_instruction_that_nobody_knows(brt, capfd):
    assert [complete(text) for text in ("tcsh_complete", "bash", "bash_run")] == [2, 2, 2]
    assert brt.process("todo", _BRT_COMPLETE="tcsh_complete").code == 2


# ── shells ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_protocol_of_each_shell(brt, shell):
    said = {
        "bash": "plain,accord=\n",
        "zsh": "plain\naccord=\nAccord du client\n",
        "fish": "plain,accord=\tAccord du client\n",
        "powershell": "plain\naccord=\nAccord du client\n",
    }
    assert press(brt, "brt set 118 acc", shell) == said[shell]
    name = {"powershell": "brt.ps1"}.get(shell, f"brt.{shell}")
    assert brt("completion", shell).out == script(name)
    assert brt.process(_BRT_COMPLETE=f"{shell}_source").out == script(name)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("brt set 118 accord=n", "non-merci"),  # bash has cut the word at `=`
        ("brt set 118 'accord=n", "accord=non-merci"),  # but not between quotes
        ("brt set 118 accord='n", "non-merci"),
        ('brt set "118" accord=n', "non-merci"),
        ("brt done 124/Lot\\ 2/ve", "124/Lot 2/verifier"),
        ("brt set 118 acc", "accord="),
        ("brt set ", "D-2026-118"),
    ],
)
def test_the_line_as_bash_has_it(brt, line, answer):
    said = press(brt, line, "line")
    assert said.splitlines()[0].split("\t")[:2] == ["plain", answer]


def needs(shell: str) -> None:
    if shutil.which(shell) is None and "BRT_TEST_ALL_SHELLS" not in os.environ:
        pytest.skip(f"{shell} is not installed")


def typing(brt: Brt, argv: list[str], script: str, **variables: str) -> pexpect.spawn:
    """Open a shell on a terminal, in the workspace, with `brt` in its path and the completion loaded."""
    needs(argv[0])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with environment(**brt.variables(PATH=path, TERM="xterm", LC_ALL="C.UTF-8", **variables)):
        child = pexpect.spawn(
            argv[0], argv[1:], cwd=str(brt.root), encoding="utf-8", timeout=120, dimensions=(40, 100), echo=False
        )
    child.sendline(f"PS1=; {script}; echo re''ady")
    child.expect_exact("ready")
    return child


SHELLS = [
    (["bash", "--norc", "--noprofile", "-i"], 'eval "$(brt completion bash)"'),
    (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(brt completion zsh)"'),
]


@pytest.mark.parametrize(("argv", "script"), SHELLS, ids=["bash", "zsh"])
def test_in_a_shell(brt, argv, script):
    child = typing(brt, argv, script)
    for typed, answer in (
        ("brt get mor\t digi\t", "12A4"),
        ("brt todo --format=js\t --who so\t", '"number": 4002'),
        ("brt set 118 acc\tn\t", "non-merci"),
        ("brt show 124/Lot\\ 2/ap\t", "Appeler le client"),
    ):
        child.send(f"{typed}\r")
        child.expect_exact(answer)
    child.close(force=True)
    assert brt.json("get", "118", "accord") == "non-merci"


def test_bash_says_what_the_words_are(brt):
    child = typing(brt, ["bash", "--norc", "--noprofile", "-i"], 'eval "$(brt completion bash)"')
    child.send("brt todo --who \t\t")
    child.expect_exact("sonia   (Sonia Petit · ADV)")
    child.close(force=True)


@pytest.mark.parametrize(("argv", "script"), SHELLS, ids=["bash", "zsh"])
def test_a_name_that_several_have_stays(brt, argv, script):
    """What several words have in common is written in place of the name only when it says whose they are."""
    child = typing(brt, argv, script)
    child.send("brt get re\t\tl\t digi\t\r")  # "re" is in Morel and in Menuiserie
    child.expect_exact("12A4")
    child.close(force=True)


def test_zsh_says_what_the_words_are(brt):
    child = typing(brt, ["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(brt completion zsh)"')
    child.send("brt todo --who \t\t")
    child.expect_exact("sonia   -- Sonia Petit · ADV")
    child.close(force=True)


def test_zsh_says_nothing_of_words_without_a_help(brt):
    child = typing(brt, ["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(brt completion zsh)"')
    child.send("brt completion \t\t")
    child.expect(r"bash +zsh +fish +powershell")
    child.close(force=True)


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/brt"),
        ("zsh", ".zfunc/_brt"),
        ("fish", ".config/fish/completions/brt.fish"),
    ],
)
def test_what_its_help_says_works_where_no_folder_is_yet(brt, tmp_path, shell, place):
    """The lines of the help, as they stand there, in a home that has nothing."""
    lines = brt("completion", "--help", COLUMNS="100").out.splitlines()
    begin = next(number for number, line in enumerate(lines) if f"brt completion {shell} > " in line)
    home = tmp_path / "home"
    home.mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    typed = "\n".join(line.strip().removeprefix(shell).strip() for line in lines[begin - 1 : begin + 1])
    with environment(**brt.variables(PATH=path, HOME=str(home))):
        said = pexpect.run(f"sh -ec '{typed}'", cwd=str(tmp_path), encoding="utf-8", timeout=120)
    assert said == ""
    assert (home / place).read_text(encoding="utf-8") == brt("completion", shell).out


def test_in_fish(brt):
    needs("fish")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    lines = ("brt set 118 acc", "brt done 118/", "brt todo --format=j", "brt show mor", "brt set 118 accord=n")
    asked = f"source {SCRIPTS}/brt.fish; " + "; ".join(f'complete -C "{line}"' for line in lines)
    with environment(**brt.variables(PATH=path, LC_ALL="C.UTF-8")), chdir(brt.root):
        said = pexpect.run(f"fish --no-config -c '{asked}'", encoding="utf-8", timeout=120).splitlines()
    assert said == [
        "accord=\tAccord du client",
        "118/verifier\tVérifier le dossier · 4002",
        "--format=json\tfor programs",
        "D-2026-118\tBoulangerie Morel",
        "accord=non-merci",
    ]
