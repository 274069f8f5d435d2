"""What is asked of somebody who is signed in before any other page opens: unlock the screen, change a password that was handed
over, set up the second factor that the house asks. Told by the first query of the page (`professionals_gate`)."""

from django.contrib.messages import warning
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.kit.addresses import reverse
from liane.kit.dates import day, today
from liane.kit.pages import keep, redirect, render
from liane.professionals.models import Account

LOCKED, PASSWORD, FACTOR = "locked", "password", "factor"
_PAGES = {LOCKED: "professionals:lock", PASSWORD: "professionals:password", FACTOR: "professionals:security"}
WORDS = {
    PASSWORD: "Avant d’aller plus loin, choisissez votre mot de passe : celui-ci vous a été remis, ou il a plus d’un an.",
    FACTOR: "Un second facteur est demandé pour se connecter. Ajoutez une clé ou une application de codes.",
}
_SOON = (
    "À partir du {day}, un second facteur sera demandé pour vous connecter. Ajoutez-le dès maintenant\u00a0: "
    "«\u00a0Mon compte\u00a0», «\u00a0Sécurité\u00a0». C’est deux minutes."
)


def warn_of_factor(request: HttpRequest, account: Account) -> None:
    """She comes in, and has a fortnight or less to add the second factor that her house will ask: the next page tells her."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT professionals_factor_due(%s, %s)", [account.pk, today()])
        (due,) = cursor.fetchone()
    if due is not None:
        warning(request, _SOON.format(day=day(due)))


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
