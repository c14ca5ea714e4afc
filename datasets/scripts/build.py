"""Make every table of datasets/europe from ../shared: `python build.py SHARED OUT`.

SHARED is the folder with facts/ and data/; OUT is the dataset folder. Deterministic: same input, same bytes.
"""

from __future__ import annotations

import pathlib
import sys

import grid
import halls
import places
import regions
import rules
from common import Context


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("usage: build.py SHARED OUT")
    ctx = Context(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    grid.build(ctx)
    places.build(ctx)
    regions.build(ctx)
    halls.build(ctx)
    rules.build(ctx)


if __name__ == "__main__":
    main()
