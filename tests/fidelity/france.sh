#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The communes of France, 1943 to 2026, as a register of scheme opaque: the official list of 2021 with the movements
# gives that of 2026, and `quhua project` says what the reference maps say. The last line is
#   2026 list equal yes|no, maps equal A of B and C of D
#
#   sh tests/fidelity/france.sh [FOLDER]     default: ../shared/data/france
#
# QUHUA_TOOL names a tool that is built already. Status 0 when it is as it should be, 1 when not, 77 without the folder.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
france=${1:-$root/../shared/data/france}
here=$root/tests/fidelity
if [ ! -f "$france/france_movements.csv" ]; then
  echo "skipped: there is no $france/france_movements.csv" >&2
  exit 77
fi
. "$here/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-france.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

python3 "$here/france_to_flows.py" "$france" "$work" || exit 1
for year in 1943 2021; do
  "$quhua" init "$work/$year" --date "$year-01-01" --scheme opaque "$work/$year-register.csv" >"$work/out" || exit 1
  if ! "$quhua" apply "$work/$year" "$work/$year-acts.csv" --actor fidelity >"$work/out" 2>"$work/said"; then
    grep -v '^warning\|^note' "$work/said" >&2
    exit 1
  fi
  "$quhua" snapshot "$work/$year" --at 2026-01-01 --format csv >"$work/$year-2026-01-01.csv" || exit 1
done
for day in 1943-01-01 1950-01-01 1960-01-01 1968-01-01 1973-01-01 1980-01-01 1990-01-01 2000-01-01 2008-01-01 \
  2016-01-01 2017-01-01 2018-01-01 2019-01-01 2021-01-01; do
  "$quhua" snapshot "$work/1943" --at "$day" --format csv >"$work/1943-$day.csv" || exit 1
done

# project A B COLUMN: the codes of one column of the map of the two years, whichever comes first
project() {
  map=$france/france_map_$1_$2.csv
  [ -f "$map" ] || map=$france/france_map_$2_$1.csv
  cut -d, -f"$3" "$map" | tail -n +2 | tr ';' '\n' | LC_ALL=C sort -u |
    "$quhua" project "$work/1943" - --from "$1-01-01" --to "$2-01-01" --format csv >"$work/map-$1-$2.csv"
}
project 1968 2024 1 && project 2024 1968 2 && project 2008 2026 1 && project 2026 2008 2 || exit 1
"$quhua" verify "$work/1943" >"$work/out" || exit 1
python3 "$here/compare_france.py" "$france" "$work"
