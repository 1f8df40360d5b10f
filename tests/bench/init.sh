#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a list to a register, in memory and durable, side by side with the import into SQLite and DuckDB: a table with a
# primary key (level, code) and an index of names. The register also has its units' parents, kinds and history, and checks
# every row. All must hold the same number of units.
# usage: init.sh LIST.csv REGISTER [RUNS]     leaves the register, with its image, and REGISTER.sqlite
here=$(cd "$(dirname "$0")" && pwd) || exit 2
# shellcheck source=tests/bench/common.sh
. "$here/common.sh"
list=${1:?usage: init.sh LIST.csv REGISTER [RUNS]}
register=${2:?usage: init.sh LIST.csv REGISTER [RUNS]}
runs=${3:-5}
duckdb_program >"$work/program.cjs"
has_duckdb && duckdb=yes || duckdb=
table='CREATE TABLE unit(code TEXT, name TEXT, level INTEGER, PRIMARY KEY (level, code));'

run=0
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  rm -f "$register"* "$work"/duck.db*
  measure init quhua "$tool" init "$register" --date "$day" "$list" >/dev/null
  measure init-in-memory quhua "$bench/bench.init" "$list" >/dev/null
  if has sqlite3; then
    measure init sqlite sqlite3 "$register.sqlite" "$table CREATE INDEX unit_name ON unit(name);" \
      ".import --csv --skip 1 $list unit"
    measure init-in-memory sqlite sqlite3 :memory: "$table CREATE INDEX unit_name ON unit(name);" \
      ".import --csv --skip 1 $list unit"
  fi
  [ -z "$duckdb" ] || measure init duckdb node "$work/program.cjs" "$work/duck.db" "$table" \
    "INSERT INTO unit SELECT code, name, level FROM read_csv('$list', header=true, types={'code':'VARCHAR'})" \
    'CREATE INDEX unit_name ON unit(name)' 'CHECKPOINT'
done

units=$(($(wc -l <"$list") - 1))
same=yes
counted=$("$tool" snapshot "$register" --at "$day" --format csv |
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["status"] != "implied"' | wc -l)
[ "$counted" -eq "$units" ] || same=no
! has sqlite3 || [ "$(sqlite3 "$register.sqlite" 'SELECT count(*) FROM unit')" -eq "$units" ] || same=no
[ -z "$duckdb" ] || [ "$(node "$work/program.cjs" "$work/duck.db" 'SELECT count(*) FROM unit')" -eq "$units" ] || same=no
equal init "$same"
exit "$status"
