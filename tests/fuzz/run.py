"""Runs the fuzzer on one target: `python3 build/dev.py fuzz TARGET`. Needs atheris, which the tests do not.

Inputs found on the way are kept in work/fuzz/TARGET/ for the next run. One that ends badly is written to
work/fuzz/found/, with its traceback on the screen; `python3 build/dev.py fuzz TARGET --again FILE` tries it
once more.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
# The C parts of libraries cannot be followed; of those in Python only these read what comes from outside.
FOLLOWED = ["crasuite", "openpyxl", "docx"]
with atheris.instrument_imports(include=FOLLOWED):
    from tests.fuzz.changes import changed
    from tests.fuzz.targets import SPLIT, TARGETS

FOUND = ROOT / "work" / "fuzz"
SLOW = 20
"""Seconds for one input; following every branch makes the code many times slower than it is for a user."""
MEMORY = 2_000
"""Megabytes for the process, the rule pack and the fuzzer's own tables included."""
_WORD = re.compile(rb'"[^"\n]{2,40}"|<[A-Za-z:]{2,40}|[A-Za-z][A-Za-z-]{2,40}:')


def main() -> None:
    options = _parser().parse_args()
    target = TARGETS[options.target]
    if options.again:
        target.run(Path(options.again).read_bytes())
        print("This input ends well.")
        return
    corpus, crashes = FOUND / options.target, FOUND / "found"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=FOLLOWED):  # much is imported only once it is needed
        seeds = target.seeds()
        for seed in seeds:
            target.run(seed)
    for seed in seeds:
        (corpus / f"seed-{hashlib.sha256(seed).hexdigest()[:16]}").write_bytes(seed)
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={options.seconds}",
        f"-max_len={max(target.longest, *map(len, seeds))}",
        f"-timeout={SLOW}",
        f"-rss_limit_mb={MEMORY}",
        f"-dict={_dictionary(options.target, seeds)}",
        f"-artifact_prefix={crashes / options.target}-",
        "-print_final_stats=1",
        "-reload=0",
        "-len_control=0",
    ]
    atheris.Setup(arguments, target.run, custom_mutator=_mutator(seeds))
    atheris.Fuzz()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--again", metavar="FILE")
    return parser


def _dictionary(name: str, seeds: list[bytes]) -> Path:
    """The words of the seeds, which the fuzzer puts elsewhere."""
    words = sorted(
        {word for seed in seeds for word in _WORD.findall(seed)}, key=lambda word: (len(word), word)
    )
    path = FOUND / f"{name}.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in [SPLIT, *words[:1500]])
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return path


def _mutator(seeds: list[bytes]) -> Callable[[bytes, int, int], bytes]:
    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """Half of the time a change that keeps the file readable; otherwise any change of bytes."""
        chance = random.Random(seed)
        if chance.random() < 0.3:
            # libFuzzer forgets a seed that reaches nothing new: of the parts of a sound file, all but one.
            data = chance.choice(seeds)
        if chance.random() < 0.5 and 0 < len(new := changed(data, SPLIT, chance)) <= longest:
            return new
        return bytes(atheris.Mutate(data, longest))

    return mutate


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
