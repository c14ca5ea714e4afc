"""Check the invariants of a dataset folder: `python check.py OUT SUFFIX_RS [SHARED]`. Prints findings, exits 1 with any."""

from __future__ import annotations

import hashlib
import json
import pathlib
import sys

import numpy as np
import pandas as pd

from describe import KEYS, REFERENCES, TEXT_COLUMNS
from package import OPTIONAL, suffixes, unit


def main() -> None:
    out, units = pathlib.Path(sys.argv[1]), suffixes(pathlib.Path(sys.argv[2]))
    found: list[str] = []
    tables = {}
    for name in KEYS:
        raw = (out / f"{name}.csv").read_bytes()
        if b"\r" in raw:
            found.append(f"{name}: CR in file")
        t = tables[name] = pd.read_csv(out / f"{name}.csv", keep_default_na=False, dtype=str)
        if name != "sources" and list(t.columns[-3:]) != ["source", "confidence", "licence"]:
            found.append(f"{name}: last columns are {list(t.columns[-3:])}")
        if t.duplicated(KEYS[name]).any():
            found.append(f"{name}: duplicate keys {t[t.duplicated(KEYS[name])][KEYS[name]].to_numpy().tolist()}")
        for c in t.columns:
            empty = t[c].str.strip() == ""
            if empty.any() and (name, c) not in OPTIONAL:
                found.append(f"{name}.{c}: {int(empty.sum())} empty")
            if t[c].str.fullmatch(r"(?i)nan|inf|-inf|none").any() and c not in ("water_class", "cooling_water", "parameter"):
                found.append(f"{name}.{c}: nan or inf")
            if c not in TEXT_COLUMNS:
                if unit(c, units) is None:
                    found.append(f"{name}.{c}: no unit suffix")
                v = pd.to_numeric(t[c][~empty], errors="coerce")
                if v.isna().any():
                    found.append(f"{name}.{c}: not a number")
                if c.endswith("_frac") and c != "efficiency_frac" and ((v < 0) | (v > 1)).any():
                    found.append(f"{name}.{c}: outside 0–1")
    ids = set(tables["sources"].source_id)
    for name, t in tables.items():
        if "source" in t:
            missing = {i for cell in t.source for i in cell.split(";")} - ids
            if missing:
                found.append(f"{name}: unknown sources {missing}")
        for column, other, key in REFERENCES.get(name, []):
            lost = set(t[column]) - set(tables[other][key])
            if lost:
                found.append(f"{name}.{column}: {lost} not in {other}")
    if set(tables["fleet"].fuel) - set(tables["fuels"].fuel):
        found.append("fleet: unknown fuel")
    if set(tables["sites"].station) - set(tables["climate_stations"].station):
        found.append("sites: unknown station")
    zones = set(tables["zones"].zone)
    for name in ("renewables", "zone_months"):
        if set(tables[name].zone) != zones:
            found.append(f"{name}: zones differ")
    b = tables["borders"]
    linked = set(b["from"]) | set(b["to"])
    if zones - linked != {"CY"}:
        found.append(f"zones without a border: {zones - linked}")
    pairs = [frozenset(p) for p in b[["from", "to"]].to_numpy().tolist()]
    if len(pairs) != len(set(pairs)):
        found.append("borders: a pair stands twice")
    if set(tables["sites"].site) != set(tables["site_stages"].site):
        found.append("sites without stages")
    s = tables["site_stages"].assign(mw=lambda d: d.firm_mw.astype(float))
    if (s.groupby("site").mw.diff() < 0).any():
        found.append("site_stages: falling")
    m = tables["zone_months"].assign(h=lambda d: d.month.astype(int).map(dict(enumerate(np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]), 1))))
    for c in ("demand_ratio", "inflow_ratio"):
        mean = m.groupby("zone").apply(lambda g, c=c: np.average(g[c].astype(float), weights=g.h), include_groups=False)
        if (abs(mean - 1) > 0.01).any():
            found.append(f"zone_months.{c}: mean is not 1: {mean[abs(mean - 1) > 0.01].to_dict()}")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for r in package["resources"]:
        if r["hash"] != "sha256:" + hashlib.sha256((out / r["path"]).read_bytes()).hexdigest():
            found.append(f"{r['path']}: hash differs from datapackage.json")
    if len(tables["zones"]) < 40 or len(tables["sites"]) < 150:
        found.append("too few zones or sites")
    if (tables["landmarks"].kind == "ai_factory").sum() != 19 or (tables["landmarks"].kind == "antenna").sum() != 13 or (tables["sites"].kind == "ai_factory").sum() != 19:
        found.append("AI Factories or antennas are missing")
    if len(sys.argv) > 3:
        balance(tables, pathlib.Path(sys.argv[3]))
    print("\n".join(found) or "no findings")
    raise SystemExit(1 if found else 0)


def balance(t: dict[str, pd.DataFrame], shared: pathlib.Path) -> None:
    """Energy of the year by country: demand, what runs whatever the price, what the rest could add; wind and sun against IRENA 2023."""
    zone = t["zones"].set_index("zone")
    num = lambda d, c: d[c].astype(float)
    f, r, m = t["fleet"], t["renewables"], t["zone_months"]
    most = (num(f, "capacity_mw") * num(f, "availability_frac") * 8784 / 1e6).groupby(f.zone).sum()
    must = (num(f, "capacity_mw") * num(f, "availability_frac") * num(f, "must_run_frac") * 8784 / 1e6).groupby(f.zone).sum()
    cf = {c: num(m, c).groupby(m.zone).mean() for c in ("wind_onshore_frac", "wind_offshore_frac", "solar_frac", "run_of_river_frac")}
    r = r.set_index("zone")
    green = sum(num(r, c.replace("_frac", "_mw")) * cf[c] * 8784 / 1e6 for c in cf) + num(r, "reservoir_inflow_mwh") / 1e6
    table = pd.DataFrame({"demand_twh": num(zone, "demand_mwh") / 1e6, "green_twh": green, "must_run_twh": must, "thermal_most_twh": most}).fillna(0).groupby(zone.country).sum().round(1)
    solar = pd.read_csv(shared / "data/plants/irena/IRENA_Solar_Capacity_Countries.csv").set_index("Region/country/area")["2023"]
    wind = pd.read_csv(shared / "data/plants/irena/IRENA_Wind_Capacity_Countries.csv").set_index("Region/country/area")["2023"]
    names = t["countries"].set_index("country").name.to_dict() | {"CZ": "Czechia", "NL": "Netherlands (Kingdom of the)", "GB": "United Kingdom of Great Britain and Northern Ireland"}
    mine_sun = num(r, "solar_mw").groupby(zone.country).sum()
    mine_wind = (num(r, "wind_onshore_mw") + num(r, "wind_offshore_mw")).groupby(zone.country).sum()
    def irena(series: pd.Series, c: str) -> float:
        hit = [i for i in series.index if str(i).startswith(names[c].split(" (")[0])]
        return float(series[hit[0]]) if hit else float("nan")
    table["sun_over_irena_2023"] = [round(mine_sun[c] / irena(solar, c), 2) for c in table.index]
    table["wind_over_irena_2023"] = [round(mine_wind[c] / irena(wind, c), 2) if irena(wind, c) else float("nan") for c in table.index]
    print(table.to_string())


if __name__ == "__main__":
    main()
