"""What many conditions ask of the same texts, answered with a few look-ups."""

from collections.abc import Iterable

import ahocorasick

from routing.facts import fold, squeeze


class TextIndex:
    """Bits of the conditions that ask the texts of one field or of one extra property.

    Once `add` has taken all conditions and `finish` was called, `hits` says for a text which bits
    of conditions it fulfils. Several texts of one list are asked one by one.
    """

    def __init__(self) -> None:
        self.if_empty = 0
        self.whole: dict[str, int] = {}
        self.squeezed: dict[str, int] = {}
        self.starts: dict[int, dict[str, int]] = {}  # by length
        self.ends: dict[int, dict[str, int]] = {}
        self.parts: dict[str, int] = {}
        self._part_bits: list[int] = []
        self._find_parts: ahocorasick.Automaton | None = None

    def add(self, operation: str, expected: str, bits: int) -> None:
        """Take the bits of a condition. What is expected must not be empty where text is."""
        wanted = fold(expected)
        match operation:
            case "is-empty":
                self.if_empty |= bits
                return
            case "equals":
                table = self.whole
            case "equals-ignore-whitespace":
                table, wanted = self.squeezed, squeeze(wanted)
            case "starts-with":
                table = self.starts.setdefault(len(wanted), {})
            case "ends-with":
                table = self.ends.setdefault(len(wanted), {})
            case "contains":
                table = self.parts
            case _:
                raise ValueError(operation)
        table[wanted] = table.get(wanted, 0) | bits

    @property
    def is_asked(self) -> bool:
        """Whether any condition asks these texts."""
        tables = (self.whole, self.squeezed, self.starts, self.ends, self._part_bits)
        return bool(self.if_empty or any(tables))

    def finish(self) -> None:
        """Make ready to be asked."""
        self._part_bits = list(self.parts.values())
        if self.parts:
            self._find_parts = ahocorasick.Automaton(ahocorasick.STORE_INTS)
            for number, part in enumerate(self.parts):
                self._find_parts.add_word(part, number)
            self._find_parts.make_automaton()
        self.parts = {}

    def hits(self, text: str) -> int:
        """The bits of the conditions that a text fulfils; those of `is-empty` are not asked."""
        folded = fold(text)
        bits = self.whole.get(folded, 0)
        if self.squeezed:
            bits |= self.squeezed.get(squeeze(folded), 0)
        for length, heads in self.starts.items():
            bits |= heads.get(folded[:length], 0)
        for length, tails in self.ends.items():
            bits |= tails.get(folded[-length:], 0)
        if self._find_parts is not None:
            # In a long text a part can be found a thousand times: its bits are taken once.
            for number in {number for _, number in self._find_parts.iter(folded)}:
                bits |= self._part_bits[number]
        return bits

    def hits_of_text(self, text: str) -> int:
        """The same of a field that is one text, `is-empty` included."""
        return self.hits(text) | (self.if_empty if not text.strip() else 0)

    def hits_of_list(self, texts: Iterable[str]) -> int:
        """The same of a field that is a list, `is-empty` included."""
        bits, is_empty = 0, True
        for text in texts:
            bits |= self.hits(text)
            is_empty = False
        return self.if_empty if is_empty else bits
