"""The words a person can type, with their help in French."""

import argparse
import sys
from typing import Any, NoReturn

from liane.config.cli.house import say
from liane.config.cli.moving_arguments import moving
from liane.config.cli.service_arguments import service


class Help(argparse.HelpFormatter):
    """The help pages, in French."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100, max_help_position=28)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The first line of the page."""
        super().add_usage(usage, actions, groups, "Pour l’utiliser : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse speaking French: one sentence, and where to find help."""

    def error(self, message: str) -> NoReturn:
        """A mistake in the words of the command."""
        command = self.prog.removeprefix("./liane").strip()
        say(f"{french(message)} (aide : ./liane {command + ' ' if command else ''}--help)")
        sys.exit(2)


PHRASES = (
    ("the following arguments are required:", "il manque :"),
    ("unrecognized arguments:", "je ne comprends pas :"),
    ("expected one argument", "une valeur est attendue"),
    ("invalid choice:", "ce choix n’existe pas :"),
    ("invalid int value:", "un nombre entier est attendu, et non"),
    ("choose from", "choix possibles :"),
    ("argument ", ""),
)


def french(message: str) -> str:
    """The sentence of argparse in French."""
    for english, translation in PHRASES:
        message = message.replace(english, translation)
    return message


def parser() -> Parser:
    """All the commands that work today."""
    top = _command(
        Parser(prog="./liane", add_help=False, formatter_class=Help),
        "Liane, le dossier de l’usager informatisé du social et du médico-social.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMANDE", title="commandes", parser_class=Parser)

    demo = _add(commands, "demo", "ouvre une maison de démonstration, avec des personnes imaginaires")
    demo.add_argument("--port", type=int, default=8000, help="port de l’adresse http://127.0.0.1:PORT/ (8000 sinon)")
    demo.add_argument("--no-browser", action="store_true", help="n’ouvre pas le navigateur")
    demo.add_argument("--reset", action="store_true", help="efface la maison de démonstration et la refait à neuf")
    demo.add_argument("--size", choices=("s", "m"), default="s", help="s : 250 personnes (par défaut) ; m : 10 000")

    service(commands, _add)
    moving(commands, _add)
    _add_verify(commands)
    _add(
        commands,
        "test",
        "lance les essais ; --long joue les plus longs et mène les autres à leur terme ; les options de pytest sont acceptées",
    )
    _add(commands, "check", "vérifie le code : format, types, étages, règles de la maison, gabarits")
    _add_bench(commands)
    return top


def _add_verify(commands: Any) -> None:
    verify = _add(commands, "verify-journal", "relit tout le journal et dit si quelqu’un y a touché")
    verify.add_argument(
        "--heads",
        metavar="FICHIER",
        action="append",
        default=[],
        help="têtes de scellés gardées ailleurs (fichier .jsonl ou dossier) ; peut être répété",
    )


def _add_bench(commands: Any) -> None:
    bench = _add(commands, "bench", "mesure chaque opération : temps médian, p95, nombre de requêtes")
    bench.add_argument(
        "--size", choices=("s", "m", "l"), default="s", help="taille de la maison mesurée (s par défaut)"
    )
    bench.add_argument("--json", metavar="FICHIER", help="écrit aussi les mesures dans ce fichier")
    bench.add_argument(
        "--faults",
        action="store_true",
        help="ne mesure pas : tue les processus d’une petite maison pendant qu’on y écrit, compare ce qu’il en reste, puis joue les autres pannes et attaques jusqu’au bout",
    )
    bench.add_argument("--rounds", type=int, default=1000, help="combien de coups avec --faults (1000 par défaut)")
    bench.add_argument("--seed", type=int, default=1, help="le hasard des coups avec --faults (1 par défaut)")


def _command(command: Parser, sentence: str) -> Parser:
    command.description = sentence
    command.add_argument("-h", "--help", action="help", help="affiche cette aide")
    for group in command._action_groups:
        group.title = {"options": "options", "positional arguments": "à donner"}.get(group.title or "", group.title)
    return command


def _add(commands: Any, name: str, sentence: str) -> Parser:
    command: Parser = commands.add_parser(name, help=sentence, add_help=False, formatter_class=Help)
    return _command(command, sentence[0].upper() + sentence[1:] + ".")
