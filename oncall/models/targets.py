"""Rows that name exactly one of several things."""

from django.db.models import Q


def exactly_one(*names: str, nobody: str = "") -> Q:
    """The condition that `kind` names the one foreign key that is set; `nobody`'s kind has none.

    A kind is called like its field: kind "user" needs `user` and forbids the others.
    """
    condition = Q()
    for kind in [*names, nobody] if nobody else names:
        fields = {f"{name}__isnull": name != kind for name in names}
        condition |= Q(kind=kind, **fields)
    return condition
