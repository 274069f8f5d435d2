"""Entry point of ./liane."""

import sys

from liane.config.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
