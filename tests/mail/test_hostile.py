"""Twenty thousand hostile names, subjects and addresses: no further header, no other recipient.

The same ones each time, for a failure to come back. BRT_TEST_FULL=1 takes all of them, else every tenth.
"""

import os
import random
import unicodedata
from email import message_from_bytes, policy

import icalendar
import idna
import pytest

from brt.mail.invite import REQUEST, Invite
from brt.mail.message import build
from brt.mail.party import BadMessage
from tests.mail.test_message import HEADERS, SENDER, assert_safe, mail

ALL = 20_000
FULL = bool(os.environ.get("BRT_TEST_FULL"))
CHUNKS = 20
TO = "luc@morel.example"

BREAKS = ["\r\n", "\n", "\r", "\r\n ", "\n\t", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\\r\\n"]
HEADER = ["Bcc: evil@x.fr", "To: evil@x.fr", "Subject: x", "Content-Type: text/html", "\r\n\r\n<html>", "X: y"]
WORDS = [
    "=?utf-8?q?=0D=0ABcc:_evil=40x.fr?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAeC5mcg==?=",
    "=?utf-7?q?+AA0ACg-?=",
    "=?",
    "?=",
]
WORDS += [
    "=?iso-2022-jp?b?GyRCJVM=?=",
    "=?utf-8*fr?q?x?=",
    "=0D=0A",
    "_",
    "?q?",
    "?b?",
    "=?utf-8?q?",
    "=?=",
    "&#13;&#10;",
]
PARTS = [*",;:<>()[]\"'\\@.", "<evil@x.fr>", ">, <evil@x.fr", '", "evil@x.fr', "evil@x.fr, ", "Luc <luc@x.fr>", "a:b;"]
PARTS += ["<a@b>,c@d", "(evil@x.fr)", "[evil@x.fr]", "evil@x.fr", "> NOTIFY=NEVER <", "SIZE=1", "@x.fr:luc@y.fr", "%0a"]
TURNS = ["\u202e", "\u202d", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\u00ad"]
ALIKE = [
    "＠",
    "＜evil＠x．fr＞",
    "，",
    "；",
    "：",
    "а",
    "е",
    "о",
    "ⅼuc",
    "․",
    "﹫",
    "‚",
    "＂",
    "ǃ",
    "\u0301",
    "ﬀ",
    "İ",
    "ß",
]
HALVES = ["\ud800", "\udfff", "\udc0d\udc0a", "\ud83d", "\U000e0001", "\U0010ffff", "\ufffe", "\ue000"]
PEOPLE = [
    "Luc",
    "Morel",
    "Œuvre",
    "日本",
    "😀",
    "Ængström",
    "d'Été",
    " ",
    "  ",
    "\u00a0",
    "\u202f",
    "é" * 70,
    "a" * 999,
]
PIECES = [*BREAKS, *HEADER, *WORDS, *PARTS, *TURNS, *ALIKE, *HALVES, *PEOPLE]
LONG = ["x" * 20_000, "é" * 20_000, "=?" * 5_000, '"' * 5_000, "a, b <c@d> " * 2_000]


def hostile(chance):
    """Return a text put together from what harmed mail programs, sometimes between what people are called."""
    if chance.random() < 0.002:
        return chance.choice(LONG)
    return "".join(chance.choice(PEOPLE if chance.random() < 0.4 else PIECES) for _ in range(chance.randint(1, 7)))


def cases(chunk):
    chance = random.Random(f"hostile {chunk}")
    for number in range(ALL // CHUNKS):
        made = hostile(chance), hostile(chance), hostile(chance)
        if FULL or number % 10 == 0:
            yield made


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_further_header_and_no_other_recipient(chunk):
    built = 0
    for name, subject, other in cases(chunk):
        built += assert_safe(mail(name, "Rendez-vous"))
        assert_safe(mail("Luc", subject))
        assert_same_address(f"luc@morel.example{other[:30]}")
        assert_same_address(f"{other[:30]}luc@morel.example")
    assert built, "some are names that may be"


def assert_same_address(address):
    """An address is refused, or the message goes to it alone, in the form that its domain has in the network."""
    try:
        message = build(mail(recipient=address, reply_to=None), SENDER)
    except BadMessage:
        return
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert {*read.keys()} <= {*HEADERS, "Content-Transfer-Encoding"}
    (one,) = read["To"].addresses
    assert one.addr_spec == message["To"].addresses[0].addr_spec
    assert one.addr_spec.isascii()
    typed, _, domain = address.strip().rpartition("@")
    assert one.username == typed
    assert idna.decode(one.domain, uts46=True) == idna.uts46_remap(domain)


def test_nor_by_an_answer_or_an_invitation():
    """What else stands in a message: whom to answer, and who is invited to what, and where."""
    chance = random.Random("invitation")
    for _ in range(2_000 if FULL else 200):
        name, subject, place = hostile(chance), hostile(chance), hostile(chance)
        row = mail(name, subject, reply_to=f"{place[:20]}sonia@x.fr", invite=invite(subject, place))
        try:
            message = build(row, SENDER)
        except BadMessage:
            continue
        read = message_from_bytes(message.as_bytes(), policy=policy.default)
        assert [one.addr_spec for one in read["To"].addresses] == [TO]
        assert len(read["Reply-To"].addresses) == 1
        (part,) = [one for one in read.walk() if one.get_content_type() == "text/calendar"]
        (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert event["ATTENDEE"] == f"mailto:{TO}"
        assert unicodedata.normalize("NFC", str(event["SUMMARY"])) == unicodedata.normalize("NFC", subject)


def invite(summary, place):
    return Invite(
        date="rdv", slot=None, method=REQUEST, uid="brt.1@exemple.fr", sequence=1, stamp="2026-11-30T08:00:00Z",
        start="2026-12-10", end="2026-12-11", summary=summary, location=place,
    )  # fmt: skip
