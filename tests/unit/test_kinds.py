"""Kinds of fields: what may be typed, what is kept, what is refused and how it says so."""

import re
import string
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brt import kinds, say
from brt.kinds import iban, phone, rio, siret
from brt.kinds.base import LIMIT, fold, near


@pytest.fixture(autouse=True, scope="module")
def _english() -> None:
    say.choose("en")


FEW = settings(max_examples=40, deadline=None)

ACCEPTED = [
    ("text", "  deux lignes\r\net une tabulation\t!  ", "deux lignes\net une tabulation\t!"),
    ("text", "e\u0301te\u0301", "été"),
    ("integer", "1 500", 1500),
    ("integer", "1\u202f500\u00a0000", 1500000),
    ("integer", "-3", -3),
    ("integer", "007", 7),
    ("number", "1 234,50", "1234.5"),
    ("number", "−3", "-3"),
    ("number", "-0,00", "0"),
    ("money", "350", "350.00"),
    ("money", "350.00", "350.00"),
    ("money", "€ 350,5", "350.50"),
    ("money", "1 250,5 €", "1250.50"),
    ("money", "12 EUR", "12.00"),
    *(("boolean", text, True) for text in ("oui", "Oui", "o", "yes", "Y", "true", "True", "vrai", "1")),
    *(("boolean", text, False) for text in ("non", "n", "no", "false", "FAUX", "0")),
    ("date", "2026-12-15", "2026-12-15"),
    ("date", "15/12/2026", "2026-12-15"),
    ("date", "5/1/27", "2027-01-05"),
    ("date", "15.12.2026", "2026-12-15"),
    ("date", "29/02/2028", "2028-02-29"),
    ("time", "9h", "09:00"),
    ("time", "9h30", "09:30"),
    ("time", "9 H 30", "09:30"),
    ("time", "09:30", "09:30"),
    ("time", "23:59", "23:59"),
    ("slot", "9h-12h", "09:00-12:00"),
    ("slot", "09:00-12:00", "09:00-12:00"),
    ("slot", "9-12", "09:00-12:00"),
    ("slot", "de 9h à 12h30", "09:00-12:30"),
    ("slot", "14h – 16h", "14:00-16:00"),
    ("slot", "9 h 30 / 12 h", "09:30-12:00"),
    ("slot", "9h a 12h", "09:00-12:00"),
    ("slot", "entre 9h et 12h", "09:00-12:00"),
    ("slot", "9h->12h", "09:00-12:00"),
    ("email", "Luc@Morel.EXAMPLE", "Luc@morel.example"),
    ("email", "a.b+c@exämple.fr", "a.b+c@xn--exmple-cua.fr"),
    ("email", "luc@morel.test", "luc@morel.test"),
    ("phone", "01.40.50.60.70", "+33140506070"),
    ("phone", "+33 (0)1 40 50 60 70", "+33140506070"),
    ("phone", "0033140506070", "+33140506070"),
    ("phone", "06 39 98 12 34", "+33639981234"),
    ("phone", "0262 12 34 56", "+262262123456"),
    ("phone", "0692 12 34 56", "+262692123456"),
    ("phone", "0590 12 34 56", "+590590123456"),
    ("phone", "+44 20 7946 0958", "+442079460958"),
    ("phone", "0800 123 456", "+33800123456"),
    ("ip", "203.0.113.8", "203.0.113.8"),
    ("ip", "203.0.113.8/29", "203.0.113.8/29"),
    ("ip", "203.0.113.9/255.255.255.248", "203.0.113.9/29"),
    ("ip", "2001:DB8:0::1", "2001:db8::1"),
    ("url", "HTTPS://PBX.Morel.example:5001/A?b#C", "https://pbx.morel.example:5001/A?b#C"),
    ("url", "http://[2001:db8::1]/", "http://[2001:db8::1]/"),
    ("siret", "552.100.554.00013", "55210055400013"),
    ("siret", "356 000 000 00048", "35600000000048"),
    ("siret", "35600000000014", "35600000000014"),  # La Poste: no Luhn key, the sum is 15 + 5
    ("iban", "fr14 2004 1010 0505 0001 3m02 606", "FR1420041010050500013M02606"),
    ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("iban", "BR1800360305000010009795493C1", "BR1800360305000010009795493C1"),
]

