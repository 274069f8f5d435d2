"""Read the whole package with every house rule; part of ./liane check."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from liane.config.rules import access, addresses, compiled, domain, growing, screens, sizes, words

RULES = (addresses, access, domain, screens, compiled, words, growing)


class Command(BaseCommand):
    """Prints each fault as a link; exits 1 when there is one."""

    help = "House rules: rights of pages, raw access, HTTP in the domain, inline code, tokens, glossary, templates."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every rule, then the longest files and functions."""
        found = [fault for rule in RULES for fault in rule.faults()]
        for fault in found:
            self.stdout.write(str(fault))
        for line in sizes.report():
            self.stdout.write(line)
        if found:
            sys.exit(1)
