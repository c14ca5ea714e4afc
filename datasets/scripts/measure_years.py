"""Measures how far one year lies from another: what the generator of many years is calibrated on.

usage: python measure_years.py TIMESERIES_DIR OUT_DIR

TIMESERIES_DIR holds eu_2016_dispaset/ (temperature_c, cf_*) and hydro_inflow_daily_2003_2012_gwh.csv.gz. Writes
OUT_DIR/spread.csv, per country: standard deviation of the daily temperature about a yearly wave, winter (December to
February) and summer (June to August) of 2016; coefficient of variation of the yearly natural inflow, 2003-2012. Prints
autocorrelations and correlations, which stand as constants with their figures in the generator.
"""
import sys
from statistics import NormalDist

import numpy as np, pandas as pd

src, out = sys.argv[1:3]


def read(name):
    f = pd.read_csv(f"{src}/eu_2016_dispaset/{name}.csv.gz", index_col=0, parse_dates=True)
    return f.rename(columns={"EL": "GR", "UK": "GB"}).replace([np.inf, -np.inf], np.nan)


def about_wave(f):
    t = np.arange(len(f)) / len(f) * 2 * np.pi
    x = np.column_stack([np.ones(len(f)), np.sin(t), np.cos(t)])
    return f - x @ np.linalg.lstsq(x, f.values, rcond=None)[0]


wind, sun, temp = read("cf_wind_onshore"), read("cf_solar_pv"), read("temperature_c")
daily = about_wave(temp.resample("D").mean())
winter, summer = (daily[daily.index.month.isin(m)].std() for m in ([12, 1, 2], [6, 7, 8]))
flow = pd.read_csv(f"{src}/hydro_inflow_daily_2003_2012_gwh.csv.gz", index_col=0, parse_dates=True)
flow = flow.drop(columns="UK").rename(columns={"EL": "GR", "KV": "XK"})
yearly = flow.resample("YE").sum()
cv = yearly.std() / yearly.mean()
rows = [(c, *(round(s[c], 2) if c in s else "" for s in (winter, summer, cv))) for c in sorted(set(daily) | set(flow))]
head = ["country", "winter_k", "summer_k", "inflow_ratio"]
pd.DataFrame(rows, columns=head).to_csv(f"{out}/spread.csv", index=False, lineterminator="\n")

cols = [c for c in temp if c in wind and c in sun]
normal = wind[cols].rank().sub(0.5).div(len(wind)).apply(lambda s: s.map(NormalDist().inv_cdf))
w, t = about_wave(normal), about_wave(temp[cols])
month_hour = [t.index.month, t.index.hour]
t = t - t.groupby(month_hour).transform("mean") + t.groupby(t.index.month).transform("mean")
s = about_wave(np.log(sun[cols].resample("D").mean().clip(lower=1e-3)))
for name, f, lags in (("wind, hours", w, (24, 72, 168, 336)), ("temperature, hours", t, (24, 72, 168, 336)), ("sun, days", s, (1, 3, 7, 14))):
    print(name, {lag: round(float(np.mean([f[c].reset_index(drop=True).autocorr(lag) for c in f])), 2) for lag in lags})
w, t = w.resample("D").mean(), t.resample("D").mean()
for name, months in (("winter", [12, 1, 2]), ("spring", [3, 4, 5]), ("summer", [6, 7, 8]), ("autumn", [9, 10, 11])):
    k = w.index.month.isin(months)
    pair = lambda a, b: round(float(np.mean([np.corrcoef(a[c][k], b[c][k])[0, 1] for c in cols])), 2)
    print(name, "wind-temperature", pair(w, t), "wind-sun", pair(w, s), "temperature-sun", pair(t, s))
month = flow.resample("ME").sum()
ratio = np.log((month / month.groupby(month.index.month).transform("mean")).clip(lower=0.05))
print("inflow, months", {lag: round(float(np.mean([ratio[c].autocorr(lag) for c in ratio])), 2) for lag in (1, 2, 3, 6, 12)})
