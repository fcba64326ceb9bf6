"""The addresses of this floor: people, the own profile, settings, the way in."""

from accounts.urls import people, person, settings, sign_in

app_name = "accounts"
urlpatterns = [
    *people.urlpatterns,
    *person.urlpatterns,
    *settings.urlpatterns,
    *sign_in.urlpatterns,
]
