"""A list as a house has it, and how it is sent."""

from liane.kit.ids import uuid7
from liane.stays.importing.actions import choose_columns, columns_of, preview_import, start_import

HEAD = "Nom;Nom de naissance;Prénom;Date de naissance;Sexe;N° sécu;Unité;Chambre;Date d’entrée;N° de dossier;Référent"
LIST = f"""Liste des résidents au 25/11/2026
{HEAD};Personne à prévenir;Lien;Téléphone;Médecin traitant
ROUX;MARTIN;Jeanne;12/03/1952;Mme;2 52 03 13 055 123 45;Mimosa;12;01/09/2020;D-001;Karim Duval;Paul Roux;fils;612345678;Dr Petit
DIALLO;;Amadou;1961;M;;mimoza;;15/01/2023;D-002;Inconnu Au Bataillon;;;;
LEFÈVRE;;Zoé;31/02/1990;F;;Acacia;;02/02/2022;D-003;;;;;
BELKACEM;;Samia;12/03/1992;F;;Mimosa;;01/01/2024;;;Leïla Belkacem;sœur;0611111111;
BELKACEM;;Samya;12/03/1992;F;;Acacia;;01/01/2024;;;;;;
PARTI;;Luc;01/01/1950;M;;Acacia;;01/01/2010;;;;;;
=1+1;;Eva;01/01/1950;F;;Acacia;;01/01/2010;;;;;;
MOREL;;Ana;04/05/1970;F;;Glycines;;01/01/2010;;;;;;
ROUX;MARTIN;Jeanne;12/03/1952;F;;Acacia;;01/10/2024;D-001;;Anne Roux;fille;;

Total;9;;;;;;;;;;;;;
"""


def bring(actor, text=LIST, unit=None):
    """Send, keep the columns proposed, and preview."""
    batch = start_import(actor, uuid7(), "liste.csv", text.encode())
    _, mapping = columns_of(batch)
    choose_columns(actor, batch.pk, {c.index: c.target.code for c in mapping.columns}, unit)
    return preview_import(actor, batch.pk)


def rows_of(batch):
    return {row.line: row for row in batch.rows.order_by("line")}
