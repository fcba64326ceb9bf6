"""What both APIs take and give, as text that is compared with the files beside this one.

`make snapshots` writes the files anew. A change of any answer shows in the diff of one of them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

PLACE = Path(__file__).parent / "snapshots"
WIDTH = 90  # characters of a line, unless a text is longer
WORDS = {"title", "description", "examples"}  # of a schema: what is said, not what is allowed


def v1() -> dict[str, Any]:
    """All calls of the v1 API by name: where they are, what they take, what they give."""
    from api.v1.sections import CALLS

    return {
        call.name: {
            "call": f"{call.method} {call.path}",
            "versions": list(call.versions),
            "chosen by": list(call.when),
            "access": call.access,
            "needs configuration access": call.configures,
            "takes": _shape(call.takes.model_json_schema()),
            "gives": _shape(msgspec.json.schema(call.gives)),
        }
        for call in CALLS
    }


def v2() -> dict[str, Any]:
    """The OpenAPI document of the v2 API, without the version of Muster."""
    from api.v2.urls import api

    document = api.get_openapi_schema(path_prefix="/v2/")
    del document["info"]
    return dict(document)


SNAPSHOTS: dict[str, Callable[[], dict[str, Any]]] = {"v1": v1, "v2": v2}


def text_of(name: str) -> str:
    """What stands in a file now."""
    return (PLACE / f"{name}.json").read_text(encoding="utf-8")


def text_for(name: str) -> str:
    """What should stand in it."""
    return _lines(json.loads(json.dumps(SNAPSHOTS[name](), default=str))) + "\n"


def write() -> None:
    """Write all files."""
    PLACE.mkdir(exist_ok=True)
    for name in SNAPSHOTS:
        (PLACE / f"{name}.json").write_text(text_for(name), encoding="utf-8")


def _shape(schema: Any, *, is_names: bool = False) -> Any:
    """A schema without its words; beneath "properties" the keys are names of fields."""
    if isinstance(schema, list):
        return [_shape(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _shape(value, is_names=key in ("properties", "$defs"))
        for key, value in schema.items()
        if is_names or key not in WORDS
    }


def _lines(value: Any, indent: str = "") -> str:
    """Write JSON with each value that fits on a line of its own."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent + line) <= WIDTH or not isinstance(value, dict | list):
        return line
    deeper = f"{indent}  "
    if isinstance(value, list):
        inner, marks = [_lines(one, deeper) for one in value], "[]"
    else:
        inner, marks = [f'"{key}": {_lines(one, deeper)}' for key, one in value.items()], "{}"
    return f"{marks[0]}\n{deeper}{f',\n{deeper}'.join(inner)}\n{indent}{marks[1]}"


if __name__ == "__main__":
    import django

    django.setup()
    write()
