"""Addresses of one's place and of the rights."""

from django.urls import path

from liane.access import (
    house_views,
    looking_views,
    rescue_views,
    review_views,
    role_news_views,
    role_views,
    temp_views,
    views,
)

app_name = "access"
urlpatterns = [
    path("lieu/", views.place, name="place"),
    path("droits/", views.rights, name="rights"),
    path("droits/revue/", review_views.review, name="review"),
    path("droits/revue/ouvrir/", review_views.review_start, name="review_start"),
    path("droits/revue/terminer/", review_views.review_close, name="review_close"),
    path("droits/revue/imprimer/", review_views.review_print, name="review_print"),
    path("droits/revue/postes/<uuid:post_id>/", review_views.review_decide, name="review_decide"),
    path("droits/equipe/<uuid:practitioner_id>/imprimer/", review_views.person_print, name="person_print"),
    path("droits/roles/", role_views.roles, name="roles"),
    path("droits/roles/nouveautes/", role_news_views.news, name="role_news"),
    path("droits/roles/imprimer/", role_views.matrix, name="roles_matrix"),
    path("droits/roles/<uuid:role_id>/", role_views.role_edit, name="role_edit"),
    path("droits/roles/<uuid:role_id>/copier/", role_views.role_copy, name="role_copy"),
    path("droits/roles/<uuid:role_id>/retirer/", role_views.role_retire, name="role_retire"),
    path("reglages/", house_views.settings, name="settings"),
    path("reglages/etablissements/<uuid:facility_id>/unite/", house_views.unit_new, name="unit_new"),
    path("reglages/unites/<uuid:unit_id>/horaires/", house_views.shifts, name="shifts"),
    path("equipe/nouveau/", house_views.newcomer, name="newcomer"),
    path("equipe/pour-une-nuit/", temp_views.temp_new, name="temp_new"),
    path("equipe/<uuid:practitioner_id>/poste/", house_views.post_new, name="post_new"),
    path("equipe/postes/<uuid:post_id>/terminer/", house_views.post_end, name="post_end"),
    path("equipe/<uuid:practitioner_id>/voir-comme/", looking_views.look_start, name="look_start"),
    path("equipe/<uuid:practitioner_id>/acces/", rescue_views.way_back, name="way_back"),
    path("voir-comme/", looking_views.look, name="look"),
    path("voir-comme/arreter/", looking_views.look_stop, name="look_stop"),
    path("organismes/nouveau/", house_views.found, name="found"),
]
