"""The pages of alerts, one file per page."""
