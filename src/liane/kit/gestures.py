"""What one may do, said in a few words, so that the search everywhere can propose it («écrire Samia»)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gesture:
    """One thing to do, at one address. The search only proposes it to somebody who holds `right`.

    A gesture about a person has «{name}» in its label and a `record_id` in its address; `verbs` are the words by which
    it is called («écrire», «noter»). `fragment` is what follows # in the address.
    """

    label: str
    url_name: str
    icon: str
    right: str = ""
    verbs: tuple[str, ...] = ()
    about_person: bool = False
    fragment: str = ""
