"""PyPSA as the oracle of tests/it/pypsa.rs.

python pypsa_oracle.py write FOLDER      builds examples and writes each as FOLDER/NAME/{csv,n4.nc,classic.nc,facts.json}
python pypsa_oracle.py same A B [A B …]  fails unless PyPSA reads the same tables from each pair
python pypsa_oracle.py solve A [A …]     prints the objective of each, as PyPSA finds it
python pypsa_oracle.py periods A         prints the objective of A, whose periods are planned one after the other
python pypsa_oracle.py highs A [A …]     prints the objective of each LP or MPS file, as HiGHS reads it
python pypsa_oracle.py facts A           prints what PyPSA computes from the tables of A
"""

import json
import logging
import math
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
import pypsa

logging.disable(logging.WARNING)
pypsa.options.general.allow_network_requests = False


def everything():
    """Series, growth, storage, links, standard types, a cap, truth values, infinities, empty texts."""
    n = pypsa.Network(name='Über "alles", 1')
    n.set_snapshots(pd.date_range("2025-02-28 21:00", periods=4, freq="3h"))
    n.snapshot_weightings["objective"] = [1.0, 2.0, 3.0, 4.0]
    n.snapshot_weightings["stores"] = 3.0
    n.snapshot_weightings["generators"] = [3.0, 3.0, 3.0, 2.5]
    n.meta = {"a": 1, "b": {"c": "ä"}}
    n.add("Carrier", ["gas", "wind", "AC", "DC"], co2_emissions=[0.2, 0.0, 0.0, 0.0], color=["red", "", "", ""])
    n.add("Bus", ["A", "B é", "C, D"], v_nom=380.0, x=[10.0, 0.0, 7.5], y=[52.0, 0.0, -3.25], country=["DE", "", "FR"])
    n.add("Bus", "low", v_nom=110.0, v_mag_pu_set=1.02, v_mag_pu_min=0.9, v_mag_pu_max=1.1)
    n.add("Bus", ["DC 1", "DC 2"], carrier="DC", v_nom=320.0)
    n.add("Bus", "heat", carrier="heat")
    n.add("Line", "1", bus0="A", bus1="B é", x=3.1, r=0.3, b=1e-5, g=2e-7, s_nom=500.0, s_max_pu=0.7, v_ang_max=30.0)
    n.add("Line", "2", bus0="B é", bus1="C, D", type="Al/St 240/40 4-bundle 380.0", length=80.0, num_parallel=2.5, s_nom=np.inf)
    n.add("Line", "3", bus0="C, D", bus1="A", x=7.0, s_nom=100.0, s_nom_extendable=True, s_nom_min=50.0, s_nom_max=900.0, s_nom_mod=50.0, overnight_cost=1e6, discount_rate=0.07, lifetime=40.0, fom_cost=12.5)
    n.add("Line", "4", bus0="DC 1", bus1="DC 2", r=0.7, s_nom=300.0, active=False)
    n.add("Transformer", "1", bus0="A", bus1="low", x=0.1, r=0.01, b=-0.02, g=0.003, s_nom=300.0, tap_ratio=1.05, phase_shift=2.0)
    n.add("Transformer", "T2", bus0="B é", bus1="low", x=0.12, r=0.004, b=-0.01, s_nom=200.0, tap_ratio=0.97, tap_side=1, phase_shift=-3.0, model="pi")
    n.add("Transformer", "T3", bus0="C, D", bus1="low", type="160 MVA 380/110 kV", num_parallel=2.0, tap_position=3)
    n.add("Generator", "g", bus="A", p_nom=400.0, p_min_pu=0.3, marginal_cost=20.0, carrier="gas", efficiency=0.4, committable=True, up_time_before=3, min_up_time=2, start_up_cost=500.0, stand_by_cost=7.0, ramp_limit_up=0.4, ramp_limit_start_up=0.5, control="Slack")
    n.add("Generator", "w", bus="C, D", p_nom=10.0, p_nom_extendable=True, p_nom_min=5.0, capital_cost=5.0, p_max_pu=[0.1, 0.2, 0.3, 0.4], carrier="wind")
    n.add("Generator", "q", bus="low", p_nom=600.0, marginal_cost=3.0, marginal_cost_quadratic=0.01, control="PV", q_set=4.0)
    n.add("Generator", "m", bus="B é", p_nom=100.0, marginal_cost=[10.0, 11.0, 12.0, 13.0])
    n.add("Generator", "sink", bus="A", p_nom=30.0, sign=-1.0, marginal_cost=-2.0)
    n.add("Generator", "DC g", bus="DC 2", p_nom=20.0, marginal_cost=1.0)
    n.add("Load", "l", bus="B é", p_set=[100.0, 120.0, 140.0, 90.0], q_set=5.0)
    n.add("Load", "m", bus="C, D", p_set=70.0, carrier="mill")
    n.add("Load", "off", bus="low", p_set=7.0, active=False)
    n.add("Load", "feed", bus="low", p_set=3.0, sign=1.0)
    n.add("Load", "warm", bus="heat", p_set=2.0)
    n.add("Link", "k", bus0="A", bus1="DC 1", p_nom=50.0, p_min_pu=-1.0, efficiency=0.98, length=12.0)
    n.add("Link", "pump", bus0="A", bus1="heat", bus2="low", efficiency=3.0, efficiency2=0.1, p_nom=10.0, marginal_cost=0.5, p_nom_extendable=True, p_nom_max=20.0, capital_cost=1.0)
    n.add("StorageUnit", "s", bus="A", p_nom=20.0, max_hours=6.0, efficiency_store=0.9, efficiency_dispatch=0.95, standing_loss=0.01, cyclic_state_of_charge=True, inflow=[1.0, 0.0, 2.0, 3.0])
    n.add("StorageUnit", "r", bus="low", p_nom=20.0, p_min_pu=0.0, max_hours=10.0, state_of_charge_initial=5.0, state_of_charge_set=[np.nan, 4.0, np.nan, np.nan], marginal_cost=0.3)
    n.add("Store", "e", bus="heat", e_nom=4.0, e_min_pu=0.1, e_cyclic=True, standing_loss=0.02, e_nom_extendable=True, capital_cost=2.0)
    n.add("ShuntImpedance", "sh", bus="low", g=1e-5, b=-2e-4)
    n.add("GlobalConstraint", "co2", sense="<=", constant=1e4)
    n.lines["circuits"] = [1, 2, 3, 4]
    n.generators["flag"] = [True, False, True, True, False, False]
    return n


