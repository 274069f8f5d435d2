"""A GET writes nothing but the journal: the connection itself refuses (law 5)."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.pages import page
from liane.kit.readonly import WritesRefused

WRITE = "UPDATE organizations_organization SET name = name"


@page(public=True, methods=("GET", "POST"))
def writes(request: HttpRequest) -> HttpResponse:
    """A page that breaks the law when it is only read."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE)
    return HttpResponse("")


@page(public=True)
def traces(request: HttpRequest) -> HttpResponse:
    """A page that says in the journal that it was opened."""
    trace(None, Kind.RECORD_OPENED)
    return HttpResponse("")


urlpatterns = [path("ecrit/", writes), path("trace/", traces)]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_page_that_is_read_cannot_write(client: Client) -> None:
    with pytest.raises(WritesRefused):
        client.get("/ecrit/")
    assert client.post("/ecrit/").status_code == 200


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_page_that_is_read_may_trace(client: Client) -> None:
    assert client.get("/trace/").status_code == 200
    assert JournalEntry._meta.db_table == "journal_journalentry"
