"""Values that are worked out when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

_Value = TypeVar("_Value")


class lazy(Generic[_Value]):  # noqa: N801 - a decorator
    """Turns a method into an attribute that is worked out once.

    As `functools.cached_property`, which up to Python 3.11 asks a lock each time: of threads that
    ask at once, each works the value out, to the same result.
    """

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: object, owner: object = None) -> _Value:
        """Return the value; what is put into the instance is found without asking here again."""
        if instance is None:
            return cast("_Value", self)
        value = instance.__dict__[self._name] = self._make(instance)
        return value