REFUSED = [
    *((name, "", "the value is empty") for name in kinds.KINDS),
    *((name, " \n ", "the value is empty") for name in kinds.KINDS),
    *((name, "1\x07", "character 2 is invisible (U+0007)") for name in kinds.KINDS),
    *((name, "12\x9b3", "character 3 is invisible (U+009B)") for name in kinds.KINDS),
    *((name, "12\u202e3", "character 3 is invisible (U+202E)") for name in kinds.KINDS),
    *((name, "1\udce93", "character 2 (U+DCE9) is half a character") for name in kinds.KINDS),
    *((name, "1" * (LIMIT + 1), "10001 characters are too many") for name in kinds.KINDS),
    *((name, "1\n2", "character 2 is invisible (U+000A)") for name in kinds.KINDS if name != "text"),
    ("integer", "12 5", "not a whole number"),
    ("integer", "5,0", "not a whole number"),
    ("integer", "٣", "not a whole number"),
    ("integer", "1" * 16, "too many digits"),
    ("number", "1.234,5", "not a number"),
    ("number", "NaN", "not a number"),
    ("number", "1e5", "not a number"),
    ("money", "1.234", "thousands are separated by a space"),
    ("money", "350 $", "not an amount"),
    ("boolean", "peut-être", "neither yes nor no"),
    ("date", "31/02/2027", "31/02/2027 does not exist: February 2027 has 28 days"),
    ("date", "2026-13-01", "there is no month 13"),
    ("date", "00/01/2026", "does not exist: January 2026 has 31 days"),
    ("date", "0206-12-15", "is the year 206 meant?"),
    ("date", "15/12-2026", "is not a date"),
    ("date", "ven", "is not a date"),
    ("time", "24h", "is not a time"),
    ("time", "9:5", "is not a time"),
    ("time", "9", "is not a time"),
    ("slot", "12h-9h", "ends before it starts"),
    ("slot", "9h-9h", "ends before it starts"),
    ("slot", "9h", "is not a slot"),
    ("slot", "matin", "says no hours"),
    ("slot", "9h-10h-11h", "is not a slot"),
    ("email", "luc", "there is no @"),
    ("email", "@morel.example", "there is no @ with something on both sides"),
    ("email", "luc@morel", "its domain has no dot"),
    ("email", "hélène@morel.example", "an accent before the @"),
    ("email", "Luc <luc@morel.example>", "is not an email address"),
    ("email", "a@b.fr, c@d.fr", "is not an email address"),
    ("phone", "0146O50607", "contains letters"),
    ("phone", "3179", "too short"),
    ("phone", "02 99 12 34 5", "too short"),  # nine digits: the library would read 00 29 91 23 45
    ("phone", "+262 0692 12 34 5", "too short"),
    ("phone", "01 40 50 60 70 80", "too long"),
    ("phone", "0140506070#3", "extension"),
    ("phone", "+999 123", "is not a phone number"),
    ("ip", "203.0.113.256", "is not an IP address"),
    ("ip", "010.0.0.1", "is not an IP address"),
    ("ip", "fe80::1%eth0", "is not an IP address"),
    ("url", "www.morel.example", "starts with https://"),
    ("url", "javascript:alert(1)", "starts with https://"),
    ("url", "ftp://morel.example", "starts with https://"),
    ("url", "https://", "is not a web address"),
    ("url", "https://a b.example", "is not a web address"),
    ("url", "https://a.example:99999", "is not a web address"),
    ("siret", "552 100 554 00014", "the key of 552 100 554 00014 is wrong"),
    ("siret", "552100554", "is a SIREN"),
    ("siret", "5521005540001", "has 13 digits"),
    ("siret", "5521005540001A", "14 digits"),
    ("iban", "FR1420041010050500013M02607", "the key of FR1420041010050500013M02607 is wrong"),
    ("iban", "DE8937040044053201300", "has 21 characters: an IBAN of DE has 22"),
    ("iban", "FR76", "has 4 characters: an IBAN of FR has 27"),
    ("iban", "1234", "is not an IBAN"),
]


