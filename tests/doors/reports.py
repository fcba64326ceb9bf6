"""Who may see reports: whoever sees alerts, of those alerts. So eve's are empty."""

ALL = (302, 200, 200, 200, 200, 200)

DOORS = [
    ("reports:actions", "get", "", *ALL),
    ("reports:actions_csv", "get", "", *ALL),
    ("reports:teams_csv", "get", "", *ALL),
    ("reports:actions_people", "get", "", *ALL),
]
