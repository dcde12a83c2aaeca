"""Conditions: what they mean, what is refused and where, and what they cost."""

import json
import operator
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import expr, say
from brt.expr import Field


@pytest.fixture(autouse=True, scope="module")
def _english() -> None:
    say.choose("en")


FIELDS = {
    "port_slot": Field("choice", choices=("matin", "après-midi")),
    "port_date": Field("date"),
    "install_date": Field("date"),
    "postes": Field("integer"),
    "debit": Field("number"),
    "prix": Field("money"),
    "creneau": Field("slot"),
    "fibre": Field("boolean"),
    "motif": Field("text"),
    "numero": Field("phone"),
    "rios": Field("rio", many=True),
    "tags": Field("text", many=True),
    "dates": Field("date", many=True),
    "licence_key": Field("text", secret=True),
    "codes": Field("text", many=True, secret=True),
}
ROLES = ("adv", "chef-projet")


def compiled(text: str) -> expr.Tree:
    return expr.compile(text, FIELDS, ROLES)


def holds(text: str, **values: Any) -> bool:
    return expr.evaluate(compiled(text), {name.replace("__", "."): value for name, value in values.items()})


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("fibre", ["set", "fibre"]),
        ("true", ["value", True]),
        ("not licence_key", ["not", ["set", "licence_key"]]),
        ('port_slot == "matin"', ["==", ["name", "port_slot"], ["value", "matin"]]),
        ("port_slot == 'MATIN'", ["==", ["name", "port_slot"], ["value", "matin"]]),
        ('"15/12/2026" < port_date', ["<", ["value", "2026-12-15"], ["name", "port_date"]]),
        ("install_date > port_date", [">", ["name", "install_date"], ["name", "port_date"]]),
        ("postes >= -3", [">=", ["name", "postes"], ["value", -3]]),
        ("prix < 10.5", ["<", ["name", "prix"], ["value", "10.50"], "decimal"]),
        ('debit >= "1 000,50"', [">=", ["name", "debit"], ["value", "1000.5"], "decimal"]),
        ("debit == 2.50", ["==", ["name", "debit"], ["value", "2.5"]]),
        ("fibre == false", ["==", ["name", "fibre"], ["value", False]]),
        ("postes in [1, 2,]", ["in", ["name", "postes"], ["value", [1, 2]]]),
        ("postes not in (1)", ["not in", ["name", "postes"], ["value", [1]]]),
        ('"a" in tags', ["in", ["value", "a"], ["name", "tags"]]),
        ("port_date not in dates", ["not in", ["name", "port_date"], ["name", "dates"]]),
        ('people.chef_projet == "lea"', ["==", ["name", "people.chef_projet"], ["value", "lea"]]),
        (
            '"01 40 50 60 70 FRFA1B2C31JT" in rios',
            ["in", ["value", {"number": "+33140506070", "rio": "FRFA1B2C31JT"}], ["name", "rios"]],
        ),
        ("fibre or motif and tags", ["or", ["set", "fibre"], ["and", ["set", "motif"], ["set", "tags"]]]),
        ("(fibre or motif) and tags", ["and", ["or", ["set", "fibre"], ["set", "motif"]], ["set", "tags"]]),
        ("not fibre and motif", ["and", ["not", ["set", "fibre"]], ["set", "motif"]]),
        ("not postes == 1", ["not", ["==", ["name", "postes"], ["value", 1]]]),
        ("fibre or motif or tags", ["or", ["set", "fibre"], ["set", "motif"], ["set", "tags"]]),
        ("((fibre))", ["set", "fibre"]),
        (
            'port_slot == "matin" or\n  customer.kind == "client"',
            [
                "or",
                ["==", ["name", "port_slot"], ["value", "matin"]],
                ["==", ["name", "customer.kind"], ["value", "client"]],
            ],
        ),
    ],
)
def test_tree(text: str, tree: expr.Tree) -> None:
    assert compiled(text) == tree
    assert json.loads(json.dumps(tree)) == tree


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("", "the condition ends too early", ""),
        ("fibre and", "the condition ends too early", ""),
        ("(fibre", "the parenthesis is not closed", ""),
        ("fibre)", "expected and, or or the end of the condition, found )", ")"),
        ("fibre motif", "found motif", "motif"),
        ("fibre AND motif", "write and", "AND"),
        ("in", "expected a name or a value, found in", "in"),
        ("prt_slot", "there is no field prt_slot. Did you mean port_slot?", "prt_slot"),
        ("xyz", "there is no field xyz", "xyz"),
        ("True", "Did you mean true?", "True"),
        ("customer", "Did you mean customer.kind?", "customer"),
        ("people.chef_projt", "Did you mean people.chef_projet?", "people.chef_projt"),
        ("people.chef-projet", "a hyphen in a name is written _", "-"),
        ('port_slot = "matin"', "equality is written ==", "="),
        ("postes =< 3", "write <=", "=<"),
        ("postes <> 3", "write !=", "<>"),
        ("fibre && motif", "write and", "&&"),
        ("fibre ET motif", "write and", "ET"),
        ("fibre ou motif", "write or", "ou"),
        ("postes ≥ 3", "write >=", "≥"),
        ("postes ≠ 3", "write !=", "≠"),
        ("port_slot == matin", 'there is no field matin: a value is written in quotes, "matin"', "matin"),
        ("fibre || motif", "write or", "||"),
        ("!fibre", "write not", "!"),
        ("postes + 1", "there is no arithmetic", "+"),
        ("motif | upper", "there are no filters", "|"),
        ("fibre()", "there are no calls", "fibre"),
        ("date (3)", "there are no calls", "date"),
        ("null", "null cannot be written", "null"),
        ("motif == None", "null cannot be written", "None"),
        ("motif is 3", "write == instead of is", "is"),
        ("motif == “a”", "quotes are straight", "“"),
        ('motif == "abc', "the quote is not closed", '"abc'),
        ("port_date == 2026-12-15", "a date is written in quotes", "2026-12-15"),
        ("postes == 12abc", "12abc has no meaning here", "12abc"),
        ("prix == 12,5", "decimals are written with a dot", ","),
        ("1 < postes < 3", "comparisons are not chained", "<"),
        ("(fibre) == true", "comparisons are not chained", "=="),
        ("postes in [1] in [2]", "comparisons are not chained", "in"),
        ("postes not 3", "expected in after not", "3"),
        ("1 == 1", "a comparison needs a field", "1 == 1"),
        ("1 in [1]", "a comparison needs a field", "1"),
        ("3", "a value alone is no condition", "3"),
        ('not "a"', "a value alone is no condition", '"a"'),
        ('port_slot == "matn"', "matn is not one of matin, après-midi. Did you mean matin?", '"matn"'),
        ('customer.kind == "prospct"', "Did you mean prospect?", '"prospct"'),
        ('port_date == "31/02/2027"', "February 2027 has 28 days", '"31/02/2027"'),
        ('motif == ""', "the value is empty", '""'),
        ("postes == 3.5", "3.5 is not a whole number", "3.5"),
        ("motif == 3", 'a value of kind text is written in quotes: "3"', "3"),
        ('fibre == "oui"', "only a boolean is compared with true or false", '"oui"'),
        ("fibre == 1", "only a boolean is compared with true or false", "1"),
        ("postes == true", "only a boolean is compared with true or false", "true"),
        ('motif < "a"', "values of kind text have no order", "<"),
        ('numero < "0140506070"', "values of kind phone have no order", "<"),
        ("fibre < true", "values of kind boolean have no order", "<"),
        ("port_date == motif", "port_date (date) and motif (text) cannot be compared", "motif"),
        ("prix > debit", "prix (money) and debit (number) cannot be compared", "debit"),
        ('tags == "a"', "tags is a list: write VALUE in tags", "tags"),
        ('tags in ["a"]', "tags is a list", "tags"),
        ("tags in tags", "tags is a list", "tags"),
        ("postes in tags", "tags (text) and postes (integer) cannot be compared", "postes"),
        ('motif in "a"', 'in needs a list such as ["a", "b"]', '"a"'),
        ("motif in motif", "in needs a list", "motif"),
        ("postes in []", "expected a name or a value, found ]", "]"),
        ("postes in [1 2]", "the list is not closed: expected a comma or ]", "2"),
        ("postes in [1, postes]", "a list holds values, not fields", "postes"),
        ('licence_key == "x"', "licence_key is secret", "licence_key"),
        ('"x" == licence_key', "licence_key is secret", "licence_key"),
        ('licence_key in ["x"]', "licence_key is secret", "licence_key"),
        ('"x" in codes', "codes is secret", "codes"),
        ("licence_key in tags", "licence_key is secret", "licence_key"),
        ("(" * 51 + "fibre" + ")" * 51, "too deep: at most 50 levels", "("),
        ("not " * 51 + "fibre", "too deep", "not"),
        ("é" * 10_001, "too long", "é" * 10_001),
    ],
)
def test_wrong(text: str, says: str, where: str) -> None:
    with pytest.raises(expr.Wrong) as caught:
        compiled(text)
    assert says in str(caught.value)
    assert text[caught.value.start : caught.value.end] == where


