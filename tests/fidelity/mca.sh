#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every township change that the civil-affairs tables record, carried out year by year, and what the register says
# afterwards compared with the tables. The last line is: applied A of B rows, C codes equal
#
#   sh tests/fidelity/mca.sh [FILE.csv]     default: ../shared/data/mca_township_changes_2014_2019.csv
#
# QUHUA_TOOL names a tool that is built already. Status 0 when it is as it should be, 1 when not, 77 without the file.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
file=${1:-$root/../shared/data/mca_township_changes_2014_2019.csv}
here=$root/tests/fidelity
if [ ! -f "$file" ]; then
  echo "skipped: there is no $file" >&2
  exit 77
fi
. "$here/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-mca.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

python3 "$here/mca_to_flows.py" "$file" "$work/flows" || exit 2
first=$(sed -n '1s/ .*//p' "$work/flows/years")
"$quhua" init "$work/register" --date "$((first - 1))-12-31" "$work/flows/register.csv" >"$work/out" || exit 1
while read -r year rows; do
  apply_what_can "$work/register" "$work/flows/$year.csv" "$work/refused.csv" || exit 1
  echo "$year: $rows rows" >&2
done <"$work/flows/years"
mkdir "$work/snapshots"
cut -d, -f2 "$work/flows"/[0-9]*.csv | grep '^[0-9]' | sort -u >"$work/days"
while read -r day; do
  "$quhua" snapshot "$work/register" --at "$day" --format csv >"$work/snapshots/$day.csv" || exit 1
done <"$work/days"
"$quhua" verify "$work/register" >"$work/out" || exit 1
python3 "$here/compare_mca.py" "$file" "$work/flows" "$work/snapshots" "$work/refused.csv"
