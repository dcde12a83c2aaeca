"""brt.toml: what it may say, what is wrong and on which line, and the clock."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from brt import kinds, say, sections, settings
from brt.errors import Several, Surroundings, Usage
from brt.tables import Mistake
from brt.views import words

FULL = """\
database = "data/team.db"
language = "fr"
timezone = "Europe/Paris"
[company]
name = "Télécom Exemple"
[calendar]
country = "FR"
subdivision = "57"
weekend = ["sun"]
closed = ["2026-12-24", 2026-12-31]
[roles]
commercial = "Commercial"
adv = "ADV"
chef-projet = { label = "Chef de projet", fallback = "adv" }
[team.amelie]
name = "Amélie Roux"
email = "amelie@exemple.fr"
roles = ["commercial", "adv"]
phone = "+33 1 45 67 01 23"
login = "aroux"
manager = true
[team.bruno]
name = "Bruno Lefèvre"
[mail]
from = "Télécom Exemple <installations@exemple.fr>"
transport = "smtp://installations@mail.exemple.fr:587"
grace = "10 minutes"
"""


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")


def load(folder: Path, text: str) -> settings.Settings:
    (folder / "brt.toml").write_text(text, encoding="utf-8")
    return settings.load(folder)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(Several) as caught:
        load(folder, text)
    assert all(isinstance(one, Surroundings) and one.exit_code == 3 for one in caught.value.errors)
    return words.error(caught.value).splitlines()


def test_everything_is_read(tmp_path):
    known = load(tmp_path, FULL)
    assert known.root == tmp_path
    assert (known.database, known.language, known.timezone) == ("data/team.db", "fr", "Europe/Paris")
    assert known.company.name == "Télécom Exemple"
    assert known.calendar == ("FR", "57", frozenset({6}), frozenset({"2026-12-24", "2026-12-31"}))
    assert known.roles["chef-projet"] == ("chef-projet", "Chef de projet", "adv")
    assert known.roles["adv"] == ("adv", "ADV", None)
    assert known.team["amelie"] == (
        "amelie",
        "Amélie Roux",
        "amelie@exemple.fr",
        ("commercial", "adv"),
        "+33 1 45 67 01 23",
        "aroux",
        True,
    )
    assert known.team["bruno"] == ("bruno", "Bruno Lefèvre", None, (), None, None, False)
    assert known.mail.sender == "Télécom Exemple <installations@exemple.fr>"
    assert (known.mail.transport, known.mail.grace) == ("smtp://installations@mail.exemple.fr:587", 10)


def test_an_empty_file_is_a_workspace(tmp_path):
    known = load(tmp_path, "")
    assert (known.database, known.language, known.timezone) == ("brt.db", None, "Europe/Paris")
    assert known.calendar == ("FR", None, frozenset({5, 6}), frozenset())
    assert (known.roles, known.team) == ({}, {})
    assert known.mail == (None, "maildir:outbox", 0, None, None, True)


@pytest.mark.parametrize(
    ("written", "country", "subdivision"),
    [("country = 'fr'", "FR", None), ("country = 'Belgium'", "BE", None), ("subdivision = 'alsace'", "FR", "alsace")],
)
def test_a_country_is_written_as_people_do(tmp_path, written, country, subdivision):
    assert load(tmp_path, f"[calendar]\n{written}").calendar[:2] == (country, subdivision)


PHONES = (
    "01 45 67 01 23",
    "+33 1 45 67 01 23",
    "0033145670123",
    "+33 (0)1.45.67.01.23",
    "0 800 12 34 56",
    "0262 12 34 56",
)
FOREIGN = ("+32 2 555 12 12", "+1 (415) 555-2671", "00 49 30 901820", "+352 27 12 34 56")


@pytest.mark.parametrize("phone", [*PHONES, *FOREIGN])
def test_a_members_phone_is_one_that_fields_accept(phone):
    assert kinds.parse("phone", phone)
    assert sections.is_phone(phone)


@pytest.mark.parametrize("phone", ["123", "3631", "01 45 67 01", "01 45 67 01 23 45", "0145670l23", "+33 45"])
def test_what_fields_refuse_is_no_phone_of_a_member(phone):
    with pytest.raises(kinds.Bad):
        kinds.parse("phone", phone)
    assert not sections.is_phone(phone)


def test_a_file_saved_on_windows_is_read(tmp_path):
    (tmp_path / "brt.toml").write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert settings.load(tmp_path).company.name == "Télécom Exemple"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "line 1: unknown key `colour`."),
        ("\n[calendar]\n\ncolour = 'x'", "line 4: unknown key `colour` in [calendar]. Did you mean `country`?"),
        ("[team.a]\nname = 'A'\nmanger = true", "line 3: unknown key `manger` in [team.a]. Did you mean `manager`?"),
        ("calendar.colour = 1", "line 1: unknown key `colour` in [calendar]. Did you mean `country`?"),
        ("calendar = 'FR'", "line 1: `calendar` must be a table, with keys of its own."),
        ("language = 'de'", "line 1: brt does not speak `de`; it speaks fr and en."),
        ("language = true", "line 1: `language` must be a text between quotes."),
        ("timezone = '/etc/passwd'", "line 1: `/etc/passwd` is not the name of a time zone, such as Europe/Paris."),
        ("database = 'mysql://h/n'", "line 1: `database` is a path or postgresql://host/name, not `mysql://h/n`."),
        ("[company]\nname = 'a\\u001b'".replace("'", '"'), "line 2: `name` holds a control character or a line break."),
        (
            "[calendar]\n\ncountry = 'FX'",
            "line 3: `FX` is not a country whose public holidays are known: write its code, such as FR.",
        ),
        (
            "[calendar]\ncountry = 'Frence'",
            "line 2: `Frence` is not a country whose public holidays are known: write its code, such as FR. "
            "Did you mean `France`?",
        ),
        (
            "[calendar]\ncountry = 'FR'\nsubdivision = 'Alsace-Mosele'",
            "line 3: `Alsace-Mosele` is not a part of FR with public holidays of its own. "
            "Did you mean `Alsace-Moselle`?",
        ),
        (
            "[calendar]\ncountry = 'GB'\nsubdivision = 'Bretagne'",
            "line 3: `Bretagne` is not a part of GB with public holidays of its own: "
            "England, Northern Ireland, Scotland and Wales.",
        ),
        (
            "[calendar]\ncountry = 'LU'\nsubdivision = 'Esch'",
            "line 3: `Esch` is not a part of LU with public holidays of its own.",
        ),
        (
            "[team.a]\nname = 'A'\nphone = '123'",
            "line 3: `123` is not a phone number, such as 01 45 67 01 23 or +32 2 555 12 12.",
        ),
        (
            "[calendar]\nweekend = ['sat',\n# or\n'sunday']",
            "line 4: `sunday` is not a day of the week: mon, tue, wed, thu, fri, sat and sun. Did you mean `sun`?",
        ),
        (
            f"[calendar]\nweekend = {list(settings.sections.WEEKDAYS)}",
            "line 2: `weekend` leaves no day to work on.",
        ),
        (
            "[calendar]\nclosed = [\n'2026-12-24',\n'2026-02-30']",
            "line 4: `2026-02-30` is not a day of the calendar, written as 2026-12-24.",
        ),
        (
            "[calendar]\nclosed = ['20261224']",
            "line 2: `20261224` is not a day of the calendar, written as 2026-12-24.",
        ),
        (
            "[calendar]\nclosed = [2026-12-24T10:00:00]",
            "line 2: `2026-12-24T10:00:00` is not a day of the calendar, written as 2026-12-24.",
        ),
        (
            "[roles]\nChef = 'x'",
            "line 2: `Chef` cannot name a role: small letters without accents, digits and hyphens.",
        ),
        (
            "[roles]\nadv = 3",
            "line 2: `adv` must be a label between quotes, or a table with a label and a fallback.",
        ),
        (
            "[roles]\nadv = 'ADV'\nchef = { label = 'C', fallback = 'avd' }",
            "line 3: the role `chef` falls back on `avd`, which is not a role. Did you mean `adv`?",
        ),
        (
            "[roles]\na = {fallback = 'b'}\nb = {fallback = 'c'}\nc = {fallback = 'a'}",
            "line 2: these roles fall back on one another in a circle: a → b → c → a.",
        ),
        ("[roles]\na = {fallback = 'a'}", "line 2: these roles fall back on one another in a circle: a → a."),
        ("[team.a]\nroles = []", "line 1: [team.a] needs the key `name`."),
        ("[team.a]\nname = ''", "line 2: [team.a] needs the key `name`."),
        ("[team.a]\nname = 3", "line 2: `name` must be a text between quotes."),
        ("[team]\na = 'A'", "line 2: `a` must be a table, with keys of its own."),
        (
            "[roles]\nadv = 'ADV'\n[team.a]\nname = 'A'\nroles = ['avd']",
            "line 5: `avd` is not a role of [roles]. Did you mean `adv`?",
        ),
        (
            "[roles]\nadv = 'ADV'\n[team.a]\nname = 'A'\nroles = 'adv'",
            "line 5: `roles` must be a list between square brackets.",
        ),
        ("[team.a]\nname = 'A'\nemail = 'a@b'", "line 3: `a@b` is not an email address."),
        ("[team.a]\nname = 'A'\nmanager = 1", "line 3: `manager` must be true or false."),
        (
            "[team.a]\nname = 'A'\nlogin = 'x'\n[team.b]\nname = 'B'\nlogin = 'x'",
            "line 6: the login `x` is that of `a` already.",
        ),
        (
            "[team.'Zoé']\nname = 'Z'",
            "line 1: `Zoé` cannot name a member: small letters without accents, digits, hyphens and `_`.",
        ),
        (
            "[mail]\nfrom = 'Télécom'",
            "line 2: `Télécom` is not an address, nor a name with an address: Name <address>.",
        ),
        (
            "[mail]\ntransport = 'sendmail'",
            "line 2: `sendmail` is not a transport: maildir:FOLDER, smtp://user@host:587 or smtps://user@host.",
        ),
        (
            "[mail]\ntransport = 'smtp://mail.exemple.fr'\nverify = false",
            "line 3: `verify` can be false for a server on this computer only (localhost).",
        ),
        ("[mail]\nverify = 'no'", "line 2: `verify` must be true or false."),
        ("[mail]\ngrace = 'soon'", "line 2: `soon` is not a time to wait, written as 10 minutes."),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, said):
    assert mistakes(tmp_path, text) == [f"brt.toml, {said}"]


@pytest.mark.parametrize(
    "text",
    [
        "database = 'postgresql://u:hunter2@h/n'",
        "database = 'postgresql://h/n?password=hunter2'",
        "[mail]\ntransport = 'smtp://me@exemple.fr:hun/ter2@h:587'",
    ],
)
def test_a_password_is_refused_and_not_repeated(tmp_path, text):
    (said,) = mistakes(tmp_path, text)
    assert "holds a password" in said
    assert "ter2" not in said


@pytest.mark.parametrize(
    "transport",
    [
        "maildir:out box",
        "smtp://localhost",
        "smtps://a@exemple.fr@mail.exemple.fr:465",
        "smtp://h:25/",
        "smtp://[::1]:25",
    ],
)
def test_transports(tmp_path, transport):
    assert load(tmp_path, f"[mail]\ntransport = '{transport}'").mail.transport == transport


def test_all_mistakes_come_at_once_in_the_order_of_the_lines(tmp_path):
    top = "langage = 'fr'\nlanguage = 3\ntimezone = 'Europe/Pari'\n"
    said = mistakes(tmp_path, f"{top}[mail]\ngrace = 'x'\n[calendar]\ncountry = 1\n")
    assert [line.split(":")[0] for line in said] == [f"brt.toml, line {n}" for n in (1, 2, 3, 5, 7)]
    assert "Europe/Paris" in said[2]


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"a = 1\nb = \n", 2, "this is not TOML (column 5): "),
        (b"a = [\n1,\n\n", 2, "this is not TOML: "),
        (b"a = 'x'\nb = '\xe9'\n", 2, "this is not UTF-8 text."),
        (b"a = " + b"[" * 5000, 1, ""),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(tmp_path, raw, line, says):
    (tmp_path / "brt.toml").write_bytes(raw)
    with pytest.raises(Mistake) as caught:
        settings.load(tmp_path)
    assert words.error(caught.value).startswith(f"brt.toml, line {line}: {says}")


def test_the_workspace_is_found_from_below(tmp_path):
    (tmp_path / "brt.toml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert settings.find(below) == str(tmp_path.resolve())


def test_no_workspace(tmp_path):
    with pytest.raises(settings.NoWorkspace) as caught:
        settings.find(tmp_path)
    assert words.error(caught.value).splitlines() == [
        f"No workspace here: neither {tmp_path.resolve()} nor a folder above it holds a brt.toml.",
        "To make one: brt init",
    ]
    with pytest.raises(Surroundings, match="There is no folder"):
        settings.find(tmp_path / "absent")
    with pytest.raises(Surroundings, match="cannot be read"):
        settings.load(tmp_path)


@pytest.mark.parametrize("login", ["sonia", "Él.odie d'Arc", "42", "", 'a"b\\c', "日本"])
def test_the_default_file_is_a_workspace_whose_member_holds_every_role(tmp_path, login):
    known = load(tmp_path, settings.default_toml(login, 'L\'"Exemple"\x1b'))
    (member,) = known.team.values()
    assert member.login == (login or None)
    assert member.manager
    assert set(member.roles) == set(known.roles)
    assert known.company.name == 'L\'"Exemple"'


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────


def clock(given: str) -> dict[str, str]:
    return {"BRT_NOW": given, "BRT_TESTING": "1"}


@pytest.mark.parametrize(
    ("given", "instant", "day"),
    [
        ("2026-11-30T09:00", "2026-11-30T08:00:00Z", "2026-11-30"),
        ("2026-11-30", "2026-11-29T23:00:00Z", "2026-11-30"),
        ("2026-07-14T00:30:00", "2026-07-13T22:30:00Z", "2026-07-14"),
        ("2026-11-30T23:30:00Z", "2026-11-30T23:30:00Z", "2026-12-01"),
        ("2026-11-30T00:30:00.5+09:00", "2026-11-29T15:30:00Z", "2026-11-29"),
    ],
)
def test_the_clock_is_set_for_tests(tmp_path, given, instant, day):
    known = load(tmp_path, FULL)
    assert settings.stamp(settings.now(known, clock(given))) == instant
    assert settings.today(known, clock(given)) == day


def test_today_of_a_moment(tmp_path):
    known = load(tmp_path, FULL)
    assert settings.today(known, {}, datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == "2027-01-01"


@pytest.mark.parametrize("given", ["soon", "2026-13-01", "0001-01-01"])
def test_a_clock_that_is_no_date_is_refused(tmp_path, given):
    with pytest.raises(Usage, match="BRT_NOW must be"):
        settings.now(load(tmp_path, FULL), clock(given))


@pytest.mark.parametrize("testing", [{}, {"BRT_TESTING": "0"}])
def test_the_clock_is_not_set_outside_tests(tmp_path, testing):
    with pytest.raises(Usage, match="for tests only"):
        settings.now(load(tmp_path, FULL), {"BRT_NOW": "2026-11-30"} | testing)


def test_without_brt_now_the_clock_is_the_computers(tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= settings.now(load(tmp_path, FULL), {}) <= datetime.now(UTC)


def test_an_unknown_time_zone_is_named_when_the_clock_is_read(tmp_path):
    known = load(tmp_path, "database = 'x.db'\ntimezone = 'Europe/Pari'")
    with pytest.raises(Mistake) as caught:
        settings.zone(known)
    assert words.error(caught.value).startswith(
        "brt.toml, line 2: `Europe/Pari` is not a time zone known here. Did you mean `Europe/Paris`"
    )
