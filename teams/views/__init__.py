"""The pages of teams, one file per page."""
