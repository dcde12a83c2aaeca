import pytest

from brt import say


@pytest.fixture(autouse=True)
def _in_english():
    say.choose("en")
