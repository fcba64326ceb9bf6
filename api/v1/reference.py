"""The calls of the v1 API as its reference shows them, made from the table of calls."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.v1.calls import VERSIONS, Call
from api.v1.sections import CALLS

KEY = "YOUR-API-KEY"
AN_ID = "ac463592-dbd2-4ca3-a651-48f45f5c8710"
KINDS = {str: "text", int: "number", bool: "true or false", float: "number", dict: "object"}
SAMPLES: dict[Any, Any] = {str: "…", int: 0, bool: True, UUID: AN_ID, dict: {}, float: 0.5}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a call takes: its name, what it is, whether it has to be there."""

    name: str
    kind: str
    is_mandatory: bool
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A call, with its parameters, a curl line, and what the answer looks like."""

    call: Call
    address: str
    parameters: list[Parameter]
    curl: str
    answer: str

    @property
    def versions(self) -> str:
        """The versions it is limited to, or nothing: "v1, v1.1"."""
        return "" if self.call.versions == VERSIONS else ", ".join(self.call.versions)


@cache
def sections(base: str) -> dict[str, list[Entry]]:
    """Return all calls by the headings of the reference; `base` is the address of this Muster."""
    found: dict[str, list[Entry]] = {}
    for call in CALLS:
        found.setdefault(call.section, []).append(entry_of(call, base))
    return found


def entry_of(call: Call, base: str) -> Entry:
    """Return what the reference says of a call."""
    address = f"/{call.versions[0]}/json/{call.path}"
    answer = json.dumps(_sample_of(call.gives), indent=2, ensure_ascii=False)
    curl = _curl(call, f"{base}{address}")
    return Entry(call, address, list(_parameters(call.takes)), curl, answer)


def examples_of(call: Call) -> dict[str, Any]:
    """Return the parameters of the curl line: those that have an example."""
    named = {
        (field.alias or name): field.examples[0]
        for name, field in call.takes.model_fields.items()
        if field.examples
    }
    return {name: AN_ID for name in call.when[:1] if not named.keys() & set(call.when)} | named


def _curl(call: Call, address: str) -> str:
    said = {"apiKey": KEY, **examples_of(call)}
    if call.method == "POST":
        body = json.dumps(said, indent=2, ensure_ascii=False)
        return f"curl -XPOST {shlex.quote(address)} -d {shlex.quote(body)}"
    return f"curl -X{call.method} {shlex.quote(f'{address}?{urlencode(said, doseq=True)}')}"


def _parameters(model: type[BaseModel], within: str = "") -> Iterator[Parameter]:
    fields = sorted(model.model_fields.items(), key=lambda item: not item[1].is_required())
    for name, field in fields:
        path = f"{within}{field.alias or name}"
        inner = _model_of(field.annotation)
        yield Parameter(path, _kind(field), field.is_required(), field.description or "")
        if inner:
            yield from _parameters(
                inner, f"{path}[]." if _is_list(field.annotation) else f"{path}."
            )


def _kind(field: FieldInfo) -> str:
    choices = [value for part in _parts(field.annotation) for value in _choices(part)]
    if choices:
        return " or ".join(f"“{value}”" for value in dict.fromkeys(choices))
    if _is_list(field.annotation):
        return "list of objects" if _model_of(field.annotation) else "list"
    if _model_of(field.annotation) or _has_origin(field.annotation, dict):
        return "object"
    return next((KINDS[part] for part in _parts(field.annotation) if part in KINDS), "text")


def _choices(part: Any) -> tuple[Any, ...]:
    return get_args(part) if get_origin(part) is Literal else ()


def _parts(annotation: Any) -> Iterator[Any]:
    """All types that an annotation is made of: those of a union, of a list, beneath Annotated."""
    annotation = getattr(annotation, "__value__", annotation)
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def _model_of(annotation: Any) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _is_list(annotation: Any) -> bool:
    return _has_origin(annotation, list, tuple)


def _has_origin(annotation: Any, *origins: type) -> bool:
    return any(get_origin(part) in origins for part in _parts(annotation))


def _sample_of(kind: Any) -> Any:
    """What a value of a type looks like in an answer."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        return {
            field.encode_name: field.default
            if field.default not in (msgspec.NODEFAULT, msgspec.UNSET)
            else _sample_of(hints[field.name])
            for field in msgspec.structs.fields(kind)
        }
    if get_origin(kind) in (list, tuple):
        return [_sample_of(get_args(kind)[0])]
    if get_origin(kind) is dict:
        return {}
    if choices := _choices(kind):
        return choices[0]
    if kind in SAMPLES:
        return SAMPLES[kind]
    inner = [part for part in get_args(kind) if part not in (None, type(None), msgspec.UnsetType)]
    return _sample_of(inner[0]) if inner else "…"
