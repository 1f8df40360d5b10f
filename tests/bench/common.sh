# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# shellcheck disable=SC2034  # what is set here is used by those who source this
# For the scripts of this folder, which source it. They get a folder of their own, $work.
# BENCH_DIR names the folder of a build with the programs bench.*; QUHUA_TOOL the command-line tool.
set -u
LC_ALL=C.UTF-8
export LC_ALL
bench=${BENCH_DIR:?the folder with the programs bench.*}
tool=${QUHUA_TOOL:?the command-line tool}
python=${PYTHON:-python3}
day=2019-01-01 # on which every register opens
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-bench.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
status=0

# has_duckdb: node, and its package @duckdb/node-api (NODE_PATH names the folder where npm put it).
has_duckdb() { node -e "require('@duckdb/node-api')" 2>/dev/null; }
has() { command -v "$1" >/dev/null 2>&1; }

# measure WORK WHO COMMAND…: run it, and write down what it took. What it prints goes where ours goes.
measure() {
  "$bench/bench.run" "$@" && return
  echo "$1: $2 failed" >&2
  status=1
}

# equal WORK yes|no: whether all who did the work came to the same.
equal() {
  [ -z "${QUHUA_BENCH_RESULTS:-}" ] || printf '%s\t%s\t=\t%s\n' "$1" "${QUHUA_BENCH_UNITS:-0}" "$2" >>"$QUHUA_BENCH_RESULTS"
  [ "$2" = yes ] || { echo "$1: the results differ" >&2; status=1; }
}

# duckdb_program: a script for node, to be called with a file, or :memory:, and statements. One thread, as everybody here.
duckdb_program() {
  cat <<'END'
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const db = await (await DuckDBInstance.create(process.argv[2], { threads: '1' })).connect();
  for (const sql of process.argv.slice(3)) {
    const rows = (await db.runAndReadAll(sql)).getRows();
    if (sql.startsWith('SELECT')) for (const row of rows) console.log(row.join('|'));
  }
})().catch((e) => { console.error(String(e)); process.exitCode = 1; });
END
}
