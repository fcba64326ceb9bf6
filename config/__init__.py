"""The settings, and what starts an installation."""

import gc

# What is imported stays: to look for garbage in it as often as Python does takes a seventh of the
# time that a process needs to start.
gc.set_threshold(50_000, 20, 100)
