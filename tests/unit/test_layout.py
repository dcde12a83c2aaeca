"""Pages laid out for a width: nothing that matters is cut, nothing is too wide, cards where it is narrow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from brt import say
from brt.views.layout import Column, Fit, Line, Table, Text, plain, section

COLUMNS = (
    Column("number", "number", "right", line=0),
    Column("customer", "customer", shrink=2),
    Column("name", "action", shrink=3, line=2),
    Column("who", "who"),
    Column("day", "day"),
    Column("said", "said", shrink=1, line=3),
)
ROW = (
    "4127",
    "Boulangerie Morel et fils",
    "Valider la date de portabilité",
    "Sonia",
    "jeu. 26/11",
    "demande date, créneau",
)


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")


def shown(*blocks, room=None):
    return list(plain(blocks, room))


def test_there_may_be_less_where_there_is_little_room():
    page = Fit(["much", "more"], ["little"])
    assert [shown(page, room=room) for room in (None, 72, 71)] == [["much", "more"], ["much", "more"], ["little"]]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_terminal_nothing_is_shortened():
    assert shown(Table(COLUMNS, [ROW], titles=False, indent=1)) == [" " + "  ".join(ROW)]


def test_columns_are_shortened_in_their_order():
    assert shown(Table(COLUMNS, [ROW], titles=False), room=96) == [
        "4127  Boulangerie Morel et fils  Valider la date de portabil…  Sonia  jeu. 26/11  demande date…"
    ]


def test_a_column_with_a_least_of_its_own_gives_way_first():
    columns = [column._replace(least=9) if column.shrink == 1 else column for column in COLUMNS]
    (line,) = shown(Table(columns, [ROW], titles=False), room=89)
    assert line.endswith("demande…")
    assert "Valider la date de portabil…" in line


def test_titles_are_above_and_dropped_on_cards():
    assert shown(Table(COLUMNS[:1], [["7"]])) == ["NUMBER", "     7"]
    assert shown(Table(COLUMNS[:3], [["7", "Roy", "Appeler"]]), room=40) == ["     7  Roy", "        Appeler"]


def test_under_72_columns_rows_are_cards():
    assert len(shown(Table(COLUMNS, [ROW], titles=False), room=72)[0]) <= 72
    assert shown(Table(COLUMNS, [ROW], titles=False), room=60) == [
        "4127  Boulangerie Morel et fils  Sonia  jeu. 26/11",
        "      Valider la date de portabilité",
        "      demande date, créneau",
    ]


def test_from_100_columns_on_a_table_stays_a_table():
    wide = ("4127", "Boulangerie Morel", Text("Valider la date", tail=", mar. 05/01/2027"), "J" * 40, "05/01/2027", "x")
    assert len(shown(Table(COLUMNS, [wide], titles=False), room=99)) == 3
    assert shown(Table(COLUMNS, [wide], titles=False), room=100) == [
        f"4127  Boulange…  Valider…, mar. 05/01/2027   {'J' * 40}  05/01/2027  x"
    ]


def test_a_card_shortens_nothing_and_keeps_together_who_and_when():
    assert shown(Table(COLUMNS, [ROW], titles=False), room=30) == [
        "4127  Boulangerie Morel et",
        "        fils",
        "      Sonia  jeu. 26/11",
        "      Valider la date de",
        "        portabilité",
        "      demande date, créneau",
    ]
    long = (*ROW[:1], "Campus Ker Lann, formation 大和 🏨 professionnelle", *ROW[2:])
    lines = shown(Table(COLUMNS, [long], titles=False), room=30)
    assert " ".join(" ".join(lines).split()) == " ".join([*long[:2], *long[3:5], long[2], *long[5:]])
    assert max(map(wcswidth, lines)) <= 30


def test_the_last_cell_of_a_short_row_spans_the_rest():
    stuck = ("4101", "Azur", "Retour", "Léo", "opérateur : RIO incorrect, 2e rejet")
    lines = shown(Table(COLUMNS, [ROW, stuck], titles=False), room=100)
    assert lines[1].endswith("Léo    opérateur : RIO incorrect, 2e…")
    assert lines[0].index("jeu.") == lines[1].index("opérateur")


def test_the_tail_of_a_cell_stays():
    columns = (Column("name", "name", shrink=1), Column("who", "who"))
    rows = [[Text("Appeler le client et lui dire quand on vient, et qui", tail=", jeu. 26/11"), "Sonia"]]
    (first,) = shown(Table(columns, rows, titles=False), room=40)
    assert first == "Appeler le client et…, jeu. 26/11  Sonia"


def test_the_last_filled_cell_of_a_row_has_the_room_that_is_left():
    rows = [("1", "A", "Valider la date de portabilité du client"), ROW]
    rows = [rows[0] + ("", "", ""), rows[1]]
    first, second = shown(Table(COLUMNS, rows, titles=False), room=80)
    assert first.endswith("Valider la date de portabilité du client")
    assert "Valider la date de por…" in second


def test_what_is_before_a_reason_below_has_the_room_of_its_row():
    reason = Text("opérateur : RIO incorrect, deuxième rejet de suite en une semaine", whole=True)
    rows = [("1", "A", "Valider la date de portabilité", "", "", reason), ROW]
    first, below, second = shown(Table(COLUMNS, rows, titles=False), room=90)
    assert first.endswith("Valider la date de portabilité")
    assert below.strip() == reason.text
    assert "Valider la date de portabilité" not in second


def test_what_tells_two_rows_apart_stays_and_makes_no_cards():
    rows = [("1", Text("119 Cabinet Kerbrat Avocats", tail=" · visite"), *ROW[2:]), ROW]
    first, _second = shown(Table(COLUMNS, rows, titles=False), room=72)
    assert "119 C… · visite  " in first


def test_a_separator_does_not_end_a_line():
    assert shown("Cabinet Kerbrat Avocats · Lot 2", room=25) == ["Cabinet Kerbrat Avocats", "Lot 2"]
    assert shown("Cabinet Kerbrat Avocats · Lot 2", room=24) == ["Cabinet Kerbrat Avocats", "Lot 2"]


def test_a_reason_that_does_not_fit_stands_below_in_full():
    reason = Text("opérateur : RIO incorrect, 2e rejet", tail=" (jusqu'au jeu. 03/12)", whole=True)
    table = Table(COLUMNS, [("4101", "Azur", "Retour", "Léo", reason)], titles=False)
    said = f"{reason.text}{reason.tail}"
    assert shown(table, room=100) == [f"4101  Azur  Retour  Léo  {said}"]
    assert shown(table, room=72) == ["4101  Azur  Retour  Léo", f"        {said}"]
    assert "".join(shown(table, room=40)[-2:]).split() == said.split()


def test_what_is_spare_stands_on_a_card_where_it_has_room_or_is_left_out():
    columns = (
        Column("no", "no", line=0),
        Column("name", "name", shrink=1, line=2),
        Column("x", "x", line=2, spare=True),
    )
    table = Table(columns, [["41", "Valider la date", "demande date, créneau"]], titles=False)
    assert shown(table, room=50) == ["41  Valider la date  demande date, créneau"]
    assert shown(table, room=40) == ["41  Valider la date"]


def test_a_section_goes_on_below_where_it_does_not_fit():
    rows = [["Contact le jour de l'intervention", "install_contact", "if any"]]
    assert shown(*section("To note", rows, cut=(0,), below=(2,)), room=40)[2:] == [
        "  Contact le jour de l'intervention",
        "    install_contact",
        "    if any",
    ]


def test_a_card_says_what_its_titles_say_in_a_table():
    columns = (Column("id", "Type"), Column("count", "Phases", line=2, card="{cell} of them"))
    assert shown(Table(columns, [["visite", "3"]]), room=40) == ["visite", "  3 of them"]
    assert shown(Table(columns, [["visite", "3"]]), room=72) == ["TYPE    PHASES", "visite  3"]


def test_lines_stand_between_rows():
    table = Table(COLUMNS[:2], [Line(["LATE"]), ["1", "Roy"], Line(["TODAY"]), ["22", "Azur"]], titles=False, indent=1)
    assert shown(table) == ["LATE", "  1  Roy", "TODAY", " 22  Azur"]


def test_wide_characters_and_emoji_are_aligned():
    rows = [["1", "北京飯店 🏨"], ["2", "Bréhat"], ["3", "e\u0301te\u0301"], ["4", "👩‍🔧 Morel"]]
    lines = shown(Table((*COLUMNS[:2], Column("x", "x")), [[*row, "|"] for row in rows], titles=False))
    assert len({wcswidth(line) for line in lines}) == 1


def test_a_section_without_rows_is_not_there():
    assert shown(*section("Site", [])) == []
    assert shown(*section("Site", [["a", "1"], ["bb", "22"]], right=(1,))) == ["", "Site", "  a    1", "  bb  22"]


# ── lines and texts ───────────────────────────────────────────────────────────────────────────────


def test_pieces_that_do_not_fit_go_on_the_next_line():
    line = Line(["Sonia Petit", "lundi 30 novembre", "", Text("2 en retard", "late")])
    assert shown(line) == ["Sonia Petit · lundi 30 novembre · 2 en retard"]
    assert shown(line, room=40) == ["Sonia Petit · lundi 30 novembre", "  2 en retard"]
    assert shown(line, room=14) == ["Sonia Petit", "  lundi 30", "  novembre", "  2 en retard"]


def test_a_text_is_broken_at_blanks():
    assert shown("  Vérifier qui ouvre la porte", room=20) == ["  Vérifier qui ouvre", "  la porte"]
    assert shown("https://exemple.fr/tres/long", room=10) == ["https://exemple.fr/tres/long"]
    assert shown("", room=10) == [""]


def test_a_number_stays_with_what_it_belongs_to():
    assert shown("Appeler le 06 12 34 56 78", room=20) == ["Appeler", "le 06 12 34 56 78"]
    assert shown("ouverte, pour le mar. 24/11", room=24) == ["ouverte, pour le", "mar. 24/11"]
    assert shown("en retard de 12 jo déjà", room=15) == ["en retard", "de 12 jo déjà"]
    assert shown("le 06 12 34 56 78", room=8) == ["le 06 12", "34 56 78"]


def test_what_would_steer_a_terminal_is_shown():
    assert shown("a\x1b[31m", Line(["b\u202e"]), Table(COLUMNS[1:2], [["c\td"]], titles=False)) == [
        r"a\x1b[31m",
        "bU+202E",
        r"c\td",
    ]


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
ROWS = st.lists(st.tuples(st.integers(1, 9999).map(str), TEXTS, TEXTS, WORDS, WORDS, TEXTS), max_size=5)


@given(ROWS, st.integers(30, 130))
def test_numbers_people_and_days_are_whole_at_any_width(rows, room):
    text = " ".join(" ".join(shown(Table(COLUMNS, rows, titles=False), room=room)).split())
    for number, _, _, who, day, _ in rows:
        assert number in text
        assert who in text
        assert day in text


@given(ROWS, st.integers(72, 130))
def test_a_table_is_never_wider_than_its_room(rows, room):
    for line in shown(Table(COLUMNS, rows, titles=False, indent=1), room=room):
        assert wcswidth(line) <= room
