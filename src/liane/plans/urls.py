"""Addresses of what the person aims at."""

from django.urls import path

from liane.plans import views

app_name = "plans"
_PROJECT = "personnes/<uuid:record_id>/projet/"
urlpatterns = [
    path(_PROJECT, views.project, name="project"),
    path(f"{_PROJECT}ajouter/", views.add, name="goal_add"),
    path(f"{_PROJECT}<uuid:goal_id>/", views.goal, name="goal"),
    path(f"{_PROJECT}<uuid:goal_id>/corriger/", views.correct, name="goal_correct"),
    path(f"{_PROJECT}<uuid:goal_id>/terminer/", views.close, name="goal_close"),
    path(f"{_PROJECT}<uuid:goal_id>/reprendre/", views.resume, name="goal_resume"),
]
