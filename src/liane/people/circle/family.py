"""The family by generations: one computation, said in sentences and drawn. Who is where follows from the official links;
couples, and parents of others than herself, from `FamilyTie`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from liane.people.circle.enums import TieKind
from liane.people.circle.loops import CHILDREN, PARENTS
from liane.people.circle.models import FamilyTie
from liane.people.circle.queries import Around

_ROWS: dict[int, tuple[str, ...]] = {
    -3: ("GGRMTH", "GGRFTH"),
    -2: ("GRMTH", "GRFTH"),
    -1: ("MTH", "FTH", "NMTH", "NFTH", "STPMTH", "STPFTH", "UNCLE", "AUNT"),
    0: ("BRO", "SIS", "HBRO", "HSIS", "COUSN", "HUSB", "WIFE", "DOMPART", "SIGOTHR"),
    1: ("DAU", "SON", "CHILD", "DAUC", "SONC", "NEPHEW", "NIECE"),
    2: ("GRNDDAU", "GRNDSO"),
}
ROW_OF = {code: row for row, codes in _ROWS.items() for code in codes}
ROW_NAMES = {
    -3: "Arrière-grands-parents", -2: "Grands-parents", -1: "Parents, oncles et tantes", 0: "Sa génération",
    1: "Enfants, neveux et nièces", 2: "Petits-enfants",
}  # fmt: skip
_DIRECT = frozenset(
    {"MTH", "FTH", "NMTH", "NFTH"}
)  # parents of the person herself, and of her full brothers and sisters
_OWN_CHILDREN = frozenset({"DAU", "SON", "CHILD", "DAUC", "SONC"})
_SPOUSES = frozenset({"HUSB", "WIFE", "DOMPART", "SIGOTHR"})
_WOMEN = frozenset("MTH NMTH STPMTH GRMTH GGRMTH DAU DAUC SIS HSIS GRNDDAU AUNT NIECE WIFE".split())
_MEN = frozenset("FTH NFTH STPFTH GRFTH GGRFTH SON SONC BRO HBRO GRNDSO UNCLE NEPHEW HUSB".split())
_SAID = {
    TieKind.MARRIED: ("mariée à", "marié à", "marié(e) à"), TieKind.PACS: ("pacsée avec", "pacsé avec", "pacsé(e) avec"),
    TieKind.TOGETHER: ("en couple avec",) * 3, TieKind.SEPARATED: ("séparée de", "séparé de", "séparé(e) de"),
    TieKind.DIVORCED: ("divorcée de", "divorcé de", "divorcé(e) de"), TieKind.PARENT: ("mère de", "père de", "parent de"),
}  # fmt: skip


@dataclass(slots=True)
class Member:
    """Somebody of the family, as a sentence says her and as the drawing places her."""

    id: UUID
    name: str
    role: str
    gender: str
    born: str = ""
    died: str = ""
    is_self: bool = False
    said: list[str] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def years(self) -> str:
        """«1974 – 2019»."""
        return " – ".join(part for part in (self.born, self.died) if part) if self.died else self.born

    @property
    def sentence(self) -> str:
        """What is said of her after her name."""
        life = [f"née en {self.born}" if self.gender == "F" else f"né en {self.born}" if self.gender == "M" else f"naissance {self.born}"] if len(self.born) == 4 else [f"naissance le {self.born}"] if self.born else []  # fmt: skip
        end = [f"décès en {self.died}" if len(self.died) == 4 else f"décès le {self.died}"] if self.died else []
        return ", ".join([part for part in (self.role, *life, *end, *self.said) if part])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the drawing."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_couple: bool = False
    is_over: bool = False


@dataclass(slots=True)
class Family:
    """Generations from the eldest; those whose place is not said; the lines of the drawing."""

    rows: list[tuple[str, list[Member]]]
    others: list[Member]
    lines: list[Line]
    width: int
    height: int


WIDE, HIGH, EDGE, HALF = 170, 150, 90, 22


def family_of(me: Member, circle: Iterable[Around], ties: Iterable[FamilyTie]) -> Family:
    """Everybody who counts in the family, those of before too (a parent who died stays a parent)."""
    placed: dict[int, list[Member]] = {0: [me]}
    others: list[Member] = []
    codes: dict[UUID, str] = {}
    for someone in circle:
        code = someone.relation
        gender = someone.gender or ("F" if code in _WOMEN else "M" if code in _MEN else "")
        member = Member(someone.id, someone.name, someone.relation_label, gender, someone.born_on, someone.died_on)
        if code in ROW_OF:
            codes[someone.id] = code
            placed.setdefault(ROW_OF[code], []).append(member)
        elif code == "FAMMEMB":
            others.append(member)
    known = {member.id: member for row in placed.values() for member in row}
    pairs = _pairs(me, codes, [tie for tie in ties if {tie.one_id, tie.other_id} <= known.keys()], known)
    rows = {row: _side_by_side(placed[row], pairs) for row in sorted(placed)}
    _place(rows)
    lines = [_line(known[one], known[other], kind) for one, other, kind in pairs]
    widest = max(len(row) for row in rows.values())
    told = [(ROW_NAMES[row], members) for row, members in rows.items()]
    return Family(told, others, lines, EDGE * 2 + (widest - 1) * WIDE, EDGE // 2 + (len(rows) - 1) * HIGH + 80)


Pair = tuple[UUID, UUID, str]


def _pairs(me: Member, codes: dict[UUID, str], ties: list[FamilyTie], known: dict[UUID, Member]) -> list[Pair]:
    """Couples and parents, said on both members when somebody wrote them."""
    pairs: list[Pair] = []
    parents = [key for key, code in codes.items() if code in _DIRECT]
    for child in [me.id, *(key for key, code in codes.items() if code in ("BRO", "SIS"))]:
        pairs += [(parent, child, TieKind.PARENT) for parent in parents]
    pairs += [(me.id, key, TieKind.PARENT) for key, code in codes.items() if code in _OWN_CHILDREN]
    pairs += [(me.id, key, TieKind.TOGETHER) for key, code in codes.items() if code in _SPOUSES]
    latest: dict[frozenset[UUID], FamilyTie] = {}
    for tie in sorted(ties, key=lambda t: (t.since[-4:], t.pk)):
        one, other = known[tie.one_id], known[tie.other_id]
        one.said.append(_said(tie, one, other))
        if tie.kind == TieKind.PARENT:
            other.said.append(f"enfant de {one.name}")
            pairs.append((one.id, other.id, TieKind.PARENT))
        else:
            other.said.append(_said(tie, other, one))
            latest[frozenset((one.id, other.id))] = tie
    return pairs + [(tie.one_id, tie.other_id, tie.kind) for tie in latest.values()]


def _said(tie: FamilyTie, one: Member, other: Member) -> str:
    words = _SAID[TieKind(tie.kind)][{"F": 0, "M": 1}.get(one.gender, 2)]
    since = "" if not tie.since else f" depuis {tie.since}" if len(tie.since) == 4 else f" depuis le {tie.since}"
    return f"{words} {other.name}{since}"


def _side_by_side(row: list[Member], pairs: list[Pair]) -> list[Member]:
    """Couples stand beside each other."""
    ordered: list[Member] = []
    waiting = {member.id: member for member in row}
    while waiting:
        member = waiting.pop(next(iter(waiting)))
        ordered.append(member)
        for one, other, kind in pairs:
            mate = other if one == member.id else one if other == member.id else None
            if kind != TieKind.PARENT and mate in waiting:
                ordered.append(waiting.pop(mate))
    return ordered


def _place(rows: dict[int, list[Member]]) -> None:
    widest = max(len(row) for row in rows.values())
    for number, row in enumerate(rows.values()):
        start = EDGE + (widest - len(row)) * WIDE // 2
        for rank, member in enumerate(row):
            member.x, member.y = start + rank * WIDE, EDGE // 2 + number * HIGH


def _line(one: Member, other: Member, kind: str) -> Line:
    if kind == TieKind.PARENT:
        return Line(one.x, one.y + 62, other.x, other.y - HALF)  # from under her name to the top of the child
    left, right = sorted((one, other), key=lambda m: m.x)
    over = kind in (TieKind.SEPARATED, TieKind.DIVORCED)
    return Line(left.x + HALF, left.y, right.x - HALF, right.y, is_couple=True, is_over=over)


def would_loop(parent: UUID, child: UUID, me: UUID, codes: dict[UUID, str], ties: Iterable[FamilyTie]) -> bool:
    """Would this make somebody her own ancestor? The person herself is one step of the way."""
    below: dict[UUID, set[UUID]] = {}
    for tie in ties:
        if tie.kind == TieKind.PARENT:
            below.setdefault(tie.one_id, set()).add(tie.other_id)
    for key, code in codes.items():
        if code in PARENTS:
            below.setdefault(key, set()).add(me)
        elif code in CHILDREN:
            below.setdefault(me, set()).add(key)
    met, waiting = {child}, [child]
    while waiting:
        for step in below.get(waiting.pop(), ()):
            if step == parent:
                return True
            if step not in met:
                met.add(step)
                waiting.append(step)
    return parent == child
