"""Is the house ready, and how does it go? Asked by a supervisor on this machine, without signing in."""

import os
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from liane.kit.pages import page

_whole: list[bool] = []  # once the tables are those of this version, they stay so for this process


@page(public=True)
def healthz(request: HttpRequest) -> JsonResponse:
    """`{"status": "ok"}`, or 503 while the database does not answer or its tables are not those of this version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _whole and pending():
            return JsonResponse({"status": "migrating"}, status=503)
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    _whole[:] = [True]
    return JsonResponse({"status": "ok"})


def pending() -> list[str]:
    """Migrations of this version that the database has not received."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@page(public=True)
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, on this machine only: from elsewhere the page does not exist."""
    if not getattr(request, "is_local", False):
        raise Http404
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):  # the figures of every process that answers
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    house = CollectorRegistry()
    house.register(House())
    return HttpResponse(generate_latest(registry) + generate_latest(house), content_type=CONTENT_TYPE_LATEST)


class House:
    """What is read in the database when it is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Called by prometheus_client."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'failed'),"
                " coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, (SELECT max(e.at) FROM"
                " procrastinate_events e WHERE e.job_id = j.id AND e.type = 'deferred'))) FILTER"
                " (WHERE status = 'todo')), 0), pg_database_size(current_database()) FROM procrastinate_jobs j"
            )
            waiting, failed, late, size = cursor.fetchone()
        yield GaugeMetricFamily("liane_jobs_waiting", "Jobs to do", value=waiting)
        yield GaugeMetricFamily("liane_jobs_failed", "Jobs that failed", value=failed)
        yield GaugeMetricFamily(
            "liane_jobs_late_seconds", "Age of the oldest job that should be done", value=max(0.0, float(late))
        )
        yield GaugeMetricFamily("liane_database_bytes", "Size of the database", value=size)
