"""Rules as data, facts of the programme, and the list of sources."""

from __future__ import annotations

import re

import pandas as pd

from common import Context, source_ids

STATUS = {"in force": "in_force", "draft": "draft", "proposal": "proposal", "reported": "reported", "voluntary": "voluntary"}

# Rule → rows of (id suffix, from year, parameter, value, list). Rules not named here are information only.
MODEL = {
    "DE-PUE-2023": [("", 2026, "pue_max", 1.2, "")],
    "DE-PUE-2026": [("", 2027, "pue_max", 1.3, "")],
    "DE-ERF": [("-2026", 2026, "erf_min_frac", 0.10, ""), ("-2027", 2027, "erf_min_frac", 0.15, ""), ("-2028", 2028, "erf_min_frac", 0.20, "")],
    "DE-RES": [("-2024", 2024, "renewable_share_frac", 0.5, ""), ("-2027", 2027, "renewable_share_frac", 1.0, "")],
    "DE-FFM": [("", 2024, "no_connection_before_year", 2030, "DE-STAUDINGER")],
    "IE-CRU": [("", 2025, "dispatchable_ratio", 1.0, "")],
    "IE-RES": [("", 2025, "additional_renewable_frac", 0.8, "")],
    "NL-HYPER": [("", 2024, "only_sites", None, "NL-EEMSHAVEN;NL-MIDDENMEER")],
    "GF-ONE": [("", 2026, "bids_per_country_count", 1, "")],
    "GF-LOCATION": [("", 2026, "eu_only", 1, "")],
}
FROM = {"EED-REPORT": 2024, "EED-HEAT": 2025, "EU-RATING": 2027, "EU-MPS": 2027, "CADA-OBJ": 2030, "DE-PUE-OLD": 2027, "DE-QUEUE": 2026, "FR-FASTTRACK": 2025, "FR-SITES": 2025,
        "ES-GRID": 2026, "IT-GRID": 2026, "PT-GRID": 2025, "PL-GRID": 2026, "NO-GRID": 2025, "SE-TAX": 2023, "FI-TAX": 2026, "FI-GRID": 2025, "UK-AIGZ": 2025, "EU-TAXO": 2022,
        "CNDCP": 2025, "ETS-2030": 2030, "COHESION": 2021, "COHESION-DC": 2021, "DE-BKZ": 2024, "NCRFG": 2027, "IE-DUB": 2024, "NL-GRID": 2024}


def status(row: dict) -> str:
    text = str(row["status"])
    if text.startswith("draft"):
        return "draft"
    for key, word in STATUS.items():
        if text.startswith(key):
            return word
    return {"de facto": "in_force", "in preparation": "draft", "-": "reported", "n/a": "reported"}.get(text, "reported")


def build(ctx: Context) -> None:
    near_dublin = ""  # no site of sites.csv lies in the Dublin area: an empty list would bind all of Ireland, so the rule informs
    sites = set(ctx.done["sites"].site)
    rows = []
    for r in ctx.fact("eu_rules.csv").to_dict("records"):
        text = f"{r['rule']} ({r['applies_to']}; applies {r['applies_from']}; {r['model_parameter']} = {r['value']})"
        for suffix, year, parameter, value, names in MODEL.get(r["id"], [("", FROM.get(r["id"], 2026), "none", None, near_dublin)]):
            assert all(n in sites for n in names.split(";") if n), names
            rows.append({"rule": r["id"] + suffix, "jurisdiction": r["jurisdiction"], "instrument": r["instrument"], "status": status(r), "from_year": year, "text": text,
                         "parameter": parameter, "value_ratio": value, "list": names, "source": source_ids(r["source_id"]), "confidence": r["confidence"]})
    ctx.write("rules", rows)
    programme(ctx)
    sources(ctx)


