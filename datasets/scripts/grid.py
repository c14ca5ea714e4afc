"""Zones, months, fleets, hydro, borders, fuels and carbon prices."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from common import Context, zone_id
from figures import (BORDER_EXTRA, BORDER_MEM, NI_DEMAND_TWH, OBSERVED_EST, PEAK_EXTRA, RENEWABLE, SHARES, THERMAL, ZONES)

HOURS = 8784.0  # 2024
MONTH_HOURS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24.0


def share(country: str, key: str, zone: str) -> float:
    """Share of a national figure that a zone holds; 1 where the country is one zone."""
    if country not in SHARES:
        return 1.0
    table = SHARES[country]
    chosen = table.get(key, table["demand"])
    return chosen.get(zone, 0.0) / sum(chosen.values())


def is_split(country: str) -> bool:
    return country in SHARES


def build(ctx: Context) -> None:
    zones(ctx)
    months = Months(ctx)
    renewables(ctx)
    months.write()
    fleet(ctx)
    borders(ctx)
    fuels(ctx)


def zones(ctx: Context) -> None:
    facts = ctx.fact("eu_countries.csv").set_index("iso2")
    price = {zone_id(r.zone): r.da_2024 for r in ctx.fact("eu_zone_prices.csv").itertuples() if r.zone != "LU"}
    demand = facts.demand_twh_2024.astype(float).fillna(facts.demand_twh_2023.astype(float))
    demand["DE"] += demand["LU"]
    demand["GB"] -= NI_DEMAND_TWH
    demand["IE"] += NI_DEMAND_TWH
    rows = []
    for zone, name, country, area, lat, lon in ZONES:
        part = share(country, "demand", zone)
        observed, how = price.get(zone), "zone price 2024 from memory"
        if pd.isna(observed) if observed is not None else True:
            observed, how = OBSERVED_EST[zone]
        rows.append({
            "zone": zone, "name": name, "country": country, "synchronous_area": area, "lat_deg": lat, "lon_deg": lon,
            "demand_mwh": round(demand[country] * part * 1e6, -3),
            "peak_load_mw": round((facts.peak_load_gw_mem[country] * 1000 + PEAK_EXTRA.get(country, 0)) * part, -1),
            "observed_2024_eur_per_mwh": observed,
            "source": "S49;S55;MEM;EST" if is_split(country) or zone in OBSERVED_EST else "S49;S55;MEM",
            "confidence": ("low: national demand and peak split by shares from memory; " if is_split(country) else "medium: national demand read, peak from memory; ") + how,
        })
    ctx.write("zones", rows)


class Months:
    """Monthly shape of demand, weather and inflow per country; monthly temperature and humidity per zone."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.alias = {"GR": "EL", "GB": "UK"}
        self.on = self._shape("cf_wind_onshore", "wind_inland_baseline")
        self.off = self._shape("cf_wind_offshore", "wind_offshore_baseline")
        self.sun = self._shape("cf_solar_pv", "solar_pv_on_land")
        self.level_on = self._level("cf_wind_onshore")
        self.level_sun = self._level("cf_solar_pv")
        self.ror = self._shape("cf_hydro_ror", None)
        daily = ctx.data("timeseries/hydro_inflow_daily_2003_2012_gwh.csv.gz")
        month = pd.to_datetime(daily.pop("date")).dt.month
        mean = daily.groupby(month).mean().rename(columns={"KV": "XK"})
        self.inflow = mean / mean.mean()

    def _read(self, name: str) -> pd.DataFrame:
        table = self.ctx.data(f"timeseries/eu_2016_dispaset/{name}.csv.gz")
        table.index = pd.to_datetime(table.pop("utc"), utc=True)
        return table.replace([np.inf, -np.inf], np.nan).clip(lower=0, upper=1).dropna(axis=1, how="all")

    def _level(self, name: str) -> dict[str, float]:
        return self._read(name).mean().to_dict()

    def _shape(self, year_2016: str, year_2019: str | None) -> pd.DataFrame:
        table = self._read(year_2016)
        first = table.groupby(table.index.month).mean()
        first = first / first.mean()
        if year_2019 is None:
            return first
        table = self.ctx.data(f"timeseries/eu_2019_etm/{year_2019}.csv.gz")
        clock = pd.to_datetime(table.pop("cet_utc_plus_1")) - pd.Timedelta(hours=1)
        second = table.groupby(clock.dt.month).mean()
        second = second / second.mean()
        both = {c: (first[c] + second[c]) / 2 if c in first and c in second else first.get(c, second.get(c))
                for c in sorted(set(first) | set(second))}
        return pd.DataFrame(both)

    def pick(self, table: pd.DataFrame, country: str, fallback: dict[str, str]) -> np.ndarray:
        for name in (country, fallback.get(country, "")):
            key = self.alias.get(name, name)
            if key in table:
                return table[key].to_numpy()
        return np.ones(12)

    def demand(self, country: str) -> np.ndarray:
        table = self.ctx.fact("eu_demand_monthly.csv")
        source = {"AL": "ME"}.get(country, country)
        table = table[(table.country == source) & (table.month >= "2019-01") & (table.month < "2025-01")]
        year, month = table.month.str[:4], table.month.str[5:].astype(int)
        power = table.demand_twh / MONTH_HOURS[month.to_numpy() - 1]
        ratio = (power / power.groupby(year).transform("mean")).groupby(month).mean().to_numpy()
        return ratio / np.average(ratio, weights=MONTH_HOURS)

    def write(self) -> None:
        stations = self.ctx.fact("eu_climate_stations.csv")
        capacity = self.ctx.done["renewables"].set_index("zone")
        fallback = {"AL": "EL", "BA": "HR", "ME": "HR", "XK": "MK", "RS": "RO", "MT": "IT", "GB": "IE", "CY": "GR"}
        sun_fallback = {"XK": "MK", "BA": "HR", "ME": "HR", "AL": "EL"}
        ror_fallback = {"PL": "CZ", "RS": "RO", "BA": "HR", "ME": "HR", "AL": "EL", "MK": "BG", "XK": "BG", "HU": "SK", "NL": "BE", "DK": "SE", "EE": "LV"}
        coast = {"DE": .40, "NL": .42, "BE": .40, "GB": .42, "DK1": .44, "DK2": .42, "FR": .38, "IE": .42, "PL": .42, "EE": .42,
                 "LV": .42, "LT": .42, "FI": .40, "SE1": .38, "SE2": .40, "SE3": .40, "SE4": .42, "NO1": .38, "NO2": .46, "NO3": .45, "NO4": .42,
                 "NO5": .45, "PT": .40, "ES": .35, "IT-SO": .28, "IT-SIC": .28, "IT-SAR": .32, "GR": .35}
        rows = []
        for zone, _, country, _, lat, lon in ZONES:
            distance = (stations.lat - lat) ** 2 + ((stations.lon - lon) * math.cos(math.radians(lat))) ** 2
            station = stations.loc[(distance + (stations.country != country) * 4.0).idxmin()]
            nation, mine = RENEWABLE.loc[country], capacity.loc[zone]
            demand = self.demand(country)

            def level(twh: float, mw: float, default: float, least: float) -> float:
                return twh * 1e6 / (mw * HOURS) if mw > least else default

            on = level(nation.on_twh, nation.on, max(self.level_on.get(self.alias.get(country, country), 0.22), 0.18), 50)
            if country == "DK" or country == "SE" or country == "NO":  # windier coasts inside a country (EST)
                on *= {"DK1": 1.0, "DK2": 0.98, "SE1": 0.97, "SE2": 1.0, "SE3": 0.98, "SE4": 1.05, "NO2": 1.05, "NO3": 1.02, "NO1": 0.95, "NO4": 0.95}.get(zone, 1.0)
            off = level(nation.off_twh, nation.off, coast.get(zone, 0.0), 300) if zone in coast else 0.0
            sun = level(nation.solar_twh, nation.solar, self.level_sun.get(self.alias.get(country, country), 0.11) * 0.95, 100)
            if country == "IT":
                sun *= {"IT-NO": 0.92, "IT-CNO": 1.0, "IT-CSO": 1.05, "IT-SO": 1.1, "IT-SIC": 1.12, "IT-SAR": 1.1}[zone]
            ror = level(nation.ror_twh, nation.ror, 0.35, 5)
            shape = {
                "on": self.pick(self.on, country, fallback), "off": self.pick(self.off, country, {"GB": "UK", "NO": "DK"}),
                "sun": self.pick(self.sun, country, sun_fallback), "ror": np.sqrt(self.pick(self.ror, country, ror_fallback)),
                "inflow": self.pick(self.inflow, country, {"AL": "ME", "LU": "BE", "CY": "EL", "MT": "IT"}),
            }
            shape = {k: v / np.average(v, weights=MONTH_HOURS) for k, v in shape.items()}
            for month in range(1, 13):
                m = month - 1
                rows.append({
                    "zone": zone, "month": month, "demand_ratio": round(demand[m], 4),
                    "temperature_c": station[f"t_{NAMES[m]}"], "humidity_frac": round(station[f"rh_{NAMES[m]}"] / 100, 3),
                    "wind_onshore_frac": round(min(on * shape["on"][m], 0.95), 4), "wind_offshore_frac": round(min(off * shape["off"][m], 0.95), 4),
                    "solar_frac": round(min(sun * shape["sun"][m], 0.95), 4), "run_of_river_frac": round(min(ror * shape["ror"][m], 0.95), 4),
                    "inflow_ratio": round(shape["inflow"][m], 4),
                    "source": "S49;D2016;ETM19;INFLOW;MEM",
                    "confidence": f"medium: shapes measured on 2016 and 2019, level from generation 2024 (MEM); climate of station {station.station} (MEM)",
                    "licence": "EUPL-1.2 and MIT (statistics measured from the data); CC-BY-4.0",
                })
        self.ctx.write("zone_months", rows)


NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def renewables(ctx: Context) -> None:
    rows = []
    for zone, _, country, *_ in ZONES:
        n = RENEWABLE.loc[country]

        def part(key: str, figure: float, zone: str = zone, country: str = country) -> float:
            return figure * share(country, key, zone)

        off = n.off if not is_split(country) or "off" in SHARES[country] else 0.0
        rows.append({
            "zone": zone, "wind_onshore_mw": round(part("on", n.on)), "wind_offshore_mw": round(part("off", off)),
            "solar_mw": round(part("solar", n.solar)), "run_of_river_mw": round(part("ror", n.ror)), "reservoir_mw": round(part("res", n.res)),
            "reservoir_mwh": round(part("res_gwh" if country in ("NO", "SE") else "res", n.res_gwh) * 1000),
            "reservoir_inflow_mwh": round(part("res", n.res_twh) * 1e6),
            "pumped_mw": round(part("pumped", n.pumped)), "pumped_mwh": round(part("pumped", n.pumped_gwh) * 1000),
            "battery_mw": round(part("battery", n.battery)), "battery_mwh": round(part("battery", n.battery_mwh)),
            "source": "IRENA;S49;JRCH;MEM;EST" if is_split(country) else "IRENA;S49;JRCH;MEM",
            "confidence": "low: national end-2024 figures from memory, split by zone from memory" if is_split(country)
            else "medium: end-2024 figures from memory, checked against IRENA 2023 and JRC hydro",
            "licence": "own estimate",
        })
    ctx.write("renewables", rows)


