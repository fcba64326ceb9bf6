"""What many conditions ask of the same texts, answered with a few look-ups."""

from collections.abc import Collection

import ahocorasick

from routing.facts import fold, squeeze

# The ends of a text while it is searched: halves of surrogates, which no condition can hold.
START, END = "\ud800", "\udfff"
NEITHER = "\0"  # stands for such a half in a text; no condition can hold it either


class TextIndex:
    """Bits of the conditions that ask the texts of one field or of one extra property.

    Once `add` has taken all conditions and `finish` was called, `hits` says for a text which bits
    of conditions it fulfils. What is to be found within texts is found in one pass over each, with
    an automaton of all of it; beginnings and ends are searched with the mark of the end.
    """

    def __init__(self) -> None:
        self._if_empty = 0
        self._whole: dict[str, int] = {}
        self._squeezed: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._automaton: ahocorasick.Automaton | None = None
        self._bits: list[int] = []  # of the parts, by their numbers in the automaton

    def add(self, operation: str, expected: str, bits: int) -> None:
        """Take the bits of a condition. What is expected must not be empty where text is."""
        wanted = fold(expected)
        match operation:
            case "is-empty":
                self._if_empty |= bits
                return
            case "equals":
                table = self._whole
            case "equals-ignore-whitespace":
                table, wanted = self._squeezed, squeeze(wanted)
            case "starts-with":
                table, wanted = self._parts, START + wanted
            case "ends-with":
                table, wanted = self._parts, wanted + END
            case "contains":
                table = self._parts
            case _:
                raise ValueError(operation)
        table[wanted] = table.get(wanted, 0) | bits

    def finish(self) -> None:
        """Make ready to be asked."""
        if self._parts:
            self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
            for number, part in enumerate(self._parts):
                self._automaton.add_word(part, number)
            self._automaton.make_automaton()
            self._bits = list(self._parts.values())
            self._parts = {}

    @property
    def is_asked(self) -> bool:
        """Whether any condition asks these texts."""
        return bool(self._if_empty or self._whole or self._squeezed or self._bits)

    def hits(self, text: str) -> int:
        """The bits of the conditions that a text fulfils; those of `is-empty` are not asked."""
        folded = fold(text)
        bits = self._whole.get(folded, 0)
        if self._squeezed:
            bits |= self._squeezed.get(squeeze(folded), 0)
        if self._automaton is not None:
            if not folded.isascii() and (START in folded or END in folded):
                folded = folded.replace(START, NEITHER).replace(END, NEITHER)
            # In a long text a part can be found a thousand times: its bits are taken once.
            found = {number for _, number in self._automaton.iter(f"{START}{folded}{END}")}
            for number in found:
                bits |= self._bits[number]
        return bits

    def hits_of_text(self, text: str) -> int:
        """The same of a field that is one text, `is-empty` included."""
        if self._if_empty and not text.strip():
            return self.hits(text) | self._if_empty
        return self.hits(text)

    def hits_of_list(self, texts: Collection[str]) -> int:
        """The same of a field that is a list, `is-empty` included."""
        if not texts:
            return self._if_empty
        bits = 0
        for text in texts:
            bits |= self.hits(text)
        return bits
