"""Take back an exit."""

from liane.kit.forms import HouseForm, LineField


class TakeBackForm(HouseForm):
    """Why it was a mistake."""

    reason = LineField(
        label="Pourquoi", max_length=120, ask="Écrivez pourquoi cette sortie est reprise.",
        help_text="Par exemple\u00a0: notée sur la mauvaise personne, départ annulé.",
    )  # fmt: skip
