"""What README.md and LISEZMOI.md have a newcomer paste into a terminal."""

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.play import HOUSE
from tests.conftest import environment


@pytest.mark.parametrize(("page", "title", "language"), [("README", "Begin", "en"), ("LISEZMOI", "Commencer", "fr")])
def test_the_beginning_is_pasted_as_it_stands(tmp_path, page, title, language):
    """Nothing asks: a question would take the next line for its answer, and this test would wait."""
    text = (HOUSE / f"{page}.md").read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    typed = [line for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    lines = [line for line in typed if line and not line.startswith("git ")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "HOME": str(tmp_path), "TERM": "dumb", "BRT_LANG": language, "BRT_NO_INPUT": None}
    someone = {"LOGNAME": "camille", "USER": "camille", "BRT_USER": None, "BRT_WORKSPACE": None}
    (tmp_path / "pasted.sh").write_text("\n".join(lines), encoding="utf-8")
    with environment(**own, **someone):
        said, code = pexpect.run(
            "sh -e pasted.sh",
            cwd=str(tmp_path),
            encoding="utf-8",
            timeout=120,
            withexitstatus=True,
        )
    assert code == 0, said
    assert "✉ bienvenue-lancement  luc@morel.example" in said
