"""What many conditions ask of the same texts, answered with a few look-ups."""

from collections.abc import Callable, Collection

import ahocorasick

from routing.facts import fold, squeeze

# Marks both ends of a text while it is searched, and what stands for the mark in a text that has it
# inside. No condition can hold either of them.
END, INSIDE = "\0", "\ud800"


class TextIndex:
    """Bits of the conditions that ask one text, or any text of a list.

    Once `add` has taken all conditions and `finish` was called, `hits` says which bits of
    conditions a text fulfils. What is to be found within texts is found in one pass over each, by
    an automaton of all of it; beginnings and ends are searched together with the mark of the end.
    """

    def __init__(self) -> None:
        self._if_blank = 0  # bits fulfilled by a text of white space at most
        self._if_empty = 0  # bits fulfilled by a list without elements
        self._whole: dict[str, int] = {}
        self._squeezed: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._automaton: ahocorasick.Automaton | None = None
        self._bits: list[int] = []  # of the parts, by their numbers in the automaton
        self.hits: Callable[[str], int] = self._hits_of_whole

    def add(self, operation: str, expected: str, bits: int, *, is_list: bool) -> None:
        """Take the bits of a condition. What is expected must not be empty where text is."""
        wanted = fold(expected)
        match operation:
            case "is-empty" if is_list:
                self._if_empty |= bits
            case "is-empty":
                self._if_blank |= bits
            case "equals":
                _put(self._whole, wanted, bits)
            case "contains" if is_list:
                _put(self._whole, wanted, bits)
            case "equals-ignore-whitespace":
                _put(self._squeezed, squeeze(wanted), bits)
            case "contains":
                self.look_for(wanted, bits)
            case "starts-with":
                self.look_for(END + wanted, bits)
            case "ends-with":
                self.look_for(wanted + END, bits)
            case _:
                raise ValueError(operation)

    def look_for(self, part: str, bits: int) -> None:
        """Take bits that a text fulfils which has this part, folded."""
        _put(self._parts, part, bits)

    def finish(self) -> None:
        """Make ready to be asked."""
        if self._parts or self._squeezed or self._if_blank:
            self.hits = self._hits_of_all
        if self._parts:
            self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
            for number, part in enumerate(self._parts):
                self._automaton.add_word(part, number)
            self._automaton.make_automaton()
            self._bits = list(self._parts.values())
            self._parts = {}

    def _hits_of_whole(self, text: str) -> int:
        """The bits of the conditions that a text fulfils, where all ask for a whole text."""
        return self._whole.get(fold(text), 0)

    def _hits_of_all(self, text: str) -> int:
        """The bits of the conditions that a text fulfils."""
        folded = fold(text)
        bits = self._whole.get(folded, 0)
        if self._squeezed:
            bits |= self._squeezed.get(squeeze(folded), 0)
        if self._if_blank and not text.strip():
            bits |= self._if_blank
        if self._automaton is not None:
            if END in folded:
                folded = folded.replace(END, INSIDE)
            # In a long text a part can be found a thousand times: its bits are taken once.
            found = {number for _, number in self._automaton.iter(f"{END}{folded}{END}")}
            for number in found:
                bits |= self._bits[number]
        return bits

    def hits_of_list(self, texts: Collection[str]) -> int:
        """The bits of the conditions that a list fulfils."""
        if not texts:
            return self._if_empty
        bits, hits = 0, self.hits
        for text in texts:
            bits |= hits(text)
        return bits


def _put(table: dict[str, int], wanted: str, bits: int) -> None:
    table[wanted] = table.get(wanted, 0) | bits