def programme(ctx: Context) -> None:
    rows = [{"key": p["key"], "fact": p["fact"], "value": str(p["value"]), "unit": "" if pd.isna(p["unit"]) else p["unit"], "source": source_ids(p["source_id"]),
             "confidence": f"{p['confidence']} ({p['source_date']})"} for p in ctx.fact("eu_programme.csv").to_dict("records")]
    for s in ctx.fact("eu_stargate.csv").to_dict("records"):
        if not pd.isna(s["lat"]):
            continue
        values = [(s["mw"], "MW"), (s["cost_bn_usd"], "bn USD")]
        told = [(f"{v:g}", u) for v, u in values if not pd.isna(v)]
        rows.append({"key": f"stargate_{s['key']}", "fact": "; ".join(str(x) for x in (s["name"], s["note"]) if not pd.isna(x)), "value": "; ".join(v for v, _ in told) or "see fact",
                     "unit": "; ".join(u for _, u in told) or "-", "source": source_ids(s["source_id"]), "confidence": s["confidence"]})
    ctx.write("programme", rows)


def latest(text: str) -> str:
    """The latest plain date of a text such as `2025-03-03 / 2025-11` or `2025-10..12`."""
    return max(re.findall(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?!\d)(?:-\d{2}(?!\d))?)?", text), default="")


def sources(ctx: Context) -> None:
    rows = [{"source_id": s["source_id"], "title": s["title"], "url": "" if pd.isna(s["url"]) else s["url"], "date": "" if pd.isna(s["source_date"]) else s["source_date"],
             "how_seen": s["how_seen"]} for s in ctx.fact("eu_sources.csv").to_dict("records")]
    extra = [
        ("PPM", "powerplantmatching v0.6.1 (PyPSA), 22 817 plants, CC-BY-4.0", "https://github.com/PyPSA/powerplantmatching", "2025-01", "data file read; shares of age classes measured from it"),
        ("ARDECO", "JRC ARDECO, regions of NUTS 2021: population and gross domestic product per head, CC-BY-4.0", "https://github.com/PyPSA/pypsa-eur", "2024", "data files read (pypsa-eur be861651); figures of 2022"),
        ("IRENA", "IRENA renewable capacity statistics to 2023", "https://www.irena.org/Statistics", "2024", "data file read as a check; figures of 2024 from memory"),
        ("JRCH", "JRC hydro-power plants database, CC-BY-4.0", "https://github.com/energy-modelling-toolkit/hydro-power-database", "2022", "data file read as a check"),
        ("D2016", "Dispa-SET European series of 2016, EUPL-1.2", "https://github.com/energy-modelling-toolkit/Dispa-SET", "repo 2026-05-11", "data files read; monthly statistics measured from them"),
        ("ETM19", "Energy Transition Model load shapes of 2019, MIT", "https://github.com/quintel/etsource", "2019", "data files read; monthly statistics measured from them"),
        ("INFLOW", "Daily hydro inflow 2003-2012, martavp/integrated-energy-grids, CC-BY-4.0", "https://github.com/martavp/integrated-energy-grids", "2003-2012", "data file read; monthly statistics measured from it"),
        ("COSTS", "PyPSA technology-data 634cdc1a, year 2030 (figures cited; sources per row there)", "https://github.com/PyPSA/technology-data", "2025", "data file read"),
        ("FGPU", "Compilation of accelerator data sheets and measurements; the page of each figure stands in the confidence column", "", "2026-11", "excerpts and memory"),
        ("FCOOL", "Compilation of cooling parameters (modelica-buildings, RAPS, EnergyPlus, makers)", "", "2026-11", "read, derived or memory, per row of the compilation"),
        ("FPOW", "Compilation of power-chain losses (Reg (EU) 548/2014, 80 PLUS, own fits)", "", "2026-11", "mostly memory"),
        ("FCOST", "Compilation of data-centre cost figures (Turner & Townsend, Savills, press)", "", "2026-11", "read or memory, per row of the compilation"),
    ]
    rows += [{"source_id": i, "title": t, "url": u, "date": d, "how_seen": h} for i, t, u, d, h in extra]
    for row in rows:
        told = row["date"]
        row["date"] = latest(told)
        if told != row["date"]:
            row["how_seen"] += f"; dated {told}"
        row["licence"] = "CC-BY-4.0" if any(w in row["title"] for w in ("CC BY 4.0", "CC-BY-4.0")) else "EU reuse" if row["source_id"] in ("S01", "S46", "S48", "S64") else "citation"
    ctx.write("sources", rows)
