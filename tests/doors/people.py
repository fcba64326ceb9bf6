"""The doors of the people pages, of the search and of the start page."""

KINDS = {
    "ben": lambda cast: {"pk": cast.ben.pk},
    "olive": lambda cast: {"pk": cast.olive.pk},
}
EMAIL = {"username": "benjamin@acme.example"}
PROFILE = {"full_name": "Somebody", "time_zone": "UTC", "locale": "en_US"}

# name, method, kind: nobody, eve, ben, tom, ada, olive, data
DOORS = [
    ("home", "get", "", 302, 302, 302, 302, 302, 302),
    ("search", "get", "", 302, 200, 200, 200, 200, 200),
    ("accounts:people", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:people_bulk", "get", "", 302, 403, 403, 403, 302, 302),
    ("accounts:people_bulk", "post", "", 302, 403, 403, 403, 302, 302),
    ("accounts:people_resend", "post", "", 302, 403, 403, 403, 302, 302),
    ("accounts:people_export", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:people_import", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:people_import", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:readiness", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:person_edit", "get", "ben", 302, 404, 200, 404, 200, 200),
    ("accounts:person_edit", "post", "ben", 302, 404, 422, 404, 422, 422),
    ("accounts:person_edit", "post", "ben", 302, 404, 302, 404, 302, 302, PROFILE),
    ("accounts:person_edit", "post", "olive", 302, 404, 404, 404, 403, 302, PROFILE),
    ("accounts:person_role", "get", "ben", 302, 403, 403, 403, 200, 200),
    ("accounts:person_role", "post", "ben", 302, 403, 403, 403, 422, 422),
    ("accounts:person_role", "post", "ben", 302, 403, 403, 403, 302, 302, {"role": "observer"}),
    ("accounts:person_role", "get", "olive", 302, 403, 403, 403, 403, 200),
    ("accounts:person_email", "get", "ben", 302, 403, 403, 403, 200, 200),
    ("accounts:person_email", "post", "ben", 302, 403, 403, 403, 422, 422),
    ("accounts:person_email", "post", "ben", 302, 403, 403, 403, 302, 302, EMAIL),
    ("accounts:person_email", "get", "olive", 302, 403, 403, 403, 403, 302),
    ("accounts:person_block", "get", "ben", 302, 403, 403, 403, 200, 200),
    ("accounts:person_block", "post", "ben", 302, 403, 403, 403, 302, 302),
    ("accounts:person_block", "post", "olive", 302, 403, 403, 403, 403, 422),
    ("accounts:person_unblock", "get", "ben", 302, 403, 403, 403, 200, 200),
    ("accounts:person_unblock", "post", "ben", 302, 403, 403, 403, 302, 302),
    ("accounts:person_delete", "get", "ben", 302, 403, 403, 403, 200, 200),
    ("accounts:person_delete", "post", "ben", 302, 403, 403, 403, 422, 422),
    ("accounts:person_delete", "post", "olive", 302, 403, 403, 403, 403, 422),
    ("accounts:person_rights", "get", "ben", 302, 404, 200, 404, 200, 200),
    ("accounts:person_rights", "get", "olive", 302, 404, 404, 404, 200, 200),
]
