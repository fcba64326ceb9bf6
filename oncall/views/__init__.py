"""The pages of on-call."""