def test_the_place_counts_characters() -> None:
    with pytest.raises(expr.Wrong) as caught:
        compiled('motif == "é🙂" and xyz')
    assert (caught.value.start, caught.value.end) == (18, 21)


def test_deep_but_allowed() -> None:
    assert holds("(" * 50 + "fibre" + ")" * 50, fibre=True)


def test_reserved_words_cannot_name_fields() -> None:
    with pytest.raises(expr.Wrong):
        expr.compile("not in", {"in": Field("boolean")}, ())


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("fibre", {"fibre": True}, True),
        ("fibre", {"fibre": False}, False),
        ("fibre", {}, False),
        ("postes", {"postes": 0}, True),
        ("motif", {"motif": None}, False),
        ("tags", {"tags": []}, False),
        ("tags", {"tags": ["a"]}, True),
        ("true", {}, True),
        ("false", {}, False),
        ("motif != 'a'", {}, False),
        ("not motif == 'a'", {}, True),
        ("motif not in ['a']", {}, False),
        ("motif not in ['a']", {"motif": "b"}, True),
        ("'a' not in tags", {}, False),
        ("'a' not in tags", {"tags": []}, True),
        ("'a' in tags", {"tags": ["b", "a"]}, True),
        ("motif in tags", {"tags": ["b"], "motif": "b"}, True),
        ("motif in tags", {"tags": ["b"]}, False),
        ("fibre == false", {"fibre": False}, True),
        ("fibre == false", {}, False),
        ("fibre != true", {"fibre": False}, True),
        ("prix > 9", {"prix": "10.00"}, True),
        ("prix > 9", {"prix": "9.00"}, False),
        ("debit < -1", {"debit": "-2"}, True),
        ("prix > 9", {}, False),
        ("port_date > '2026-12-15'", {"port_date": "2027-01-02"}, True),
        ("creneau < '10h-12h'", {"creneau": "09:00-18:00"}, True),
        ("install_date > port_date", {"install_date": "2026-12-15"}, False),
        ("customer.kind == 'client'", {"customer__kind": "client"}, True),
        ("people.chef_projet == people.adv", {"people__chef_projet": "lea", "people__adv": "lea"}, True),
    ],
)
def test_meaning(text: str, values: dict[str, Any], result: bool) -> None:
    assert holds(text, **values) is result


