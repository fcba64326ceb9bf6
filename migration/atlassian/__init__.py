"""Atlassian's cloud as a directory. Contract: atlassian.md."""
