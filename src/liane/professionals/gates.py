"""What is asked of somebody who is signed in before any other page opens: unlock the screen, change a password that was handed
over, set up the second factor that the house asks. Told by the first query of the page (`professionals_gate`)."""

from django.contrib.messages import warning
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.kit.addresses import reverse
from liane.kit.pages import keep, redirect, render

LOCKED, PASSWORD, FACTOR = "locked", "password", "factor"
_PAGES = {LOCKED: "professionals:lock", PASSWORD: "professionals:password", FACTOR: "professionals:security"}
WORDS = {
    PASSWORD: "Avant d’aller plus loin, choisissez votre mot de passe : celui-ci vous a été remis, ou il a plus d’un an.",
    FACTOR: "Un second facteur est demandé pour se connecter. Ajoutez une clé ou une application de codes.",
}


def stand_before(request: HttpRequest, gate: str) -> HttpResponse:
    """The page of the gate. What was being sent waits there."""
    address = reverse(_PAGES[gate])
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = address
        return answer
    if gate in WORDS:
        warning(request, WORDS[gate])
    if request.method == "POST":
        context = {"kept": keep(request), "address": address, "gate": gate}
        return render(request, "professionals/wait.html", {**context, "actor": None}, status=401)
    back = {"next": request.get_full_path()} if request.path != "/" else {}
    return redirect(f"{address}?{urlencode(back)}" if back else address)
