"""The table that a person reads. «Tenu» and «manqué» inform; nothing fails because a machine was slow."""

from typing import Any

from liane.kit.text import thousands

HEAD = ("opération", "p50 ms", "p95 ms", "max ms", "requêtes", "proc. ms", "SQL nu ms", "rapport", "visé ms", "")
_NAMES = {"people_person": "personnes", "notes_note": "écrits", "journal_journalentry": "traces"}


def table(figures: dict[str, Any]) -> str:
    """Everything, as text."""
    rows = [HEAD, *(_row(operation) for operation in figures["operations"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(
        [
            _house(figures),
            *lines,
            "",
            *_crowd(figures),
            *_doubles(figures),
            *_journal(figures),
            *_machine(figures),
            *_legend(),
        ]
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    """Words to the left, figures to the right."""
    first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join([first.strip().ljust(widths[0]), *others]).rstrip()


def _number(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _row(operation: dict[str, Any]) -> tuple[str, ...]:
    budget = operation["budget"]
    queries = f"{operation['queries']} sur {budget}" if budget else str(operation["queries"])
    aim = operation["aim_ms"]
    held = "" if aim is None else "tenu" if operation["p50"] <= aim else "manqué"
    if budget and operation["queries"] > budget:
        held = f"{held}, trop de requêtes"
    return (
        operation["label"], _number(operation["p50"]), _number(operation["p95"]), _number(operation["max"]), queries,
        _number(operation["cpu_ms"]), _number(operation["bare_ms"], 2), f"× {_number(operation['ratio'])}",
        _number(aim, 0), held,
    )  # fmt: skip


def _house(figures: dict[str, Any]) -> str:
    counts = ", ".join(f"{thousands(count)} {_NAMES[name]}" for name, count in sorted(figures["rows_in_house"].items()))
    return f"Maison de taille « {figures['size']} » ({counts}), un seul client à la fois.\n"


def _crowd(figures: dict[str, Any]) -> list[str]:
    """Eight at once, beside the best of the peers where they have the same gesture; and the memory of the web server."""
    lines = []
    for rushed in figures.get("crowd", ()):
        peer = f", × {_number(rushed['ratio'])} le meilleur pair ({rushed['best_peer']})" if rushed["ratio"] else ""
        lines.append(
            f"{rushed['clients']} à la fois, {rushed['label'].lower()} : {_number(rushed['per_second'], 0)} réponses par"
            f" seconde, p50 {_number(rushed['p50'])} ms, p95 {_number(rushed['p95'])} ms{peer}."
        )
    if "web_memory_mb" in figures:
        lines.append(
            f"Mémoire du serveur web (2 processus) : {_number(figures['web_memory_mb'], 0)} Mo, partagé compté une fois."
        )
    return [*lines, ""] if lines else []


def _doubles(figures: dict[str, Any]) -> list[str]:
    """What the rule of doubles finds and misses on labelled pairs, and what a night costs."""
    if not (told := figures.get("doubles")):
        return []
    wrong = ", ".join(f"{kind} {count}" for kind, count in told["wrong"].items())
    return [
        f"Doublons : {told['pairs']} paires étiquetées, précision {_number(100 * told['precision'])} % "
        f"({told['alarm']} fausses alertes), rappel {_number(100 * told['recall'])} % ({told['missed']} manqués).",
        f"  Où la règle se trompe : {wrong or 'nulle part'}.",
        f"  La nuit : {told['persons']} personnes, {told['compared']} comparaisons, {_number(told['seconds'], 2)} s.",
        "",
    ]


def _journal(figures: dict[str, Any]) -> list[str]:
    """The journal read again whole; the aim is told by a million lines."""
    if not (told := figures.get("journal")):
        return []
    pace = told["lines"] / max(told["verify_seconds"], 0.01)
    return [
        f"Journal : {thousands(told['lines'])} lignes vérifiées en {_number(told['verify_seconds'])} s"
        f" ({thousands(round(pace))} par seconde, soit {_number(1_000_000 / max(pace, 1), 0)} s pour un million ; visé 60 s),"
        f" {told['findings']} constat(s) ; {thousands(told['sealed'])} scellées en {_number(told['seal_seconds'])} s.",
        "",
    ]


def _machine(figures: dict[str, Any]) -> list[str]:
    before, after = (_number(figures[name][0], 2) for name in ("load_before", "load_after"))
    lines = [f"Machine : {figures['cores']} cœurs, charge {before} avant et {after} après la mesure."]
    others = figures["others_percent"]
    if others >= 10:
        lines.append(
            f"Attention : {others} % du travail de la machine venait d’ailleurs, les temps sont donc trop longs ;"
            " les millisecondes de processeur sont plus sûres."
        )
    return lines


def _legend() -> list[str]:
    return [
        "proc. : processeur dépensé par demande, serveur web et base ensemble. "
        "SQL nu : les mêmes requêtes par psycopg seul, sans Liane.",
        "Aucune mesure n’est écartée ; « tenu » et « manqué » informent, ils ne font rien échouer.",
    ]


def faults_table(figures: dict[str, Any]) -> str:
    """What the blows did, and whether the house kept its word."""
    lines = [
        f"{figures['rounds']} coups en {figures['seconds']:.0f} s (hasard {figures['seed']}), "
        f"{figures['acknowledged']} écritures confirmées, {figures['sent_again']} renvois",
        *(
            f"  {victim} : {count} fois, de retour en {figures['back_seconds'].get(victim, {}).get('p50', '-')} s"
            f" (au plus {figures['back_seconds'].get(victim, {}).get('max', '-')} s)"
            for victim, count in figures["blows"].items()
        ),
        f"perdues {figures['lost']}, en double {figures['doubled']}, à moitié {sum(figures['half_written'].values())}, "
        f"refusées à tort {len(figures['refused'])}, pannes sans un mot {figures['failures_without_words']}",
        f"journal : {figures['sealed_lines']} lignes scellées relues, {len(figures['journal'])} constat(s)",
        f"la plus longue attente de qui lit : {figures['reader_longest_wait']} s",
        f"le travail de fond {'continue' if figures['work_goes_on'] else 's’est arrêté'}",
        "La maison a tenu parole." if figures["holds"] else "La maison n’a pas tenu parole.",
    ]
    return "\n".join(lines)
