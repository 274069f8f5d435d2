"""Addresses of one's place and of the rights."""

from django.urls import path

from liane.access import house_views, views

app_name = "access"
urlpatterns = [
    path("lieu/", views.place, name="place"),
    path("droits/", views.rights, name="rights"),
    path("reglages/", house_views.settings, name="settings"),
    path("reglages/etablissements/<uuid:facility_id>/unite/", house_views.unit_new, name="unit_new"),
    path("reglages/unites/<uuid:unit_id>/horaires/", house_views.shifts, name="shifts"),
    path("equipe/nouveau/", house_views.newcomer, name="newcomer"),
    path("equipe/<uuid:practitioner_id>/poste/", house_views.post_new, name="post_new"),
    path("equipe/postes/<uuid:post_id>/terminer/", house_views.post_end, name="post_end"),
    path("organismes/nouveau/", house_views.found, name="found"),
]
