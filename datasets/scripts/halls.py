"""Accelerators, their nodes and racks, cooling designs, the power chain, technologies and money layers."""

from __future__ import annotations

import pandas as pd

from common import USD_PER_EUR, Context, to_2024

# id: node kW, sustained share, idle share, liquid share, coolant °C, all-in USD per accelerator, FP8 TFLOP/s or None, GPUs per node, TDP, idle W.
# None keeps the figure of facility_gpu.csv. Sustained: H100 8.4 of 10.2 kW measured (arXiv:2412.08602), others EST around it.
FILL = {
    "v100_sxm2": dict(idle_w=45, sustained=0.80, idle=0.24, coolant=27, system=16000),
    "a100_sxm": dict(sustained=0.80, idle=0.25, coolant=27, system=24000),
    "mi250x": dict(sustained=0.78, idle=0.23, coolant=32, system=26000),
    "h100_sxm": dict(sustained=round(8.4 / 10.2, 3), idle=0.25, coolant=27, system=50000),
    "h200_sxm": dict(sustained=0.82, idle=0.25, coolant=27, system=53000),
    "gh200": dict(idle_w=110, fp8=1979, node_kw=4.0, sustained=0.80, idle=0.22, coolant=40, system=52000),
    "b200_sxm": dict(sustained=0.82, idle=0.24, coolant=27, system=60000),
    "gb200_nvl72": dict(sustained=0.85, idle=0.22, system=70000),
    "b300_hgx": dict(sustained=0.83, idle=0.24, coolant=27, system=68000),
    "gb300_nvl72": dict(sustained=0.85, idle=0.22, system=75000),
    "vr_nvl72": dict(idle_w=190, fp8=17500, node_kw=11.7, sustained=0.85, idle=0.20, system=95000, gpus=4),
    "vr_ultra_kyber": dict(idle_w=380, fp8=35000, node_kw=16.7, sustained=0.85, idle=0.20, system=180000, gpus=4),
    "mi300x": dict(sustained=0.76, idle=0.25, coolant=27, system=36000),
    "mi325x": dict(idle_w=150, sustained=0.78, idle=0.25, coolant=27, system=42000),
    "mi350x": dict(idle_w=150, sustained=0.80, idle=0.24, coolant=27, system=48000),
    "mi355x": dict(idle_w=160, sustained=0.82, idle=0.23, coolant=40, system=52000),
    "gaudi3": dict(idle_w=130, sustained=0.80, idle=0.25, coolant=27, system=28000),
}

# Node around the accelerators, W at the output of the supply without fans: host idle, host busy, supply, and what stands in a rack beside its nodes.
# Air-cooled nodes of eight share one host: two processors, memory, eight network cards, switches in the node. It is the H100 calibration: 2.3 kW busy with
# 0.8 kW of fans, 1.3 kW idle with fans at half speed. Trays: 300 W a Grace (superchip 2.7 kW), 0.7 kW of cards and drives; Vera 500 W and 1.05 kW EST.
AIR = dict(idle=1200, busy=1500, supply="psu_titanium", how="host from the calibration of the H100 node (equations 1.4: 2.3 kW with fans busy, 1.3 kW idle), for the others EST")
HOST = {
    "v100_sxm2": AIR | dict(idle=500, busy=800, nodes=4, how="smaller host of 2017 and rack of four nodes MEM"),
    "mi250x": dict(idle=274.26, busy=464.26, supply="rack_shelf", other=8000, how="host and 32 switches of 250 W read (RAPS frontier.yaml); its own rectifiers are less efficient than the shelf here"),
    "gh200": dict(idle=150, busy=300, supply="rack_shelf", other=4000, how="Grace is inside the 900 W; cards and switches EST"),
    "gb200_nvl72": dict(idle=650, busy=1300, supply="rack_shelf", other=6300, how="two Grace of 300 W and 0.7 kW of cards and drives a tray, nine switch trays of 3.6–9 kW in all (fibermall), their middle; idle EST"),
    "gb300_nvl72": dict(idle=650, busy=1300, supply="rack_shelf", other=6300, how="as GB200 NVL72"),
    "vr_nvl72": dict(idle=1000, busy=2050, supply="rack_shelf", other=10800, how="two Vera of 500 W, 1.05 kW of cards and drives, nine switch trays of 1.2 kW: EST"),
    "vr_ultra_kyber": dict(idle=1000, busy=2050, supply="rack_shelf", other=21600, how="as Vera Rubin, twice the switch trays: EST"),
    "gaudi3": AIR | dict(nodes=4, how=AIR["how"] + "; rack of four nodes EST"),
}
FAN = 0.113  # fans at full speed over what the air must carry away: 0.8 kW of 7.1 kW, H100 (EST; Azure servers 0.09–0.15)