# technology: fuel, efficiency new/mid/old, availability, must-run, variable cost. Must-run of a class is heat
# contracts, minimum load of committed units and stability together, since a merit order knows no commitment. Efficiencies EST from technology-data
# and the Dispa-SET 2016 fleet; availability and must-run EST.
TECHNOLOGY = {
    "nuclear": ("uranium", (0.36, 0.335, 0.33), 0.85, 0.80, 4.0),
    "lignite": ("lignite", (0.42, 0.37, 0.34), 0.80, 0.35, 3.5),
    "coal": ("coal", (0.45, 0.40, 0.36), 0.80, 0.10, 3.5),
    "gas_ccgt": ("gas", (0.59, 0.56, 0.50), 0.87, 0.07, 2.5),
    "gas_chp": ("gas", (0.54, 0.50, 0.46), 0.85, 0.42, 2.5),
    "gas_ocgt": ("gas", (0.40, 0.36, 0.33), 0.90, 0.0, 4.5),
    "oil": ("oil", (0.40, 0.37, 0.33), 0.85, 0.03, 4.5),
    "biomass": ("biomass", (0.38, 0.35, 0.32), 0.85, 0.95, 4.0),
    "waste": ("waste", (0.27, 0.25, 0.22), 0.85, 0.95, 5.0),
    "geothermal": ("geothermal", (0.12, 0.12, 0.12), 0.85, 0.95, 3.0),
    "other": ("other", (0.40, 0.36, 0.33), 0.85, 0.95, 3.0),
}
# country, technology → changes (EST): islands that are not in the market, heat-led coal, oil shale and peat.
SPECIAL = {
    ("EE", "lignite"): {"fuel": "oil_shale", "must": 0.10}, ("FI", "lignite"): {"fuel": "peat", "must": 0.25},
    ("ES", "oil"): {"must": 0.40}, ("GR", "oil"): {"must": 0.33}, ("PL", "coal"): {"must": 0.35},
    ("DE", "coal"): {"must": 0.12}, ("DK", "coal"): {"must": 0.10}, ("FI", "coal"): {"must": 0.15}, ("IT", "coal"): {"must": 0.08},
    ("IT", "gas_chp"): {"must": 0.45}, ("ES", "gas_chp"): {"must": 0.45}, ("CY", "oil"): {"must": 0.10}, ("MT", "gas_ccgt"): {"must": 0.15},
    ("FR", "nuclear"): {"must": 0.55, "spare": 1.05}, ("XK", "lignite"): {"must": 0.45}, ("RS", "lignite"): {"must": 0.45},
    ("BA", "lignite"): {"must": 0.40}, ("ME", "lignite"): {"must": 0.40}, ("IE", "coal"): {"must": 0.05}, ("NO", "gas_chp"): {"must": 0.30},
}

