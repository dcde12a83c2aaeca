"""Everyday addresses are read without the library, which must have nothing to add to them."""

import subprocess
import sys

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from brt.mail import party


@given(st.from_regex(party._PLAIN, fullmatch=True).filter(lambda text: len(text) <= party.LIMIT_PLAIN))
def test_the_library_says_the_same(text):
    valid = validate_email(text, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    assert party.both_forms(text) == (valid.normalized, valid.ascii_email) == (text, text)


@pytest.mark.parametrize(
    "text",
    [
        "luc@Morel.example",
        "luc@localhost",
        "luc@morel.local",
        "luc@morel.test",
        "luc@xn--mller-kva.de",
        "luc@müller.de",
        "l.uc@morel.c",
        ".luc@morel.example",
        "l..uc@morel.example",
        "luc@morel..example",
        "luc@-morel.example",
        "luc@morel-.example",
        "luc@morel.example\n",
        "luc@morel.example, eva@morel.example",
        "luc@morel.example> NOTIFY=NEVER <eva@morel.example",
        f"{'l' * 65}@morel.example",
    ],
)
def test_what_is_not_everyday_is_left_to_the_library(text):
    assert not (len(text) <= party.LIMIT_PLAIN and party._PLAIN.fullmatch(text))


def test_the_library_stays_away():
    code = "import sys; from brt.mail.party import check_party; print(check_party('Luc <luc@morel.example>'))"
    code += "; sys.exit('email_validator' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
