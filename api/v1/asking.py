"""How the calls of the v1 API are read: leniently, as Opsgenie's clients of 2016 write.

Numbers and booleans may come as text ("0", "false"), text as a number; null is as good as leaving
a parameter out; what nobody knows is ignored. Contract: opsgenie-v1.md §1 and §5.
"""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)
from pydantic.alias_generators import to_camel

from api.wire import ApiRequest

LARGEST = 2**31 - 1  # what a whole number in the database can hold
MOST_NAMES = 20_000  # a query takes 65,535 values, and some have a name twice


class Asked(BaseModel):
    """What a call takes. Fields are written in camelCase, as clients write them.

    `Field(examples=[…])` gives the value that the reference's curl line has; a field without one
    is left out there.
    """

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value is not None}


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not have a NUL character in it")
    return value


def _as_list(value: Any) -> Any:
    """A comma-separated text is a list; so is a lone value."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text), AfterValidator(_without_nul)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    BeforeValidator(_as_text),
    AfterValidator(_without_nul),
]
Texts = Annotated[list[Text], BeforeValidator(_as_list)]
Names = Annotated[Texts, Field(max_length=MOST_NAMES)]
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
AnyCase = BeforeValidator(_lower)  # Annotated[Literal["user", "admin"], AnyCase]
_texts = TypeAdapter[list[str]](Texts)


class OneUser(Asked):
    """A person, by id or user name."""

    id: Words | None = None
    username: Words | None = Field(None, examples=["john.smith@acme.example"])


class OneOf(Asked):
    """Something that has a name, by id or name."""

    id: Words | None = None
    name: Words | None = Field(None, examples=["operations"])


class Nothing(Asked):
    """A call that takes nothing but the key."""


def each(request: ApiRequest, name: str) -> list[str]:
    """The values of a parameter of the query: tags=a,b and tags=a&tags=b are the same."""
    return _texts.validate_python(",".join(request.GET.getlist(name)))
