#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Recodes a table of five million rows (264 MB) side by side with what a user would take instead: mawk, Python's csv,
# DuckDB, and `wc -l` with `cat` as the limit. Same table, same crosswalk, in turns; results must be equal. Every program has
# one thread.
# usage: recode.sh [ROWS [RUNS]]
here=$(cd "$(dirname "$0")" && pwd) || exit 2
# shellcheck source=tests/bench/common.sh
. "$here/common.sh"
rows=${1:-5000000}
runs=${2:-5}
QUHUA_BENCH_UNITS=$rows
export QUHUA_BENCH_UNITS
cd "$work" || exit 2
LC_ALL=C

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
"$tool" init reg base.csv --date "$day" >/dev/null && "$tool" apply reg acts.csv >/dev/null 2>&1 || exit 1
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
[ -z "${QUHUA_BENCH_RESULTS:-}" ] ||
  printf 'recode\t%s\tbytes\t%s\n' "$rows" "$(wc -c <people.csv)" >>"$QUHUA_BENCH_RESULTS"

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
duckdb_program >duckdb.cjs

# recode WHO: write the recoded table to the file out.
recode() {
  case $1 in
  quhua) measure recode quhua "$tool" recode reg people.csv --from 2019-06-01 --to 2021-01-01 --column code >out 2>/dev/null ;;
  mawk) measure recode mawk mawk -f recode.awk people.csv >out ;;
  python) measure recode python "$python" recode.py out ;;
  limit) measure recode limit sh -c 'wc -l people.csv >/dev/null && cat people.csv | cat' >out ;;
  duckdb)
    measure recode duckdb node duckdb.cjs :memory: \
      "CREATE TABLE map AS SELECT * FROM read_csv('map.csv', header=false, all_varchar=true, names=['old','now'])" \
      "COPY (SELECT id, coalesce(now, code) AS code, name, amount, day FROM read_csv('people.csv', all_varchar=true)
       LEFT JOIN map ON code = old) TO 'out' (HEADER, DELIMITER ',')"
    ;;
  esac
}

# is_equal WHO: is the file out what it should be? Rows of a join come in any order; the limit changes nothing.
is_equal() {
  case $1 in
  limit) return 0 ;;
  duckdb) sort out >found && sort wanted | cmp -s - found ;;
  *) cmp -s out wanted ;;
  esac
}

who='quhua limit'
! has mawk || who="$who mawk"
! has_duckdb || who="$who duckdb"
! "$python" -c 'import csv' 2>/dev/null || slow=python
run=0
same=yes
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  for name in $who $([ "$run" -gt 1 ] || echo "${slow:-}"); do
    rm -f out
    recode "$name"
    [ -f wanted ] || cp out wanted # the first is ours
    [ "$run" -gt 1 ] || is_equal "$name" || { same=no; echo "recode: $name has another result" >&2; }
  done
done
equal recode "$same"
exit "$status"
