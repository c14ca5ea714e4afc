"""frictionless as the oracle of tests/it/frictionless.rs.

python frictionless_oracle.py FOLDER…    validates FOLDER/datapackage.json and prints a line `FOLDER type file row` an error
"""

import sys
from pathlib import Path

import frictionless


def main():
    for folder in map(Path, sys.argv[1:]):
        report = frictionless.validate(str(folder / "datapackage.json"))
        print(folder.name, "read")
        for error in report.errors:
            print(folder.name, error.type, "datapackage.json", "-")
        for task in report.tasks:
            for error in task.errors:
                row = getattr(error, "row_number", None)
                print(folder.name, error.type, Path(task.place).name, "-" if row is None else row)


if __name__ == "__main__":
    main()
