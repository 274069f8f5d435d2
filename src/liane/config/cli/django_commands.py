"""Developer command: any Django command, on the database of the house."""

import sys

from django.core.management import execute_from_command_line

from liane.config.cli.house import opened

# Tables belong to the owner: what builds or reads their structure speaks as the owner.
AS_OWNER = {"migrate", "sqlmigrate", "showmigrations", "flush", "inspectdb", "sqlflush", "dbshell"}


def run(arguments: list[str]) -> int:
    """Run the Django command as it was typed."""
    name = arguments[0] if arguments else "help"
    if name in AS_OWNER and not any(argument.startswith("--database") for argument in arguments):
        arguments = [*arguments, "--database=owner"]
    with opened("demo"):
        execute_from_command_line([sys.argv[0], *arguments])
    return 0
