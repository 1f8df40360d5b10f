#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Take the events that block out of a flow table: a file is applied whole or not at all.

    take_out.py FLOWS.csv SIMULATED.json REFUSED.csv

SIMULATED.json is what `quhua simulate REG FLOWS.csv --format json` printed. Each blocking finding has the line of the
row that it blames; the event of that row is taken out as a whole, because half a merge is another change. What was
taken out is appended to REFUSED.csv: row, rule, message. Status 0 when something was taken out, 1 when nothing was to
be taken out, 2 when a blocking finding blames no row.
"""
import csv
import json
import sys


def blocking(path):
    with open(path, encoding="utf-8") as stream:
        findings = json.load(stream)["findings"]
    return [f for f in findings if f["severity"] == "blocking"]


def main(flows, simulated, refused):
    findings = blocking(simulated)
    if not findings:
        return 1
    with open(flows, encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = [(reader.line_num, row) for row in reader]  # no cell of these tables holds a line break
    event = {line: (row["document"], row["event"]) for line, row in rows}
    blamed = {}
    for finding in findings:
        if finding["line"] not in event:
            print("no row is blamed for: %s" % finding["message"], file=sys.stderr)
            return 2
        blamed.setdefault(event[finding["line"]], finding)
    with open(refused, "a", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        for line, row in rows:
            if event[line] in blamed:
                finding = blamed[event[line]]
                out.writerow([row["x:row"], finding["rule"], finding["message"]])
    with open(flows, "w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, reader.fieldnames, lineterminator="\n")
        out.writeheader()
        out.writerows(row for line, row in rows if event[line] not in blamed)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
