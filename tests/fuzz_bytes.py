"""`make breed`: bytes for every parser that takes bytes, bred by atheris from those that reach new lines.

    python -m tests.fuzz_bytes TARGET [-max_total_time=600 -runs=1000000 ...]

The words after the target are options of libFuzzer. A traceback, an input that takes more than ten seconds and one that
takes more than a gigabyte stop it, with the input printed as base64; nothing is written to the folder of the project.
"""

import sys
import tempfile
from pathlib import Path

OURS = ["build", "checks", "edit", "istanbul_talks", "publish", "schemas"]
LIMITS = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=32768", "-print_final_stats=1"]


def main(words):
    """Feed one target until libFuzzer ends the process; it has its own exit status."""
    import atheris

    with atheris.instrument_imports(include=OURS):
        from tests import test_fuzz
    target, seeds = test_fuzz.TARGETS[words[0]]
    corpus, crashes = tempfile.mkdtemp(), tempfile.mkdtemp()
    for number, raw in enumerate(seeds()):
        (Path(corpus) / str(number)).write_bytes(raw)
    atheris.Setup([sys.argv[0], *LIMITS, f"-artifact_prefix={crashes}/", *words[1:], corpus], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
