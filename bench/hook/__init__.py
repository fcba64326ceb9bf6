"""How soon the hook of a chat integration answers, with 50 commands a second."""