# Share of the peak load that stops buying at the price of the fuel `demand_response` (EST): 2.5 % as interruptible contracts and
# elastic bids hold across Europe; in FI 8 % or 1.2 GW, where electric boilers of more than 2 GW (MEM) and pulp mills bid.
DEMAND_RESPONSE = {"FI": 0.08}


def vintages(ctx: Context) -> dict[tuple[str, str], dict[str, float]]:
    """Share of `new` (from 2010), `mid` (1990–2009) and `old` capacity by country and technology, from powerplantmatching."""
    plants = ctx.data("plants/powerplants_ppm_v0.6.1.csv.gz")
    plants = plants[(plants.DateIn.isna() | (plants.DateIn <= 2024)) & (plants.DateOut.isna() | (plants.DateOut >= 2025))]
    names = ctx.fact("eu_countries.csv").set_index("country").iso2.to_dict() | {"Czechia": "CZ"}
    kind = {"Nuclear": "nuclear", "Lignite": "lignite", "Hard Coal": "coal", "Oil": "oil", "Solid Biomass": "biomass", "Waste": "waste", "Geothermal": "geothermal"}
    found: dict[tuple[str, str], dict[str, float]] = {}
    for plant in plants.sort_values("id").itertuples():
        country = names.get(plant.Country)
        technology = kind.get(plant.Fueltype)
        if plant.Fueltype == "Natural Gas":
            technology = "gas_chp" if plant.Set == "CHP" else "gas_ccgt" if plant.Technology == "CCGT" else "gas_ocgt"
        if country is None or technology is None or pd.isna(plant.DateIn):
            continue
        age = "new" if plant.DateIn >= 2010 else "mid" if plant.DateIn >= 1990 else "old"
        cell = found.setdefault((country, technology), {"new": 0.0, "mid": 0.0, "old": 0.0})
        cell[age] += plant.Capacity
    return {k: {a: v / sum(c.values()) for a, v in c.items()} for k, c in found.items() if sum(c.values()) > 0}


