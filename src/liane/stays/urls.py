"""Addresses of the stays of a record."""

from django.urls import path

from liane.stays import views

app_name = "stays"
_STAYS = "personnes/<uuid:record_id>/accompagnements/"
urlpatterns = [
    path(f"{_STAYS}ouvrir/", views.open_one, name="open"),
    path(f"{_STAYS}<uuid:stay_id>/", views.edit, name="edit"),
    path(f"{_STAYS}<uuid:stay_id>/terminer/", views.end, name="end"),
]