def build(ctx: Context) -> None:
    accelerators(ctx)
    nodes(ctx)
    cooling(ctx)
    power_chain(ctx)
    technologies(ctx)
    money_layers(ctx)


def accelerators(ctx: Context) -> None:
    rows = []
    for g in ctx.fact("facility_gpu.csv").to_dict("records"):
        f = FILL[g["id"]]

        def pick(column: str, key: str, g: dict = g, f: dict = f) -> float:
            return f[key] if pd.isna(g[column]) else g[column]

        fp8 = f.get("fp8") if pd.isna(g["fp8_dense_tflops"]) else g["fp8_dense_tflops"]
        missing = [n for n, c in (("idle_w", "idle_w"), ("fp8", "fp8_dense_tflops"), ("node_max_kw", "node_max_kw"), ("coolant_max_c", "coolant_max_c")) if pd.isna(g[c])]
        rows.append({
            "accelerator": g["id"], "vendor": g["vendor"], "name": g["name"], "tdp_w": g["tdp_w"], "idle_w": pick("idle_w", "idle_w"),
            "fp8_dense_tflops": fp8, "node_gpus": pick("gpus_per_node", "gpus"), "node_max_kw": pick("node_max_kw", "node_kw"),
            "sustained_frac": f["sustained"], "idle_frac": f["idle"], "liquid_frac": g["liquid_fraction"], "coolant_max_c": pick("coolant_max_c", "coolant"),
            "system_eur_per_gpu": round(f["system"] / USD_PER_EUR, -2), "lifetime_years": 5, "available_year": g["year"], "source": "FGPU;FCOST;MEM;EST",
            "confidence": f"medium: {g['source']}; {g['confidence_note']}; sustained and idle share of the node, all-in price EST (H100 50 000, GB200 70 000 USD all-in read); "
            + (f"EST here: {', '.join(m for m in missing if not (m == 'fp8' and fp8 is None))}" if missing else "no gap filled"),
            "licence": "facts; own estimate",
        })
    ctx.write("accelerators", rows)


def nodes(ctx: Context) -> None:
    made = {row["accelerator"]: row for row in ctx.done["accelerators"].to_dict("records")}
    rows = []
    for g in ctx.fact("facility_gpu.csv").to_dict("records"):
        host, row = HOST.get(g["id"], AIR), made[g["id"]]
        gpus, tdp, liquid = (float(row[c]) for c in ("node_gpus", "tdp_w", "liquid_frac"))
        count = host.get("nodes") or g["gpus_per_rack"] / gpus
        rows.append({
            "accelerator": g["id"], "host_idle_w": host["idle"], "host_max_w": host["busy"], "fan_max_w": round(FAN * (1 - liquid) * (gpus * tdp + host["busy"]), -1), "supply": host["supply"],
            "rack_gpus": count * gpus, "rack_nodes_count": int(count), "rack_other_w": host.get("other", 100 * count), "network_ratio": 0.05, "storage_ratio": 0.03,
            "fp16_dense_tflops": g["fp16_dense_tflops"], "fp4_dense_tflops": g["fp4_dense_tflops"], "mem_gb": g["mem_gb"], "mem_bw_tb_per_s": g["mem_bw_tb_s"],
            "rack_low_kw": g["rack_kw_low"], "rack_high_kw": g["rack_kw_high"], "source": "FGPU;MEM;EST",
            "confidence": f"medium: {host['how']}; fans 11.3 % of what the air carries (EST); " + ("" if "other" in host else "100 W a node of switches and management in the rack (EST); ")
            + "network 5 % and storage 3 % (MEM: 6–10 % in all); memory, throughput and rack as facility_gpu.csv",
            "licence": "facts; own estimate",
        })
    ctx.write("nodes", rows)


