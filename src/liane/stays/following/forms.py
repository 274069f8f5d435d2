"""Say what somebody who has left becomes."""

from datetime import date

from liane.kit.dates import today
from liane.kit.forms import FrenchDateField, HouseForm, TextField


def _earliest() -> date:
    return date(1990, 1, 1)


class FollowUpForm(HouseForm):
    """When the point was made, and what is known; that nobody could be reached is an answer."""

    done_on = FrenchDateField(
        label="Fait le", ask="Écrivez le jour où ce point a été fait.", earliest=_earliest, latest=today
    )
    said = TextField(
        label="Ce qu’elle devient",
        help_text="Où elle vit, travaille ou étudie, ce qu’elle en dit. Si personne n’a pu être joint, écrivez-le : c’est une réponse.",
        ask="Écrivez ce qui est su, ou que personne n’a pu être joint.",
        max_length=2000,
    )
