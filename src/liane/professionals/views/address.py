"""One’s electronic address: asked, then confirmed from the message that was sent there."""

from django.conf import settings
from django.contrib.messages import success, warning
from django.http import HttpRequest, HttpResponse

from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.forms import HouseForm, MailField
from liane.kit.pages import page, redirect, render
from liane.professionals import limits, mail_address
from liane.professionals.proof import own_account
from liane.professionals.views.sign_in import too_many


class AddressForm(HouseForm):
    """Where messages are sent."""

    email = MailField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = "Écrivez votre adresse."


@page(methods=("GET", "POST"), recent=True)
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address: a message with a link leaves for it."""
    account = own_account(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and settings.MAIL_IS_SET:
        if wait := limits.within("reset", account.pk):
            return too_many(request, wait)
        try:
            mail_address.ask(account, form.cleaned_data["email"])
            success(
                request,
                f"Un message vient de partir pour {form.cleaned_data['email']}. Ouvrez son lien pour confirmer.",
            )
            return redirect(reverse("professionals:security"))
        except Refused as refusal:
            form.say("email", str(refusal))
    context = {"form": form, "now": account.email, "has_mail": settings.MAIL_IS_SET}
    return render(request, "professionals/address.html", context, status=422 if form.is_bound else 200)


@page(methods=("GET", "POST"))
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the message: read by a mail filter, it changes nothing; her gesture does."""
    account = own_account(request)
    proposed = mail_address.proposed(account, token)
    if proposed is None:
        return render(request, "professionals/link_over.html", {"has_mail": False, "actor": None}, status=404)
    if request.method == "POST":
        try:
            mail_address.confirm(account, proposed)
            success(request, f"Vos messages arriveront à {proposed}.")
        except Refused as refusal:
            warning(request, str(refusal))
        return redirect(reverse("professionals:security"))
    return render(request, "professionals/address_confirm.html", {"proposed": proposed})
