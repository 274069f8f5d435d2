"""Each signalled access in one sentence: who, what, when. It describes, it does not accuse."""

from liane.kit.dates import day, hour, local
from liane.steering.enums import Rule
from liane.steering.models import Alert


def sentence(alert: Alert) -> str:
    """«Maud Lefort, infirmière, a ouvert 27 dossiers de personnes que son équipe n’accompagne pas, mardi 24 novembre.»"""
    who = f"{alert.actor_name or 'Quelqu’un'}{', ' + alert.actor_role + ',' if alert.actor_role else ''}"
    return f"{who} {_did(alert)}, {_when(alert)}."


def _did(alert: Alert) -> str:
    n = alert.count
    many = n > 1
    return {
        Rule.EMERGENCY: "a utilisé l’accès d’urgence",
        Rule.MANY: f"a ouvert {n}\u00a0dossiers de personnes que son équipe n’accompagne pas",
        Rule.NIGHT: f"a ouvert {n}\u00a0dossier{'s' if many else ''} la nuit, alors que son travail est d’ordinaire de jour",
        Rule.SAME_NAME: f"a ouvert {f'{n} fois ' if many else ''}le dossier d’une personne qui porte son nom de famille",
        Rule.PROTECTED: f"a ouvert {f'{n} fois ' if many else ''}le dossier d’une personne protégée, hors de son équipe",
        Rule.REFUSED: f"a trouvé {n}\u00a0fois porte close",
        Rule.EXPORTED: f"a sorti des données de Liane{f', {n} fois' if many else ''}",
        Rule.PRINTED: f"a imprimé {n}\u00a0fiches ou relèves",
        Rule.RESCUED: f"a rouvert l’accès de {alert.about or 'quelqu’un de son équipe'}",
    }[Rule(alert.rule)]


def _when(alert: Alert) -> str:
    first, last = hour(alert.first_at), hour(alert.last_at)
    clock = f"à {first}" if first == last else f"entre {first} et {last}"
    if alert.rule == Rule.NIGHT:
        return f"dans la nuit du {day(alert.day)} {clock}"
    return f"{day(local(alert.first_at).date())} {clock}"
