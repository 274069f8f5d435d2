"""Fill the database named by the environment with the demonstration house. Runs as a process of its own."""

import sys

import django

from liane.config.cli.progress import Progress


def main() -> int:
    """The same loading as `./liane demo`."""
    django.setup()
    from liane.config.demo.load import load_demo  # noqa: PLC0415 - its models need Django set up

    progress = Progress()
    load_demo("s", progress)
    progress.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
