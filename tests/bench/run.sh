#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Measures everything side by side with what a user would take instead: same work, same run, results compared. Builds what
# it needs, makes a national list of 700,000 units where none is given, and writes into the folder:
#
#   report.txt  report.md  report.json    every figure with its ratio, and the aims
#   growth-*.svg                          how the time grows with the register
#   results.tsv                           the bare results
#
#   sh tests/bench/run.sh [--quick] [--data NATIONAL.csv] [--pair OLD.csv DAY NEW.csv DAY] [--out DIR] [--only WORK…]
#
#   --quick    fewer times, three sizes, a smaller table to recode
#   --data     a register table with the columns code,name,level
#   --pair     two such lists, to infer the acts between them; else a made-up pair of 700,000 units
#   --only     some of: recode years sizes infer apply (in quotes)
#   --out      the folder (default: build/bench)
#
# Needs a C compiler, CMake, libcmocka and awk; sqlite3, mawk, python3, node and npm are measured where they are there.
# Status 0 when all results are equal, whatever the times are. docs/guide/performance.md says what is compared.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
root=$(cd "$here/../.." && pwd) || exit 2
quick=
data=
pair=
out=$root/build/bench
only='recode years sizes infer apply'
usage() {
  sed -n '/^#   sh tests/,/^$/s/^# \{0,1\}//p' "$0" | sed '/^Needs/,$d' >&2
  exit 2
}
absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
while [ $# -gt 0 ]; do
  case $1 in
  --quick) quick=yes ;;
  --data) data=$(absolute "${2:?--data needs a file}") && shift ;;
  --out) out=$(absolute "${2:?--out needs a folder}") && shift ;;
  --only) only=${2:?--only needs names} && shift ;;
  --pair)
    [ $# -ge 5 ] || usage
    pair=$(absolute "$2") pair_day=$3 later=$(absolute "$4") later_day=$5
    shift 4
    ;;
  *) usage ;;
  esac
  shift
done
wants() { case " $only " in *" $1 "*) ;; *) return 1 ;; esac; }
for file in "$data" "$pair" "${later:-}"; do
  [ -z "$file" ] || [ -r "$file" ] || { echo "there is no $file" >&2; exit 2; }
done

# --- what is needed ----------------------------------------------------------------------------------------------

mkdir -p "$out" || exit 2
build=${BENCH_BUILD:-$root/build/bench-release}
(
  cd "$root" || exit 2
  # shellcheck source=cmake/setup.sh
  . cmake/setup.sh
  # shellcheck disable=SC2086  # the names are words
  quhua_setup $QUHUA_BUILD_PACKAGES libcmocka-dev &&
    cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release &&
    cmake --build "$build" --parallel "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" --target quhua_tool \
      bench.commit bench.crosswalk bench.init bench.lookup bench.plan bench.project bench.run bench.years
) >"$out/build.log" 2>&1 || { tail -n 20 "$out/build.log" | cut -c1-160 >&2; exit 2; }
BENCH_DIR=$build/tests
QUHUA_TOOL=$build/examples/quhua/quhua
NODE_PATH=${NODE_PATH:-$out/node/node_modules}
export BENCH_DIR QUHUA_TOOL NODE_PATH

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo 'DuckDB is left out: its package @duckdb/node-api needs node and npm, and one of them is not here.'
elif ! node -e "require('@duckdb/node-api')" 2>/dev/null; then
  mkdir -p "$out/node"
  (cd "$out/node" && npm install --silent --no-audit --no-fund --prefix . @duckdb/node-api) >>"$out/build.log" 2>&1 ||
    echo 'DuckDB is left out: npm could not fetch @duckdb/node-api.'
fi
for program in sqlite3 mawk "${PYTHON:-python3}"; do
  command -v "$program" >/dev/null || echo "$program is left out: it is not here."
done

# --- the machine --------------------------------------------------------------------------------------------------

load() { cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || uptime | sed 's/.*load average[s]*: //'; }
machine=$out/machine.txt
{
  printf 'date\t%s\n' "$(date -u '+%Y-%m-%d %H:%M UTC')"
  printf 'processor\t%s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
  printf 'cores\t%s\n' "$(getconf _NPROCESSORS_ONLN 2>/dev/null)"
  printf 'memory\t%s MB\n' "$(awk '/^MemTotal/ { printf "%d", $2 / 1024 }' /proc/meminfo 2>/dev/null)"
  printf 'system\t%s\n' "$(uname -srm)"
  printf 'compiler\t%s\n' "$("$(sed -n 's/^CMAKE_C_COMPILER:[^=]*=//p' "$build/CMakeCache.txt")" --version | head -n 1)"
  printf 'sqlite3\t%s\n' "$(sqlite3 --version 2>/dev/null | cut -d' ' -f1)"
  printf 'revision\t%s\n' "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)"
  printf 'list\t%s\n' "$([ -n "$data" ] && basename "$data" || echo 'made up')"
  printf 'load before\t%s\n' "$(load)"
} >"$machine"

# --- the work -----------------------------------------------------------------------------------------------------

