"""What is said of an archive: to whoever makes it, and to whoever opens it."""

from liane.config.moving.staying import STAYING

CARRIES = (
    "l’organisme, ses établissements, unités, places, horaires, rôles et réglages ; les professionnels, par leur nom ; les "
    "personnes, leur identité, leurs numéros et leur photo ; les dossiers ; « À savoir avant d’agir », L’essentiel, les "
    "référents ; l’entourage, les foyers et lieux de vie ; les droits, démarches, mesures, autorité parentale et audiences ; les "
    "accompagnements, places occupées, absences, inventaires, suivis et délais tenus ; les demandes d’admission et listes "
    "d’attente ; le fil, les écrits et leurs lectures, les tâches, les relèves, les objectifs, les papiers ; les durées de "
    "conservation choisies, les gels et les certificats"
)
LEAVES = " ; ".join(one.what for one in STAYING)
WARNING = (
    "Cette archive porte tout, en clair : les coordonnées protégées, les mesures tenues secrètes, les numéros de Sécurité sociale et les INS, "
    "même celles qui ne peuvent pas être transmises. "
    "Elle porte aussi les écrits, les papiers et les photos. Elle ne sert qu’à déménager la maison. Gardez-la comme une sauvegarde, et effacez-la quand c’est fait."
)


def read_me(organization: str, when: str, edition: int) -> str:
    """The first thing that somebody opens."""
    return f"""Une maison exportée de Liane
============================

Organisme : {organization}
Faite le : {when}
Édition du format : {edition}

{WARNING}

Ce qu’il y a dedans : {CARRIES}.

Ce qui n’y est pas : {LEAVES}.

Les tables sont des fichiers CSV (point-virgule, UTF-8) : un tableur les ouvre. Les colonnes « pour_lire » ne servent qu’à
l’œil. Une apostrophe devant un texte qui commence comme une formule est retirée à la relecture. Une table corrigée à la main
n’est plus acceptée : son empreinte ne va plus avec le manifeste.

Les INS des identités qui ne sont pas qualifiées y sont aussi, avec leur statut : la maison change de machine, elle reste à la
même association, et doit se retrouver telle quelle. Elles ne se transmettent à personne d’autre : cette archive non plus.

Les tables sont à la racine. Le dossier « contenus » garde les photos, notifications et papiers, chacun sous l’empreinte
SHA-256 que sa ligne porte : aucun ne se corrige non plus.

Pour la reprendre dans une autre instance : ./liane import maison FICHIER --dry-run
"""
