"""A frozen record back into the shape it was written from: `read(NcSheet, paper.canonical_json(sheet)) == sheet`."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read(kind: type[T], canonical: bytes) -> T:
    """The record as a ``kind``. What a later version added takes its default; what it dropped is passed over.

    Raises ValueError when the bytes are no record of that kind.
    """
    content = json.loads(canonical.decode("utf-8", "surrogatepass"))
    if content.get("kind") != kind.__name__ or content.get("format") != 1:
        raise ValueError(f"no record of {kind.__name__}, format 1")
    found: T = _value(kind, content["record"])
    return found


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_value(inner[0], one) for one in value)
        return tuple(_value(each, one) for each, one in zip(inner, value, strict=True))
    if isinstance(hint, type) and is_dataclass(hint):
        known = {one.name for one in fields(hint)}
        hints, make = _hints(hint), cast(Any, hint)
        return make(**{name: _value(hints[name], one) for name, one in value.items() if name in known})
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return value
