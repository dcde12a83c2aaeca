"""Who acts, and what said so."""

import os
from pathlib import Path

import pytest

from brt import identity, say, settings
from brt.errors import Several
from brt.views import words

TEAM = """\
[team.amelie]
name = "Amélie Roux"
login = "aroux"
[team.bruno]
name = "Bruno Lefèvre"
[team.chloe]
name = "Chloé Marchand"
"""


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")


@pytest.fixture
def known(tmp_path):
    (tmp_path / "brt.toml").write_text(TEAM, encoding="utf-8")
    return settings.load(tmp_path)


def own(folder: Path, text: str) -> dict[str, str]:
    (folder / "brt").mkdir()
    (folder / "brt" / "config.toml").write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder), "LOGNAME": "aroux"}


def test_the_option_speaks_before_all_others(known, tmp_path):
    environ = own(tmp_path, 'user = "chloe"') | {"BRT_USER": "amelie"}
    found = identity.who(known, "bruno", environ)
    assert (found.member.id, found.source) == ("bruno", "option")


def test_then_the_environment_then_the_own_file_then_the_login(known, tmp_path):
    environ = own(tmp_path, 'user = "chloe"')
    assert identity.who(known, None, environ | {"BRT_USER": "bruno"})[0].id == "bruno"
    assert identity.who(known, None, environ | {"BRT_USER": ""})[:2] == (known.team["chloe"], "file")
    assert identity.who(known, None, {"HOME": "/nowhere", "LOGNAME": "aroux"})[:2] == (known.team["amelie"], "login")


def test_the_claim_is_where_the_command_was_typed(known):
    found = identity.who(known, "bruno", {"LOGNAME": "aroux", "HOME": "/nowhere"})
    assert found.claim == {"login": "aroux", "host": os.uname().nodename, "uid": os.getuid(), "source": "option"}


def test_capitals_do_not_matter(known):
    assert identity.who(known, "Bruno", {}).member.id == "bruno"


@pytest.mark.parametrize(
    ("as_", "environ", "said"),
    [
        ("amelei", {}, "--as names `amelei`, who is not in the team. Did you mean `amelie`?"),
        ("Lefevre", {}, "--as names `Lefevre`, who is not in the team. Did you mean `bruno`?"),
        (None, {"BRT_USER": "x\x1b"}, r"BRT_USER names `x\x1b`, who is not in the team."),
    ],
)
def test_a_stranger_is_refused_with_near_names(known, as_, environ, said):
    with pytest.raises(identity.Unknown) as caught:
        identity.who(known, as_, environ)
    assert caught.value.exit_code == 2
    assert words.error(caught.value).splitlines() == [said, "The team: amelie, bruno, chloe"]


def test_the_own_file_is_named_when_it_names_a_stranger(known, tmp_path):
    with pytest.raises(identity.Unknown, match=r"config.toml names `zoe`"):
        identity.who(known, None, own(tmp_path, 'user = "zoe"'))


def test_the_own_file_is_checked(known, tmp_path):
    with pytest.raises(Several) as caught:
        identity.who(known, None, own(tmp_path, 'usr = "zoe"'))
    assert words.error(caught.value).endswith("config.toml, line 1: unknown key `usr`. Did you mean `user`?")


def test_nobody_is_told_how_to_say_it(known):
    with pytest.raises(identity.Nobody) as caught:
        identity.who(known, None, {"HOME": "/nowhere", "USER": "guest"})
    assert caught.value.exit_code == 2
    assert words.error(caught.value).splitlines() == [
        "Who are you? No member of the team has the login `guest`.",
        'Say it with --as MEMBER, with BRT_USER=MEMBER, with `user = "MEMBER"` in /nowhere/.config/brt/config.toml, '
        'or with `login = "guest"` in brt.toml. The team: amelie, bruno, chloe',
    ]


def test_without_any_environment_the_account_is_asked_for(known):
    with pytest.raises(identity.Nobody) as caught:
        identity.who(known, None, {"HOME": "/nowhere"})
    assert caught.value.data["login"] not in ("", "guest")
