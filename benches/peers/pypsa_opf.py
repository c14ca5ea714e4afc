"""Optimal flow and linear flow of a network by PyPSA: python pypsa_opf.py NETWORK.nc"""

import logging
import sys
import time
import warnings

import pypsa

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

network = pypsa.Network(sys.argv[1])
begin = time.perf_counter()
network.optimize.create_model()
built = time.perf_counter()
network.optimize.solve_model(solver_name="highs", log_to_console=False)
done = time.perf_counter()
begin_flow = time.perf_counter()
network.lpf()
print(f"flow {1e3 * (time.perf_counter() - begin_flow)}")
print(f"build {1e3 * (built - begin)}\nall {1e3 * (done - begin)}\nobjective {network.objective}")
