#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the documentation shows is true. In blocks marked `console` every line that begins with "$ " is run, and what
# follows it must be what it prints, on standard output and error together; … stands for anything. All blocks of a page
# run one after the other in one empty folder that has the project's examples/ in it. Also: the program in the READMEs
# is examples/00_find.c, and docs/guide/errors.md speaks of no rule that there is not.
# usage: docs.sh QUHUA   (run from the project's folder)
set -u
tool=$1
project=$PWD
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# The tool as on a terminal: tables as text, unless the output goes elsewhere or the call says something else.
quhua() {
  case $command in
    *' --format '* | *'>'* | *'|'* | *--help* | *--version*) "$tool" "$@" ;;
    *) "$tool" "$@" --format text ;;
  esac
}

# check_command: $command must print $expected
check_command() {
  [ -n "$command" ] || return
  actual=$(
    (exit "$last") # so that "echo $?" speaks of the command before
    eval "$command" 2>&1
  )
  last=$?
  ran=$((ran + 1))
  pattern=$(printf '%s\n' "$expected" | sed 's/[][*?\\]/\\&/g; s/…/*/g')
  # Trailing blanks of table cells do not count.
  actual=$(printf '%s\n' "$actual" | sed 's/ *$//')
  # shellcheck disable=SC2254  # it is a pattern
  case $actual in
    $pattern) ;;
    *)
      fail "$page: $command"
      printf '%s\n-- prints --\n%s\n' "-- documented --
$expected" "$actual"
      ;;
  esac
}

newline='
'
check_page() {
  page=$1
  ran=0
  last=0
  mkdir "$scratch/run"
  ln -s "$project/examples" "$scratch/run/examples"
  cd "$scratch/run" || exit 1
  command=
  expected=
  inside=no
  while IFS= read -r line; do
    case $inside$line in
      'no```console') inside=yes ;;
      'yes```')
        check_command
        command=
        inside=no
        ;;
      'yes$ '*)
        check_command
        command=${line#\$ }
        expected=
        ;;
      yes*) expected=$expected${expected:+$newline}$line ;;
    esac
  done <"$project/$page"
  cd "$project" || exit 1
  rm -rf "$scratch/run"
  [ "$ran" -gt 0 ] || fail "$page shows no command"
}

for page in README.md README.zh-CN.md docs/guide/first-register.md docs/guide/merger.md docs/guide/workflow.md docs/guide/questions.md docs/guide/exports.md docs/guide/report.md docs/guide/recode.md docs/guide/vintage.md docs/guide/errors.md; do
  check_page $page
done

# The programs of the READMEs.
sed 1d examples/00_find.c >"$scratch/program.c"
for page in README.md README.zh-CN.md; do
  awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' $page >"$scratch/snippet.c"
  diff -u "$scratch/program.c" "$scratch/snippet.c" || fail "$page shows another program than examples/00_find.c"
  [ "$(awk '/^```c$/ { on = 1 } on && /^```$/ { print NR; exit }' $page)" -le 40 ] || fail "$page: program below line 40"
done

# The rules of which errors.md says what to do. All of them stand in rules.md, which another test compares.
ids=$(sed -n 's/^| `\([a-z-]*\.[a-z-]*\)` |.*/\1/p' docs/guide/errors.md)
[ -n "$ids" ] || fail 'docs/guide/errors.md has no rules'
"$tool" rules --format csv >"$scratch/rules"
for id in $ids; do
  grep -q "^$id," "$scratch/rules" || fail "docs/guide/errors.md has a rule that there is not: $id"
done
[ "$failures" -eq 0 ]
