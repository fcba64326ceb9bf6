"""The words by which schedules and escalations are found."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func

from common.folding import words_sql


class NameWords(Func):
    """The words of a name, split where people split them: two of "Payments_schedule"."""

    template = words_sql("name")
    output_field = SearchVectorField()
