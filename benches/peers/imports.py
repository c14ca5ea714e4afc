"""Reads hourly tables into tidy Parquet by gigasite, pandas and Polars, all doing the same, in one run.

    python benches/peers/imports.py target/release/gigasite [ROUNDS]

Two inputs are made with a fixed seed: an OPSD-shaped file of five years and 300 columns, and a folder of seven gzipped tables of
28 countries and 8,784 hours. Each tool reads, puts stamps on UTC, closes gaps of up to three hours by a straight line, and writes
one Parquet table a quantity: zone, timestamp, quantity, unit, source, value. gigasite also does every other repair and check of
its importers. Tools take turns in processes of their own; every figure is the best of the rounds. Prints Markdown.
"""

import datetime
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

KINDS = {
    "load_actual_entsoe_transparency": "load_mw",
    "solar_generation_actual": "generation_solar_mw",
    "wind_onshore_generation_actual": "generation_wind_onshore_mw",
}
TABLES = ["load_mw", "cf_wind_onshore", "cf_wind_offshore", "cf_solar_pv", "cf_hydro_ror", "hydro_inflow_scaled", "temperature_c"]
ZONES = "AT BE BG CH CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV NL NO PL PT RO SE SI SK".split()


def wide_file(path):
    """Five years, 300 columns, short gaps."""
    rng = random.Random(7)
    columns = [f"Z{zone:02}_{kind}" for zone in range(100) for kind in KINDS]
    start = datetime.datetime(2015, 1, 1)
    pool = [f"{rng.uniform(4000, 6000):.2f}" for _ in range(5000)]
    with open(path, "w", encoding="ascii") as out:
        out.write("utc_timestamp,cet_cest_timestamp," + ",".join(columns) + "\n")
        for hour in range(43_824):
            at = start + datetime.timedelta(hours=hour)
            cells = rng.choices(pool, k=len(columns))
            if 0 < hour < 43_823 and hour % 50 == 0:
                cells[hour % len(columns)] = ""
            out.write(f"{at:%Y-%m-%dT%H:%M:%SZ},{at:%Y-%m-%dT%H:%M:%S}+0100," + ",".join(cells) + "\n")


def folder(path):
    """Seven tables, packed."""
    rng = random.Random(7)
    start = datetime.datetime(2016, 1, 1)
    path.mkdir()
    for name in TABLES:
        least, most = (4000, 6000) if name == "load_mw" else (5, 9) if name == "temperature_c" else (0.1, 0.9)
        pool = [f"{rng.uniform(least, most):.6f}" for _ in range(5000)]
        with gzip.open(path / f"{name}.csv.gz", "wt", encoding="ascii", compresslevel=6) as out:
            out.write("utc," + ",".join(ZONES) + "\n")
            for hour in range(8784):
                at = start + datetime.timedelta(hours=hour)
                if name == "cf_solar_pv":
                    sun = max(0.0, 1 - ((at.hour - 11.5) / 6) ** 2)
                    cells = [f"{sun:.6f}"] * len(ZONES)
                else:
                    cells = rng.choices(pool, k=len(ZONES))
                out.write(f"{at:%Y-%m-%d %H:%M:%S}," + ",".join(cells) + "\n")


def inputs(path):
    """(table of numbers, stamp column, {quantity: {column: zone}}) of a file."""
    name = Path(path).name.split(".")[0]
    return name if name in TABLES else None


def with_pandas(source, out):
    import pandas as pd

    for path in sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]:
        frame = pd.read_csv(path, index_col=0, parse_dates=[0])
        frame = frame.drop(columns="cet_cest_timestamp", errors="ignore")
        if frame.index.tz is None:
            frame.index = frame.index.tz_localize("UTC")
        frame = frame.interpolate(limit=3, limit_area="inside")
        frame.index.name = "timestamp"
        table = inputs(path)
        kinds = {table: list(frame)} if table else {
            name: [column for column in frame if column.endswith(kind)] for kind, name in KINDS.items()}
        for name, columns in kinds.items():
            part = frame[columns]
            part.columns = [column.split("_")[0] for column in columns]
            tidy = part.melt(var_name="zone", value_name="value", ignore_index=False).reset_index()
            tidy["quantity"], tidy["unit"], tidy["source"] = name, "MW", "OPSD"
            tidy.to_parquet(Path(out) / f"{name}.parquet")


def with_polars(source, out):
    import polars as pl

    for path in sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]:
        frame = pl.read_csv(path, infer_schema_length=100, try_parse_dates=True)
        stamp = frame.columns[0]
        frame = frame.drop("cet_cest_timestamp", strict=False)
        frame = frame.with_columns(pl.exclude(stamp).cast(pl.Float64).interpolate())
        table = inputs(path)
        values = frame.columns[1:]
        kinds = {table: values} if table else {
            name: [column for column in values if column.endswith(kind)] for kind, name in KINDS.items()}
        for name, columns in kinds.items():
            part = frame.select(stamp, *columns).rename({column: column.split("_")[0] for column in columns})
            tidy = part.unpivot(index=stamp, variable_name="zone", value_name="value")
            tidy = tidy.rename({stamp: "timestamp"}).with_columns(
                quantity=pl.lit(name), unit=pl.lit("MW"), source=pl.lit("OPSD"))
            tidy.write_parquet(Path(out) / f"{name}.parquet")


def run(command):
    """Seconds and peak MB of a process of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command}: {said.decode()}")
    return time.perf_counter() - begun, used.ru_maxrss / 1000


def main(binary, rounds):
    # A child's peak starts at what its parent held: nothing large is loaded here.
    print(f"pandas {version('pandas')}, Polars {version('polars')} (Python), best of {rounds}\n")
    print("| input | tool | s | peak MB | gigasite is faster by |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        wide_file(place / "time_series_60min_singleindex.csv")
        folder(place / "countries")
        for title, source, values in [
            ("OPSD shape, 5 years, 300 columns", place / "time_series_60min_singleindex.csv", 43_824 * 300),
            ("28 countries, 8,784 h, 7 gzipped tables", place / "countries", 8784 * 28 * 7),
        ]:
            tools = {
                "gigasite": [binary, "data", "import", str(source), "--quiet", "--out"],
                "pandas": [sys.executable, __file__, "--pandas", str(source)],
                "polars": [sys.executable, __file__, "--polars", str(source)],
            }
            best = {}
            for _ in range(rounds):
                for tool, command in tools.items():
                    out = place / "out"
                    shutil.rmtree(out, ignore_errors=True)
                    out.mkdir()
                    seconds, peak = run([*command, str(out)])
                    before = best.get(tool, (1e9, 1e9))
                    best[tool] = (min(before[0], seconds), min(before[1], peak))
            for tool, (seconds, peak) in best.items():
                print(f"| {title} | {tool} | {seconds:.2f} | {peak:.0f} | {seconds / best['gigasite'][0]:.1f} |")
            print(f"| {title} | the numbers alone | | {values * 8 / 1e6:.0f} | |", flush=True)


if sys.argv[1] == "--pandas":
    with_pandas(sys.argv[2], sys.argv[3])
elif sys.argv[1] == "--polars":
    with_polars(sys.argv[2], sys.argv[3])
else:
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)
