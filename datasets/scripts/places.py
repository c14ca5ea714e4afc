"""Countries, sites and their stages, climate, exchanges and what stands or is announced today."""

from __future__ import annotations

import math
import re

import pandas as pd

from common import USD_PER_EUR, Context, source_ids, zone_id


def build(ctx: Context) -> None:
    countries(ctx)
    stations(ctx)
    sites(ctx)
    landmarks(ctx)
    rows = [{"name": r.name, "country": r.country, "lat_deg": r.lat, "lon_deg": r.lon, "tier": str(r.tier), "source": "MEM",
             "confidence": "medium: coordinates to about 2 km"} for r in ctx.fact("eu_ix.csv").itertuples(index=False)]
    ctx.write("exchanges", rows)


def countries(ctx: Context) -> None:
    dear_water = {"CY": 2.0, "MT": 2.5, "DK": 2.6, "NL": 1.6, "DE": 1.8, "BE": 1.9, "FR": 1.5, "GB": 2.0, "CH": 2.0, "ES": 1.3, "IT": 1.2, "GR": 1.2, "PT": 1.4}
    heat = {"DK": 25.0, "SE": 22.0, "FI": 25.0, "DE": 25.0, "NL": 25.0, "AT": 22.0, "PL": 18.0, "CZ": 18.0, "LT": 18.0, "LV": 18.0, "EE": 20.0, "FR": 20.0}
    rows = []
    for c in ctx.fact("eu_countries.csv").itertuples(index=False):
        rows.append({
            "country": c.iso2, "name": c.country, "eu_member": c.eu_member, "network_charge_eur_per_mwh": c.ehv_network_levies_eur_mwh_est,
            "electricity_tax_eur_per_mwh": c.electricity_tax_datacentre_eur_mwh_mem, "wacc_frac": c.real_wacc_est,
            "building_eur_per_mw": round(c.build_cost_usd_per_w * 1e6 / USD_PER_EUR, -4), "wait_years": c.wait_years_1gw_central_est,
            "district_heat_frac": 0.0 if pd.isna(c.district_heat_share_pct) else round(c.district_heat_share_pct / 100, 3),
            "water_stress_score": c.water_stress_0_5_mem, "water_eur_per_m3": dear_water.get(c.iso2, 1.0), "heat_eur_per_mwh": heat.get(c.iso2, 15.0),
            "source": "S53;S58;MEM;EST",
            "confidence": "low: network charge EST ±50 %, tax MEM, waiting time EST, water and heat price EST; building cost T&T 2025-26 at 1.08 USD/EUR"
            if "T&T" in c.build_cost_basis else "low: network charge EST ±50 %, tax MEM, waiting time, building, water and heat price EST; 1.08 USD/EUR",
            "licence": "own estimate",
        })
    rows.append({"country": "US", "name": "United States", "eu_member": "no", "network_charge_eur_per_mwh": 12, "electricity_tax_eur_per_mwh": 0.5, "wacc_frac": 0.055,
                 "building_eur_per_mw": 12_300_000, "wait_years": 2, "district_heat_frac": 0.02, "water_stress_score": 2.5, "water_eur_per_m3": 1.2, "heat_eur_per_mwh": 5.0,
                 "source": "S58;S67;MEM;EST", "confidence": "low: for the comparison with the rival only (Silicon Valley 13.3 USD/W; wait 1-3 years, S67)", "licence": "own estimate"})
    ctx.write("countries", rows)


def stations(ctx: Context) -> None:
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    rows = []
    for s in ctx.fact("eu_climate_stations.csv").to_dict("records"):
        for number, month in enumerate(months, 1):
            rows.append({"station": s["station"], "country": s["country"], "lat_deg": s["lat"], "lon_deg": s["lon"], "elevation_m": s["elev_m"], "month": number,
                         "temperature_c": s[f"t_{month}"], "humidity_frac": round(s[f"rh_{month}"] / 100, 3), "dry_bulb_99_6_c": s["dry_bulb_99_6_est"],
                         "source": "MEM;EST", "confidence": "low: normals about 1991-2020 from memory, ±1 °C and ±6 points; 99.6 % dry bulb is an estimate"})
    ctx.write("climate_stations", rows)


AI_AUSTRIA = {  # the nineteenth AI Factory place, absent from eu_sites.csv: fields of Vienna Simmering, place of AIF08
    "id": "AT-AIAT", "name": "Vienna TU Wien (AI:AT)", "lat": 48.199, "lon": 16.37, "kind": "ai_factory", "status": "planned", "plausible_grid_mw": 5,
    "cooling_water": "none", "water_class": "none", "substation_hint": "MV", "note": "AI:AT, first AI Factory of Austria", "source_id": "S12", "confidence": "high", "earliest_year": 2027,
}


