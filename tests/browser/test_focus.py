"""What has the focus is in view: the bars that stay on the screen never cover it (WCAG 2.4.11)."""

import pytest
from screens import Screens, record_of

COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(Math.max(x, 1), y);
  const mine = document.activeElement;
  return top && (mine.contains(top) || top.contains(mine) || mine.closest("label, form")?.contains(top)) ? "" : mine.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("width", [390, 834, 1440])
@pytest.mark.parametrize("where", ["the record", "the hand-over"])
def test_the_focus_is_never_covered(page_of: Screens, width: int, where: str) -> None:
    page = page_of("maud", width)
    page.goto(record_of(page, "Belkacem") if where == "the record" else "/releve/")
    for key in ["Tab"] * 45 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == ""