def test_names() -> None:
    tree = compiled('not (fibre and motif in ["tags"]) or "x" in tags or people.adv == "a" or prix > 3 or true')
    assert expr.names(tree) == {"fibre", "motif", "tags", "people.adv", "prix"}


# Against a model that knows nothing of trees: sources are built together with what they mean

Values = Mapping[str, Any]
Meaning = tuple[str, Callable[[Values], bool]]
SYMBOLS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMBERS = st.integers(-2, 2)


def null_safe(test: Callable[..., bool], *sides: Callable[[Values], Any]) -> Callable[[Values], bool]:
    def meaning(values: Values) -> bool:
        found = [side(values) for side in sides]
        return None not in found and test(*found)

    return meaning


SIDE = st.sampled_from([(name, operator.methodcaller("get", name)) for name in "abc"])
LITERAL = NUMBERS.map(lambda number: (str(number), lambda values: number))
COMPARISON = st.builds(
    lambda left, symbol, right: (
        f"{left[0]} {symbol} {right[0]}",
        null_safe(SYMBOLS[symbol], left[1], right[1]),
    ),
    SIDE,
    st.sampled_from(sorted(SYMBOLS)),
    SIDE | LITERAL,
)
LISTED = st.builds(
    lambda left, negated, numbers: (
        f"{left[0]}{' not' * negated} in [{', '.join(map(str, numbers))}]",
        null_safe(lambda number: (number in numbers) is not negated, left[1]),
    ),
    SIDE,
    st.booleans(),
    st.lists(NUMBERS, min_size=1, max_size=3),
)
WITHIN = st.builds(
    lambda left, negated: (
        f"{left[0]}{' not' * negated} in many",
        null_safe(lambda number, many: (number in many) is not negated, left[1], operator.methodcaller("get", "many")),
    ),
    SIDE | LITERAL,
    st.booleans(),
)
BARE = st.builds(lambda side: (side[0], lambda values: side[1](values) is not None), SIDE)


