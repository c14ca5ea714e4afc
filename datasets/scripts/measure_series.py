"""Measures the statistics that the generator of hourly series is calibrated on.

usage: python measure_series.py SERIES_DIR OUT_DIR

SERIES_DIR holds the 2016 series (load_mw, cf_*, temperature_c as .csv.gz). Writes to OUT_DIR:
  shapes.csv     mean load by region, season, kind of day and hour (UTC), over the mean of its season
  response.csv   per country: load per kelvin below 15 °C and above 22 °C, over mean load; Weibull shape of wind
and prints correlation lengths and autocorrelations, which stand as constants with their figures in the generator.
"""
import sys
import numpy as np, pandas as pd

src, out = sys.argv[1:3]
def read(name):
    f = pd.read_csv(f"{src}/{name}.csv.gz", index_col=0, parse_dates=True)
    f = f.rename(columns={"EL": "GR", "UK": "GB"})
    return f.replace([np.inf, -np.inf], np.nan)
load, wind, sun, temp = read("load_mw"), read("cf_wind_onshore"), read("cf_solar_pv"), read("temperature_c")

REGION = {"north": "DK EE FI LT LV NO SE", "west": "BE CH AT CZ DE FR LU NL PL SK SI HU",
          "south": "BG ES GR HR IT ME MK PT RO RS", "isles": "GB IE"}
rows = []
season = load.index.month.map(lambda m: {12: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2}.get(m, 3))
day = load.index.weekday.map(lambda d: 0 if d < 5 else d - 4)
for region, codes in REGION.items():
    codes = [c for c in codes.split() if c in load]
    for s in range(4):
        part = load[season == s][codes]
        rel = (part / part.mean()).mean(axis=1)
        kind = day[season == s]
        table = rel.groupby([kind, part.index.hour]).mean()
        for (k, h), v in table.items():
            rows.append((region, s, k, h, round(v, 4)))
pd.DataFrame(rows, columns=["region", "season_count", "day_count", "hour_count", "load_ratio"]).to_csv(f"{out}/shapes.csv", index=False)

rows = []
for c in sorted(set(load) | set(wind)):
    heat = cool = np.nan
    if c in load and c in temp:
        d = pd.DataFrame({"l": load[c], "t": temp[c]}).resample("D").mean().dropna()
        work = d[d.index.weekday < 5]
        x = np.column_stack([np.ones(len(work)), (15 - work.t).clip(lower=0), (work.t - 22).clip(lower=0)])
        b, *_ = np.linalg.lstsq(x, work.l / d.l.mean(), rcond=None)
        heat, cool = max(b[1], 0.0), float(np.clip(b[2], 0.0, 0.06))
    shape = np.nan
    if c in wind:
        cv = wind[c].std() / wind[c].mean()
        shape = round(float(cv ** -1.086), 3)
    rows.append((c, round(heat, 4) if heat == heat else "", round(cool, 4) if cool == cool else "", shape if shape == shape else ""))
pd.DataFrame(rows, columns=["country", "heating_ratio_per_k", "cooling_ratio_per_k", "wind_shape_ratio"]).to_csv(f"{out}/response.csv", index=False)

CENTRE = dict(AT=(47.6,14.1),BE=(50.6,4.6),BG=(42.7,25.5),CH=(46.8,8.2),CZ=(49.8,15.5),DE=(51.2,10.4),DK=(56,9.5),EE=(58.7,25.5),GR=(39,22),ES=(40.2,-3.6),FI=(64,26),FR=(46.6,2.5),HR=(45.2,15.5),HU=(47.2,19.4),IE=(53.2,-8),IT=(42.8,12.5),LT=(55.3,23.9),LV=(56.9,24.9),NL=(52.2,5.5),NO=(62,9),PL=(52,19.3),PT=(39.6,-8),RO=(45.9,25),SE=(60,15),SI=(46.1,14.8),SK=(48.7,19.5),GB=(53,-1.5))
def km(a, b):
    (p, l), (q, m) = np.radians(a), np.radians(b)
    return 6371 * np.arccos(np.clip(np.sin(p)*np.sin(q) + np.cos(p)*np.cos(q)*np.cos(l-m), -1, 1))
from scipy.stats import norm
def length(frame, label):
    best = None
    corr = frame.corr()
    pairs = [(km(CENTRE[a], CENTRE[b]), corr.loc[a, b]) for i, a in enumerate(frame) for b in list(frame)[:i]]
    d, r = np.array(pairs).T
    for p in (1.0, 1.25, 1.5):
        for L in range(200, 2600, 25):
            e = np.abs(np.exp(-(d / L) ** p) - r).mean()
            if best is None or e < best[0]: best = (e, p, L)
    print(f"{label}: exp(-(d/{best[2]} km)^{best[1]}), mean error {best[0]:.3f} over {len(d)} pairs")
def gauss(f):
    return f.rank(pct=True).clip(1e-4, 1 - 1e-4).apply(norm.ppf)
codes = [c for c in CENTRE if c in wind and c in temp and c in sun]
def anomaly(f):
    return f - f.groupby([f.index.month, f.index.hour]).transform("mean")
length(gauss(wind[codes]), "wind")
length(anomaly(temp[codes]), "temperature")
daily = sun[codes].resample("D").sum(); daily = daily / daily.rolling(31, center=True, min_periods=10).max()
length(gauss(daily), "sunshine, daily")
print("wind: gaussian autocorrelation 1 h", round(gauss(wind[codes]).apply(lambda c: c.autocorr(1)).mean(), 4), "6 h", round(gauss(wind[codes]).apply(lambda c: c.autocorr(6)).mean(), 3), "24 h", round(gauss(wind[codes]).apply(lambda c: c.autocorr(24)).mean(), 3))
a = anomaly(temp[codes]); print("temperature anomaly: std", round(a.std().mean(), 2), "K, winter", round(a[a.index.month.isin([12,1,2])].std().mean(), 2), "summer", round(a[a.index.month.isin([6,7,8])].std().mean(), 2), "autocorrelation 24 h", round(a.apply(lambda c: c.autocorr(24)).mean(), 3), "72 h", round(a.apply(lambda c: c.autocorr(72)).mean(), 3))
t = temp[codes]; amp = (t.groupby([t.index.month, t.index.hour]).mean().groupby(level=0).agg(lambda v: (v.max() - v.min()) / 2)).mean(axis=1)
print("diurnal half amplitude by month", amp.round(1).tolist())
print("sunshine, daily: std", round(daily.std().mean(), 3), "mean", round(daily.mean().mean(), 3), "autocorrelation 1 d", round(gauss(daily).apply(lambda c: c.autocorr(1)).mean(), 3))
c = anomaly(temp[codes]); w = gauss(wind[codes]); print("wind against temperature anomaly, winter", round(np.mean([w[k][w.index.month.isin([12,1,2])].corr(c[k]) for k in codes]), 3))
l = load.resample("D").mean(); 
