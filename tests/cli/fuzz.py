"""All files that people write, broken at random, given to the commands that read them: never a traceback, never a hang.

`python -m tests.cli.fuzz 10000 1` breaks so many, from that seed; a few are part of the tests.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.cli.play import HOUSE, Answer, Play, example
from tests.lint.fuzz import MEGABYTES, spoiled

SECONDS = 4.0
PHASE = """\
name: Clôture
fields:
  signe_le: {label: Signé le, kind: date}
  reserves: {label: Réserves, kind: text}
actions:
  - {id: signer, name: Faire signer, role: technicien, asks: [signe_le, {field: reserves, optional: true}]}
  - {id: facturer, name: Facturer, role: adv, after: [signer], due: 2 days after signe_le, bills: true}
"""
TYPE = """\
name: Pose
fields:
  jour: {label: Jour, kind: date}
phases:
  - {id: pose, name: Pose, actions: [{id: poser, name: Poser, role: technicien, asks: [jour]}]}
  - {use: cloture, wait: on jour}
"""
DATES = ("--set", "jour=2026-12-07", "--set", "signe_le=2026-12-14")


class Kind(NamedTuple):
    """A file that people write, the command that reads it, and the exit codes that it may have."""

    file: str
    words: tuple[str, ...]
    codes: tuple[int, ...]


KINDS = (
    Kind("installation_types/ftth-pro.yaml", ("lint", "installation_types/ftth-pro.yaml"), (0, 1)),
    Kind("installation_types/pose.yaml", ("template", "show", "pose"), (0, 1)),
    Kind("installation_types/pose.yaml", ("template", "simulate", "pose", "--start", "2026-12-01", *DATES), (0, 1, 2)),
    Kind("installation_types/phases/cloture.yaml", ("lint", "installation_types/pose.yaml"), (0, 1)),
    Kind("installation_types/phases/cloture.yaml", ("template", "graph", "pose"), (0, 1)),
    Kind("email_types/confirmation-rdv-raccordement.yaml", ("lint", "email_types"), (0, 1)),
    Kind("installation_types/tests/ftth-pro.yaml", ("template", "test", "ftth-pro"), (0, 1)),
    Kind("brt.toml", ("config",), (0, 2, 3)),
    Kind("brt.toml", ("todo",), (0, 2, 3)),
    Kind("dossiers.yaml", ("dossier", "import", "dossiers.yaml", "--dry-run"), (0, 1)),
    Kind("dossiers.csv", ("dossier", "import", "dossiers.csv", "--dry-run"), (0, 1)),
)


class Broken(NamedTuple):
    """What a command made of a broken file."""

    kind: Kind
    raw: bytes
    answer: Answer
    seconds: float

    @property
    def trouble(self) -> str:
        """What is wrong with that; nothing when it is as promised."""
        if self.seconds > SECONDS:
            return f"{self.seconds:.1f} s"
        if self.answer.code not in self.kind.codes:
            return f"exit {self.answer.code}: {self.answer.err}"
        return "" if self.answer.code == 0 or self.answer.out or self.answer.err else "no word"


def workspace(root: Path) -> Play:
    """Make a workspace that has a file of every kind."""
    play = Play(root)
    example(root, play)
    for name, text in (("pose", TYPE), ("phases/cloture", PHASE)):
        path = root / "installation_types" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("dossiers.yaml", "dossiers.csv"):
        (root / name).write_bytes((HOUSE / "examples" / name).read_bytes())
    return play


def broken(play: Play, kinds: tuple[Kind, ...], chance: random.Random) -> Iterator[Broken]:
    """Break one file after the other, for ever, and mend each again."""
    whole = {kind.file: (play.at / kind.file).read_bytes() for kind in kinds}
    while True:
        kind = chance.choice(kinds)
        raw = _bytes(chance, spoiled(chance, whole[kind.file].decode()))
        (play.at / kind.file).write_bytes(raw)
        begin = time.process_time()
        answer = play(*kind.words)
        seconds = time.process_time() - begin
        (play.at / kind.file).write_bytes(whole[kind.file])
        yield Broken(kind, raw, answer, seconds)


def _bytes(chance: random.Random, text: str) -> bytes:
    """Return `text` as some program saves it, or as half a file."""
    raw = text.encode("utf-8", "surrogatepass")
    sort = chance.random()
    if sort < 0.05:
        return text.encode("utf-16")
    if sort < 0.1:
        return b"\xef\xbb\xbf" + raw
    if sort < 0.15:
        return text.encode("cp1252", "replace")
    if sort < 0.2:
        return raw.replace(b"\n", b"\r\n")
    return raw[: chance.randint(0, len(raw))] if sort < 0.25 else raw


def main(count: int, seed: int) -> None:
    """Break `count` files, and keep those that make trouble."""
    with tempfile.TemporaryDirectory(prefix="brt-fuzz-") as folder:
        files = broken(workspace(Path(folder)), KINDS, random.Random(seed))
        for number in range(count):
            one = next(files)
            if one.trouble:
                sys.stdout.write(f"{number} {' '.join(one.kind.words)}: {one.trouble[:500]}\n")
                name = Path(one.kind.file).name
                (Path(tempfile.gettempdir()) / f"brt-fuzz-{seed}-{number}-{name}").write_bytes(one.raw)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{count} files, {peak} MB{'' if peak < MEGABYTES else ': too much'}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
