"""Which pages are measured: every list, its first page, its last one, searched and filtered."""

from collections.abc import Iterator
from hashlib import md5
from uuid import UUID

from django.urls import NoReverseMatch, reverse

# What is measured, the name of its URL, what the URL names, what follows the path; `@last` goes
# where the page's own link to its last page leads.
PAGES = (
    ("People", "accounts:people", "", ""),
    ("People, next page", "accounts:people", "", "@next"),
    ("People, last page", "accounts:people", "", "@last"),
    ("People, by last active", "accounts:people", "", "?sort=-active"),
    ("People, searched: a name", "accounts:people", "", "?q=clara"),
    ("People, searched: two words", "accounts:people", "", "?q=clara+nova"),
    ("People, searched: nobody", "accounts:people", "", "?q=xyzzy"),
    ("People, terms", "accounts:people", "", "?q=role:user+verified:no"),
    ("People, of a team", "accounts:people", "", "?q=team:logging"),
    ("People, filtered", "accounts:people", "", "?role=admin"),
    ("Readiness", "accounts:readiness", "", ""),
    ("Readiness, last page", "accounts:readiness", "", "@last"),
    ("Invitations", "accounts:invitations", "", ""),
    ("Invitations, last page", "accounts:invitations", "", "@last"),
    ("Groups", "accounts:groups", "", ""),
    ("Groups, last page", "accounts:groups", "", "@last"),
    ("A group", "accounts:group", "group 2", ""),
    ("A group, last page", "accounts:group", "group 2", "@last"),
    ("A person", "accounts:person", "person 1", ""),
    ("Teams", "teams:teams", "", ""),
    ("Teams, last page", "teams:teams", "", "@last"),
    ("Teams, by members", "teams:teams", "", "?sort=-members"),
    ("Teams, searched", "teams:teams", "", "?q=billing"),
    ("A team", "teams:team", "team 1", ""),
    ("Team members", "teams:team_members", "team 1", ""),
    ("Team members, last page", "teams:team_members", "team 1", "@last"),
    ("Team activity", "teams:team_activity", "team 1", ""),
    ("Team activity, last page", "teams:team_activity", "team 1", "@last"),
    ("Activity log", "accounts:log", "", ""),
    ("Activity log, next page", "accounts:log", "", "@next"),
    ("Activity log, last page", "accounts:log", "", "@last"),
    ("Activity log, by door", "accounts:log", "", "?via=api"),
    ("Alerts", "alerts:alerts", "", ""),
    ("Alerts, next page", "alerts:alerts", "", "@next"),
    ("Alerts, last page", "alerts:alerts", "", "@last"),
    ("Alerts, open or closed", "alerts:alerts", "", "?status=any"),
    ("Alerts, oldest first", "alerts:alerts", "", "?status=any&sort=created"),
    ("Alerts, searched: two words", "alerts:alerts", "", "?status=any&q=disk+full"),
    ("Alerts, searched: nothing", "alerts:alerts", "", "?status=any&q=xyzzy"),
    ("Alerts, searched: a rare word", "alerts:alerts", "", "?status=any&q=77777"),
    ("Alerts, terms", "alerts:alerts", "", "?q=status:closed+priority:P1+tag:web"),
    ("Alerts, of a team", "alerts:alerts", "", "?status=any&q=team:logging"),
    ("An alert", "alerts:alert", "alert 1", ""),
    ("Report of actions, 7 days", "reports:actions", "", ""),
    ("Report of actions, 30 days", "reports:actions", "", "?period=30d"),
    ("Report of actions, of a team", "reports:actions", "", "?team=billing"),
    ("Routing rules", "routing:rules", "team 1", ""),
    ("Who is on call", "oncall:on_call", "", ""),
    ("Who is on call, last page", "oncall:on_call", "", "@last"),
    ("Who is on call, searched", "oncall:on_call", "", "?q=billing"),
    ("Escalations", "oncall:escalations", "", ""),
    ("Escalations, last page", "oncall:escalations", "", "@last"),
    ("Search everything", "search", "", "?q=clara"),
    ("Roles", "accounts:roles", "", ""),
    ("API keys", "accounts:api_keys", "", ""),
    ("API reference", "api:v1", "", ""),
)


def pages() -> Iterator[tuple[str, str]]:
    """Yield name and address of each page that there is."""
    for name, url_name, row, more in PAGES:
        try:
            yield name, reverse(url_name, args=[large_id(row)] if row else []) + more
        except NoReverseMatch:
            print(f"There is no page {url_name} yet.")


def large_id(row: str) -> UUID:
    """Return the id of a row of the large organisation, as config/demo/large_rows.py makes it."""
    return UUID(md5(row.encode(), usedforsecurity=False).hexdigest())