def sites(ctx: Context) -> None:
    facts = ctx.fact("eu_sites.csv")
    extra = facts[facts.id == "AT-VIENNA"].iloc[0].to_dict() | AI_AUSTRIA
    facts = pd.concat([facts, pd.DataFrame([extra])], ignore_index=True)
    height = ctx.fact("eu_climate_stations.csv").set_index("station").elev_m
    rows = []
    for s in facts.to_dict("records"):
        source = source_ids(s["source_id"])
        eu = s["eu_gigafactory_eligible"] == "yes"
        rows.append({
            "site": s["id"], "name": s["name"], "country": s["country"], "zone": zone_id(s["bidding_zone"]), "nuts2": text(s["nuts2_2024"]) or "n/a",
            "lat_deg": s["lat"], "lon_deg": s["lon"], "kind": s["kind"], "status": s["status"], "water_class": s["water_class"], "cooling_water": s["cooling_water"],
            "substation": s["substation_hint"], "ehv_km": s["km_to_380kv"], "latency_ms": s["tier1_rtt_ms_est"], "station": s["climate_station"],
            "elevation_m": height[s["climate_station"]], "cohesion_category": text(s["cohesion_2021_27"]) or "n/a",
            "cohesion_ceiling_frac": 0.0 if pd.isna(s["cofin_ceiling"]) or not eu else s["cofin_ceiling"], "seismic_g": s["pga475_g_est"], "flood_class": s["flood_class_est"],
            "eu_eligible": s["eu_gigafactory_eligible"], "note": text(s["note"]), "source": f"{source};S48;S52;MEM;EST" if "MEM" not in source else f"{source};S48;S52;EST",
            "confidence": f"{s['confidence']}: place and kind; distance to 380 kV from schematic coordinates, latency, hazards, height (of the climate station) EST or MEM; cohesion category MEM",
            "licence": "CC-BY-4.0" if "S51" in source else "facts; CC-BY-4.0 (distances, GridKit)",
        })
    ctx.write("sites", rows)
    stages = []
    for s in ctx.fact("eu_site_stages.csv").itertuples(index=False):
        source = source_ids(s.source_id)
        note = re.sub(r"^(S\d\d|MEM|EST|;)+\s*", "", str(s.source_id)).strip(" ()")
        known = any(i.startswith("S") for i in source.split(";"))
        stages.append({"site": s.site_id, "year": s.year, "firm_mw": s.cumulative_firm_mw, "source": source,
                       "confidence": ("medium: published" if known else "low: estimate") + (f"; {note}" if note else "")})
    stages += [{"site": "AT-AIAT", "year": y, "firm_mw": mw, "source": "EST", "confidence": "low: estimate; rule 30/60/100 %"} for y, mw in ((2027, 2), (2029, 3), (2031, 5))]
    order = {r["site"]: i for i, r in enumerate(rows)}
    stages.sort(key=lambda r: (order[r["site"]], r["year"]))
    ctx.write("site_stages", stages)


def text(value: object) -> str:
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def middle(value: object) -> float | None:
    """`8.5-10` → 9.25, `2.3 (+5.4)` → 2.3; nothing → None."""
    numbers = [float(x) for x in re.findall(r"\d+(?:\.\d+)?", re.sub(r"\(.*?\)", "", text(value)))]
    return sum(numbers) / len(numbers) if numbers else None


def landmarks(ctx: Context) -> None:
    rows = []

    def add(ident: str, kind: str, name: str, country: str, lat: float, lon: float, mw: float | None, cost: float | None, note: str, source: str, confidence: str) -> None:
        rows.append({"id": ident, "kind": kind, "name": name, "country": country, "lat_deg": lat, "lon_deg": lon, "power_mw": mw, "cost_bn_eur": cost,
                     "note": note, "source": source_ids(source), "confidence": confidence})

    for f in ctx.fact("eu_ai_factories.csv").to_dict("records"):
        note = "; ".join(t for t in (f"wave {f['wave']}", text(f["host"]), text(f["system"]), text(f["investment_note"]), f"IT power estimate {f['it_power_mw_estimate']} MW") if t)
        add(f["id"], "ai_factory", f["name"], f["country"], f["lat"], f["lon"], middle(f["it_power_mw_estimate"]), None, note, f["source_id"] + ";EST", f["confidence"])
    for a in ctx.fact("eu_ai_antennas.csv").to_dict("records"):
        add(f"ANT-{a['country']}", "antenna", f"AI Factory Antenna, {a['place_note']}", a["country"], a["lat"], a["lon"], None, None, f"linked to {a['linked_factory']}", a["source_id"], "medium")
    for b in ctx.fact("eu_bids.csv").to_dict("records"):
        lost = pd.isna(b["lat"])
        cost = middle(b["cost_bn_eur"])
        if cost is not None and "USD" in text(b["cost_bn_eur"]):
            cost = round(cost / USD_PER_EUR, 2)
        note = "; ".join(t for t in (text(b["staging"]), text(b["sponsor"]), text(b["status"]), f"GPUs {text(b['gpus'])}" if text(b["gpus"]) else "",
                                     f"cost as published {text(b['cost_bn_eur'])}" if text(b["cost_bn_eur"]) else "", "place unknown: centre of the country" if lost else "") if t)
        kind = "bid" if text(b["eu_gigafactory_bid"]).startswith("yes") else "campus"
        add(f"BID-{b['id']}", kind, b["name"], b["country"], 46.6 if lost else b["lat"], 2.4 if lost else b["lon"], None if pd.isna(b["mw_final"]) or b["mw_final"] == 0 else float(b["mw_final"]),
            cost, note, b["source_id"], b["confidence"])
    for s in ctx.fact("eu_stargate.csv").to_dict("records"):
        if pd.isna(s["lat"]):
            continue  # totals and facts: programme.csv
        state = s["state_or_country"]
        cost = None if pd.isna(s["cost_bn_usd"]) else round(s["cost_bn_usd"] / USD_PER_EUR, 2)
        add(f"SG-{s['key'].upper()}", "rival", s["name"], state if state in ("NO", "GB") else "US", s["lat"], s["lon"], None if pd.isna(s["mw"]) else float(s["mw"]), cost,
            (f"{state}; " if state not in ("NO", "GB") else "") + text(s["note"]), s["source_id"], s["confidence"])
    ctx.write("landmarks", rows)