def small():
    """One moment, no series, the fewest columns."""
    n = pypsa.Network()
    n.add("Bus", ["1", "2"], v_nom=220.0)
    n.add("Line", "1", bus0="1", bus1="2", x=10.0, s_nom=10.0)
    n.add("Generator", "1", bus="1", p_nom=20.0, marginal_cost=7.0)
    n.add("Load", "1", bus="2", p_set=5.0)
    return n


def curved():
    """A piecewise cost, snapshots that are whole numbers."""
    n = pypsa.Network()
    n.set_snapshots(range(3))
    n.add("Bus", "A", v_nom=220.0)
    n.add("Generator", ["g", "h"], bus="A", p_nom=[100.0, 50.0], marginal_cost=[5.0, 12.0])
    columns = pd.MultiIndex.from_product([["g"], ["p_pu", "marginal_cost"]], names=["name", "attribute"])
    curve = pd.DataFrame([[0.0, 10.0], [0.5, 10.0], [1.0, 30.0]], columns=columns)
    n._import_piecewise_from_df(curve, "Generator", "marginal_cost")
    n.add("Load", "l", bus="A", p_set=[40.0, 80.0, 100.0])
    return n


def solved():
    """What PyPSA writes after optimising: results and derived columns."""
    n = everything()
    n.generators["committable"] = False
    n.lines["s_nom_mod"] = 0.0
    n.remove("Link", "pump")
    n.generators.loc["sink", "p_max_pu"] = 0.5
    n.loads.loc["warm", "p_set"] = 0.0
    status, condition = n.optimize(solver_name="highs", log_to_console=False)
    assert status == "ok", (status, condition)
    return n


EXAMPLES = {"everything": everything, "small": small, "curved": curved, "solved": solved}


def load(path):
    return pypsa.Network(path)


def numbers(values):
    """Exact texts, since JSON knows no infinity."""
    return [v if isinstance(v, str) else str(bool(v)) if isinstance(v, (bool, np.bool_)) else repr(float(v)) for v in values]


def facts(n):
    """What PyPSA computes with: per-unit impedances, limits, costs, demand."""
    n.calculate_dependent_values()
    found = {"years": numbers([float(n.nyears)]), "snapshots": [str(s) for s in n.snapshots]}
    found["weights"] = {c: numbers(n.snapshot_weightings[c]) for c in ["objective", "stores", "generators"]}
    keep = {
        "buses": ["v_nom", "carrier", "v_mag_pu_set"],
        "lines": ["bus0", "bus1", "x_pu", "r_pu", "b_pu", "g_pu", "s_nom", "s_max_pu", "active", "v_ang_max"],
        "transformers": ["bus0", "bus1", "x_pu", "r_pu", "b_pu", "g_pu", "s_nom", "tap_ratio", "tap_side", "phase_shift"],
        "generators": ["bus", "p_nom", "efficiency", "carrier", "active"],
        "links": ["bus0", "bus1", "p_nom", "p_min_pu", "p_max_pu", "efficiency", "marginal_cost"],
        "storage_units": ["p_nom", "max_hours", "efficiency_store", "efficiency_dispatch", "standing_loss"],
        "stores": ["e_nom", "e_min_pu", "e_max_pu", "standing_loss"],
    }
    for name, columns in keep.items():
        static = n.components[name].static
        found[name] = {"name": list(static.index)} | {c: numbers(static[c]) for c in columns}
        extendable = [c for c in static.columns if c.endswith("_nom_extendable")]
        if extendable:
            costs = n.components[name].periodized_cost.to_series().reindex(static.index)
            found[name] |= {"cost": numbers(costs.where(static[extendable[0]])), "extendable": numbers(static[extendable[0]])}
    dense = n.get_switchable_as_dense
    found["generators"]["p_max_pu"] = [numbers(dense("Generator", "p_max_pu")[g]) for g in n.generators.index]
    found["generators"]["marginal_cost"] = [numbers(dense("Generator", "marginal_cost")[g]) for g in n.generators.index]
    loads = dense("Load", "p_set")
    drawn = {b: np.zeros(len(n.snapshots)) for b in n.buses.index}
    for name, row in n.loads[n.loads.active].iterrows():
        drawn[row.bus] -= row.sign * loads[name].values
    found["drawn"] = [numbers(drawn[b]) for b in n.buses.index]
    return found


