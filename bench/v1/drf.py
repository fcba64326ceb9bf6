"""The same answers by Django REST framework, as its documentation teaches: serializers, views.

It runs in an environment of its own and knows Muster's tables only by their names. It looks the
key up as Muster does; it does not count the people that a page leaves out.
"""

# ruff: noqa: DJ008  nobody looks at these models
import os
from hashlib import sha256
from typing import Any

from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    ROOT_URLCONF="bench.v1.drf",
    MIDDLEWARE=[],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["BENCH_HOST"],
            "PORT": os.environ["BENCH_PORT"],
            "USER": os.environ["BENCH_USER"],
            "PASSWORD": os.environ["BENCH_PASSWORD"],
            "NAME": os.environ["BENCH_NAME"],
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
)

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings come first

application = get_wsgi_application()

from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Prefetch, QuerySet  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import generics, serializers  # noqa: E402
from rest_framework.authentication import BaseAuthentication  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed  # noqa: E402
from rest_framework.permissions import BasePermission  # noqa: E402


class Key(models.Model):
    id = models.UUIDField(primary_key=True)
    key_hash = models.TextField()
    revoked_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "bench", False, "accounts_apikey"


class CustomRole(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, "accounts_customrole"


class User(models.Model):
    id = models.UUIDField(primary_key=True)
    username = models.TextField()
    full_name = models.TextField()
    role = models.TextField(choices=[("owner", "Owner"), ("admin", "Admin"), ("user", "User")])
    custom_role = models.ForeignKey(CustomRole, models.CASCADE, null=True)
    time_zone = models.TextField()
    locale = models.TextField()
    skype_username = models.TextField()
    created_at = models.DateTimeField()
    is_blocked = models.BooleanField()
    is_verified = models.BooleanField()

    class Meta:
        app_label, managed, db_table = "bench", False, "accounts_user"


class Team(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    description = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, "teams_team"


class Membership(models.Model):
    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE)
    role = models.TextField()
    joined_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "bench", False, "teams_membership"


class UserSerializer(serializers.ModelSerializer):
    createdAt = serializers.SerializerMethodField()  # noqa: N815  as it is written
    role = serializers.SerializerMethodField()
    blocked = serializers.BooleanField(source="is_blocked")
    skypeUsername = serializers.CharField(source="skype_username")  # noqa: N815
    timezone = serializers.CharField(source="time_zone")
    verified = serializers.BooleanField(source="is_verified")
    fullname = serializers.CharField(source="full_name")

    class Meta:
        model = User
        fields = (
            *("createdAt", "role", "blocked", "skypeUsername", "timezone", "verified", "id"),
            *("fullname", "locale", "username"),
        )

    def get_createdAt(self, user: User) -> int:  # noqa: N802
        return round(user.created_at.timestamp() * 1000)

    def get_role(self, user: User) -> str:
        return user.custom_role.name if user.custom_role_id else user.get_role_display()


class MemberSerializer(serializers.ModelSerializer):
    user = serializers.CharField(source="user.username")

    class Meta:
        model = Membership
        fields = ("user", "role")


class TeamSerializer(serializers.ModelSerializer):
    members = MemberSerializer(many=True)

    class Meta:
        model = Team
        fields = ("id", "name", "description", "members")


class ByKey(BaseAuthentication):
    def authenticate(self, request: Any) -> Any:
        text = sha256(request.query_params.get("apiKey", "").encode()).hexdigest()
        key = Key.objects.filter(key_hash=text, revoked_at=None).first()
        if key is None:
            raise AuthenticationFailed
        return AnonymousUser(), key


class HasKey(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return request.auth is not None


class Users(generics.ListAPIView):
    authentication_classes, permission_classes = [ByKey], [HasKey]
    serializer_class = UserSerializer

    def get_queryset(self) -> QuerySet[User]:
        people = User.objects.select_related("custom_role").order_by("username", "pk")
        return people[: int(self.request.query_params["limit"])]

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().list(request, *args, **kwargs)
        answer.data = {"users": answer.data}
        return answer


class OneTeam(generics.RetrieveAPIView):
    authentication_classes, permission_classes = [ByKey], [HasKey]
    serializer_class = TeamSerializer

    def get_object(self) -> Team:
        members = Membership.objects.select_related("user").order_by("joined_at", "pk")
        teams = Team.objects.prefetch_related(Prefetch("members", members))
        return teams.get(pk=self.request.query_params["id"])


urlpatterns = [path("v1.2/json/user", Users.as_view()), path("v1/json/team", OneTeam.as_view())]
