"""Voltages of published cases by pandapower, which `power_flow.rs` is held against.

    python ac_oracle.py ../../../shared/data/grid/matpower > ac_voltages.csv

Written by pandapower 3.5.6 with pandas 2.3.3. All base voltages are set to 1 kV: figures per unit do not depend on them, but
`from_ppc` divides by them (case14 has zeros) and moves a tap to the other winding where the from bus has the lower one
(case300), which is then another network. Of large cases every tenth bus is written.
"""

import gzip
import logging
import re
import sys
import warnings

import numpy as np
import pandapower as pp
from pandapower.converter.pypower.from_ppc import from_ppc

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

CASES = {"case14.m": 1, "case118.m": 1, "case300.m": 1, "case2869pegase.m.gz": 10, "case9241pegase.m.gz": 10}


def matrix(text, name):
    body = re.search(r"mpc\.%s\s*=\s*\[(.*?)\];" % name, text, re.S).group(1)
    rows = [re.sub(r"%.*", "", line).replace(";", " ").split() for line in body.splitlines()]
    return np.array([[float(cell) for cell in row] for row in rows if row])


def read(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="latin-1") as file:
        text = file.read()
    case = {"version": 2, "baseMVA": float(re.search(r"mpc\.baseMVA\s*=\s*([\d.]+)", text).group(1))}
    case.update({name: matrix(text, name) for name in ("bus", "gen", "branch")})
    case["bus"][:, 9] = 1.0
    return case


def main(folder):
    print("case,bus,voltage_pu,angle_deg")
    for file, every in CASES.items():
        case = read(f"{folder}/{file}")
        net = from_ppc(case, f_hz=50)
        tolerance_mva = 1e-10 * case["baseMVA"]
        pp.runpp(net, init="dc", trafo_model="pi", calculate_voltage_angles=True, tolerance_mva=tolerance_mva, max_iteration=50)
        ids = case["bus"][:, 0].astype(int)
        rows = net.res_bus if set(ids) <= set(net.bus.index) else net.res_bus.set_axis(ids)
        for bus in ids[::every]:
            row = rows.loc[bus]
            print(f"{file.split('.')[0]},{bus},{row.vm_pu:.12f},{row.va_degree:.10f}")


main(*sys.argv[1:])
