"""Puts the manual pages into the wheel: made of the help of the commands, they cannot differ from it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Manual(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the pages below build/man when a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages and add them to the data of the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from brt.cli.man import pages

        for language, folder in (("en", "man1"), ("fr", "fr/man1")):
            place = Path(self.root, "build", "man", folder)
            place.mkdir(parents=True, exist_ok=True)
            for name, text in pages(language).items():
                (place / f"{name}.1").write_text(text, encoding="utf-8")
            build_data["shared_data"][str(place)] = f"share/man/{folder}"
