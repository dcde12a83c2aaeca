"""Our NamedTuple against that of the standard library, in all that brt and its readers may expect of one."""

import copy
import pickle
import typing

import pytest

from brt import named


class Ours(named.NamedTuple):
    """What is compared."""

    name: str
    size: int
    tags: "typing.Sequence[str]" = ()
    note: str | None = None

    @property
    def long(self) -> bool:
        return self.size > 9

    @classmethod
    def of(cls, name: str) -> "Ours":
        return cls(name, len(name))


class Theirs(typing.NamedTuple):
    name: str
    size: int
    tags: "typing.Sequence[str]" = ()
    note: str | None = None


GIVEN = (
    (("a", 1), {}),
    (("a", 1, ("x",), "n"), {}),
    ((), {"size": 1, "name": "a"}),
    (("a",), {"size": 1, "note": "n"}),
)


@pytest.mark.parametrize(("values", "names"), GIVEN)
def test_it_is_made_and_read_as_the_standard_one(values, names):
    ours, theirs = Ours(*values, **names), Theirs(*values, **names)
    assert ours == theirs
    assert tuple(ours) == tuple(theirs)
    assert hash(ours) == hash(theirs)
    assert [getattr(ours, name) for name in Ours._fields] == list(theirs)
    assert ours._asdict() == theirs._asdict()
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._replace(size=2) == theirs._replace(size=2)
    assert type(ours._replace(size=2)) is Ours
    assert Ours._make(ours) == ours


def test_its_class_says_what_the_standard_one_says():
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours.__match_args__ == Theirs.__match_args__
    assert Ours.__annotations__.keys() == Theirs.__annotations__.keys()
    assert Ours.__doc__ == "What is compared."


WRONG = (
    lambda kind: kind("a"),
    lambda kind: kind("a", 1, (), None, 5),
    lambda kind: kind("a", 1, colour="red"),
    lambda kind: kind("a", 1, name="b"),
    lambda kind: kind._make(["a"]),
    lambda kind: kind("a", 1)._replace(colour="red"),
    lambda kind: setattr(kind("a", 1), "name", "b"),
    lambda kind: setattr(kind("a", 1), "colour", "red"),
)


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_what_the_standard_one_refuses(wrong):
    with pytest.raises((TypeError, ValueError, AttributeError)) as theirs:
        wrong(Theirs)
    with pytest.raises(theirs.type):
        wrong(Ours)


def test_it_can_be_matched_copied_and_sent():
    ours = Ours("a", 12)
    match ours:
        case Ours(name, size=size):
            assert (name, size) == ("a", 12)
    assert copy.deepcopy(ours) == copy.copy(ours) == pickle.loads(pickle.dumps(ours)) == ours
    assert type(pickle.loads(pickle.dumps(ours))) is Ours


def test_it_has_methods_and_nothing_but_its_fields():
    assert Ours.of("abc").size == 3
    assert Ours("a", 12).long
    assert not hasattr(Ours("a", 1), "__dict__")


def test_a_class_that_goes_on_from_one_has_its_fields():
    class More(Ours):
        def twice(self) -> int:
            return 2 * self.size

    more = More("a", 3, note="n")
    assert (more.twice(), more.tags, more) == (6, (), Ours("a", 3, note="n"))
    assert repr(more) == repr(Ours("a", 3, note="n")).replace("Ours", "More")


def test_there_may_be_many_fields_and_none():
    none = type("None_", (named.NamedTuple,), {"__annotations__": {}, "__slots__": ()})
    many = type("Many", (named.NamedTuple,), {"__annotations__": {f"f{n}": int for n in range(40)}, "__slots__": ()})
    assert none() == ()
    assert many(*range(40)).f39 == 39
