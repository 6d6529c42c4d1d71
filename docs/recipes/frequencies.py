# From codings.csv to the table of `emic frequencies --by role`: participants, transcripts and passages per theme and group.
#
#   emic export codings --to codings.csv
#   emic frequencies --by role --format csv > frequencies.csv
#   python frequencies.py codings.csv role
#
# Prints code, group, participants, transcripts, passages for every code that was used, with everything beneath it
# (--rollup subtree). Sets of codes are not in codings.csv.
import sys

import pandas as pd

file, by = sys.argv[1], sys.argv[2]
rows = pd.read_csv(file, dtype=str, keep_default_na=False)
rows["start"] = rows["start"].astype(int)
rows["end"] = rows["end"].astype(int)

# A coding counts for its code and for every code above it: one row for each level of the path.
rows["theme"] = rows["path"].map(lambda path: [" > ".join(path.split(" > ")[: n + 1]) for n in range(path.count(" > ") + 1)])
rows = rows[rows["path"] != ""].explode("theme")


def extents(codings):
    """Codings of one theme that share a character are one passage, whoever they belong to."""
    codings = codings.sort_values(["start", "end"])
    number, reached, numbers = 0, -1, []
    for start, end in zip(codings["start"], codings["end"]):
        if start >= reached:
            number += 1
        reached = max(reached, end)
        numbers.append(number)
    return codings.assign(passage=numbers)


rows = pd.concat([extents(group) for _, group in rows.groupby(["theme", "transcript"], sort=False)])

# What the interviewer says belongs to nobody. A person with several values stands in several groups.
rows = rows[rows["participant"] != ""]
rows["group"] = rows[by].map(lambda cell: [value.strip() for value in cell.split(";")] if cell else ["(missing)"])
grouped = rows.explode("group")
rows["group"] = "(all)"
grouped = pd.concat([grouped, rows])

keys = ["theme", "group"]
table = pd.DataFrame(
    {
        "participants": grouped.groupby(keys)["participant"].nunique(),
        "transcripts": grouped.groupby(keys)["transcript"].nunique(),
        "passages": grouped.drop_duplicates(keys + ["transcript", "passage", "participant"]).groupby(keys).size(),
    }
)
table.reset_index().to_csv(sys.stdout, index=False)
