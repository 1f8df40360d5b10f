#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Recodes a table of five million rows (264 MB) side by side with what a user would take instead: mawk, Python's csv,
# DuckDB, and `wc -l` with `cat` as the limit. Same table, same crosswalk, in turns; results must be equal.
# usage: recode.sh TOOL [ROWS [RUNS]]   (NODE_PATH=… names the folder where npm put @duckdb/node-api)
# Every program has one thread. Writes recode.json into RESULT_DIR, or the current folder.
set -u
tool=${1:?usage: recode.sh TOOL [ROWS [RUNS]]}
rows=${2:-5000000}
runs=${3:-5}
python=${PYTHON:-python3}
here=$(pwd)
case $tool in /*) ;; *) tool=$here/$tool ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
LC_ALL=C
export LC_ALL

# Ten counties with 40 towns of 40 villages; on 2020-01-01 twelve villages of each town go into others.
awk 'BEGIN {
  print "code,name" >"base.csv"
  print "document,effective,relation,old_code,new_code" >"acts.csv"
  for (c = 23; c < 33; c++) {
    printf "5107%02d,%d县\n", c, c >"base.csv"
    for (t = 100; t < 140; t++) {
      printf "5107%02d%03d,%d-%d镇\n", c, t, c, t >"base.csv"
      for (v = 200; v < 240; v++) printf "5107%02d%03d%03d,%d-%d-%d村\n", c, t, v, c, t, v >"base.csv"
      for (v = 200; v < 212; v++)
        printf "一,2020-01-01,并入,5107%02d%03d%03d,5107%02d%03d%03d\n", c, t, v, c, t, v + 20 >"acts.csv"
    }
  }
}'
"$tool" init reg base.csv --date 2019-01-01 >/dev/null && "$tool" apply reg acts.csv >/dev/null 2>&1 || exit 1
"$tool" crosswalk reg --from 2019-06-01 --to 2021-01-01 --format csv |
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { print $at["old_code"] "," $at["new_code"] }' >map.csv

awk -v rows="$rows" 'BEGIN {
  seed = 20200101
  print "id,code,name,amount,day"
  for (i = 0; i < rows; i++) {
    seed = seed * 16807 % 2147483647
    r = int(seed / 64)
    printf "%08d,5107%02d%03d%03d,王明%04d,%05d.%02d,2019-%02d-%02d\n", i, 23 + r % 10, 100 + int(r / 10) % 40,
      200 + int(r / 400) % 40, r % 10000, r % 100000, r % 100, r % 12 + 1, r % 28 + 1
  }
}' >people.csv
bytes=$(wc -c <people.csv)

cat >recode.awk <<'END'
BEGIN { FS = OFS = ","; while ((getline line <"map.csv") > 0) { split(line, cell, ","); code[cell[1]] = cell[2] } }
{ if ($2 in code) $2 = code[$2]; print }
END
cat >recode.py <<'END'
import csv, sys
codes = dict(csv.reader(open("map.csv")))
with open("people.csv", newline="", encoding="utf-8") as source, open(sys.argv[1], "w", newline="", encoding="utf-8") as out:
    writer = csv.writer(out, lineterminator="\n")
    for row in csv.reader(source):
        row[1] = codes.get(row[1], row[1])
        writer.writerow(row)
END
cat >duckdb.cjs <<'END'
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await db.run("CREATE TABLE map AS SELECT * FROM read_csv('map.csv', header=false, all_varchar=true, names=['old','now'])");
  await db.run(`COPY (SELECT id, coalesce(now, code) AS code, name, amount, day FROM read_csv('people.csv', all_varchar=true)
    LEFT JOIN map ON code = old) TO '${process.argv[2]}' (HEADER, DELIMITER ',')`);
})();
END

recode_quhua() { "$tool" recode reg people.csv --from 2019-06-01 --to 2021-01-01 --column code >"$1" 2>/dev/null; }
recode_quhua_out() { "$tool" recode reg people.csv --from 2019-06-01 --to 2021-01-01 --column code --out "$1" 2>/dev/null; }
recode_mawk() { mawk -f recode.awk people.csv >"$1"; }
recode_python() { "$python" recode.py "$1"; }
recode_duckdb() { node duckdb.cjs "$1"; }
recode_limit() { wc -l people.csv >/dev/null && cat people.csv | cat >"$1"; }

who='quhua quhua_out limit'
command -v mawk >/dev/null && who="$who mawk"
slow=
"$python" -c 'import csv' 2>/dev/null && slow=python
node -e "require('@duckdb/node-api')" 2>/dev/null && who="$who duckdb"

# measure NAME: seconds of one run by the clock, and of the processor, appended to NAME.times.
measure() {
  rm -f out
  start=$(date +%s%N)
  (recode_"$1" out && times >cpu) || { echo "$1 failed"; exit 1; }
  end=$(date +%s%N)
  tail -1 cpu | tr 'ms' '  ' | awk -v clock=$((end - start)) '{ printf "%.4f %.3f\n", clock / 1e9, $1 * 60 + $2 + $3 * 60 + $4 }' >>"$1.times"
}

status=0
run=0
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  for name in $who $([ "$run" -eq 1 ] && echo "$slow"); do
    measure "$name"
    case $name in
    quhua) [ "$run" -gt 1 ] || mv out wanted ;;
    limit) ;;
    duckdb) # rows of a join come in any order
      [ "$run" -gt 1 ] || { sort out >a; sort wanted >b; cmp -s a b || { echo 'duckdb: another result'; status=1; }; rm -f a b; } ;;
    *) cmp -s out wanted || { echo "$name: another result"; status=1; } ;;
    esac
  done
done

# The least time of each, the median, and the least processor time: the machine may be shared.
for name in $who $slow; do
  cpu=$(awk '{ print $2 }' "$name.times" | sort -n | head -1)
  sort -n "$name.times" | awk -v name="$name" -v cpu="$cpu" '{ t[NR] = $1 } END { print name, t[1], t[int((NR + 1) / 2)], cpu, NR }'
done >all.times
awk -v bytes="$bytes" -v rows="$rows" '
  { least[$1] = $2; median[$1] = $3; cpu[$1] = $4; order[++count] = $1 }
  END {
    printf "%d rows, %d bytes\n%-10s %9s %9s %9s %9s %9s %9s\n", rows, bytes, "", "least s", "median s", "cpu s", "MB/s", "ratio", "cpu ratio"
    for (i = 1; i <= count; i++) {
      n = order[i]
      printf "%-10s %9.3f %9.3f %9.3f %9.0f %9.2f %9.2f\n", n, least[n], median[n], cpu[n], bytes / 1e6 / least[n],
        least[n] / least["quhua"], cpu[n] / cpu["quhua"]
    }
  }' all.times
awk -v bytes="$bytes" -v rows="$rows" '
  BEGIN { printf "{\"bench\":\"recode\",\"rows\":%d,\"bytes\":%d,\"runs\":[", rows, bytes }
  { printf "%s{\"name\":\"%s\",\"least_s\":%s,\"median_s\":%s,\"cpu_s\":%s,\"count\":%d}", (NR > 1 ? "," : ""), $1, $2, $3, $4, $5 }
  END { print "]}" }' all.times >"${RESULT_DIR:-$here}/recode.json"
exit $status
