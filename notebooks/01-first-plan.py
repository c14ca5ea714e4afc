# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: -all
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first plan
#
# Runs `gigasite plan` on the embedded European case and looks at what it wrote, with Polars and a plot.
# The command must be on the path (`make plan` builds it).

# %%
import json
import subprocess
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

out = Path(tempfile.mkdtemp()) / "plan"
run = subprocess.run(["gigasite", "plan", "--quiet", "--out", str(out)], capture_output=True, text=True)
print(run.stdout or run.stderr)
assert run.returncode in (0, 3), run.stderr

# %% [markdown]
# ## How sure is the answer?

# %%
plan = json.loads((out / "plan.json").read_text())
print(plan["status"], f"{plan['objective_eur_per_a'] / 1e9:.2f} bn EUR/a, gap {plan['gap_rel']:.3%}")
assert plan["bound_eur_per_a"] <= plan["objective_eur_per_a"] * (1 + 1e-9)

# %% [markdown]
# ## Which sites?

# %%
sites = pl.read_csv(out / "sites.csv")
sites.select("site", "country", "connection_mw", "gpus", "pue_ratio", "eur_per_gpu_hour")

# %% [markdown]
# ## Through the year

# %%
hourly = pl.read_parquet(out / "hourly.parquet")
figure, axes = plt.subplots(figsize=(8, 4))
for (site,), rows in hourly.group_by("site", maintain_order=True):
    load = rows["facility_mw"].sort(descending=True)
    axes.plot(range(len(load)), load, label=site)
axes.set_xlabel("hours of the year")
axes.set_ylabel("facility power, MW")
axes.legend()
figure.tight_layout()
