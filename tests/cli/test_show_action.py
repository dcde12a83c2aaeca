"""The page of an action, as a technician on the road reads it: whom to call and where to go before anything else."""

import pytest

from tests.conftest import Brt


@pytest.fixture
def visit(brt: Brt) -> Brt:
    """118, which has an address and contacts, is at work."""
    brt.json("produce", "118", "--type", "visite")
    return brt


@pytest.fixture
def bare(brt: Brt) -> Brt:
    """D-9 is at work; nothing is known of where it is and whom to call."""
    brt.json("dossier", "add", "D-9", "--customer", "Garage Tanguy")
    brt.json("produce", "D-9", "--type", "visite")
    return brt


def test_where_to_go_and_whom_to_call_come_before_what_to_do(visit):
    page = visit("show", "118/appeler").out
    found = ("12 rue des Lices", "06 39 98 18 01", "Demander qui ouvre la porte.", "To note", "Emails", "brt done 4001")
    assert [page.index(text) for text in found] == sorted(map(page.index, found))
    assert "known" not in page


def test_what_is_not_known_is_said_with_the_command_that_adds_it(bare):
    page = bare("show", "D-9/appeler").out
    assert "\nNo contact is known. To add one: brt dossier contact D-9\n" in page
    assert "\nThe address is not known. To add it: brt dossier edit D-9\n" in page
    bare.json("dossier", "contact", "D-9", "technique=Yann Tanguy")
    page = bare("show", "D-9/appeler").out
    assert "No contact" not in page
    assert "\nNo telephone number is known. To add one: brt dossier contact D-9\n" in page
    bare.json("dossier", "contact", "D-9", "technique=Yann Tanguy", "--phone", "06 39 98 11 11")
    assert "No telephone" not in bare("show", "D-9/appeler").out


def test_nobody_goes_where_an_action_is_over(bare):
    bare.json("skip", "D-9/appeler", "--reason", "x")
    assert "known" not in bare("show", "D-9/appeler").out
