#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Source lists are explicit; this finds the file that nobody builds. tests/package holds projects of its own.
# usage: lists.sh PROJECT_DIR
set -u
cd "$1" || exit 1
missing=0
count=0
for folder in lib tests examples; do
  for file in $(cd "$folder" && find . -path ./package -prune -o -name '*.c' -print | sed 's|^\./||' | LC_ALL=C sort); do
    count=$((count + 1))
    if ! grep -E "^[^#]*(^|[ (])$file([ )]|\$)" "$folder/CMakeLists.txt" >/dev/null; then
      printf '%s/%s stands in no list of %s/CMakeLists.txt\n' "$folder" "$file" "$folder"
      missing=$((missing + 1))
    fi
  done
done
printf '%d source files, %d not listed\n' "$count" "$missing"
[ "$count" -gt 0 ] && [ "$missing" -eq 0 ]
