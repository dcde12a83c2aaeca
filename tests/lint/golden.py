"""The cases of the linter: each file has its findings beside it. `python -m tests.lint.golden` writes them anew."""

from pathlib import Path
from types import SimpleNamespace

from brt.lint.formats import concise
from brt.lint.runner import lint

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").rglob("*.yaml"))
WORKSPACE = HERE / "workspace"
SETTINGS = SimpleNamespace(
    roles=dict.fromkeys(("commercial", "adv", "technicien", "chef-projet")),
    team={"amelie": SimpleNamespace(roles=("commercial", "technicien")), "bruno": SimpleNamespace(roles=("adv",))},
)


def findings(case: Path) -> str:
    """Return what the linter says of a case, in the concise format, with the bare names of files."""
    lines = concise(lint([case], SETTINGS, WORKSPACE, today="2026-11-30"))
    return "".join(line.replace(f"{case.parent.as_posix()}/", "") + "\n" for line in lines)


if __name__ == "__main__":
    for path in CASES:
        path.with_suffix(".out").write_text(findings(path), encoding="utf-8")