def cooling(ctx: Context) -> None:
    base = dict(air_sink="chiller", liquid_supply_c=30, liquid_rise_k=10, cdu_approach_k=3, air_supply_c=20, air_limit_c=32, all_liquid="no", cdu_pump_w_per_w=0.0075, loop_pump_w_per_w=0.008,
                pump_floor_ratio=0.5, loop_static_frac=0.4, intake_static_frac=0, crah_fan_w_per_w=0.03, cooler_fan_w_per_w=0.0401, design_margin_k=2, pad_frac=0.0, concentration_ratio=4, drift_frac=5e-5, potable_frac=1,
                tower_approach_k=3.89, economiser_approach_k=3, discharge_max_c=30, discharge_rise_max_k=10, carnot_frac=0.80, units_count=5, spare_count=1)
    tower = dict(cooler_fan_w_per_w=0.0126, design_margin_k=1)
    intake = dict(cooler_fan_w_per_w=0.007, intake_static_frac=0.7, design_margin_k=1)
    designs = [
        ("dry", "Dry coolers", dict(liquid_sink="dry", liquid_supply_c=40, capex=1.70e6, water="no")),
        ("dry_adiabatic", "Dry, adiabatic pads", dict(liquid_sink="dry_adiabatic", liquid_supply_c=37, pad_frac=0.75, capex=1.60e6, water="no")),
        ("wet_tower", "Wet towers", tower | dict(liquid_sink="wet_tower", capex=1.40e6, water="no")),
        ("sea_water", "Sea or lake", intake | dict(liquid_sink="sea_water", capex=1.50e6, water="yes")),
        ("chiller", "Chillers", dict(liquid_sink="chiller", liquid_supply_c=20, capex=2.30e6, water="no")),
        ("tower_chiller", "Towers, economiser and chillers", tower | dict(liquid_sink="wet_tower_chiller", air_sink="wet_tower_chiller", liquid_supply_c=25, air_supply_c=18, capex=2.10e6, water="no")),
        ("river", "River", intake | dict(liquid_sink="sea_water_chiller", air_sink="sea_water_chiller", discharge_max_c=28, discharge_rise_max_k=5, capex=1.90e6, water="yes")),
        ("outside_air", "Outside air, dry coolers", dict(liquid_sink="dry", air_sink="outside_air", liquid_supply_c=40, pad_frac=0.75, capex=1.30e6, water="no")),
        ("all_liquid", "All by liquid, dry with pads", dict(liquid_sink="dry_adiabatic", liquid_supply_c=40, all_liquid="yes", pad_frac=0.75, capex=1.65e6, water="no")),
    ]
    rows = []
    for ident, name, own in designs:
        d = base | own
        rows.append({
            "cooling": ident, "name": name, "liquid_sink": d["liquid_sink"], "air_sink": d["air_sink"], "liquid_supply_c": d["liquid_supply_c"], "liquid_rise_k": d["liquid_rise_k"],
            "cdu_approach_k": d["cdu_approach_k"], "air_supply_c": d["air_supply_c"], "air_limit_c": d["air_limit_c"], "all_liquid": d["all_liquid"],
            "cdu_pump_w_per_w": d["cdu_pump_w_per_w"], "loop_pump_w_per_w": d["loop_pump_w_per_w"], "pump_floor_ratio": d["pump_floor_ratio"], "loop_static_frac": d["loop_static_frac"], "intake_static_frac": d["intake_static_frac"],
            "crah_fan_w_per_w": d["crah_fan_w_per_w"], "cooler_fan_w_per_w": d["cooler_fan_w_per_w"], "design_margin_k": d["design_margin_k"], "pad_frac": d["pad_frac"],
            "concentration_ratio": d["concentration_ratio"], "drift_frac": d["drift_frac"], "potable_frac": d["potable_frac"], "tower_approach_k": d["tower_approach_k"],
            "economiser_approach_k": d["economiser_approach_k"], "discharge_max_c": d["discharge_max_c"], "discharge_rise_max_k": d["discharge_rise_max_k"], "carnot_frac": d["carnot_frac"],
            "units_count": d["units_count"], "spare_count": d["spare_count"], "capex_eur_per_mw": d["capex"], "needs_water_body": d["water"], "source": "FCOOL;FCOST;MEM;EST",
            "confidence": "medium: fan, pump, tower and approach from facility_cooling.csv (BAC dry cooler 4.01 % of heat, RAPS pump, 124 chillers, YorkCalc); pads, drift, exchanger, discharge limits and ASHRAE 32 °C MEM; "
            "intake pumps 0.7 % of heat, static shares, least pump flow, N+1 of six, all make-up potable EST; investment EST ±30 %, about a sixth of a turnkey hall",
            "licence": "facts; own estimate",
        })
    ctx.write("cooling_designs", rows)


