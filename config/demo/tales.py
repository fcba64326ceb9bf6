"""What happened at Acme beyond people coming and teams being made: one line a tale."""

from typing import Any

from config.demo.cast import NIGHT

# Days ago, minute of the day, who, door, verb, whom or which team, changes, details.
TALES: tuple[tuple[int, int, str, str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    (48, 40, "ada", "web", "person.role_changed", "farid", {"role": ("User", NIGHT)}, {}),
    (46, 95, "ada", "web", "person.role_changed", "ines", {"role": ("Observer", "User")}, {}),
    (42, 200, "Terraform", "api", "team.updated", "Data",
     {"description": ("Warehouse", "Warehouse, pipelines and the nightly reports.")}, {}),
    (39, 15, "ben", "web", "person.updated", "ben", {"time_zone": ("UTC", "Europe/Istanbul")}, {}),
    (35, 310, "tom", "web", "team.member_added", "Payments", {},
     {"person": "Віктор Шевченко", "username": "viktor@acme.example", "role": "user"}),
    (34, 20, "tom", "web", "team.member_removed", "Payments", {},
     {"person": "Віктор Шевченко", "username": "viktor@acme.example", "role": "user"}),
    (30, 120, "anna", "web", "person.role_changed", "yusuf", {"role": ("User", NIGHT)}, {}),
    (27, 60, "olive", "web", "person.role_changed", "anna", {"role": ("User", "Admin")}, {}),
    (26, 250, "ravi", "web", "team.member_role_changed", "Mobile",
     {"role": ("User", "Team admin")},
     {"person": "Anna Lindqvist", "username": "anna@acme.example"}),
    (21, 75, "ada", "web", "person.blocked", "viktor", {}, {}),
    (20, 30, "ada", "web", "person.blocked", "hugo", {}, {}),
    (16, 180, "Terraform", "api", "team.updated", "Platform",
     {"description": ("Kubernetes and databases.",
                      "Kubernetes, databases, networks and the build farm.")}, {}),
    (13, 400, "olive", "web", "person.role_changed", "oscar", {"role": ("Admin", "Owner")}, {}),
    (9, 45, "lukasz", "web", "person.updated", "lukasz",
     {"full_name": ("Lukasz Wojcik", "Łukasz Wójcik")}, {}),
    (7, 330, "sofia", "web", "team.member_role_changed", "Support",
     {"role": ("User", "Team admin")},
     {"person": "Zoë van Dijk", "username": "zoe@acme.example"}),
    (4, 140, "kaori", "web", "person.updated", "kaori", {"locale": ("en_US", "ja_JP")}, {}),
    (2, 90, "ada", "web", "person.blocked", "uma", {}, {}),
    (2, 94, "ada", "web", "person.unblocked", "uma", {}, {}),
    (1, 470, "tom", "web", "team.updated", "Payments",
     {"description": ("Card payments, refunds and payouts.",
                      "Card payments, refunds and payouts. On call around the clock.")}, {}),
)  # fmt: skip
# What people were at first, where a tale says that it changed.
FIRST_ROLE = {tale[5]: tale[6]["role"][0] for tale in TALES if tale[4] == "person.role_changed"}
FIRST_TEAM_ROLE = {
    (tale[5], tale[7]["username"]): tale[6]["role"][0]
    for tale in TALES
    if tale[4] == "team.member_role_changed"
}
