"""What the pages of the move ask for."""
