"""./liane check: what a colleague would otherwise have to say in a review."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from liane.config.cli.house import say
from liane.kit.postgres import locate

AT_ONCE = 2


@dataclass(frozen=True)
class Step:
    """One check: its name and its command."""

    name: str
    command: tuple[str, ...]
    fix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a check said."""

    step: Step
    passed: bool
    text: str
    seconds: float


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


STEPS = (
    Step("types", (_program("mypy"), "--no-error-summary")),
    Step(
        "format",
        (_program("ruff"), "format", "--check", "--output-format=concise", "--quiet", "."),
        (_program("ruff"), "format", "--quiet", "."),
    ),
    Step(
        "style",
        (_program("ruff"), "check", "--output-format=concise", "--quiet", "."),
        (_program("ruff"), "check", "--quiet", "--fix", "."),
    ),
    Step("étages et ordre des pièces", (_program("lint-imports"), "--no-logo")),
    Step("règles de la maison et gabarits", (sys.executable, "-m", "django", "house_rules")),
    Step("migrations", (sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "-v", "1")),
)


def run(arguments: list[str]) -> int:
    """Run every check, two at a time; with --fix, let ruff mend what it can first."""
    unknown = [argument for argument in arguments if argument != "--fix"]
    if unknown:
        say(f"je ne comprends pas : {' '.join(unknown)} (aide : ./liane check --help)")
        return 2
    if "--fix" in arguments:
        for step in reversed(STEPS):
            if step.fix:
                _command(step.fix)
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [_show(answer) for answer in pool.map(_ask, STEPS)]
    refused = [answer.step.name for answer in answers if not answer.passed]
    print(f"{time.monotonic() - begun:.1f} s")
    if refused:
        say(f"à reprendre : {', '.join(refused)}.")
        return 1
    say("tout est en ordre.")
    return 0


def _ask(step: Step) -> Answer:
    begun = time.monotonic()
    result = _command(step.command)
    return Answer(step, result.returncode == 0, result.stdout + result.stderr, time.monotonic() - begun)


def _command(command: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "liane.config.settings", "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=locate.CHECKOUT, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def _show(answer: Answer) -> Answer:
    print(f"{'ok' if answer.passed else 'NON':<4} {answer.step.name} ({answer.seconds:.1f} s)", flush=True)
    if answer.text.strip() and (not answer.passed or "house_rules" in answer.step.command):
        print(answer.text.rstrip(), flush=True)
    return answer
