"""The sample type of these tests and its golden plan; `python -m tests.language.sample` writes the plan anew."""

import json
from pathlib import Path
from types import SimpleNamespace

from brt.language.catalogue import Loaded, compile_type

HERE = Path(__file__).parent / "golden"
SAMPLE = HERE / "essai.yaml"
PLAN = HERE / "essai.json"
SETTINGS = SimpleNamespace(
    roles=dict.fromkeys(("commercial", "adv", "technicien", "chef-projet")), team={"amelie": None, "bruno": None}
)
EMAILS = ("bienvenue", "report")


def compiled(raw: bytes | str, name: str = "essai") -> Loaded:
    """Compile the text of a type."""
    text = raw if isinstance(raw, bytes) else raw.encode()
    return compile_type(text, f"installation_types/{name}.yaml", SETTINGS, EMAILS)


def golden(loaded: Loaded) -> str:
    """Return the plan as it is kept here: readable, a change shows as a diff."""
    return json.dumps(loaded.plan, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PLAN.write_text(golden(compiled(SAMPLE.read_bytes())), encoding="utf-8")