@pytest.mark.parametrize("name", kinds.KINDS)
def test_example_is_accepted_and_shown_so_that_it_reads_back(name: str) -> None:
    kind = kinds.kind(name)
    value = kinds.parse(name, kind.example)
    assert kind.name == name
    assert kinds.parse(name, kinds.show(name, value)) == value


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_accepted(name: str, text: str, value: object) -> None:
    parsed = kinds.parse(name, text)
    assert parsed == value
    assert type(parsed) is type(value)
    assert kinds.parse(name, kinds.show(name, parsed)) == parsed


@pytest.mark.parametrize(("name", "text", "says"), REFUSED)
def test_refused(name: str, text: str, says: str) -> None:
    with pytest.raises(kinds.Bad, match=re.escape(says)):
        kinds.parse(name, text)


@pytest.mark.parametrize(("name", "text"), [row[:2] for row in ACCEPTED])
def test_schema_allows_what_is_accepted(name: str, text: str) -> None:
    pattern = kinds.kind(name).schema.get("pattern", "")
    assert re.search(pattern, text)


@pytest.mark.parametrize("name", kinds.KINDS)
@FEW
@given(data=st.data())
def test_any_text_is_a_value_that_reads_back_or_bad(name: str, data: st.DataObject) -> None:
    alphabet = (
        st.sampled_from(kinds.kind(name).example + "0123456789 -+/.:,;@hàO€\t\n\x00\u202e\udc80") | st.characters()
    )
    text = data.draw(st.text(alphabet, max_size=40))
    try:
        value = kinds.parse(name, text)
    except kinds.Bad as bad:
        bad.says.format(**bad.data)  # every placeholder has its value
    else:
        assert kinds.parse(name, kinds.show(name, value)) == value


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    with pytest.raises(kinds.Bad) as caught:
        kinds.parse("date", "1" * 500)
    assert len(str(caught.value)) < 150


def test_importing_the_table_imports_no_kind() -> None:
    code = "import sys, brt.kinds; print(*sorted(m for m in sys.modules if m.startswith('brt.kinds.')))"
    code += "; print({'phonenumbers', 'email_validator', 'difflib', 'decimal'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["brt.kinds.base", "set()"]


# Order


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("integer", "9", "10"),
        ("number", "9,5", "10"),
        ("number", "-2", "-1"),
        ("money", "99.99", "100"),
        ("date", "31/12/2026", "01/01/2027"),
        ("time", "9h", "10h"),
        ("slot", "9h-10h", "9h-11h"),
    ],
)
def test_order(name: str, less: str, more: str) -> None:
    key = kinds.order(name)
    assert key is not None
    assert key(kinds.parse(name, less)) < key(kinds.parse(name, more))


def test_kinds_without_order() -> None:
    ordered = {name for name in kinds.KINDS if kinds.order(name)}
    assert ordered == {"integer", "number", "money", "date", "time", "slot"}


# Choices


@pytest.mark.parametrize("text", ["après-midi", "APRÈS-MIDI", "apres-midi", "Apre\u0300s-midi"])
def test_choice_is_tolerant(text: str) -> None:
    assert kinds.parse("choice", text, choices=("matin", "après-midi")) == "après-midi"


def test_a_choice_of_several_words_is_typed_with_hyphens() -> None:
    assert kinds.parse("choice", "rio-incorrect", choices=("RIO incorrect", "autre")) == "RIO incorrect"


def test_choice_lists_them_and_says_which_is_near() -> None:
    with pytest.raises(kinds.Bad, match=r"matn is not one of matin, soir\. Did you mean matin\?"):
        kinds.parse("choice", "matn", choices=("matin", "soir"))
    with pytest.raises(kinds.Bad, match=r"^xyz is not one of matin, soir$"):
        kinds.parse("choice", "xyz", choices=("matin", "soir"))


