"""What a job defers belongs to the job's transaction, as what a request defers to the request's.

A worker has connections of its own. By those Procrastinate would defer at once: another job could
be done before what it is about is there, and would stay when the job that deferred it is undone.
"""

from procrastinate import App
from procrastinate.connector import BaseAsyncConnector, BaseConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """A worker's own connections; what its jobs do in their threads goes by Django's."""

    def get_sync_connector(self) -> BaseConnector:
        """Return what defers jobs."""
        return DjangoConnector()


class Connector(DjangoConnector):
    """Django's connection, which makes way for such connections in a worker."""

    def get_worker_connector(self) -> BaseAsyncConnector:
        """Return what a worker fetches its jobs by."""
        return WorkerConnector(kwargs=connector_params(self.alias))


def join_transactions(app: App) -> None:
    """Let workers defer jobs so. Procrastinate calls this when Django is ready."""
    app.connector = app.job_manager.connector = Connector()
