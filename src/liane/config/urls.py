"""Every address of the house, room by room."""

from django.conf import settings
from django.urls import include, path

from liane.config.health import healthz, metrics
from liane.config.rules.addresses import refuse_undeclared

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", include("liane.kit.drafts.urls")),
    path("", include("liane.professionals.urls")),
    path("", include("liane.access.urls")),
    path("", include("liane.notes.urls")),
    path("", include("liane.steering.urls")),
    path("", include("liane.plans.urls")),
    path("", include("liane.stays.urls")),
    path("", include("liane.documents.urls")),
    path("", include("liane.timeline.urls")),
    path("", include("liane.people.urls")),
]
if settings.DEMO or settings.MODE == "test":
    urlpatterns.append(path("demo/", include("liane.config.demo.urls")))

refuse_undeclared(urlpatterns)

handler400 = "liane.kit.errors.bad_request"
handler404 = "liane.kit.errors.not_found"
handler429 = "liane.professionals.views.sign_in.too_many_tries"
handler500 = "liane.kit.errors.server_error"
