"""The addresses of the people pages. Everything about one person is below /people/<their id>/."""

from django.urls import path

from accounts.views.login_email import person_email
from accounts.views.people import people
from accounts.views.people_bulk import people_bulk, people_resend
from accounts.views.people_csv import people_export, people_import
from accounts.views.person_admin import (
    person_block,
    person_delete,
    person_edit,
    person_rights,
    person_role,
    person_unblock,
)
from accounts.views.readiness import readiness

urlpatterns = [
    path("people/", people, name="people"),
    path("people/bulk/", people_bulk, name="people_bulk"),
    path("people/resend/", people_resend, name="people_resend"),
    path("people/export/", people_export, name="people_export"),
    path("people/import/", people_import, name="people_import"),
    path("people/readiness/", readiness, name="readiness"),
    path("people/<uuid:pk>/edit/", person_edit, name="person_edit"),
    path("people/<uuid:pk>/role/", person_role, name="person_role"),
    path("people/<uuid:pk>/email/", person_email, name="person_email"),
    path("people/<uuid:pk>/block/", person_block, name="person_block"),
    path("people/<uuid:pk>/unblock/", person_unblock, name="person_unblock"),
    path("people/<uuid:pk>/delete/", person_delete, name="person_delete"),
    path("people/<uuid:pk>/rights/", person_rights, name="person_rights"),
]
