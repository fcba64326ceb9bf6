"""Django's admin, for superusers: everything there is to look at, and a person's plain data.

Roles, blocking, keys, teams and the rest are changed on Muster's own pages, whose actions ask for
permission and write the log; here they are read-only. Secrets are not shown, not even as hashes.
"""

from accounts.admin import account, libraries, people, site

__all__ = ["account", "libraries", "people", "site"]