def fleet(ctx: Context) -> None:
    ages, rows = vintages(ctx), []
    energy = {"nuclear", "biomass", "waste", "geothermal", "other"}
    for zone, _, country, *_ in ZONES:
        nation = THERMAL.loc[country]
        for technology, (fuel, efficiency, availability, must, om) in TECHNOLOGY.items():
            capacity = nation[technology] * share(country, technology, zone)
            if capacity < 0.5:
                continue
            special = SPECIAL.get((country, technology), {})
            must, how = special.get("must", must), "availability and must-run EST"
            if technology in energy:  # runs as it ran in 2024, whatever the price
                spare = special.get("spare", 1.03 if technology == "nuclear" else 1.0 / must)
                availability = nation[f"{technology}_twh"] * 1e6 / (nation[technology] * HOURS) * spare
                availability, how = min(availability, 0.95), "availability from generation 2024 (MEM), must-run EST"
            split = ages.get((country, technology), {"mid": 1.0})
            split = {a: s for a, s in split.items() if s >= 0.08} or {"mid": 1.0}
            if technology in ("biomass", "waste", "geothermal", "other"):
                split = {"all": 1.0}
            total = sum(split.values())
            for age, part in split.items():
                rows.append({
                    "zone": zone, "technology": technology, "vintage": age, "fuel": special.get("fuel", fuel), "capacity_mw": round(capacity * part / total, 1),
                    "efficiency_frac": efficiency[{"new": 0, "mid": 1, "old": 2, "all": 1}[age]], "availability_frac": round(availability, 3),
                    "must_run_frac": round(must, 3), "variable_om_eur_per_mwh": om, "source": "PPM;MEM;EST",
                    "confidence": f"{'low: split by zone from memory' if is_split(country) else 'medium'}; national end-2024 capacity MEM, age from powerplantmatching, {how}",
                })
        peak = ctx.done["zones"].set_index("zone").peak_load_mw[zone]
        rows.append({
            "zone": zone, "technology": "demand_response", "vintage": "all", "fuel": "demand_response",
            "capacity_mw": round(float(peak) * DEMAND_RESPONSE.get(country, 0.025), 1), "efficiency_frac": 1.0, "availability_frac": 1.0, "must_run_frac": 0.0,
            "variable_om_eur_per_mwh": 0.0, "source": "EST",
            "confidence": "low: industrial demand that leaves the market at a high price, as a share of the peak load EST",
        })
    ctx.write("fleet", rows)


def borders(ctx: Context) -> None:
    zones = {z[0] for z in ZONES}
    found: dict[tuple[str, str], list[tuple[float, float, str, str, str]]] = {}
    for row in ctx.fact("eu_borders.csv").itertuples():
        a, b = zone_id(row[1]), zone_id(row.to)
        if a not in zones or b not in zones or a == b:
            continue
        forward, backward, source, how = row.ntc_forward_mw, row.ntc_backward_mw, "MEM", str(row.basis)
        if (row[1], row.to) in BORDER_MEM:
            forward, backward = BORDER_MEM[(row[1], row.to)]
            how = "mean available NTC of 2024: published maximum less outages and cuts, from memory and EST"
        confidence = "medium"
        if (a, b) not in found and (b, a) in found:
            a, b, forward, backward = b, a, backward, forward
        found.setdefault((a, b), []).append((forward, backward, source, how.replace("S50", "").strip(), confidence))
    for pair, (forward, backward, how) in BORDER_EXTRA.items():
        found.setdefault(pair, []).append((forward, backward, "MEM", how, "medium"))
    rows = []
    for (a, b), parts in found.items():
        forward, backward = sum(p[0] for p in parts), sum(p[1] for p in parts)
        if forward + backward > 0:
            rows.append({"from": a, "to": b, "forward_mw": forward, "backward_mw": backward, "source": "MEM",
                         "confidence": "medium: planning value; " + "; ".join(dict.fromkeys(p[3] for p in parts if p[3] not in ("MEM", "nan"))), "licence": "own estimate"})
    for row in rows:
        row["confidence"] = row["confidence"].removesuffix("; ")
    ctx.write("borders", rows)


