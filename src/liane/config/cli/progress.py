"""Say how far a long work is, on standard error: one moving line on a terminal, few lines elsewhere."""

import sys
import time
from collections.abc import Callable

from liane.kit.text import thousands

EVERY_ON_TERMINAL = 0.1
EVERY_ELSEWHERE = 5.0


class Progress:
    """Called with a sentence and, when they are known, how many are done out of how many."""

    def __init__(self) -> None:
        self.moving = sys.stderr.isatty()
        self.sentence = ""
        self.at = 0.0
        self.first = True

    def __call__(self, sentence: str, done: int | None = None, total: int | None = None) -> None:
        """Show the step when it is new, or when the last line is old enough."""
        now = time.monotonic()
        pause = EVERY_ON_TERMINAL if self.moving else EVERY_ELSEWHERE
        if sentence == self.sentence and now - self.at < pause and done != total:
            return
        figures = f" {thousands(done)} / {thousands(total)}" if done is not None and total else ""
        new_step = sentence != self.sentence
        self.sentence, self.at = sentence, now
        if not self.moving:
            print(f"Liane : {sentence}{figures}", file=sys.stderr, flush=True)
            return
        start = "\n" if new_step and not self.first else "\r"
        print(f"{start}\033[KLiane : {sentence}{figures}", end="", file=sys.stderr, flush=True)
        self.first = False

    def megabytes(self, sentence: str) -> Callable[[int], None]:
        """For a stream: told from its eighth megabyte on, what is smaller goes by itself."""

        def tell(size: int) -> None:
            if size >> 23:
                self(f"{sentence} (Mo)", size >> 20)

        return tell

    def close(self) -> None:
        """Leave the moving line behind."""
        if self.moving and not self.first:
            print(file=sys.stderr, flush=True)