def power_chain(ctx: Context) -> None:
    fit = ctx.fact("facility_powerchain.csv").set_index("stage")

    def three(name: str) -> tuple[float, float, float]:
        return tuple(float(fit.loc[name, c]) for c in ("a0", "a1", "a2"))

    transformer = fit.loc["MV/LV transformer 2500 kVA liquid EU Tier 2"]
    stages = [  # HV: peak efficiency 0.9975 = 1 − 2·sqrt(a0·a2), split 0.0005 and 0.003125; units, spare, PUE category up to which the loss is IT
        ("hv_transformer", 1, "no", 1.5, (3, 1, 0), (0.0005, 0.0, 0.003125), "Reg (EU) 548/2014: peak efficiency 0.9975 (MEM), N+1 of three units EST"),
        ("mv_transformer", 2, "no", 1.33, (4, 1, 0), (float(transformer.a0) / 2500, 0.0, float(transformer.a2) / 2500), "Reg (EU) 548/2014 Tier 2, 2500 kVA, loss values MEM; N+1 of four EST"),
        ("ups_double_conversion", 3, "yes", 1.25, (5, 1, 0), three("UPS double conversion"), "own fit to 96–97 % (MEM); N+1 of five EST"),
        ("ups_eco", 3, "yes", 1.25, (5, 1, 0), three("UPS eco / line-interactive"), "own fit to 98–99 % (MEM); alternative to double conversion at the same place"),
        ("bbu", 3, "yes", 1.2, (6, 1, 3), (0.002, 0.0, 0.0), "battery in the rack: the load does not pass through it, 0.2 % of rated for charge and control EST; N+1 of six MEM"),
        ("busway", 4, "yes", 2.0, (2, 1, 1), (0.0, 0.0, float(fit.loc["LV distribution busway", "a2"])), "0.5–1 % at full load (MEM); A and B feed EST"),
        ("rack_shelf", 5, "yes", 2.0, (2, 1, 3), three("Rack power shelf ORv3-class (97.5% peak)"), "own fit to 94–97.5 % (MEM); rated twice the rack (4 × 110 kW for Vera Rubin); inside IT power"),
        ("psu_titanium", 6, "yes", 1.5, (6, 2, 3), three("PSU 80 PLUS Titanium 230 V EU non-redundant"), "own fit to the thresholds 90–96 %, which are minima (MEM); four of six needed (DGX H100, MEM); inside IT power"),
    ]
    ctx.write("power_chain", [{"stage": s, "order_count": o, "heats_hall": h, "redundancy_ratio": r, "units_count": n[0], "spare_count": n[1], "it_category_count": n[2],
                               "a0_ratio": a[0], "a1_ratio": a[1], "a2_ratio": a[2],
                               "source": "FPOW;MEM;EST", "confidence": f"medium: {how}", "licence": "facts; own estimate"} for s, o, h, r, n, a, how in stages])


