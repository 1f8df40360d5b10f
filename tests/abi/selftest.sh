#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# objects.sh must refuse a library with each fault, and accept one without.
# usage: selftest.sh CC AR NM OBJDUMP
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
cc=$1
ar=$2
nm=$3
objdump=$4
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

# judge WANTED NAME: reads a C file, makes a library of it and compares the verdict
judge() {
  cat >"$scratch/$2.c"
  "$cc" -std=c11 -fPIC -c "$scratch/$2.c" -o "$scratch/$2.o" && "$ar" rc "$scratch/$2.a" "$scratch/$2.o" || exit 1
  verdict=accepted
  sh "$here/objects.sh" "$nm" "$objdump" "$scratch/$2.a" >/dev/null || verdict=refused
  if [ "$verdict" != "$1" ]; then
    printf 'FAILED: %s is %s, not %s\n' "$2" "$verdict" "$1"
    failures=$((failures + 1))
  fi
}

judge accepted clean <<'END'
static const char *const words[] = {"a", "b"};
const char *quhua_word(int i) { return words[i]; }
END
judge refused variable <<'END'
int quhua_count(void) { static int calls; return ++calls; }
END
judge refused initialised <<'END'
static const char *word = "a";
const char *quhua_word(int i) { return i ? word : (word = "b"); }
END
judge refused prefix <<'END'
int count(void) { return 1; }
END
judge refused ends <<'END'
#include <stdlib.h>
#define LEAVE() exit(1)
void quhua_leave(void) { LEAVE(); }
END
judge refused prints <<'END'
#include <stdio.h>
void quhua_say(void) { fprintf(stderr, "no %d", 1); }
END

printf '6 libraries judged, %d wrongly\n' "$failures"
[ "$failures" -eq 0 ]
