"""kill -9 at any moment while people write: what was acknowledged is there, once and whole; the journal is not broken.

Eight blows, thirty with `./liane test --long`; the long run (1,000 blows) is `./liane bench --faults`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from liane.config.bench.report import faults_table
from liane.config.testing.depth import depth
from liane.config.testing.plugin import HOME
from liane.kit.postgres import locate, places

BLOWS = depth(30, 8)


@pytest.mark.slow
@pytest.mark.long
def test_what_was_acknowledged_survives_every_blow(tmp_path: Path) -> None:
    home, out = HOME / "fautes", tmp_path / "fautes.json"
    places.make_home(home)
    command = ("-m", "liane.config.bench.faults", f"--home={home}", f"--rounds={BLOWS}", f"--out={out}")
    env = os.environ | {"PYTHONPATH": str(locate.CHECKOUT / "src")}
    answer = subprocess.run((sys.executable, *command), env=env, capture_output=True, text=True, check=False)
    assert out.is_file(), answer.stderr[-3000:]
    figures = json.loads(out.read_text(encoding="utf-8"))
    sys.stdout.write(faults_table(figures) + "\n")
    assert sum(figures["blows"].values()) == BLOWS
    assert figures["acknowledged"] > BLOWS * 5, figures
    assert (figures["lost"], figures["doubled"], figures["half_written"]) == (0, 0, {}), figures
    assert figures["refused"] == [], "sending again is always understood"
    assert figures["failures_without_words"] == 0, "each failure says in a sentence what is safe"
    assert figures["work_goes_on"], "what works in the background is not left hanging on a dead line"
    assert figures["journal"] == [], "the journal is whole"
    assert figures["sealed_lines"] > figures["acknowledged"]
    assert answer.returncode == 0
