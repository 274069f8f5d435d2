"""Addresses of the account."""

from django.urls import path

from liane.professionals import views

app_name = "professionals"
urlpatterns = [
    path("connexion/", views.sign_in, name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("mot-de-passe/", views.password, name="password"),
]
