"""Every change of state on this floor: one function each, one file per idea.

Each asks permission, changes rows and writes the log in one transaction. `by` comes last.
"""
