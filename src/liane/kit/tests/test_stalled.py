"""A worker dies in the middle of a job: another takes it up again."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from liane.kit.stalled import TRIES, take_up_again


def begun(seconds_ago: int, *, attempts: int = 0, lock: str | None = None) -> int:
    """A job that a worker has begun, which gave its last sign so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_ago],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, attempts, worker_id)"
            " VALUES ('default', 'essai', %s, %s, 'doing', %s, %s) RETURNING id",
            [lock, json.dumps({}), attempts, worker],
        )
        return int(cursor.fetchone()[0])


def status(job: int) -> str:
    """Where the queue has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_goes_back_to_the_queue_and_its_lock_with_it() -> None:
    dead, alive = begun(3600, lock="journal_seal"), begun(2)
    assert async_to_sync(take_up_again)(app.job_manager) == 1
    assert (status(dead), status(alive)) == ("todo", "doing")


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_put_aside() -> None:
    deadly = begun(3600, attempts=TRIES)
    async_to_sync(take_up_again)(app.job_manager)
    assert status(deadly) == "failed"
