"""What the pages of alerts ask for."""
