"""What is said of an archive: to whoever makes it, and to whoever opens it."""

CARRIES = (
    "l’organisme, ses établissements, unités, places et horaires ; les personnes, leur identité et leurs numéros ; les "
    "dossiers ; l’entourage, les foyers et lieux de vie ; les droits, démarches, mesures, autorité parentale et audiences ; les "
    "accompagnements, places occupées, absences, suivis et délais tenus"
)
LEAVES = (
    "les écrits (transmissions, L’essentiel, « À savoir avant d’agir », projets), les papiers et photos, les demandes "
    "d’admission, les choix de conservation, les comptes, postes, rôles et référents, le journal"
)
WARNING = (
    "Cette archive porte tout, en clair : les coordonnées protégées, les mesures tenues secrètes, les numéros de Sécurité sociale et les INS, "
    "même celles qui ne peuvent pas être transmises. "
    "Elle ne sert qu’à déménager la maison. Gardez-la comme une sauvegarde, et effacez-la quand c’est fait."
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

Les doublons possibles ne sont pas repris : ils sont cherchés de nouveau. Des dossiers réunis ne part que le dossier gardé.

Pour la reprendre dans une autre instance : ./liane import maison FICHIER --dry-run
"""
