"""Frozen dataclasses as plain JSON and back, by their type hints: for columns and for the context of a chat."""

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from threading import RLock
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
Plain = Any  # what JSON can say: None, bool, int, float, str, list, dict

# Where a type hint allows several dataclasses, this key names the one that it is.
TAG = "is"


def to_plain(value: Any) -> Plain:  # noqa: PLR0911 - one line a kind of value
    """Return a value as JSON can say it; fields that have their default are left out.

    Args:
        value: A dataclass instance, or a tuple, dict, date, Decimal, enum member or plain value of such.

    Raises:
        TypeError: A value of another kind is in it.
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list | frozenset):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if is_dataclass(value):
        plain = {TAG: type(value).__name__} if type(value) in _tagged else {}
        for name, default in _defaults(cast(Any, type(value))):
            item = getattr(value, name)
            if item != default or type(item) is not type(default):
                plain[name] = to_plain(item)
        return plain
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON")


def from_plain(kind: type[Value], plain: Plain) -> Value:
    """Return the value that `to_plain` was given.

    Args:
        kind: Its type, e.g. a dataclass.
        plain: What `to_plain` returned, or what JSON made of it.

    Raises:
        ValueError, KeyError, TypeError: It was written for another type (an older version's, say).
    """
    return cast(Value, _reader(cast(Any, kind))(plain))


def prepare(kind: type) -> None:
    """Learn which dataclasses of a type need a tag. `to_plain` of a value with unions in it needs this first."""
    _reader(kind)


_tagged: set[type] = set()
_dataclasses: dict[type, Callable[[Plain], Any]] = {}
_making = RLock()


@cache
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:
    found = []
    for each in fields(kind):
        factory = each.default_factory
        found.append((each.name, factory() if factory is not MISSING else each.default))
    return tuple(found)


@cache
def _reader(kind: Any) -> Callable[[Plain], Any]:  # noqa: PLR0911 - one line a kind of type
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_reader(get_args(kind))
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin is dict:
        key, item = (_reader(part) for part in get_args(kind))
        return lambda plain: {key(name): item(value) for name, value in plain.items()}
    if kind is datetime or kind is date:
        return cast(Callable[[Plain], Any], kind.fromisoformat)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    if isinstance(kind, type) and (issubclass(kind, Enum) or kind is Decimal):
        return kind
    if kind in (str, int, float, bool):
        return _checked(kind)
    return lambda plain: plain


def _checked(kind: type) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Any:
        if not isinstance(plain, kind):
            raise ValueError(f"{kind.__name__} expected")
        return plain

    return read


def _tuple_reader(parts: tuple[Any, ...]) -> Callable[[Plain], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        one = _reader(parts[0])
        return lambda plain: tuple(one(item) for item in plain)
    readers = tuple(_reader(part) for part in parts)
    return lambda plain: tuple(read(item) for read, item in zip(readers, plain, strict=True))


def _union_reader(parts: tuple[Any, ...]) -> Callable[[Plain], Any]:
    classes = {part.__name__: part for part in parts if isinstance(part, type) and is_dataclass(part)}
    others = [part for part in parts if part is not type(None) and part not in classes.values()]
    if len(classes) > 1:
        _tagged.update(classes.values())

    def read(plain: Plain) -> Any:
        if plain is None:
            return None
        if isinstance(plain, dict) and classes:
            name = plain.get(TAG, next(iter(classes)))
            return _reader(classes[name])(plain)
        return _reader(others[0])(plain)

    return read


def _dataclass_reader(kind: Any) -> Callable[[Plain], Any]:
    with _making:  # in whole: whoever gets it may write values at once, and needs all tags for that
        if kind in _dataclasses:
            return _dataclasses[kind]
        hints = get_type_hints(kind)
        names = [each.name for each in fields(kind)]
        readers: dict[str, Callable[[Plain], Any]] = {}

        def read(plain: Plain) -> Any:
            return kind(**{name: readers[name](plain[name]) for name in names if name in plain})

        _dataclasses[kind] = read  # before those of its fields, in which it may occur itself
        readers.update({name: _reader(hints[name]) for name in names})
        return read
