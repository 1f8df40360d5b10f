#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The checker must see each kind of breach in a bad tree, at its line, and none in a good one.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
licence='/* SPDX-License-Identifier: Apache-2.0 */'

mkdir -p "$scratch/good/base" "$scratch/good/registry" "$scratch/good/journal"
cat >"$scratch/good/base/digest.c" <<END
$licence
#include "base/digest.h"
#include <openssl/evp.h>
#include <stddef.h>
#include <quhua/error.h>
END
cat >"$scratch/good/registry/state.c" <<END
$licence
#include "journal/entry.h"
/* exit(1) and
 * abort() in a comment are no calls */
// nor is system("x")
static const char *text = "printf(\"%d\") /* ";
void f(struct a *a, struct b *b) { a->free(a->ctx); b->allocator.malloc(1); my_exit(0); }
END
printf '%s\n' "$licence" >"$scratch/good/journal/entry.h"

mkdir -p "$scratch/bad/base" "$scratch/bad/code" "$scratch/bad/cellar"
cat >"$scratch/bad/base/low.c" <<END
$licence
#include "registry/state.h"
#include <quhua/plan.h>
#include <sqlite3.h>
#include <sys/ptrace.h>
#include <quhua/strange.h>
#include "nowhere.h/x"
#include MACRO
void f(void) { /* then */ exit(1); }
void *g(void) { return malloc (3); }
END
printf 'int no_licence;\n' >"$scratch/bad/code/plain.c"
printf '%s\n' "$licence" >"$scratch/bad/cellar/x.c"
{ printf '%s\n' "$licence"; yes 'int a(void);' | head -n 600; } >"$scratch/bad/code/long.c"

cat >"$scratch/expected" <<END
base/low.c:2: includes "registry/state.h" of a higher layer
base/low.c:3: includes <quhua/plan.h> of a higher layer
base/low.c:4: <sqlite3.h> has another door
base/low.c:5: <sys/ptrace.h> has no door in house.txt
base/low.c:6: <quhua/strange.h> has no rank in house.txt
base/low.c:7: "nowhere.h/x" names no layer
base/low.c:8: includes what cannot be read
base/low.c:9: calls exit()
base/low.c:10: calls malloc()
cellar/x.c:1: lies in no layer of house.txt
code/long.c:601: is longer than 600 lines
code/plain.c:1: does not begin with the licence line
4 files, 12 breaches
END

if ! sh "$here/check.sh" "$scratch/good"; then
  echo 'FAILED: a breach is seen in the good tree'
  exit 1
fi
if sh "$here/check.sh" "$scratch/bad" >"$scratch/seen"; then
  echo 'FAILED: the bad tree passes'
  exit 1
fi
if ! diff -u "$scratch/expected" "$scratch/seen"; then
  echo 'FAILED: the breaches seen are not those that are there'
  exit 1
fi
mkdir "$scratch/empty"
if sh "$here/check.sh" "$scratch/empty" </dev/null >/dev/null 2>&1; then
  echo 'FAILED: a tree without files passes'
  exit 1
fi
echo 'the checker sees what it should'