def test_choices_that_differ_by_case_only_are_typed_exactly() -> None:
    assert kinds.parse("choice", "A", choices=("a", "A")) == "A"
    with pytest.raises(kinds.Bad):
        kinds.parse("choice", "á", choices=("a", "A"))


def test_near() -> None:
    assert near("Technicein", ["commercial", "Technicien"]) == "Technicien"
    assert near("xyz", ["commercial"]) is None
    assert near("Bienv", ["3cx-porta", "bienvenue-lancement"]) == "bienvenue-lancement"
    assert near("bi", ["bienvenue-lancement"]) is None
    assert fold("Été") == "ete"


# Numbers and dates, against the standard library


@FEW
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.sampled_from(".,"))
def test_number_keeps_the_value(number: Decimal, mark: str) -> None:
    text = kinds.parse("number", str(number).replace(".", mark))
    assert Decimal(str(text)) == number
    assert text == kinds.parse("number", str(text))


@FEW
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_has_two_decimals(amount: Decimal) -> None:
    text = str(kinds.parse("money", f"{amount} €"))
    assert Decimal(text) == amount
    assert re.fullmatch(r"-?[0-9]+\.[0-9]{2}", text)


@FEW
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_in_each_form(day: date) -> None:
    assert kinds.parse("date", day.isoformat()) == day.isoformat()
    assert kinds.parse("date", f"{day:%d/%m/%Y}") == day.isoformat()


@FEW
@given(st.integers(1900, 2199), st.integers(1, 12))
def test_the_day_after_the_last_does_not_exist(year: int, month: int) -> None:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    assert kinds.parse("date", last.isoformat())
    with pytest.raises(kinds.Bad, match="does not exist"):
        kinds.parse("date", f"{last.day + 1}/{month}/{year}")


# Numbers


def test_numbers_are_shown_as_the_language_writes_them():
    say.choose("fr")
    assert (kinds.show("number", "300.5"), kinds.show("money", "350.00")) == ("300,5", "350,00 €")
    say.choose("en")
    assert (kinds.show("number", "300.5"), kinds.show("money", "350.00")) == ("300.5", "350.00 €")


# Phone


@FEW
@given(st.from_regex(r"0[1-79][0-9]{8}", fullmatch=True))
def test_french_numbers_are_shown_as_the_library_does(text: str) -> None:
    value = str(kinds.parse("phone", text))
    assume(value.startswith("+33"))
    number = phonenumbers.parse(value)
    assert phone.show(value) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert phone.national(value) == text


def test_phone_forms() -> None:
    assert phone.show("+33800123456") == "0 800 12 34 56"
    assert phone.show("+262262123456") == "02 62 12 34 56"
    assert phone.show("+442079460958") == "+44 20 7946 0958"
    assert phone.national("+442079460958") is None


# RIO

KNOWN = [
    ("0611223344", "01PABC1238V6"),
    ("0612345678", "02E000001+KU"),
    ("0140506070", "FRFA1B2C31JT"),
    ("0475123456", "FRN000042NRI"),
]
FIXED = st.from_regex(r"0[1-5][0-9]{8}", fullmatch=True)
BODY = st.from_regex(r"[0-9A-Z]{2}[FGMNRSTUVWXYZ][0-9A-Z]{6}", fullmatch=True)


@pytest.mark.parametrize(("number", "code"), KNOWN)
@pytest.mark.parametrize("between", [" ", ";", ",", ":", "=", " = ", "\t", " ; "])
def test_rio_is_accepted_beside_its_number(number: str, code: str, between: str) -> None:
    assert kinds.parse("rio", number + between + code) == {"number": "+33" + number[1:], "rio": code}


