#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Layers include downwards, each dependency has one door, and some functions are never called (house.txt).
# usage: check.sh LIB_DIR
here=$(cd "$(dirname "$0")" && pwd) || exit 1
cd "$1" || exit 1
# shellcheck disable=SC2046  # file names of this project have no spaces
LC_ALL=C awk -f "$here/check.awk" "$here/house.txt" $(find . -name '*.[ch]' | LC_ALL=C sort)
