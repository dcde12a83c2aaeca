"""Every command prints its data in the four formats; a file of a format of its own is data as it is."""

import csv
import io
import json
import re
import shlex
import shutil

import pytest

from brt.cli.topics import TOPICS
from brt.views.output import FORMATS
from tests.cli.test_ends import examples, states
from tests.cli.test_wrong_words import LEAVES
from tests.conftest import Brt

__all__ = ["states"]

OWN = ("completion", "dossier export", "template graph", "template schema")
"""Those that print a file of a format of its own: a script, sheets to import, a drawing, a schema."""
NO_DATA = ("help", "email arm", "email login")
"""Those that print nothing but sentences."""
FOUR = [name for name in LEAVES if name not in (*OWN, *NO_DATA)]


def styles(name):
    """Return the formats that a command offers."""
    return next((param.type.choices for param in LEAVES[name].params if "--format" in param.opts), ())


def test_every_command_that_prints_data_has_the_four():
    lacking = [name for name in LEAVES if not set(FORMATS) <= set(styles(name))]
    assert sorted(lacking) == sorted((*OWN, *NO_DATA))
    assert all(name in TOPICS["formats"].more for name in OWN)


@pytest.mark.parametrize("name", FOUR)
def test_the_examples_of_a_command_print_in_each(states, tmp_path, name):
    lines = {re.sub(r" --format \w+", "", shlex.join(words)) for words in examples(name)}
    for number, line in enumerate(sorted(lines)):
        answers = {}
        for style in FORMATS[1:]:
            office = Brt(shutil.copytree(states(name).root, tmp_path / f"{number}{style}" / "espace"))
            answers[style] = office(*shlex.split(line), "--format", style, EDITOR="sed -i s/Rennes/Vannes/")
            assert answers[style].code == 0, (line, style)
        json.loads(answers["json"].out)
        titles, *rows = csv.reader(io.StringIO(answers["csv"].out))
        assert all(re.fullmatch("[a-z][a-z_]*", title) for title in titles), (line, titles)
        assert {len(row) for row in rows} <= {len(titles)}, line
        plain = answers["plain"].out.splitlines()
        assert [row.count("\t") + 1 for row in plain] == [len(titles)] * len(rows), line
