"""The reader: what it makes of bytes, and where it says that everything stands."""

from decimal import Decimal

import pytest

from brt.language.reader import MAX_BYTES, read
from brt.language.scalars import PlainDate


def found(raw, **options):
    text = raw if isinstance(raw, bytes) else raw.encode()
    return [(each.line, each.column, each.rule) for each in read(text, "f", **options).findings]


def value(scalar):
    document = read(f"key: {scalar}\n".encode(), "f")
    assert not document.findings
    return document.data["key"]


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+33", 33),
        ("12345678901234", 12345678901234),
        ("350.00", Decimal("350.00")),
        ("-0.5", Decimal("-0.5")),
        (".5", Decimal("0.5")),
        ("1.5e+3", Decimal(1500)),
        ("2026-12-15", "2026-12-15"),
        ("y", "y"),
        ("n", "n"),
        ("Y", "Y"),
        ("3cx", "3cx"),
        ("01 45 67 01 23", "01 45 67 01 23"),
        ("09:00-12:00", "09:00-12:00"),
        ("1.2.3", "1.2.3"),
        ("10.0.0.1/24", "10.0.0.1/24"),
        ("2026-12", "2026-12"),
        ("'0145'", "0145"),
        ('"no"', "no"),
        ("nO", "nO"),
        ("Été", "Été"),
    ],
)
def test_scalars_that_all_readers_agree_on(scalar, expected):
    assert value(scalar) == expected
    assert type(value(scalar)) in (type(expected), PlainDate)


@pytest.mark.parametrize(
    "scalar",
    [
        *(
            "0145670123",
            "0145678923",
            "01000",
            "-07",
            "00",
            "8:30",
            "08:30",
            "22:22:22",
            "1_000",
            "1_0.5",
            "0x1F",
            "0o17",
        ),
        *("0b11", "1e3", "1.5e3", "-.5", ".inf", "-.INF", ".nan", "1234567890123456", "=", "<<"),
        *("yes", "No", "ON", "off", "2026-12-15 10:00:00", "2026-12-15T10:00:00Z", "2026-1-5 1:00:00"),
    ],
)
def test_scalars_that_readers_disagree_on(scalar):
    assert found(f"key: {scalar}\n") == [(1, 6, "ambiguous-scalar")]
    assert found(f"key: '{scalar}'\n") == []
    assert found(f"key: |\n  {scalar}\n") == []


def test_keys_are_disputed_as_well():
    assert found("on: 1\n0145: 2\n") == [(1, 1, "ambiguous-scalar"), (2, 1, "ambiguous-scalar")]


def test_a_plain_date_only_where_one_is_expected():
    raw = "must: 2026-12-15\nname: 2026-12-15\n"
    assert found(raw) == []
    assert found(raw, dates=lambda path: path == ("must",)) == [(2, 7, "ambiguous-scalar")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a: 1\na: 2\n", [(2, 1, "duplicate-key")]),
        ("a: 1\na: {b: 1}\na: {b: 2}\n", [(2, 1, "duplicate-key"), (3, 1, "duplicate-key")]),
        ("- {a: 1, 'a': 2, \"a\": {a: 3}}\n", [(1, 10, "duplicate-key"), (1, 18, "duplicate-key")]),
        ("a: !!str 1\n", [(1, 4, "plain-yaml")]),
        ("a: ! b\n", [(1, 4, "plain-yaml")]),
        ("!!map {a: 1}\n", [(1, 1, "plain-yaml")]),
        ("a: &x b\nc: *x\n", [(1, 4, "plain-yaml"), (2, 4, "plain-yaml")]),
        ("a: &x [*x]\n", [(1, 4, "plain-yaml"), (1, 8, "plain-yaml")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "plain-yaml")]),
        ("%YAML 1.1\n---\na: 1\n", [(1, 1, "plain-yaml")]),
        ("1: a\nnull: b\ntrue: c\n", [(1, 1, "yaml-syntax"), (2, 1, "yaml-syntax"), (3, 1, "yaml-syntax")]),
        ("? [a, b]\n: c\n", [(1, 3, "yaml-syntax")]),
        ("a: {{ x }}\n", [(1, 5, "yaml-syntax")]),
        ("", [(1, 1, "empty-file")]),
        ("\n# nothing\n", [(1, 1, "empty-file")]),
        ("a: 'b\n", [(1, 4, "yaml-syntax")]),
        ("a: [b\nc: d\n", [(1, 4, "yaml-syntax")]),
        ("a:\n\t- b\n", [(2, 1, "yaml-syntax")]),
        ("a: b: c\n", [(1, 5, "yaml-syntax")]),
        ("a: @b\n", [(1, 4, "yaml-syntax")]),
        ('a: "\\q"\n', [(1, 5, "yaml-syntax")]),
        (b"a: \xe9t\xe9\n", [(1, 4, "encoding")]),
        ("a: b\n".encode("utf-16"), [(1, 1, "encoding")]),
        ("a: \x1b\n", [(1, 4, "encoding")]),
        ("a: b\rc: d\n", [(1, 5, "encoding")]),
        ("a: \u202eb\n", [(1, 4, "encoding")]),
        ("é: b\n# \u2028\n", [(2, 3, "encoding")]),
        ('a: "b\\u001bc"\n', [(1, 6, "encoding")]),
        ('a: "b\\0"\n', [(1, 6, "encoding")]),
        (b"a" * (MAX_BYTES + 1), [(1, 1, "too-large")]),
        ("[" * 51 + "]" * 51, [(1, 51, "too-large")]),
        ("[" * 20_000, [(1, 51, "too-large")]),
        ("- " * 20_000, [(1, 101, "too-large")]),
        ("[a," * 40 + "]" * 40, []),
        ("- a\n" * 20_001, [(20_000, 3, "too-large")]),
    ],
)
def test_what_is_refused(raw, expected):
    assert found(raw) == expected


