from django.urls import path

from liane.config.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.faces, name="faces"),
    path("entrer/<slug:slug>/", views.enter, name="enter"),
]
