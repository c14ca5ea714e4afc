"""Regions of NUTS level 3 with what demand follows, and what is known of connection queues."""

from __future__ import annotations

import re

import pandas as pd

from common import CC, FACT, Context, source_ids

YEAR = "2022"  # the last year of ARDECO that holds the United Kingdom, and none of its forecasts
ZONE_OF_COUNTRY = {"EL": "GR", "UK": "GB", "LU": "DE"}
OUTSIDE = ("FRY", "NO0B", "IS", "TR", "LI")  # overseas regions and countries without a zone
ZONE_OF_REGION = {  # longest prefix wins
    "UKN": "IE", "DK01": "DK2", "DK02": "DK2", "DK": "DK1",
    "ITC": "IT-NO", "ITH": "IT-NO", "ITI1": "IT-CNO", "ITI3": "IT-CNO", "ITI": "IT-CSO", "ITF1": "IT-CSO", "ITF3": "IT-CSO", "ITF": "IT-SO", "ITG1": "IT-SIC", "ITG2": "IT-SAR",
    "SE332": "SE1", "SE331": "SE2", "SE32": "SE2", "SE22": "SE4", "SE212": "SE4", "SE213": "SE4", "SE": "SE3",
    "NO020": "NO1", "NO081": "NO1", "NO082": "NO1", "NO09": "NO2", "NO0A1": "NO2", "NO0A2": "NO5", "NO0A3": "NO3", "NO06": "NO3", "NO07": "NO4",
}
CUT = {"SE313": "its north belongs to SE2", "SE211": "its south belongs to SE4", "SE213": "its north belongs to SE3", "SE231": "its south belongs to SE4",
       "NO0A2": "its north belongs to NO3", "NO091": "its north belongs to NO1", "NO082": "its south-west belongs to NO2"}


def build(ctx: Context) -> None:
    regions(ctx)
    queue(ctx)


def zone_of(region: str) -> str:
    hits = [p for p in ZONE_OF_REGION if region.startswith(p)]
    return ZONE_OF_REGION[max(hits, key=len)] if hits else ZONE_OF_COUNTRY.get(region[:2], region[:2])


def regions(ctx: Context) -> None:
    people, product = (ctx.data(f"regions/ardeco_{what}_nuts2021.csv.gz") for what in ("population", "gdp_per_head"))
    product = product[product.UNIT == "PPS"].set_index("TERRITORY_ID")[YEAR]
    zones = set(ctx.done["zones"].zone)
    larger = {r.TERRITORY_ID: r.NAME_HTML.strip() for r in people[people.LEVEL_ID == 2].itertuples()}
    rows = []
    for r in people[people.LEVEL_ID == 3].sort_values("TERRITORY_ID").to_dict("records"):
        code = r["TERRITORY_ID"]
        if code.startswith(OUTSIDE) or pd.isna(r[YEAR]) or pd.isna(product.get(code)):
            continue  # also the extra-regio places, which have product and no people
        zone = zone_of(code)
        assert zone in zones, (code, zone)
        rows.append({"region": code, "name": r["NAME_HTML"].strip(), "part_of": larger[code[:4]], "zone": zone, "population_count": round(r[YEAR]), "gdp_per_head_pps": round(product[code]), "source": "ARDECO",
                     "confidence": f"medium: zone by its largest part, {CUT[code]}" if code in CUT else f"high: ARDECO, {YEAR}", "licence": CC})
    ctx.write("regions", rows)


POWER = {"GW": 1000.0, "MW": 1.0}


def queue(ctx: Context) -> None:
    """A statement a row, as published; its number once more where it has one that can be compared."""
    rows = []
    for i, q in enumerate(ctx.fact("eu_grid_queue.csv").to_dict("records"), 1):
        value, unit = str(q["value"]), str(q["unit"])
        numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", value)]
        is_one = re.fullmatch(r"[<>]?\d+(\.\d+)?", value) is not None
        is_range = re.fullmatch(r"\d+-\d+", value) is not None
        source = str(q["source_id"])
        known = re.search(r"\bS\d\d\b", source) is not None
        rows.append({
            "statement": f"Q{i:02}", "country": q["country"], "text": "data-centre consumption of 2030" if q["metric"] == "2030" else q["metric"], "value": "not said" if value == "-" else value, "unit": "" if unit == "-" else unit,
            "power_mw": numbers[0] * POWER[unit] if unit in POWER and is_one else None,
            "wait_years": sum(numbers) / len(numbers) if unit == "years" and (is_one or is_range) else None,
            "share_frac": numbers[0] / 100 if unit == "percent" and is_one else None,
            "until_year": int(numbers[0]) if unit == "year" and is_one else None,
            "as_of": q["source_date"], "source": source_ids(source),
            "confidence": q["confidence"] if known else f"{q['confidence']}: {source}, original not read", "licence": FACT,
        })
    ctx.write("grid_queue", rows)
