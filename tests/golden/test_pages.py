"""What each page looks like in French on a terminal of 100, 72 and 40 columns, and where there is no terminal."""

import io
import re
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from wcwidth import wcswidth

from brt.cli.boundary import run
from brt.cli.table import ROOT
from brt.views.layout import COMMAND
from tests.cli.test_work import sets
from tests.conftest import Brt, environment

PAGES = Path(__file__).parent / "pages"
WIDTHS = (100, 72, 40, None)
"""None: no terminal, nothing is shortened."""

SHOWN = {
    "home": (),
    "todo": ("todo", "--me"),
    "todo-quiet": ("todo", "--who", "karim"),
    "todo-team": ("todo", "--team", "--until", "31/12"),
    "show": ("show", "118"),
    "show-all": ("show", "118", "--all"),
    "show-risk": ("show", "141"),
    "show-two": ("show", "119"),
    "show-cancelling": ("show", "122"),
    "show-action": ("show", "118/passer"),
    "why": ("why", "118"),
    "why-risk": ("why", "141"),
    "why-action": ("why", "119/Lot 2/facturer"),
    "overview": ("overview",),
    "overview-by-person": ("overview", "--by", "person", "--since", "23/11"),
    "bill": ("bill",),
    "history": ("history", "119"),
    "history-since": ("history", "--since", "25/11"),
    "dossier-list": ("dossier", "list"),
    "dossier-show": ("dossier", "show", "118"),
    "dossier-find": ("dossier", "find", "morel"),
    "email-list": ("email", "list"),
    "email-show": ("email", "show", "1"),
    "template-list": ("template", "list"),
    "produce": ("produce", "123", "--type", "visite", "--dry-run"),
    "done": ("done", "118/passer", "119/Lot 2/verifier", "--set", "accord=oui-tout"),
}
"""The last one changes something, so it is done in a copy."""


class Screen(io.StringIO):
    """A terminal without a size of its own."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Brt:
    """Monday 30 November: something is late, due, blocked, without a date, ahead, over, and ready to be billed."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("golden") / "espace"))
    brt.now = "2026-11-23T09:00"
    brt.json("dossier", "add", "D-2026-140", "--customer", "北京飯店 🏨 Paris", "--person", "adv=sonia")
    for words in (("118",), ("119",), ("119", "--again", "--label", "Lot 2"), ("D-2026-140",), ("120",)):
        brt.json("produce", *words, "--type", "visite")
    brt.json("produce", "121", "--type", "3cx-porta")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=30/11"))
    brt.json(
        "block", "119/visite/verifier", "--reason", "RIO incorrect, 2e rejet", "--party", "carrier", *sets("motif=x")
    )
    brt.json("block", "121/controler-dossier", "--reason", "Kbis", "--party", "customer", "--until", "04/12")
    brt.json("done", "119/Lot 2/appeler", *sets("rdv=02/12"))
    brt.json("done", "120/appeler", "120/verifier", *sets("rdv=25/11"))
    brt.json("set", "140", "rdv=10/12")
    brt.now = "2026-11-25T09:00"
    brt.json("done", "120/passer", *sets("accord=oui-tout"))
    brt.json("done", "140/appeler", "140/verifier")
    brt.json("set", "140", "rdv=")
    brt.json("produce", "122", "--type", "ftth-pro")
    brt.json("set", "122", "access_order_ref=A-1", "supplier_order_ref=F-1")
    brt.json("cancel", "122", "--reason", "renonce", "--yes")
    brt.now = "2026-11-30T09:00"
    brt.json("dossier", "add", "D-2026-141", "--customer", "Fleurs d'Armor", *("--person", "adv=sonia"))
    brt.json("produce", "141", "--type", "visite", "--set", "rdv=02/12")
    return brt


WHOLE = re.compile(rf"{COMMAND.pattern}|--\S+ \[\S+\]")
"""A command to type, or an option with all that it takes."""


def longest(line: str) -> int:
    """Return how wide the longest thing is that no page breaks: a word, an address, a command to type."""
    if line.lstrip(" (").startswith("brt "):
        return wcswidth(line)
    return max(map(wcswidth, WHOLE.sub(lambda found: "x" * len(found[0]), line).split(" ")), default=0)


def printed(brt: Brt, words: tuple[str, ...], columns: int | None, **variables: str) -> str:
    """Return what a command prints on a terminal so wide, or where there is none."""
    out, err = io.StringIO() if columns is None else Screen(), io.StringIO()
    seen = brt.variables(BRT_LANG="fr", NO_COLOR="1", COLUMNS=str(columns or ""), LINES="500", **variables)
    with environment(**seen), chdir(brt.root), redirect_stdout(out), redirect_stderr(err):
        run(ROOT, words)
    return out.getvalue()


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_is_as_it_was(office: Brt, name: str, request: pytest.FixtureRequest, tmp_path: Path):
    shown = []
    for columns in WIDTHS:
        brt = office
        if name == "done":
            brt = Brt(shutil.copytree(office.root, tmp_path / str(columns)))
        shown.append(f"──── {columns or 'no terminal'} ────\n{printed(brt, SHOWN[name], columns)}")
    page, file = "\n".join(shown), PAGES / f"{name}.txt"
    if request.config.getoption("--golden", default=False):
        file.write_text(page, encoding="utf-8")
    assert page == file.read_text(encoding="utf-8"), "pytest tests/golden --golden, if it is meant"


FITS = (
    *("template show visite", "template diff visite 3cx-porta", "template test", "doctor", "config --origin", "whoami"),
    *("show 118 --forecast", "dossier find morel", "email preview rdv-confirme 118", "help dates"),
    *("digest --dry-run", "template list", "help environment", "lint --fix --help"),
)


@pytest.mark.parametrize(
    ("line", "columns"),
    [(line, columns) for line in FITS for columns in (100, 72, 40)]
    + [(" ".join(words), columns) for name, words in SHOWN.items() if name != "done" for columns in (100, 72, 40, 24)],
)
def test_no_line_is_wider_than_the_terminal(office: Brt, line: str, columns: int):
    for shown in printed(office, tuple(line.split()), columns).splitlines():
        indent = len(shown) - len(shown.lstrip(" "))
        assert wcswidth(shown) <= max(columns, indent + longest(shown)), shown
