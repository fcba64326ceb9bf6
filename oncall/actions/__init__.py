"""What can be done with schedules, overrides and escalations."""
