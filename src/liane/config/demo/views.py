"""The faces of the cast: in demonstration mode only, one gesture signs in as somebody of the fictive house."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from liane.config.demo.cast import CAST, PASSWORD
from liane.config.demo.lives import lives
from liane.kit.addresses import reverse
from liane.kit.errors import csrf_failure
from liane.kit.pages import page, redirect, render
from liane.professionals.models import Account

READERS = {face.slug: face.name for face in CAST}
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@page(public=True)
def faces(request: HttpRequest) -> HttpResponse:
    """Who can be played, five paths to follow, and the shared password for the ordinary sign-in page."""
    return render(
        request,
        "config/faces.html",
        {"cast": CAST, "lives": lives(), "readers": READERS, "password": PASSWORD, "actor": None, "nav": []},
    )


@csrf_exempt  # the contract promises a bare POST; another site's page is refused by the line that reads its origin
@page(methods=("POST",), public=True)
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign in as somebody of the cast; `?parcours=` opens the record that she can follow. Not for a page of another site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return csrf_failure(request)
    account = Account.objects.filter(slug=slug, is_active=True).exclude(slug="").first()
    if account is None:
        raise Http404
    login(request, account, backend=_BACKEND)
    life = next((one for one in lives() if one.key == request.GET.get("parcours") and one.read_by == slug), None)
    return redirect(reverse("timeline:record", kwargs={"record_id": life.record_id}) if life else "/")
