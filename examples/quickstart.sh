#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh copy of the sources to a restructuring that is planned, shown and committed: the reform of 盐亭县 of
# 2019/2020. Builds the library and its tool, makes a register in a temporary folder, and runs the main job on the
# tables in examples/data. Run it from anywhere: sh examples/quickstart.sh
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

heading() { printf '\n== %s\n' "$*"; }
# run ARGUMENT…: shows the call, then makes it. Text also where the output goes into a pipe.
run() {
  printf '$ quhua %s\n' "$*"
  "$tool" "$@" --format text
}

heading '构建 (build)'
# shellcheck disable=SC2086  # the names are words
quhua_setup $QUHUA_BUILD_PACKAGES
mkdir -p build
# A build folder that is there already stays as it is; a new one leaves the tests to tests/run.sh.
options='-DCMAKE_BUILD_TYPE=Release -DQUHUA_BUILD_TESTS=OFF'
[ ! -f build/CMakeCache.txt ] || options=
# shellcheck disable=SC2086  # the options are words
if ! { quhua_configure build $options && cmake --build build; } >build/quickstart.log 2>&1; then
  cat build/quickstart.log >&2
  exit 1
fi
tool=build/examples/quhua/quhua
printf '%s\n' "$tool"
"$tool" --version

work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-quickstart.XXXXXX")
register=$work/yanting.quhua

heading '建立登记册: 盐亭县 2019-10-31 (make the register)'
run init "$register" --date 2019-10-31 examples/data/yanting_2019.csv

heading '模拟调整, 不改变任何数据 (simulate the reform: nothing is changed)'
run simulate "$register" examples/data/yanting_2019_acts.csv --out "$work/report"

heading '执行调整 (apply it)'
run apply "$register" examples/data/yanting_2019_acts.csv --actor quickstart

heading '高渠镇: 从哪里来, 下辖多少村 (one town: where it came from, and how many villages it has)'
run show "$register" 高渠镇

heading '原毛公乡现在在哪里 (where a former township went)'
run find "$register" 原毛公乡

heading '由日志重新推导并核对 (derive everything again from the journal)'
run verify "$register"

heading '完成 (done)'
printf '登记册 (register):   %s\n报告文件 (reports):\n' "$register"
find "$work/report" -type f | LC_ALL=C sort | sed 's/^/  /'
