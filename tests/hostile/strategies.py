"""Values for what a JSON schema describes: some that fit it, some that nobody would send."""

from typing import Any

from hypothesis import strategies as st

DEEP = 100
NESTED: Any = "x"
for _ in range(DEEP):
    NESTED = [NESTED]
OBJECTS: Any = "x"
for _ in range(DEEP):
    OBJECTS = {"name": OBJECTS}
TEXTS = [
    *("", " ", "\0", "a\0b", "\ud800", "x\udfff", "\u202e", "\ufeff", "\x1b[0m", "ß", "ı", "İ"),
    *("x" * 101, "x" * 513, "x" * 20_000, "9" * 400, "🧑‍🚀" * 60, "%s%n", "{0.__class__}", "{"),
    *("' OR 1=1 --", "<script>", "\\", "../..", "null", "all", "none", "true", "-1", "1e999"),
    *("9999-12-31 23:59", "0001-01-01 00:00", "2026-02-30 08:00", "9999-12-31T23:59:59Z"),
    *("0b6e2f0c-5b1f-4d5e-9a43-1c9d0e8f7a65", "1_1", "(a+)+$", "[", "Europe/Berlin", "a@b@c"),
    "99999999999999999_0b6e2f0c5b1f4d5e9a431c9d0e8f7a65",
]
NUMBERS = [0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, -0.0, 0.5, 1e308, float("nan")]
NUMBERS += [float("inf"), float("-inf")]
OTHERS = [None, True, False, [], {}, [[]], [None], [{}], {"": ""}, {"\0": "\0"}, NESTED, OBJECTS]

hostile_texts = st.sampled_from(TEXTS) | st.text(max_size=12)
hostile = st.one_of(hostile_texts, st.sampled_from(NUMBERS), st.sampled_from(OTHERS))
hostile |= st.lists(hostile_texts, max_size=3)
# What stands in a body where JSON should.
BODIES = [
    *(b"", b"  \n", b"\xef\xbb\xbf{}", b"null", b"1", b"[]", b'"x"', b"{message: x}", b"a=b"),
    b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"name":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    b'{"name":"\xff\xfe"}',
    b'{"name":' + b"9" * 5000 + b"}",
    b'{"name":NaN}',
]


def weighed(*weights: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """One of several, each as often as it weighs: `one_of` takes all alike."""
    choice = [one for weight, one in weights for _ in range(weight)]
    return st.sampled_from(choice).flatmap(lambda one: one)


# Which things a schema's fields are likely to name, by the fields' names.
type Likely = dict[str, list[str]]


class Schemas:
    """Makes values for schemas: `names` are those that schemas refer to."""

    def __init__(self, names: dict[str, Any], likely: Likely) -> None:
        self.names, self.likely = names, likely
        self.known = sorted({one for several in likely.values() for one in several})

    def values_of(self, schema: Any) -> st.SearchStrategy[Any]:
        """Values that fit a schema."""
        if "$ref" in schema:
            return self.values_of(self.names[schema["$ref"].rpartition("/")[2]])
        for several in ("anyOf", "allOf", "oneOf"):
            if several in schema:
                return st.one_of([self.values_of(one) for one in schema[several]])
        if "enum" in schema or "const" in schema:
            return st.sampled_from(schema.get("enum") or [schema["const"]])
        match schema.get("type"):
            case "object":
                return self.objects_of(schema)
            case "array":
                inner = self.values_of(schema.get("items", {}))
                return st.lists(inner, min_size=schema.get("minItems", 0), max_size=3)
            case "integer" | "number":
                least, most = schema.get("minimum", -5), schema.get("maximum", 2**31 - 1)
                whole = st.integers(least, max(least, most))
                return whole | whole.map(str)
            case "boolean":
                return st.sampled_from([True, False, "true", "False", "1"])
            case "null":
                return st.none()
            case _:
                return st.sampled_from([*self.known, "x"])

    def objects_of(self, schema: Any) -> st.SearchStrategy[Any]:
        """Objects of a schema; some of their values are hostile, and some are left out."""
        fields = {name: self._of(name, one) for name, one in schema.get("properties", {}).items()}
        if not fields:
            return st.dictionaries(st.text(max_size=3), hostile, max_size=2)
        required = set(schema.get("required", ()))
        mandatory = {name: one for name, one in fields.items() if name in required}
        optional = {name: one for name, one in fields.items() if name not in required}
        whole = st.fixed_dictionaries(mandatory, optional=optional)
        return weighed((5, whole), (1, st.fixed_dictionaries({}, optional=fields)))

    def _of(self, name: str, schema: Any) -> st.SearchStrategy[Any]:
        good = self.values_of(schema)
        said = st.sampled_from(self.likely.get(name) or schema.get("examples") or ["x"])
        return weighed((3, good), (6, said), (1, hostile))