@pytest.mark.parametrize(
    "text",
    [
        "01 40 50 60 70 FR F A1B2C3 1JT",
        "01.40.50.60.70 fr-f-a1b2c3-1jt",
        "+33 1 40 50 60 70: FRFA1B2C31JT",
        "+33 (0)1 40 50 60 70 FRFA1B2C31JT",
        "0033 140506070 FRFA1B2C31JT",
        "0140506070FRFA1B2C31JT",
    ],
)
def test_rio_with_filling(text: str) -> None:
    assert kinds.parse("rio", text) == {"number": "+33140506070", "rio": "FRFA1B2C31JT"}


def test_rio_of_a_mobile_that_begins_with_digits() -> None:
    assert kinds.parse("rio", "06 11 22 33 44 01 P ABC123 8V6") == {"number": "+33611223344", "rio": "01PABC1238V6"}


def test_rio_overseas() -> None:
    body = "FRFA1B2C3"
    code = body + rio.key(body, "0262123456")
    assert kinds.parse("rio", f"+262 262 12 34 56 {code}") == {"number": "+262262123456", "rio": code}
    assert kinds.parse("rio", f"0262123456 {code}") == {"number": "+262262123456", "rio": code}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0140506071 FRFA1B2C31JT", "the key 1JT is not that of 01 40 50 60 71: RIO of another line, or O for 0?"),
        ("0475123456 FRN0O0042NRI", "the key NRI is not that of 04 75 12 34 56. Did you mean FRN000042NRI, O for 0?"),
        ("0475123456 FRNOOO042NRI", "Did you mean FRN000042NRI"),
        (
            "0611223344 FRFA1B2C31JT",
            "06 11 22 33 44 is a mobile number: the third character of its RIO is E or P, not F",
        ),
        ("0140506070 01PABC1238V6", "01 40 50 60 70 is a fixed number"),
        ("0970123456 01PABC1238V6", "09 70 12 34 56 is a fixed number"),
        ("0800123456 FRFA1B2C31JT", "0 800 12 34 56 is a special number: the third character of its RIO is A, not F"),
        ("FRFA1B2C31JT", "a phone number and its RIO are needed"),
        ("0140506070", "a phone number and its RIO are needed"),
        ("0140506070;", "a phone number and its RIO are needed"),
        ("0140506070 FRFA1B2C31J", "FRFA1B2C31J has 11 characters: a RIO has 12"),
        ("0140506070 FR+A1B2C31JT", "FR+A1B2C31JT is not a RIO"),
        ("+442079460958 FRFA1B2C31JT", "+44 20 7946 0958 is not a French number"),
        ("01405060 FRFA1B2C31JT", "is not a phone number"),
    ],
)
def test_rio_refused(text: str, says: str) -> None:
    with pytest.raises(kinds.Bad, match=re.escape(says)):
        kinds.parse("rio", text)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rio", "FRFA1B2C31JT", "a phone number and its RIO are needed, such as 01 40 50 60 70: FRFA1B2C31JT"),
        ("rio", "2P123456ABCD", "a phone number and its RIO are needed, such as"),
        ("rio", "+442079460958 FRFA1B2C31JT", "a phone number and its RIO are needed, such as"),
        ("rio", "0298441210 12P123456ABCD", "the RIO after the number has 13 characters, not 12, such as"),
        ("rio", "0140506071 ZZFA+B2C31JT", "the RIO is 9 letters or digits, then 3 letters, digits or +, such as"),
        ("rio", "0611223344 ZZFA1B2C31JT", "the third character of the RIO does not go with the number"),
        ("rio", "0475123456 FRN0O0042NRI", "an O is typed for a 0, or a 0 for an O"),
        ("rio", "0140506071 ZZFA1B2C31JT", "one character mistyped, or RIO of another line?"),
        ("choice", "matine", "what was typed is not one of matin, soir"),
        ("iban", "FR14 7391", "what was typed is not what is asked for, such as FR14"),
        ("date", "31/02/7391", "what was typed is not what is asked for, such as 2026-12-15"),
        ("siret", "7391", "what was typed has 4 digits: a SIRET has 14"),
    ],
)
def test_a_refusal_of_a_secret_says_what_is_wrong_and_quotes_nothing(name: str, text: str, says: str) -> None:
    with pytest.raises(kinds.Bad) as caught:
        kinds.parse(name, text, choices=("matin", "soir") if name == "choice" else None)
    said = str(caught.value.veiled(kinds.kind(name).example))
    assert says in said
    quoted = text.split()[-1]
    assert quoted not in said.replace(rio.EXAMPLE, "").replace("matin,", "")


