"""What a list of people and a team cost by the v1 API, beside others that answer the same."""