def fuels(ctx: Context) -> None:
    # TTF 2024 mean 34.4 EUR/MWh on gross calorific value (MEM); hub adders with the entry and exit charges on the way to the south-east, and 0.8 EUR/MWh delivery (EST); divided by 0.902 to net.
    hub = {"EU": 34.4, "IT": 37.2, "GB": 33.2, "IE": 36.3, "ES": 34.7, "PT": 35.2, "BG": 38.2, "GR": 38.0, "RO": 38.0, "HU": 38.3, "HR": 38.0, "SI": 37.3,
           "SK": 35.8, "AT": 35.6, "CZ": 35.6, "PL": 37.0, "LT": 37.5, "LV": 37.5, "EE": 38.0, "FI": 38.5, "SE": 37.5, "DK": 35.2, "MT": 40.0,
           "RS": 38.5, "MK": 38.5, "NO": 30.0}
    rows = [{"fuel": "gas", "country": c, "price_eur_per_mwh": round((p + 0.8) / 0.902, 1), "carbon_t_per_mwh": 0.202, "source": "MEM;EST",
             "confidence": "medium: hub mean 2024 (MEM) with delivery EST, net calorific value; carbon IPCC 2006 (MEM)"} for c, p in hub.items()]

    def add(fuel: str, price: float, carbon: float, how: str, country: str = "EU") -> None:
        rows.append({"fuel": fuel, "country": country, "price_eur_per_mwh": price, "carbon_t_per_mwh": carbon, "source": "MEM;EST", "confidence": how})

    add("coal", 15.5, 0.341, "medium: API2 2024 mean 112 USD/t at 6.98 MWh/t (MEM) and 0.6 EUR/MWh inland freight (EST)")
    add("coal", 16.5, 0.341, "low: domestic coal contract prices fell in 2024 (MEM)", "PL")
    add("lignite", 6.0, 0.364, "low: mining cost (EST)")
    for country, price in {"DE": 5.0, "CZ": 6.0, "PL": 8.5, "BG": 6.5, "GR": 10.0, "RO": 8.5, "RS": 8.0, "BA": 9.0, "ME": 9.0, "MK": 10.0, "XK": 8.0, "SI": 9.0, "HU": 7.5}.items():
        add("lignite", price, 0.364, "low: mining cost (EST)", country)
    add("oil_shale", 9.0, 0.385, "low: mining cost (EST); carbon MEM")
    add("peat", 18.0, 0.381, "low: with national excise (EST); carbon IPCC 2006 (MEM)")
    add("oil", 45.0, 0.279, "medium: heavy fuel oil about 520 USD/t in 2024 (MEM)")
    add("biomass", 22.0, 0.0, "low: wood chips and biogas (EST); biogenic carbon counted as 0, as the ETS does")
    add("waste", 0.0, 0.15, "low: gate fee not counted (EST); fossil half of the carbon, mostly outside the ETS")
    add("uranium", 3.0, 0.0, "medium: fuel cycle cost (MEM)")
    add("geothermal", 0.0, 0.0, "low: EST")
    add("other", 12.0, 0.20, "low: refinery, furnace and mine gas (EST)")
    add("demand_response", 500.0, 0.0, "low: price at which elastic industrial demand leaves the market (EST)")
    ctx.write("fuels", rows)

    def carbon(country: str, price: float, how: str) -> dict:
        return {"country": country, "price_eur_per_t": price, "source": "MEM", "confidence": how}

    none = "medium: no carbon price on power in 2024 (MEM)"
    ctx.write("carbon_prices", [carbon("EU", 65.2, "high: EUA mean of 2024 (MEM); 2026 so far near 81, see rules ETS")]
              + [carbon("GB", 64.0, "medium: UKA mean 2024 about 43 and carbon price support 18 GBP/t (MEM)")]
              + [carbon(c, 0.0, none) for c in ("AL", "BA", "MK", "RS", "XK")] + [carbon("ME", 24.0, "low: national scheme with a floor price (MEM)")])
