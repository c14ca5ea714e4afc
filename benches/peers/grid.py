"""Flows and optimal flows of one network by gigasite and by the tools that people would otherwise pick, in one run.

    PYPSA_PYTHON=... python benches/peers/grid.py CASE.m OPF_CASE.m        (make peers)

CASE for power flows (case9241pegase), OPF_CASE for the optimal flow (pglib_opf_case2869_pegase). Peers and gigasite take turns, so
that a busy machine is busy for all; every figure is the best of the turns. Prints milliseconds and ratios, as Markdown.
"""

import gzip
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import pandapower as pp
from lightsim2grid.network import init_from_pandapower
from pandapower.converter.pypower.from_ppc import from_ppc

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

TURNS = 3


def matrix(text, name):
    body = re.search(r"mpc\.%s\s*=\s*\[(.*?)\];" % name, text, re.S).group(1)
    rows = [re.sub(r"%.*", "", line).replace(";", " ").split() for line in body.splitlines()]
    return np.array([[float(cell) for cell in row] for row in rows if row])


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="latin-1") as file:
        text = file.read()
    case = {"version": 2, "baseMVA": float(re.search(r"mpc\.baseMVA\s*=\s*([\d.]+)", text).group(1))}
    case.update({name: matrix(text, name) for name in ("bus", "gen", "branch")})
    case["bus"][:, 9] = 1.0
    return case


def best_ms(work, rounds):
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return 1e3 * min(times)


def ours(*cases):
    command = ["cargo", "bench", "--quiet", "--package", "gigasite-benches", "--bench", "grid", "--", *cases]
    return numbers(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def numbers(said):
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in said.splitlines() if line)}


class Peers:
    def __init__(self, path):
        self.net = from_ppc(read(path), f_hz=50)
        options = dict(calculate_voltage_angles=True, max_iteration=50, tolerance_mva=1e-6)
        self.options = options
        pp.runpp(self.net, init="dc", **options)
        self.model = init_from_pandapower(self.net)
        self.flat = np.ones(len(self.net.bus), dtype=complex)

    def lightsim_ac(self):
        start = self.model.dc_pf(self.flat.copy(), 1, 1e-8)
        return self.model.ac_pf(start, 20, 1e-8)

    def measure(self):
        self.model.deactivate_result_computation()
        found = {
            "lightsim2grid ac": best_ms(self.lightsim_ac, 10),
            "lightsim2grid dc": best_ms(lambda: self.model.dc_pf(self.flat.copy(), 1, 1e-8), 10),
            "pandapower ac": best_ms(lambda: pp.runpp(self.net, init="dc", **self.options), 3),
            "pandapower dc": best_ms(lambda: pp.rundcpp(self.net), 3),
        }
        return found


class Optimal:
    """The same network for PyPSA, written by gigasite; in a Python of its own, since it needs another pandas."""

    def __init__(self, path):
        self.folder = tempfile.TemporaryDirectory()
        self.file = self.folder.name + "/opf.nc"
        command = ["cargo", "run", "--quiet", "--release", "--bin", "gigasite", "--"]
        if "GIGASITE" in os.environ:
            command = [os.environ["GIGASITE"]]
        subprocess.run([*command, "grid", "convert", path, self.file], check=True, capture_output=True)

    def measure(self):
        command = [os.environ.get("PYPSA_PYTHON", "python3"), "benches/peers/pypsa_opf.py", self.file]
        return numbers(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def lower(all_turns):
    return {name: min(turn[name] for turn in all_turns if name in turn) for name in all_turns[0]}


def row(what, our, peers):
    cells = [f"{name} {value:.2f} ms ({value / our:.1f} x)" for name, value in peers.items()]
    print(f"| {what} | {our:.3f} ms | {'; '.join(cells)} |")


def main(flow_case, opf_case):
    peers = Peers(flow_case)
    optimal = Optimal(opf_case)
    turns = [(ours(flow_case, opf_case), peers.measure(), optimal.measure()) for _ in range(TURNS)]
    mine, theirs, pypsas = (lower(list(kind)) for kind in zip(*turns))
    print(f"\n{flow_case}, {opf_case}\n\n| what | gigasite | beside |\n|---|---|---|")
    row("AC flow from a DC start", mine["ac_dc_start_ms"], {k[:-3]: v for k, v in theirs.items() if k.endswith(" ac")})
    row("AC flow from a flat start", mine["ac_flat_ms"], {})
    row("DC flow, one", mine["dc_one_ms"], {k[:-3]: v for k, v in theirs.items() if k.endswith(" dc")})
    row("DC flow of the OPF case, one", mine["opf_dc_one_ms"], {"PyPSA lpf": pypsas["flow"]})
    row("DC flow in a series, each", mine["dc_series_ms"], {k[:-3]: v for k, v in theirs.items() if k.endswith(" dc")})
    row(f"N-1, all {mine['n1_outages']:.0f} outages", mine["n1_ms"], {})
    row("DC-OPF, build", mine["opf_build_ms"], {"PyPSA": pypsas["build"]})
    row("DC-OPF, build and solve", mine["opf_ms"], {"PyPSA + HiGHS": pypsas["all"]})
    print(f"\nobjectives: gigasite {mine['opf_objective']:.4f}, PyPSA {pypsas['objective']:.4f}")
    print("(gigasite in the form of PowerModels; PyPSA by 1/(x·tap) and without phase shifts)")
    print(f"DC-OPF: {100 * mine['opf_build_ms'] / mine['opf_ms']:.1f} % of the time builds the programme")


main(*sys.argv[1:])
