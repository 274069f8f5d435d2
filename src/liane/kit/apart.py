"""What comes from outside is read in a process of its own: little memory, little time, no file, no network.

Whatever a trapped file does to its reader, the house keeps answering (security.md, decision 7). The child is a module of
ours: it loads what it needs, closes every door, then reads standard input and answers on standard output.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

READY = 0
REFUSED = 3
SOURCES = Path(__file__).parents[2]


def ask(module: str, *words: str, data: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    """What the child answers, with READY, REFUSED, or how it died. Raises TimeoutExpired at three times its seconds."""
    environment = {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}
    order = (sys.executable, "-m", module, *words)
    return subprocess.run(
        order, input=data, capture_output=True, check=False, timeout=seconds * 3, env=environment, cwd="/"
    )


def close_doors(seconds: int, memory: int) -> None:
    """In the child, once all is loaded: no more memory nor time than needed, and no new file or connection at all."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
