"""Write datapackage.json (Frictionless v2) beside the tables: `python package.py OUT SUFFIX_RS`.

Units come from the phrase book crates/gigasite-units/src/suffix.rs, so that table and code cannot disagree.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import re
import sys

import pandas as pd

from describe import COLUMN, KEYS, REFERENCES, TEXT_COLUMNS, TITLE

OPTIONAL = {("accelerators", "fp8_dense_tflops"), ("nodes", "fp16_dense_tflops"), ("nodes", "fp4_dense_tflops"), ("nodes", "rack_low_kw"),
            ("nodes", "rack_high_kw"), ("money_layers", "envelope_bn_eur"), ("rules", "value_ratio"), ("rules", "list"), ("landmarks", "power_mw"),
            ("landmarks", "cost_bn_eur"), ("sites", "note"), ("grid_queue", "unit"), ("grid_queue", "power_mw"), ("grid_queue", "wait_years"), ("grid_queue", "share_frac"), ("grid_queue", "until_year"), ("sources", "url"), ("sources", "date")}
INTEGER = {"until_year", "population_count", "month", "year", "available_year", "from_year", "order_count", "units_count", "spare_count", "it_category_count", "rack_nodes_count"}
ENUM = {"eu_member": ["yes", "no"], "eu_eligible": ["yes", "no"], "heats_hall": ["yes", "liquid", "no"], "needs_water_body": ["yes", "no"], "water_class": ["sea", "fresh", "none"],
        "vintage": ["new", "mid", "old", "all"], "cohesion_category": ["less", "transition", "more", "n/a"], "flood_class": ["L", "M", "H"],
        "synchronous_area": ["continental", "nordic", "great_britain", "ireland", "baltic", "island"]}
SIGNED = {"lat_deg", "lon_deg", "temperature_c", "elevation_m", "observed_2024_eur_per_mwh", "a1_ratio", "dry_bulb_99_6_c"}
LICENCES = [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 (Ember, JRC, powerplantmatching, GridKit)", "path": "https://creativecommons.org/licenses/by/4.0/"}]


def suffixes(path: pathlib.Path) -> dict[str, str]:
    return dict(re.findall(r'\("(\w+)", "([^"]+)"\)', path.read_text(encoding="utf-8")))


def unit(column: str, table: dict[str, str]) -> str | None:
    hits = [s for s in table if column == s or column.endswith(f"_{s}")]
    return table[max(hits, key=len)] if hits else None


def field(name: str, column: str, units: dict[str, str]) -> dict:
    described = COLUMN.get(f"{name}.{column}") or COLUMN.get(column)
    if described is None:
        raise SystemExit(f"{name}.{column}: no description in describe.py")
    constraints: dict = {} if (name, column) in OPTIONAL else {"required": True}
    if column in TEXT_COLUMNS:
        if column in ENUM:
            constraints["enum"] = ENUM[column]
        return {"name": column, "type": "string", "description": described} | ({"constraints": constraints} if constraints else {})
    told = unit(column, units)
    if told is None:
        raise SystemExit(f"{name}.{column}: a number without a unit suffix")
    if column not in SIGNED:
        constraints["minimum"] = 0
    if column.endswith("_frac") and (name, column) != ("technologies", "efficiency_frac"):  # a heat pump gives more than one
        constraints["maximum"] = 1
    if column == "month":
        constraints |= {"minimum": 1, "maximum": 12}
    if column == "lat_deg":
        constraints |= {"minimum": -90, "maximum": 90}
    if column == "lon_deg":
        constraints |= {"minimum": -180, "maximum": 180}
    return {"name": column, "type": "integer" if column in INTEGER else "number", "unit": told, "description": described, "constraints": constraints}


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("usage: package.py OUT SUFFIX_RS")
    out, units = pathlib.Path(sys.argv[1]), suffixes(pathlib.Path(sys.argv[2]))
    resources = []
    titles = pd.read_csv(out / "sources.csv", keep_default_na=False).set_index("source_id")
    for name, title in TITLE.items():
        raw = (out / f"{name}.csv").read_bytes()
        table = pd.read_csv(out / f"{name}.csv", keep_default_na=False, dtype=str)
        schema: dict = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": [field(name, c, units) for c in table.columns], "missingValues": [""], "primaryKey": KEYS[name]}
        if name in REFERENCES:
            schema["foreignKeys"] = [{"fields": [c], "reference": {"resource": r, "fields": [f]}} for c, r, f in REFERENCES[name]]
        used = sorted({i for cell in table.get("source", []) for i in cell.split(";")})
        resource = {"name": name.replace("_", "-"), "title": title, "path": f"{name}.csv", "type": "table", "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                    "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"'}, "bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "schema": schema, "licenses": LICENCES}
        if used:
            resource["sources"] = [{"title": f"{i}: {titles.title[i]}"} | ({"path": titles.url[i]} if titles.url[i].startswith("http") and " " not in titles.url[i] else {}) for i in used]
        resources.append(resource)
    for resource in resources:
        for key in resource["schema"].get("foreignKeys", []):
            key["reference"]["resource"] = key["reference"]["resource"].replace("_", "-")
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "gigasite-europe", "title": "Where AI gigafactories could stand in Europe: power system, sites, halls, money and rules",
        "description": "Tables of the gigasite case `europe`; state of knowledge 22 November 2026, money of 2024. Every row carries its source, confidence and licence; MEM is from memory, EST an estimate.",
        "version": "0.1.0", "created": "2026-11-22T00:00:00Z", "licenses": LICENCES,
        "contributors": [{"title": "gigasite authors", "roles": ["creator"]}],
        "sources": [{"title": f"{i}: {titles.title[i]}"} for i in ("S49", "PPM", "S51", "S52", "D2016", "ETM19", "INFLOW", "JRCH", "IRENA", "COSTS", "S01", "S48")],
        "resources": resources,
    }
    (out / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
