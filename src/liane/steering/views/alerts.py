"""Treat one signalled access; the professional who is asked answers."""

from uuid import UUID

from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.pages import page, redirect, render
from liane.steering.actions import answer, find_alert, find_question, treat_alert
from liane.steering.enums import Outcome
from liane.steering.forms import AnswerForm, TreatForm
from liane.steering.models import Alert
from liane.steering.queries import asked_of, reviews_of
from liane.steering.views.conformity import shown

_CHOICES = (
    {"value": Outcome.FINE.value, "label": "Rien d’anormal"},
    {"value": Outcome.EXPLAINED.value, "label": "Expliqué", "hint": "On m’a dit pourquoi : je l’écris."},
    {
        "value": Outcome.ASKED.value,
        "label": "Demander à la personne concernée",
        "hint": "Elle trouvera votre question sur sa journée, et répondra ici.",
    },
    {
        "value": Outcome.ABNORMAL.value,
        "label": "Anormal",
        "hint": "J’écris ce qui suit : entretien, droit retiré, violation de données à déclarer à la CNIL sous 72 h.",
    },
)


@page(Right.COMPLIANCE_READ, methods=("GET", "POST"))
def treat(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One access, what was said of it, what there is to say."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    alert = find_alert(actor, alert_id)
    form = TreatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = Outcome(form.cleaned_data["outcome"])
            treat_alert(actor, alert_id, outcome, form.cleaned_data["word"], review_id=form.cleaned_data["id"])
        except Refused as refusal:
            form.say("word", str(refusal))
        else:
            success(request, _SAID[outcome])
            return redirect(reverse("steering:conformity"))
    context = {"alert": _one(alert, actor), "form": form, "choices": _CHOICES}
    return render(request, "steering/treat.html", context, status=422 if form.errors else 200)


_SAID = {
    Outcome.FINE: "C’est noté : rien d’anormal.",
    Outcome.EXPLAINED: "C’est noté, avec l’explication.",
    Outcome.ASKED: "La question est posée. Cet accès reste à traiter jusqu’à la réponse.",
    Outcome.ABNORMAL: "C’est noté comme anormal.",
}


@page(Right.COMPLIANCE_READ, methods=("POST",))
def fine(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """The gesture of every day: looked at, nothing abnormal."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        treat_alert(actor, alert_id, Outcome.FINE, "", review_id=_sent(request))
    except Refused as refusal:
        return render(
            request,
            "kit/error.html",
            {"title": "Ce n’est pas possible", "sentence": str(refusal), "action": ""},
            status=409,
        )
    success(request, _SAID[Outcome.FINE])
    return redirect(reverse("steering:conformity"))


def _sent(request: HttpRequest) -> UUID:
    try:
        return UUID(str(request.POST.get("id", ""))[:60])
    except ValueError:
        return uuid7()


@page()
def questions(request: HttpRequest) -> HttpResponse:
    """The accesses that one is asked to explain."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    alerts = list(asked_of(actor).order_by("-last_at", "-id")[:50]) if actor.practitioner_id else []
    said = reviews_of(alerts)
    return render(request, "steering/questions.html", {"alerts": [shown(a, said[a.pk], actor) for a in alerts]})


@page(methods=("GET", "POST"))
def explain(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """The professional says why; her words go beside the access."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer(actor, alert_id, form.cleaned_data["word"], review_id=form.cleaned_data["id"])
        success(request, "Merci. Votre réponse est transmise.")
        return redirect(reverse("notes:home"))
    alert = find_question(actor, alert_id)
    context = {"alert": _one(alert, actor), "form": form}
    return render(request, "steering/explain.html", context, status=422 if form.errors else 200)


def _one(alert: Alert, actor: Actor) -> dict:
    return shown(alert, reviews_of([alert])[alert.pk], actor)
