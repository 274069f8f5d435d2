"""Hands of the scenarios: every tap, click or shortcut is counted; typing is not.

What is judged is the number of gestures. The seconds of ux.md §3 are those of a person (she reads, thinks, types): no test can
hold them. The seconds of the system are printed for who wants them (`-rP`), on a machine that is shared; two scenarios whose
promise is a time judge it themselves (UX-25, UX-36). What each operation costs is measured by `./liane bench`.
"""

import sys
import time

from playwright.sync_api import Locator, Page


class Hands:
    """One person before one screen, with the gestures she is allowed (ux.md §3)."""

    def __init__(self, page: Page, code: str, budget: int) -> None:
        self.page, self.code, self.budget = page, code, budget
        self.gestures = 0
        self.waited = 0.0

    def tap(self, target: Locator, sees: Locator | None = None) -> None:
        """One tap or click; `sees` is what must then be on the screen."""
        self.gestures += 1
        begun = time.perf_counter()
        target.click()
        self._until(sees, begun)

    def press(self, keys: str, sees: Locator | None = None) -> None:
        """One shortcut, once the scripts of the page are there."""
        self.page.wait_for_load_state()
        self.gestures += 1
        begun = time.perf_counter()
        self.page.keyboard.press(keys)
        self._until(sees, begun)

    def type(self, text: str, then: str = "", sees: Locator | None = None) -> None:
        """Words typed where the cursor already stands (`then`: the key that ends them on any keyboard, Entrée or Tab)."""
        assert self.page.evaluate("document.activeElement.matches('input, textarea')"), "the cursor stands nowhere"
        begun = time.perf_counter()
        self.page.keyboard.insert_text(text)
        if then:
            self.page.keyboard.press(then)
        self._until(sees, begun)

    def rest(self) -> None:
        """The scenario is over: its gestures are within what is allowed."""
        said = f"{self.code} gestes {self.gestures} sur {self.budget}, système {self.waited:.2f} s"
        sys.stdout.write(said + "\n")
        assert 0 < self.gestures <= self.budget, said

    def _until(self, sees: Locator | None, begun: float) -> None:
        if sees is not None:
            sees.first.wait_for()
            self.waited += time.perf_counter() - begun


def reach(page: Page, there: Locator, key: str = "Tab") -> None:
    """Go to something by the keyboard alone; moving is no gesture, what is pressed there is one."""
    for _ in range(120):
        if there.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not lead to {there}")