def test_an_alias_bomb_costs_nothing():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = read(bomb.encode(), "f")
    assert {each.rule for each in document.findings} == {"plain-yaml"}
    assert document.data["i"] == [None, None]


def test_the_first_definition_is_shown_and_counts():
    document = read(b"a: 1\nb: 2\na: 3\n", "f")
    (finding,) = document.findings
    assert [(each.line, each.column) for each in finding.related] == [(1, 1)]
    assert document.data == {"a": 1, "b": 2}


def test_lines_end_in_both_ways():
    document = read("a: é\r\nb: 0145\r\n".encode(), "f")
    assert document.data == {"a": "é", "b": None}
    assert [(each.line, each.column, each.end_column, each.excerpt) for each in document.findings] == [
        (2, 4, 8, "b: 0145")
    ]


def test_a_byte_order_mark_moves_nothing():
    assert found(b"\xef\xbb\xbfa: 0145\n") == [(1, 4, "ambiguous-scalar")]


@pytest.mark.parametrize(
    ("text", "path", "key", "place"),
    [
        ("a: b\n", ("a",), False, (1, 4, 1, 5)),
        ("a: b\n", ("a",), True, (1, 1, 1, 2)),
        ("é: 'ü😀'\n", ("é",), False, (1, 4, 1, 8)),
        ("a:\n  - b\n  - {c: d}\n", ("a", 1, "c"), False, (3, 9, 3, 10)),
        ("a:\n  - b\n  - {c: d}\n", ("a", 1), False, (3, 5, 3, 11)),
        ("a:\n  b: 1\n  c: 2\nd: 3\n", ("a",), False, (2, 3, 2, 7)),  # of a block, its first line
        ("a: b\n", ("a", "c", 3), False, (1, 4, 1, 5)),  # the nearest thing around it
        ("a: |\n  b\n  c\n\nd: e\n", ("a",), False, (1, 4, 3, 4)),  # without the blanks behind it
    ],
)
def test_places(text, path, key, place):
    assert tuple(read(text.encode(), "f").place(path, key=key)) == place


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("a: one two\n", "two", 1, 8),
        ("a: 'it''s two'\n", "two", 1, 11),
        ('a: "\\u00e9\\n\\x41 two"\n', "two", 1, 18),
        ('a: "one \\\n  two"\n', "two", 2, 3),
        ("a: one\n  two\n", "two", 2, 3),
        ("a: 'one\n\n  two'\n", "two", 3, 3),
        ("a: |\n  one\n    two\n", "two", 3, 5),
        ("a: |2-\n  one\n\n  two\n", "two", 4, 3),
        ("a: >\n  one\n  two\n\n  three\n", "three", 5, 3),
        ("- {a: one two, b: c}\n", "two", 1, 11),
        ("a: one\r\n  two\r\n", "two", 2, 3),
    ],
)
def test_places_within_a_text(text, word, line, column):
    document = read(text.encode(), "f")
    path = (0, "a") if text.startswith("-") else ("a",)
    start = document.get(path).index(word)
    place = document.place(path, span=(start, start + len(word)))
    assert tuple(place) == (line, column, line, column + len(word))


# ── what is refused of the characters hides nothing else ──────────────────────────────────────────


def test_what_is_no_utf_8_is_said_once_and_the_rest_is_read():
    text = "a: D\u00e9but\nb: yes\nc: \u00e9t\u00e9\nd: x\n"
    document = read(text.encode("latin-1"), "f")
    assert [(each.line, each.column, each.rule) for each in document.findings] == [
        (1, 5, "encoding"),
        (2, 4, "ambiguous-scalar"),
    ]
    assert document.data == {"a": None, "b": None, "c": None, "d": "x"}


def test_every_invisible_character_is_said():
    said = [(1, 4, "encoding"), (2, 5, "encoding"), (3, 4, "ambiguous-scalar")]
    assert found("a: \u202ex\nb: y\u0007\nc: off\n") == said


@pytest.mark.parametrize(
    "raw", [b"a: \0\nb: yes\n", b"a: b\rc: yes\r", b"\x7f\x01\x02ELF\x02\x03\x04\x05\x06\x0e\x0f: yes"]
)
def test_what_is_no_text_is_refused_as_a_whole(raw):
    assert [rule for *_, rule in found(raw)] == ["encoding"]


def test_the_first_of_two_documents_is_read():
    document = read(b"a: yes\nb: 1\n---\na: no\n", "f")
    assert [each.rule for each in document.findings] == ["ambiguous-scalar", "plain-yaml"]
    assert document.readable
    assert document.doubtful(("c",))  # it may stand in the other
    assert not document.doubtful(("b",))
