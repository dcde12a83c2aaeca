"""A workspace whose emails go to a mail server, and letters put into its outbox."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from brt.records import Letter
from brt.store import dossiers, outbox
from brt.store.database import reading, writing
from tests.conftest import HOUSE, Brt
from tests.store.conftest import ACTION, CROWD, EMAIL

AT = "2026-11-30T08:00:00Z"


class Post(Brt):
    """`brt` in a workspace that sends over a server."""

    def to(self, transport: str, *lines: str) -> "Post":
        """Let emails leave by `transport`; `lines` are further ones of [mail]."""
        path = self.root / "brt.toml"
        kept = path.read_text(encoding="utf-8").partition("[mail]")[0]
        mail = ['from = "Télécom Exemple <installations@telecom.example>"', f'transport = "{transport}"', *lines]
        path.write_text("\n".join((kept + "[mail]", *mail, "")), encoding="utf-8")
        return self

    def queue(self, *recipients: str, audience: str = "customer", **more: Any) -> list[int]:
        """Put an email to each of these addresses into the outbox, and return their numbers."""
        with writing(str(self.database)) as db:
            (dossier,) = dossiers.everything(db)
            letters = [_letter(recipient, audience, **more) for recipient in recipients]
            count = len(outbox.everything(db))
            ids = iter(f"<brt.{count + n}@telecom.example>" for n in range(1, 1 + len(letters)))
            return [one.number for one in outbox.queue(db, dossier.id, 1, letters, lambda _: next(ids), AT)]

    def rows(self, *names: str) -> list[tuple[Any, ...]]:
        """Return columns of the outbox."""
        with reading(str(self.database)) as db:
            return db._connection.execute(f"select {', '.join(names)} from outbox order by number").fetchall()

    def statuses(self) -> list[str]:
        return [status for (status,) in self.rows("status")]

    def put(self, **values: Any) -> None:
        """Change columns of all rows."""
        with writing(str(self.database)) as db:
            db._connection.execute(f"update outbox set {', '.join(f'{name} = :{name}' for name in values)}", values)


def _letter(recipient: str, audience: str, **more: Any) -> Letter:
    letter = Letter(
        number=0, installation_id=1, action=0, event="produced", email_type="annonce", audience=audience,
        target=f"address:{recipient}", recipient_name="Luc Morel", recipient=recipient, language="fr", member="sonia",
        reply_to=None, status="queued", reason=None, subject="Votre installation", body="Bonjour,\n.\nà bientôt\n",
        html=None, cause={}, shows={}, not_before=AT,
    )  # fmt: skip
    return letter._replace(**more)


@pytest.fixture(scope="session")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("poste")
    shutil.copy(HOUSE / "examples" / "brt.toml", root)
    for name in ("installation_types", "email_types"):
        (root / name).mkdir()
    (root / "installation_types" / "foule.yaml").write_text(CROWD + ACTION.format(n=1), encoding="utf-8")
    (root / "email_types" / "annonce.yaml").write_text(EMAIL, encoding="utf-8")
    brt = Brt(root)
    assert brt("dossier", "add", "D-1", "--customer", "Client", "--person", "adv=sonia").code == 0
    assert brt("produce", "D-1", "--type", "foule", "--yes").code == 0
    return root


@pytest.fixture
def post(posted: Path, tmp_path: Path) -> Post:
    """A workspace with one dossier at work and an empty outbox; a copy, armed."""
    post = Post(shutil.copytree(posted, tmp_path / "poste"))
    assert post("email", "arm").code == 0
    return post
