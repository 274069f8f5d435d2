from django.urls import path

from liane.timeline import views

app_name = "timeline"
urlpatterns = [path("personnes/<uuid:record_id>/", views.record, name="record")]