def technologies(ctx: Context) -> None:
    table = ctx.data("costs/costs_2030.csv.gz").set_index(["technology", "parameter"])

    def cost(name: str, parameter: str) -> float:
        row = table.loc[(name, parameter)]
        return float(row.value) if "%" in str(row.unit) or parameter in ("lifetime", "efficiency") else to_2024(float(row.value), row.currency_year)

    def plant(name: str, extra: float = 0.0) -> tuple[float, float, float, float]:
        invest = (cost(name, "investment") + extra) * 1000
        vom = cost(name, "VOM") if (name, "VOM") in table.index else 0.0
        return round(invest, -3), round(invest * cost(name, "FOM") / 100, -2), round(vom, 2), cost(name, "lifetime")

    rows = []

    def add(technology: str, figures: tuple[float, float, float, float], mwh: float = 0.0, efficiency: float = 1.0, carbon: float = 0.0, ratio: float = 1.0, source: str = "COSTS;EST", how: str = "") -> None:
        rows.append({"technology": technology, "capex_eur_per_mw": figures[0], "capex_eur_per_mwh": mwh, "fixed_om_eur_per_mw_a": figures[1], "variable_eur_per_mwh": figures[2],
                     "lifetime_years": figures[3], "efficiency_frac": efficiency, "carbon_t_per_mwh": carbon, "max_ratio": ratio, "source": source, "confidence": how,
                     "licence": "figures cited from PyPSA technology-data; own estimate" if "COSTS" in source else "own estimate"})

    note = "medium: technology-data 2030 in money of 2024 (HICP); life-cycle carbon IPCC AR5 and UNECE (MEM); limit EST"
    add("wind_onshore", plant("onwind"), carbon=0.012, ratio=4.0, how=note)
    add("wind_offshore", plant("offwind", extra=to_2024(700, 2020)), carbon=0.013, ratio=3.0, how=note + "; with 700 EUR/kW of connection (EST)")
    add("solar", plant("solar-utility"), carbon=0.035, ratio=5.0, how=note)
    # firm clean: 0.9 availability, real 6 %, 60 a: 6.6 M EUR/MW → about 90 EUR/MWh
    add("firm_clean", (6_600_000.0, 115_000.0, 22.0, 60.0), carbon=0.008, ratio=1.0, source="MEM;EST", how="low: contract of new nuclear or deep geothermal at about 85–95 EUR/MWh; technology-data nuclear would be higher (10.8 M EUR/MW)")
    battery = cost("battery inverter", "investment") * 1000
    add("battery", (round(battery, -3), round(battery * cost("battery inverter", "FOM") / 100, -2), 0.0, 20.0), mwh=round(cost("battery storage", "investment") * 1000, -3),
        efficiency=round(cost("battery inverter", "efficiency") ** 2, 3), ratio=1.0, how=note + "; lifetime 20 a between cells 25 and inverter 10")
    ocgt = plant("OCGT")
    add("gas_backup", (ocgt[0], ocgt[1], round(38.9 / 0.41 + 0.202 / 0.41 * 65.2 + ocgt[2], 1), ocgt[3]), efficiency=0.41, carbon=round(0.202 / 0.41, 3), ratio=1.2, how=note + "; fuel at the 2024 gas price and carbon at 65.2 EUR/t in the variable cost")
    add("heat_pump", plant("industrial heat pump medium temperature"), efficiency=2.7, ratio=1.0, how=note + "; per MW of heat, efficiency is the mean COP at 70–75 °C supply")
    add("grid_connection", (120_000.0, 1_200.0, 0.0, 40.0), ratio=1.0, source="MEM;EST", how="low: connection charge 30–115 k EUR/MW (rule DE-BKZ) and own bay and line EST")
    add("grid_line", (450_000.0, 4_500.0, 0.0, 40.0), ratio=1.0, source="MEM;EST", how="low: deep reinforcement, 380 kV double circuit of 3 GW over about 300 km with substations EST ±60 %")
    add("power_chain", (2_600_000.0, 52_000.0, 0.0, 20.0), ratio=2.0, source="FCOST;EST", how="low: about a quarter of a turnkey hall of 10–12 M EUR/MW: transformers, switchgear, UPS, busways EST ±30 %")
    ctx.write("technologies", rows)


def money_layers(ctx: Context) -> None:
    rows = [
        {"layer": "union", "name": "Union (EuroHPC JU)", "applies_to": "compute_capex", "max_share_frac": 0.17, "envelope_bn_eur": 4.1,
         "source": "S01;S04", "confidence": "high for the share (Art 12b(5)), medium for the envelope (press)"},
        {"layer": "member_state", "name": "Member States", "applies_to": "compute_capex", "max_share_frac": 0.17, "envelope_bn_eur": None,
         "source": "S01;S07", "confidence": "high for the share (Art 12b(5)): at least 0.17, and public money together usually quoted at 0.34-0.35"},
        {"layer": "cohesion", "name": "Cohesion policy", "applies_to": "compute_capex", "max_share_frac": 0.85, "envelope_bn_eur": None,
         "source": "S01;S48", "confidence": "high for the rates: ceiling of the region in sites.csv applies to that programme's own priority; never stacked on the 17 % of the Union"},
        {"layer": "private", "name": "Consortium", "applies_to": "all_capex", "max_share_frac": 1.0, "envelope_bn_eur": None,
         "source": "S01;S07", "confidence": "high (Art 12b(5)); 0.65-0.66 of the computing where public money is full"},
    ]
    ctx.write("money_layers", rows)
