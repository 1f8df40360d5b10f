# SPDX-License-Identifier: Apache-2.0
# For scripts that ask the command-line tool: source with the tool as $1. They run in a folder of their own.
set -u
tool=${1:-}
if [ ! -x "$tool" ]; then
  echo "no tool to test: ${tool:-(none)}"
  exit 77
fi
case $tool in /*) ;; *) tool=$PWD/$tool ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-cli.XXXXXX") || exit 77
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 77
LC_ALL=C.UTF-8
export LC_ALL
failures=0
checks=0

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n' "$*"
  [ ! -s err ] || sed 's/^/  stderr: /' err | head -5
}

# run STATUS ARGUMENT…: the tool must end with that status; its output is in the files out and err.
run() {
  wanted=$1
  shift
  checks=$((checks + 1))
  "$tool" "$@" >out 2>err
  status=$?
  [ "$status" -eq "$wanted" ] || fail "quhua $*: exit $status, not $wanted"
}

# The last output is exactly the text that stands on standard input.
gives() {
  checks=$((checks + 1))
  cat >wanted
  cmp -s wanted out || fail "other output: $(diff wanted out | head -5)"
}

# In the last output: a line that is exactly this; a text anywhere; none of it; a number of lines.
has_line() {
  checks=$((checks + 1))
  grep -Fxq -e "$1" out || fail "no line “$1” in the output"
}
has() {
  checks=$((checks + 1))
  grep -Fq -e "$1" out || fail "no “$1” in the output"
}
has_not() {
  checks=$((checks + 1))
  if grep -Fq -e "$1" out; then fail "“$1” in the output"; fi
}
lines() {
  checks=$((checks + 1))
  count=$(wc -l <out)
  [ "$count" -eq "$1" ] || fail "$count lines of output, not $1"
}
# A text anywhere among the words for people.
tells() {
  checks=$((checks + 1))
  grep -Fq -e "$1" err || fail "no “$1” among the words for people"
}
silent() {
  checks=$((checks + 1))
  [ ! -s out ] || fail "output where none was due"
}
same() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$1 and $2 differ"
}

# The words for people begin with this line.
says() {
  checks=$((checks + 1))
  first=$(head -n 1 err)
  [ "$first" = "$1" ] || fail "“$first”, not “$1”"
}

# Nothing was written to the register reg since the last call.
head_before=
unchanged() {
  checks=$((checks + 1))
  head_now=$("$tool" verify reg --format csv | grep '^head,')
  [ -n "$head_now" ] || fail "the register cannot be verified"
  [ "$head_now" = "$head_before" ] || fail "the journal has another head"
}
remember() { head_before=$("$tool" verify reg --format csv | grep '^head,'); }

finish() {
  printf '%d checks, %d failed\n' "$checks" "$failures"
  [ "$failures" -eq 0 ]
}
