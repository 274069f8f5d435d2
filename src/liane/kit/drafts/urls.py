"""Addresses of the texts being written."""

from django.urls import path

from liane.kit.drafts import views

app_name = "drafts"
urlpatterns = [
    path("brouillons/", views.listing, name="list"),
    path("brouillons/garder/", views.save, name="save"),
    path("brouillons/ici/", views.here, name="here"),
    path("brouillons/<uuid:draft_id>/jeter/", views.throw, name="throw"),
    path("brouillons/<uuid:draft_id>/remettre/", views.take_back, name="take_back"),
]
