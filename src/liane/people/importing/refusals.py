"""How one cell is refused: the line, the column in plain words, what is wrong, what to do."""

from liane.kit.tables.refusals import quoted
from liane.people.importing.nir import without_nir


class ValueRefused(ValueError):
    """A value that cannot be taken as it is; `str()` continues the words «Ligne 14, date de naissance : »."""

    def __init__(self, wrong: str, to_do: str = "") -> None:
        self.wrong = wrong
        self.to_do = to_do
        super().__init__(f"{wrong} {to_do}".strip())


def at_line(line: int, label: str, said: str) -> str:
    """«Ligne 14, date de naissance : le 31/02 n’existe pas. Vérifiez le jour.», without any social security number."""
    return f"Ligne {line}, {label} : {without_nir(said)}"


__all__ = ["ValueRefused", "at_line", "quoted"]