def refused(text: str, name: str = "rio") -> bool:
    try:
        kinds.parse(name, text)
    except kinds.Bad:
        return True
    return False


@FEW
@given(FIXED, BODY, st.integers(0, 11), st.sampled_from(string.ascii_uppercase + string.digits + "+"))
def test_rio_finds_every_single_substitution(number: str, body: str, place: int, other: str) -> None:
    code = body + rio.key(body, number)
    assert not refused(f"{number} {code}")
    assume(code[place] != other)
    assert refused(f"{number} {code[:place]}{other}{code[place + 1 :]}")


@FEW
@given(FIXED, BODY, st.integers(0, 10))
def test_rio_finds_every_swap_of_neighbours(number: str, body: str, place: int) -> None:
    code = body + rio.key(body, number)
    assume(code[place] != code[place + 1])
    assert refused(f"{number} {code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}")


@FEW
@given(FIXED, BODY, st.integers(2, 9), st.sampled_from(string.digits))
def test_rio_finds_a_wrong_digit_of_the_number(number: str, body: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    assert refused(f"{number[:place]}{digit}{number[place + 1 :]} {body}{rio.key(body, number)}")


@FEW
@given(FIXED, BODY, st.sampled_from((0, 1, 3, 4, 5, 6, 7, 8)))
def test_an_o_typed_for_a_zero_is_recognised(number: str, body: str, place: int) -> None:
    body = body[:place] + "0" + body[place + 1 :]
    code = body + rio.key(body, number)
    with pytest.raises(kinds.Bad, match=re.escape(code)):
        kinds.parse("rio", f"{number} {code[:place]}O{code[place + 1 :]}")


# SIRET and IBAN


@FEW
@given(st.from_regex(r"[0-24-9][0-9]{12}", fullmatch=True), st.integers(0, 13), st.sampled_from(string.digits))
def test_siret_finds_every_single_substitution(body: str, place: int, digit: str) -> None:
    number = next(body + key for key in string.digits if siret.luhn(body + key))
    assert kinds.parse("siret", number) == number
    assume(number[place] != digit)
    assert refused(number[:place] + digit + number[place + 1 :], "siret")


@FEW
@given(st.from_regex(r"[0-24-9][0-9]{12}", fullmatch=True), st.integers(0, 12))
def test_siret_finds_every_swap_but_of_0_and_9(body: str, place: int) -> None:
    number = next(body + key for key in string.digits if siret.luhn(body + key))
    assume({number[place], number[place + 1]} not in ({number[place]}, {"0", "9"}))
    assert refused(number[:place] + number[place + 1] + number[place] + number[place + 2 :], "siret")


def keyed(body: str) -> str:
    return "FR" + str(98 - iban.key("FR00" + body)).zfill(2) + body


ACCOUNT = st.from_regex(r"[0-9]{10}[0-9A-Z]{11}[0-9]{2}", fullmatch=True)


@FEW
@given(ACCOUNT, st.integers(2, 13), st.sampled_from(string.digits))
def test_iban_finds_every_wrong_digit(body: str, place: int, digit: str) -> None:
    number = keyed(body)
    assert kinds.parse("iban", iban.show(number)) == number
    assume(number[place] != digit)
    assert refused(number[:place] + digit + number[place + 1 :], "iban")


@FEW
@given(ACCOUNT, st.integers(4, 12))
def test_iban_finds_every_swap_of_digits(body: str, place: int) -> None:
    number = keyed(body)
    assume(number[place] != number[place + 1])
    assert refused(number[:place] + number[place + 1] + number[place] + number[place + 2 :], "iban")
