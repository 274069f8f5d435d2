"""Entry of every command: a mistake of the person typing is answered by one French sentence."""

import importlib
import signal

from liane.config.cli.arguments import parser
from liane.config.cli.house import say
from liane.kit.postgres.errors import PostgresRefused

# Their options are those of another program.
PASSED_ON = {"manage": "django_commands", "test": "pytest_run", "check": "checks"}


def main(arguments: list[str]) -> int:
    """Run one command."""
    try:
        return _main(arguments)
    except PostgresRefused as refusal:
        say(str(refusal))
        return 1
    except BrokenPipeError:
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        say("arrêt demandé.")
        return 128 + signal.SIGINT


def _main(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in PASSED_ON and not {"-h", "--help"} & set(arguments[1:2]):
        return _run(PASSED_ON[name], arguments[1:])
    options = parser().parse_args(arguments)
    if not options.command:
        parser().print_help()
        return 0
    return _run({"import": "imports"}.get(options.command, options.command.replace("-", "_")), options)


def _run(module: str, options: object) -> int:
    """Load a command only when it is asked for: --help answers at once."""
    return int(importlib.import_module(f"liane.config.cli.{module}").run(options))
