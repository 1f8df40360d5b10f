# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# shellcheck disable=SC2154  # $file, $here, $quhua and $work are set by the scripts that source this one
# Makes $work/register from the history of county-level codes in $file, an act a year. $work/flows holds what the
# converter wrote, and for each act what `simulate` said of it.

python3 "$here/gb2260_to_flows.py" "$file" "$work/flows" || exit 2
first=$(sed -n '1s/ .*//p' "$work/flows/years")
"$quhua" init "$work/register" --date "$first-01-01" "$work/flows/register.csv" >"$work/out" || exit 1
while read -r year rows; do
  [ "$rows" -gt 0 ] || continue
  flows=$work/flows/$year.csv
  "$quhua" simulate "$work/register" "$flows" --format json --lang en >"$flows.simulated" 2>"$work/out"
  if ! "$quhua" apply "$work/register" "$flows" --actor fidelity >"$work/out" 2>&1; then
    grep -v '^warning\|^note' "$work/out" >&2
    echo "$year: refused" >&2
  fi
done <"$work/flows/years"
