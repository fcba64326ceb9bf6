"""How fast the rules are, beside other engines and beside plain Python, in one run."""