work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-bench.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
QUHUA_BENCH_RESULTS=$out/results.tsv
export QUHUA_BENCH_RESULTS
: >"$QUHUA_BENCH_RESULTS"
begin=$(date +%s)
status=0
say() { printf '\n== %4d s  %s\n' "$(($(date +%s) - begin))" "$*"; }
# part COMMAND…: whose results must be equal.
part() { "$@" || { echo "$(basename "$1") failed" >&2; status=1; }; }
lines() { echo $(($(wc -l <"$1") - 1)); }
# size FILE: what is measured next has that many units.
size() {
  QUHUA_BENCH_UNITS=$(lines "$1")
  export QUHUA_BENCH_UNITS
}
make_list() { awk -v units="$1" -v later="${2:-0}" -f "$here/list.awk"; }

if [ -n "$quick" ]; then
  runs=2 opens=5 plans=301 asked=200000 rows=2000000 commits=100 others='1000 100000'
else
  runs=5 opens=21 plans=2001 asked=1000000 rows=5000000 commits=300 others='1000 10000 100000 5000000'
fi
[ -n "$data" ] || { data=$work/nation.csv && make_list 700000 >"$data"; }

# A county in the middle of the list that has a town with three villages.
awk -F, -v half="$(($(lines "$data") / 2))" '
  NR <= half || $3 != 5 { next }
  substr($1, 1, 9) != town { town = substr($1, 1, 9); found = 0 }
  ++found == 3 { print substr($1, 1, 6); exit }' "$data" >"$work/county"
read -r county_code <"$work/county" || { echo "$data: no town with three villages" >&2; exit 2; }
awk -F, -v county="$county_code" 'NR == 1 || substr($1, 1, 6) == county' "$data" >"$work/county.csv"

# three_villages LIST: acts that merge three villages of it into a new one.
three_villages() {
  awk -F, '
    $3 != 5 { next }
    substr($1, 1, 9) != town { town = substr($1, 1, 9); found = 0 }
    { code[++found] = $1 }
    found == 3 {
      print "document,effective,event,relation,old_code,new_code,new_name,new_kind"
      for (i = 1; i <= 3; i++) print "三村合并,2020-01-01,1,合并," code[i] ",@合,合兴新村," "村委会"
      exit
    }' "$1"
}

# all_of LIST: what is measured for a register of each size.
all_of() {
  size "$1"
  say "a register of $QUHUA_BENCH_UNITS units"
  repeat=$runs
  [ "$QUHUA_BENCH_UNITS" -lt 2000000 ] || repeat=1
  part sh "$here/init.sh" "$1" "$work/reg" "$repeat"
  part sh "$here/open.sh" "$1" "$work/reg" "$opens"
  part "$BENCH_DIR/bench.lookup" "$work/reg" 2019-06-01 "$asked"
  case $1 in "$data") three_villages "$work/county.csv" ;; *) three_villages "$1" ;; esac >"$work/three.csv"
  part "$BENCH_DIR/bench.plan" "$work/reg" "$work/three.csv" "$plans"
  rm -f "$work"/reg*
}

if wants recode; then
  say "recode $rows rows"
  part sh "$here/recode.sh" "$rows" "$runs"
fi
size "$data"
if wants years; then
  say 'a national reform: its crosswalk'
  part "$BENCH_DIR/bench.crosswalk" "$data" "$((runs + 2))"
  say 'one code over eight years'
  part "$BENCH_DIR/bench.years" "$data" "$((asked / 10))"
  say 'one code over forty changes'
  size "$work/county.csv"
  part "$BENCH_DIR/bench.project" "$work/county.csv" "$plans"
fi
if wants apply; then
  size "$data"
  say 'acts, one by one and many'
  part "$BENCH_DIR/bench.commit" "$data" "$work" "$commits"
  rm -f "$work"/commit*
fi
if wants infer; then
  size "${pair:-$data}"
  say 'from one list to the next'
  if [ -z "$pair" ]; then
    pair=$work/old.csv pair_day=2019-10-31 later=$work/later.csv later_day=2020-06-30
    make_list 700000 >"$pair"
    make_list 700000 1 >"$later"
  fi
  part sh "$here/infer.sh" "$pair" "$pair_day" "$later" "$later_day" "$runs"
fi
if wants sizes; then
  all_of "$work/county.csv"
  all_of "$data"
  for units in $others; do
    make_list "$units" >"$work/made.csv"
    all_of "$work/made.csv"
  done
fi
printf 'load after\t%s\n' "$(load)" >>"$machine"

# --- the report ----------------------------------------------------------------------------------------------------

for form in text markdown json; do
  case $form in text) suffix=txt ;; markdown) suffix=md ;; json) suffix=json ;; esac
  awk -v form="$form" -v nation="$(lines "$data")" -v county="$(lines "$work/county.csv")" -f "$here/report.awk" \
    "$machine" "$here/aims.txt" "$QUHUA_BENCH_RESULTS" >"$out/report.$suffix" || status=1
done
if wants sizes; then
  for name in lookup open simulate init; do
    awk -v work="$name" -f "$here/growth.awk" "$QUHUA_BENCH_RESULTS" >"$out/growth-$name.svg" || status=1
  done
fi
say 'done'
cat "$out/report.txt"
printf '\n%s\n' "$out/report.txt, report.md, report.json, growth-*.svg"
exit "$status"
