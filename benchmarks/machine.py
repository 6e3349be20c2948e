"""Where the figures were taken."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from benchmarks.peers import versions
from rillet import __version__


def description() -> list[str]:
    """The machine, the Python and the peers, a line each."""
    peers = [f"{name} {version}" for name, version in versions().items()]
    present = [peer for peer in peers if not peer.endswith(" missing")]
    missing = [peer.removesuffix(" missing") for peer in peers if peer.endswith(" missing")]
    lines = [
        f"{platform.python_implementation()} {platform.python_version()}, rillet {__version__}",
        f"{platform.system()} on {_processor()}, {os.cpu_count()} processors",
        f"peers: {', '.join(present) or 'none'}",
    ]
    return [*lines, f"missing: {', '.join(missing)}"] if missing else lines


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()
