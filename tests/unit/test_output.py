"""Rows on their way out: four formats, and characters that do no harm."""

import codecs
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from brt import say
from brt.views import chars, output
from brt.views.output import Column

COLUMNS = (
    Column("number", "number", "right"),
    Column("name", "action"),
    Column("day", "due", show=lambda day: day[5:]),
)
ROWS = (
    {"number": 4127, "name": "Décider", "day": "2026-11-30", "tags": ["a"]},
    {"number": 98, "name": "Hôtel 北京 🏨", "day": None, "tags": []},
)
HARM = "\x1b]0;x\x07\x9b1m\u202etxt\u2028\n\t\ud800"


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")


def written(rows, style, **more):
    out = io.StringIO(newline="")
    output.write(rows, COLUMNS, style, out=out, **more)
    return out.getvalue()


def test_a_table_is_aligned():
    lines = written(ROWS, "table").splitlines()
    assert lines == [
        "NUMBER  ACTION         DUE",
        "  4127  Décider        11-30",
        "    98  Hôtel 北京 🏨",
    ]


def test_plain_is_one_line_a_row_with_tabs_and_no_titles():
    assert written(ROWS, "plain") == "4127\tDécider\t2026-11-30\n98\tHôtel 北京 🏨\t\n"


def test_csv_has_the_keys_for_titles():
    text = written(ROWS, "csv")
    assert text == "number,name,day\r\n4127,Décider,2026-11-30\r\n98,Hôtel 北京 🏨,\r\n"


def test_json_is_the_data_as_it_is():
    data = [{"number": 4127, "label": "é"}]
    assert written(ROWS, "json", data=data) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    assert written([], "json", data={}) == "{}\n"
    assert json.loads(written(ROWS, "json"))[1] == {"number": 98, "name": "Hôtel 北京 🏨", "day": None}


def test_nothing_is_said_calmly_and_not_on_stdout(capsys):
    assert written([], "table", empty="Nothing to do.") == ""
    assert capsys.readouterr() == ("", "Nothing to do.\n")
    assert written([], "plain") == ""
    assert written([], "csv", empty="Nothing to do.") == "number,name,day\r\n"
    assert written([], "json", empty="Nothing to do.") == "[]\n"
    assert capsys.readouterr() == ("", "")


def test_the_default_is_stdout(capsys):
    output.write(ROWS[:1], COLUMNS, "plain")
    assert capsys.readouterr().out == "4127\tDécider\t2026-11-30\n"


@pytest.mark.parametrize("style", ["table", "plain", "csv"])
def test_what_steers_a_terminal_is_shown(style):
    text = written([{"number": 1, "name": HARM, "day": None}], style)
    assert r"\x1b]0;x\x07\x9b1mU+202EtxtU+2028\n\tU+D800" in text


def test_json_escapes_what_steers_a_terminal_and_gives_it_back():
    text = written([], "json", data=[HARM])
    assert text.strip().replace("\n", "").isprintable()
    assert json.loads(text) == [HARM]


@given(st.text())
def test_safe_text_is_one_harmless_line_and_safe_again(text):
    safe = output.safe(text)
    assert output.safe(safe) == safe
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u2028\u2029\u202e\u2066" for char in safe)
    assert safe.splitlines() in ([], [safe])


def test_ordinary_text_stays():
    for text in ("Décider go / no-go", "1 234,50 €", "👩‍🔧", "– … « » œ", "e\u0301"):
        assert output.safe(text) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝"])
def test_a_formula_is_disarmed(start):
    text = written([{"number": -3, "name": f"{start}1+1", "day": [f"{start}a"]}], "csv")
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert row[0] == "-3"
    assert row[1].startswith("'")
    assert not row[2].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝"))


def test_quotes_and_commas_come_back_from_csv():
    name = 'a,b "c";d'
    (_, row) = csv.reader(io.StringIO(written([{"number": True, "name": name, "day": None}], "csv"), newline=""))
    assert row == ["true", name, ""]


# ── columns of a terminal ─────────────────────────────────────────────────────────────────────────


def test_the_quick_widths_are_those_of_wcwidth():
    quick = [char for char in map(chr, range(0x20, 0x11000)) if output.re.fullmatch(chars._SINGLE, char)]
    assert len(quick) > 500
    assert all(wcwidth(char) == 1 for char in quick)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_width_is_that_of_wcwidth(text):
    assert output.width(text) == wcswidth(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])), st.integers(0, 12))
def test_cut_and_padded_text_fills_its_column_exactly(text, size):
    short = output.cut(text, size)
    assert output.width(output.pad(short, size)) == max(size, 0)
    assert (short == text) == (output.width(text) <= size)


def test_pad_and_cut():
    assert output.pad("é", 3) == "é  "
    assert output.pad("12", 4, "right") == "  12"
    assert output.pad("long", 2) == "long"
    assert output.cut("Valider la date", 10) == "Valider l…"
    assert output.cut("北京北京", 5) == "北京…"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("✓ ● · ▶ → ✉ █ ░ – ’ «", "v * . > > @ # . - ' \""),
        ("Élise Lefèvre, cœur… 350\xa0€", "Elise Lefevre, coeur. 350 EUR"),
        ("北京飯店 🏨", "???????? ??"),
    ],
)
def test_what_stands_for_a_character_that_an_encoding_lacks(text, said):
    codecs.register_error("spelt", chars.spelt)
    assert text.encode("ascii", "spelt").decode() == said
