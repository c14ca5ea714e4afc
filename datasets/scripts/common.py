"""What every table script shares: where to read, how to write, how a source is spelt."""

from __future__ import annotations

import pathlib
import re

import pandas as pd

USD_PER_EUR = 1.08  # mean of 2024, ECB (MEM)
# Harmonised index of consumer prices of the EU, 2015 = 100 (Eurostat, MEM): money of a year into money of 2024.
HICP = {2010: 92.5, 2015: 100.0, 2016: 100.2, 2017: 102.0, 2018: 103.9, 2019: 105.4, 2020: 106.1, 2021: 109.2, 2022: 119.3, 2023: 126.9, 2024: 130.2}

CC, EU, EST, FACT = "CC-BY-4.0", "EU reuse", "own estimate", "facts, no licence needed"


def to_2024(value: float, year: float) -> float:
    """Money of `year` as money of 2024."""
    return value * HICP[2024] / HICP[int(year)]


def source_ids(text: object) -> str:
    """Source ids of a free text, in order, joined by `;`; a text without any id is from memory."""
    found = re.findall(r"\b(S\d\d|MEM|EST)\b", str(text))
    return ";".join(dict.fromkeys(found)) or "MEM"


def licence(source: str) -> str:
    """Licence of a row from its source ids."""
    ids = source.split(";")
    if any(i in ("S49", "S51", "S52", "PPM", "JRCH", "INFLOW") for i in ids):
        return CC
    if any(i in ("D2016", "S63") for i in ids):
        return "EUPL-1.2 (statistics measured from the data)"
    if any(i in ("S01", "S46", "S48", "S64") for i in ids):
        return EU
    if all(i in ("EST", "MEM") for i in ids):
        return EST
    return FACT


def zone_id(text: str) -> str:
    """`SE-SE3` → `SE3`, `DE-LU` and `LU` → `DE`, Northern Ireland and the single market → `IE`."""
    text = {"LU": "DE", "DE-LU": "DE", "GB-NIR": "IE", "SEM": "IE"}.get(text, text)
    for country in ("SE", "NO", "DK"):
        text = text.removeprefix(f"{country}-")
    return text


class Context:
    """Input and output folders; tables that later scripts need are kept in `done`."""

    def __init__(self, shared: pathlib.Path, out: pathlib.Path) -> None:
        self.shared, self.out = shared, out
        self.done: dict[str, pd.DataFrame] = {}
        out.mkdir(parents=True, exist_ok=True)

    def fact(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.shared / "facts" / name, keep_default_na=False, na_values=[""])

    def data(self, path: str) -> pd.DataFrame:
        return pd.read_csv(self.shared / "data" / path, keep_default_na=False, na_values=["", "NaN", "nan"])

    def write(self, name: str, rows: list[dict] | pd.DataFrame) -> None:
        table = pd.DataFrame(rows)
        if "source" in table and "licence" not in table:
            table["licence"] = [licence(s) for s in table["source"]]
        for column in table.columns:  # integers that pandas holds as floats, short decimals
            if pd.api.types.is_float_dtype(table[column]):
                table[column] = table[column].map(_number)
        self.done[name] = table
        table.to_csv(self.out / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def _number(value: float) -> str:
    if pd.isna(value):
        return ""
    if abs(value - round(value)) < 1e-9:
        return str(int(round(value)))
    return f"{value:.6g}"
