#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Four decades of county-level codes (GB/T 2260), imported as acts, and every year compared with the validity columns
# of the table. The last line is: years equal Y of N, reuse cases R
#
#   sh tests/fidelity/gb2260.sh [FILE.csv]     default: ../shared/data/gb2260_history_1981_2024.csv
#
# QUHUA_TOOL names a tool that is built already. Status 0 when it is as it should be, 1 when not, 77 without the file.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
file=${1:-$root/../shared/data/gb2260_history_1981_2024.csv}
here=$root/tests/fidelity
if [ ! -f "$file" ]; then
  echo "skipped: there is no $file" >&2
  exit 77
fi
. "$here/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-gb2260.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

. "$here/gb2260_register.sh"
mkdir "$work/snapshots"
while read -r year rows; do
  "$quhua" snapshot "$work/register" --at "$year-12-31" --format csv >"$work/snapshots/$year.csv" || exit 1
done <"$work/flows/years"
"$quhua" verify "$work/register" >"$work/out" || exit 1
python3 "$here/compare_gb2260.py" "$file" "$work/snapshots" "$work/flows"
