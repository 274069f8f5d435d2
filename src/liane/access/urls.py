"""Addresses of one's place and of the rights."""

from django.urls import path

from liane.access import views

app_name = "access"
urlpatterns = [
    path("lieu/", views.place, name="place"),
    path("droits/", views.rights, name="rights"),
]
