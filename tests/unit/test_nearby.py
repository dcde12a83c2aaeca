"""Which files may have been meant by the name of one that is not there."""

from contextlib import chdir

import pytest

from brt.nearby import nearby


@pytest.fixture
def folder(tmp_path):
    for name in ("dossiers.csv", "dossiers.yaml", "autre.csv", ".dossiers.csv"):
        (tmp_path / name).touch()
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "ftth.yaml").touch()
    with chdir(tmp_path):
        yield tmp_path


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("dosiers.csv", ["dossiers.csv"]),
        ("Dosiers.CSV", ["dossiers.csv"]),
        ("types/fth.yaml", ["types/ftth.yaml"]),
        ("type/ftth.yaml", ["types/ftth.yaml"]),
        ("type/absent.yaml", []),
        ("dossiers.csv", []),
        ("absent.txt", []),
        ("absent/", []),
        ("", []),
        ("dossiers\0.csv", ["dossiers.csv"]),
        ("dossiers.csv/x", []),
    ],
)
def test_a_name_written_alike(folder, path, meant):
    assert nearby(path) == meant


def test_the_folder_stays_as_it_was_typed(folder):
    assert nearby(folder / "dosiers.csv") == [f"{folder}/dossiers.csv"]