def joined(word: str, test: Callable[..., bool]) -> Callable[[list[Meaning]], Meaning]:
    def join(parts: list[Meaning]) -> Meaning:
        return f" {word} ".join(f"({source})" for source, _ in parts), lambda v: test(part(v) for _, part in parts)

    return join


def negated(part: Meaning) -> Meaning:
    return f"not ({part[0]})", lambda values: not part[1](values)


CONDITION = st.recursive(
    COMPARISON | LISTED | WITHIN | BARE,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(joined("and", all))
        | st.lists(inner, min_size=2, max_size=3).map(joined("or", any))
        | inner.map(negated)
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(CONDITION, st.fixed_dictionaries({name: st.none() | NUMBERS for name in "abc"}), st.none() | st.lists(NUMBERS))
def test_conditions_mean_what_the_model_says(condition: Meaning, numbers: dict[str, Any], many: Any) -> None:
    source, meaning = condition
    fields = {**dict.fromkeys("abc", Field("integer")), "many": Field("integer", many=True)}
    values = {**numbers, "many": many}
    assert expr.evaluate(expr.compile(source, fields, ()), values) is meaning(values)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("and", "or", "not", "in", "(", ")", "[", "]", ",", "==", "<", "fibre", "postes", "tags", "prix"),
                *("true", "3", "1.5", '"a"', '"', "is", "null", "-", "é", "codes"),
            ]
        ),
        max_size=9,
    ).map(" ".join)
    | st.text(max_size=20)
)
def test_any_text_compiles_or_is_wrong_somewhere_in_it(text: str) -> None:
    try:
        tree = compiled(text)
    except expr.Wrong as wrong:
        wrong.says.format(**wrong.data)  # every placeholder has its value
        inside = 0 <= wrong.start <= wrong.end <= len(text)
    else:
        inside = expr.evaluate(tree, {}) in (True, False)
    assert inside


def test_evaluating_imports_no_kind_and_no_parser() -> None:
    code = "import sys; from brt import expr; expr.evaluate(['>', ['name', 'n'], ['value', 3]], {'n': 4})"
    code += "; print(*(m for m in sys.modules if m.startswith(('brt.kinds', 'brt.expr.', 'decimal', 'difflib'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# ── nothing hides behind the first mistake ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('"a" and "b" or fibre', ['"a"', '"b"']),
        ('port_dat and postes > "douze"', ["port_dat", '"douze"']),
        ('port_slot in ["matin", "soir", "nuit"]', ['"soir"', '"nuit"']),
        ("port_dat in [moti]", ["port_dat", "moti"]),
        ("postes = 2 && nombre", ["=", "&&", "nombre"]),
        ('tags == "x" or dates == "2027-01-01" or motif +', ["+"]),
        ('tags == "x" or dates == "2027-01-01" or (motif', ["tags", "dates", ""]),
        ("motif > 2 > 3", ["2", ">"]),
        ("nombre == autre", ["nombre", "autre"]),
    ],
)
def test_all_that_is_wrong_is_told(text, wrong):
    assert [text[each.start : each.end] for each in expr.read(text, FIELDS, ROLES)[1]] == wrong
