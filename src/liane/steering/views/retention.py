"""Conservation: how long traces are kept, what the next erasing takes, what is held."""

from uuid import UUID

from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.models import LegalHold
from liane.journal.retention.actions import choose_rule, lift_hold, place_hold
from liane.journal.retention.rules import holds_of, next_purge, preview_of, rule_of, rules_of
from liane.kit.addresses import reverse
from liane.kit.dates import day, today, when
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.jinja import plural
from liane.kit.pages import page, redirect, render
from liane.kit.text import thousands
from liane.nomenclatures.retention import team_rule
from liane.notes.queries.ageing import past_their_term
from liane.steering.forms import FOREVER, HoldForm, RuleForm, months_label
from liane.steering.queries import records_of
from liane.steering.views.conformity import counted


@page(Right.COMPLIANCE_READ, methods=("GET", "POST"), recent="POST")
def show(request: HttpRequest) -> HttpResponse:
    """The rule and its history; who may choose finds the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not actor.may(Right.COMPLIANCE_MANAGE):
            raise NotVisible(Refusal(right=Right.COMPLIANCE_MANAGE, why="Son rôle ne donne pas ce droit"), actor)
        if form.is_valid():
            typed = form.cleaned_data
            choose_rule(actor, form.access_months, int(typed["security"]), typed["reason"], rule_id=typed["id"])
            success(request, "La durée est enregistrée. Elle vaut dès le prochain effacement.")
            return redirect(reverse("steering:retention"))
    return render(request, "steering/retention.html", _context(actor, form), status=422 if form.errors else 200)


def _context(actor: Actor, form: RuleForm) -> dict:
    rule, preview = rule_of(actor.organization_id), preview_of(actor.organization_id)
    holds = holds_of(actor.organization_id)
    return {
        "form": form,
        "rule": rule,
        "access": form.data.get("access") or str(rule.access_months or FOREVER),
        "security": form.data.get("security") or str(rule.security_months),
        "rule_words": f"Accès aux dossiers : {months_label(rule.access_months)}. Connexions et gestes sans dossier : {months_label(rule.security_months)}.",
        "history": [
            f"{when(one.chosen_at).capitalize()}, {one.author_name} : accès {months_label(one.access_months)}, connexions {months_label(one.security_months)}. {one.reason}"
            for one in rules_of(actor.organization_id)
        ],
        "next": _next(preview),
        "team": _team(is_held=bool(holds)),
        "team_rule": team_rule(),
        "team_kept": months_label(team_rule().months),
        "may_choose": actor.may(Right.COMPLIANCE_MANAGE),
        "holds": [_hold(hold) for hold in holds],
        "is_all_held": any(hold.record_id is None for hold in holds),
    }


def _next(preview) -> str:
    if preview is None:
        return "La prévision est faite chaque nuit : rien n’est encore compté."
    kept = f" {thousands(preview.held)} lignes restent, gardées par un gel." if preview.held else ""
    if not preview.accesses + preview.security:
        return f"Rien ne sera effacé le {day(preview.on)}.{kept}"
    return f"Le {day(preview.on)} seront effacés {counted(preview.accesses, preview.security)}.{kept} Compté {when(preview.counted_at)}."


def _team(*, is_held: bool) -> str:
    """«Le 1er décembre seront effacées 12 relèves et 3 tâches d’équipe»."""
    on = next_purge(today())
    counts = {name: found.count() for name, found in past_their_term(on).items()}
    relays, tasks = counts["handovers"] + counts["takeovers"], counts["tasks"]
    if not relays + tasks:
        return f"Rien ne sera effacé le {day(on)}."
    parts = [
        plural(relays, "relève transmise ou prise", "relèves transmises ou prises") if relays else "",
        plural(tasks, "tâche faite") if tasks else "",
    ]
    what = " et ".join(filter(None, parts))
    if is_held:
        return f"Arrivées à leur terme : {what}. Un gel est posé, tout reste."
    return f"Le {day(on)} : {what}."


def _hold(hold: LegalHold) -> dict:
    what = "un dossier" if hold.record_id else "tout l’organisme"
    return {
        "id": hold.pk,
        "text": f"Sur {what}, depuis {when(hold.placed_at)}, par {hold.author_name}",
        "reason": hold.reason,
        "record_id": hold.record_id,
    }


@page(Right.COMPLIANCE_MANAGE, methods=("GET", "POST"), recent=True)
def hold_all(request: HttpRequest) -> HttpResponse:
    """Stop every erasing of the organisme."""
    return _place(request, None, "tout l’organisme", reverse("steering:retention"))


@page(Right.COMPLIANCE_MANAGE, methods=("GET", "POST"), recent=True)
def hold_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Stop the erasing of the traces of one record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = records_of(actor).filter(pk=record_id).first()
    if record is None:
        raise NotVisible(Refusal(record_id, Right.COMPLIANCE_MANAGE, "Dossier d’une autre équipe"), actor)
    back = reverse("steering:accesses", kwargs={"record_id": record_id})
    return _place(request, record_id, f"le dossier de {record.person.full_name}", back)


def _place(request: HttpRequest, record_id: UUID | None, what: str, back: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            place_hold(actor, record_id, form.cleaned_data["reason"], hold_id=form.cleaned_data["id"])
        except Refused as refusal:
            form.say(None, str(refusal))
        else:
            success(request, "C’est gelé : rien ne sera effacé ici.")
            return redirect(reverse("steering:retention"))
    context = {"form": form, "title": "Geler l’effacement", "what": what, "back": back, "verb": "Geler"}
    return render(request, "steering/hold.html", context, status=422 if form.errors else 200)


@page(Right.COMPLIANCE_MANAGE, methods=("GET", "POST"), recent=True)
def hold_lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """The rule applies again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    hold = next((h for h in holds_of(actor.organization_id) if h.pk == hold_id), None)
    if hold is None and request.method == "GET":
        raise NotVisible(Refusal(why="Gel inconnu ou déjà levé"), actor)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        lift_hold(actor, hold_id, form.cleaned_data["reason"])
        success(request, "Le gel est levé : la durée de conservation vaut de nouveau.")
        return redirect(reverse("steering:retention"))
    what = _hold(hold)["text"] if hold else ""
    context = {
        "form": form,
        "title": "Lever le gel",
        "what": what,
        "back": reverse("steering:retention"),
        "verb": "Lever le gel",
    }
    return render(request, "steering/hold.html", context, status=422 if form.errors else 200)
