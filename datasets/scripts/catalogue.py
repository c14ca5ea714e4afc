"""Writes datasets/catalogue.csv from the provenance table of a folder of stored copies.

    python datasets/scripts/catalogue.py FOLDER > datasets/catalogue.csv

Only files that lie at one pinned address of a public repository come in. The checksum is that of the stored copy, unpacked where
it was packed for storing; copies that were merged, cut or derived are left out, because their checksum says nothing about the
file at the address.
"""

import csv
import gzip
import hashlib
import re
import sys
from pathlib import Path

CHANGED = re.compile(r"deriv|dropped|merged|trimmed|cut to|cut from|subset|transcribed|filtered|rounded|converted|computed", re.I)
FORMATS = (
    ("timeseries/ember/", "ember"),
    ("weather/", "weather"),
    ("regions/ardeco", "ardeco"),
    ("regions/eurostat", "eurostat"),
    ("plants/powerplants_ppm", "plants"),
    ("plants/jrc_ppdb_open_units", "plants"),
)


def short(licence):
    """The licence without its story."""
    bare = re.split(r"[;(,]", licence)[0].strip()
    return bare if len(bare) <= 40 else bare[:37] + "..."


def years(text):
    found = sorted({int(year) for year in re.findall(r"\b(19[6-9]\d|20[0-5]\d)\b", text)})
    return "" if not found else str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}"


def main(folder):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("name,licence,years,bytes,repository,revision,path,sha256,import".split(","))
    rows = []
    for row in csv.DictReader(open(folder / "provenance.csv", encoding="utf-8")):
        stored = folder / row["file"]
        path, plain = row["path"], row["file"].removesuffix(".gz")
        is_one = len(row["commit"]) == 40 and "/" in row["repo"] and not re.search(r"[*+,() ]", path + row["repo"])
        same_kind = Path(path).suffix == Path(plain).suffix or path == row["file"]
        # some rows name the file alone, without its folder in the repository
        is_bare = "/" not in path and row["notes"].startswith("solver") and (
            "pglib" not in row["repo"] or "__" in path)
        if is_bare or not is_one or not same_kind or CHANGED.search(row["notes"]) or row["file"].startswith("optimiser/"):
            continue
        data = stored.read_bytes()
        if row["file"].endswith(".gz") and not path.endswith(".gz"):
            data = gzip.decompress(data)
        parts = plain.split("/")
        name = "/".join([parts[-2], Path(parts[-1]).stem])
        kind = next((kind for start, kind in FORMATS if row["file"].startswith(start)), "")
        span = years(f"{row['notes']} {path}")
        rows.append([name, short(row["licence"]), span, len(data), row["repo"], row["commit"], path,
                     hashlib.sha256(data).hexdigest(), kind])
    out.writerows(sorted(rows))


main(Path(sys.argv[1]))