def same_frame(a, b, what):
    columns = sorted(set(a.columns) ^ set(b.columns))
    assert not columns, f"{what}: columns of one only: {columns}"
    assert list(a.index) == list(b.index), f"{what}: rows {list(a.index)[:9]} and {list(b.index)[:9]}"
    for c in a.columns:
        x, y = a[c], b[c]
        if pd.api.types.is_numeric_dtype(x) and pd.api.types.is_numeric_dtype(y):
            # pandas parses CSV numbers to within one unit in the last place
            close = np.isclose(x.astype(float), y.astype(float), rtol=4e-16, atol=0.0, equal_nan=True)
            assert close.all(), f"{what}.{c}: {x[~close]} and {y[~close]}"
        else:
            assert list(x.fillna("").astype(str)) == list(y.fillna("").astype(str)), f"{what}.{c}: {list(x)} and {list(y)}"


def same_index(a, b):
    """Moments, numbers or texts, and equal. Of texts, PyPSA itself reads `str` from CSV and `object` from netCDF."""
    kinds = [(pd.api.types.is_datetime64_any_dtype(i), pd.api.types.is_numeric_dtype(i)) for i in (a, b)]
    assert kinds[0] == kinds[1] and list(a) == list(b), (a, b)


def same(a, b):
    a, b = load(a), load(b)
    assert a.name == b.name and a.meta == b.meta, (a.name, b.name, a.meta, b.meta)
    same_index(a.snapshots, b.snapshots)
    same_frame(a.snapshot_weightings, b.snapshot_weightings, "snapshot_weightings")
    for c in a.components:
        d = b.components[c.name]
        same_frame(c.static, d.static, c.list_name)
        for attribute in sorted(set(c.dynamic) | set(d.dynamic)):
            same_frame(c.dynamic[attribute], d.dynamic[attribute], f"{c.list_name}-{attribute}")
        for attribute in sorted(set(c.piecewise) | set(d.piecewise)):
            x, y = c.piecewise[attribute], d.piecewise[attribute]
            x, y = (f if f.empty else f.sort_index(axis=1) for f in (x, y))
            assert x.equals(y) or (x.empty and y.empty), f"{c.list_name}-{attribute}-pw: {x} and {y}"


def main(verb, *paths):
    if verb == "write":
        for name, build in EXAMPLES.items():
            folder = Path(paths[0]) / name
            folder.mkdir()
            n = build()
            n.export_to_csv_folder(folder / "csv")
            n.export_to_netcdf(folder / "n4.nc")
            classic = n.export_to_netcdf(None)
            for variable in classic.variables:
                classic[variable].encoding = {}
            classic.to_netcdf(folder / "classic.nc", engine="scipy", format="NETCDF3_64BIT")
            (folder / "facts.json").write_text(json.dumps(facts(load(folder / "n4.nc"))))
    elif verb == "same":
        for a, b in zip(paths[::2], paths[1::2]):
            try:
                same(a, b)
            except AssertionError as error:
                sys.exit(f"{a} and {b} differ: {error}")
    elif verb == "solve":
        for path in paths:
            n = load(path)
            status, condition = n.optimize(solver_name="highs", log_to_console=False)
            print("objective", repr(float(n.objective)) if status == "ok" else math.nan, repr(float(n.objective_constant or 0.0)), flush=True)
    elif verb == "periods":
        n = load(paths[0])
        status, condition = n.optimize(multi_investment_periods=True, solver_name="highs", log_to_console=False)
        print("objective", repr(float(n.objective)) if status == "ok" else math.nan, flush=True)
    elif verb == "highs":
        import highspy

        for path in paths:
            highs = highspy.Highs()
            highs.setOptionValue("output_flag", False)
            highs.setOptionValue("mip_rel_gap", 1e-9)
            read = highs.readModel(path)
            highs.run()
            optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
            print("objective", repr(highs.getObjectiveValue()) if read == highspy.HighsStatus.kOk and optimal else math.nan, flush=True)
    elif verb == "facts":
        print(json.dumps(facts(load(paths[0]))))


main(*sys.argv[1:])
