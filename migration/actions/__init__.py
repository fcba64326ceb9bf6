"""Every change of a move, one function each."""
