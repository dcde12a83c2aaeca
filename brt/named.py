"""NamedTuple, as a type checker and whoever uses it know it from the standard library, defined in a tenth of the time.

A command lives for less than a tenth of a second, and defines more than a hundred of them before it does anything.
`typing` looks at each annotation and compiles a constructor for each class; here a constructor is compiled for a number
of fields, and told their names.
"""

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple
    from functools import cache
    from types import FunctionType

    _GETTERS = [one for name, one in vars(namedtuple("_", [f"f{n}" for n in range(40)])).items() if name[0] == "f"]
    """What reads the first item of a tuple, the second, and so on: more than any of ours has."""

    @cache
    def _code(count):
        """Return the code that makes a tuple of `count` items."""
        items = "".join(f"_{n}, " for n in range(count))
        return eval(f"lambda _cls, {items}: _new(_cls, ({items}))").__code__  # noqa: S307 - no name of anybody's

    class _Slim(type):
        """A class whose instances have no room for anything but their items."""

        @classmethod
        def __prepare__(cls, name, bases):
            return {"__slots__": ()}

    class NamedTuple(tuple, metaclass=_Slim):
        """A tuple whose items have names; those with a default come last."""

        _fields = ()
        _field_defaults = {}  # noqa: RUF012

        def __init_subclass__(cls):
            if cls._fields:  # a class of its own that goes on from one with fields has the same
                return
            names = tuple(cls.__annotations__)
            defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
            code = _code(len(names)).replace(
                co_varnames=("_cls", *names), co_name="__new__", co_qualname=f"{cls.__qualname__}.__new__"
            )
            cls.__new__ = FunctionType(code, {"_new": tuple.__new__}, "__new__", tuple(defaults.values()))
            cls._fields = cls.__match_args__ = names
            cls._field_defaults = defaults
            for position, name in enumerate(names):
                setattr(cls, name, _GETTERS[position])

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError("Wrong number of values", cls, made)
            return made

        def _replace(self, /, **values):
            made = tuple.__new__(type(self), map(values.pop, self._fields, self))
            if values:
                raise ValueError("Got unexpected field names", *values)
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            items = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({items})"

        def __getnewargs__(self):
            return tuple(self)
