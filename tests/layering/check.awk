# SPDX-License-Identifier: Apache-2.0
# Reads house.txt and then sources, whose names come as paths below lib/; prints each breach and ends with status 1
# when there was one. POSIX awk.

function complain(text) {
  printf "%s:%d: %s\n", path, line_number, text
  breaches++
}

# A path pattern, where * stands for anything, as a regular expression.
function to_regex(pattern) {
  gsub(/[.+]/, "[&]", pattern)
  gsub(/\*/, ".*", pattern)
  return "^" pattern "$"
}

function matches_any(text, patterns,    list, n, i) {
  n = split(patterns, list, " ")
  for (i = 1; i <= n; i++)
    if (text ~ to_regex(list[i])) return 1
  return 0
}

function folder_of(p) {
  return p ~ /\// ? substr(p, 1, index(p, "/") - 1) : "."
}

# The line without comments and without what stands in quotes. in_comment lives from line to line.
function bare(text,    out, i, c, pair, quote) {
  out = ""
  quote = ""
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    pair = substr(text, i, 2)
    if (in_comment) {
      if (pair == "*/") { in_comment = 0; i++ }
    } else if (quote != "") {
      if (c == "\\") i++
      else if (c == quote) quote = ""
    } else if (pair == "/*") { in_comment = 1; i++ }
    else if (pair == "//") break
    else if (c == "\"" || c == "'") quote = c
    else out = out c
  }
  return out
}

function check_internal(name,    folder) {
  folder = folder_of(name)
  if (!(folder in rank)) complain("\"" name "\" names no layer")
  else if (rank[folder] > rank[folder_of(path)]) complain("includes \"" name "\" of a higher layer")
}

function check_public(name) {
  if (!(name in public_rank)) complain("<quhua/" name "> has no rank in house.txt")
  else if (public_rank[name] > rank[folder_of(path)]) complain("includes <quhua/" name "> of a higher layer")
}

function check_system(name,    i, known) {
  for (i = 1; i <= doors; i++) {
    if (name !~ to_regex(door_header[i])) continue
    known = 1
    if (matches_any(path, door_paths[i])) return
  }
  complain(known ? "<" name "> has another door" : "<" name "> has no door in house.txt")
}

function check_include(text,    name) {
  name = text
  sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
  if (name ~ /^"/) {
    sub(/^"/, "", name)
    sub(/".*/, "", name)
    check_internal(name)
  } else if (name ~ /^</) {
    sub(/^</, "", name)
    sub(/>.*/, "", name)
    if (name ~ /^quhua\//) check_public(substr(name, 7))
    else check_system(name)
  } else complain("includes what cannot be read")
}

# Each identifier before a parenthesis, unless it is a member (allocator->free) or a declaration of one (*free).
function check_calls(text,    name, before, rest) {
  rest = text
  before = ""
  while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
    name = substr(rest, RSTART, RLENGTH)
    sub(/[ \t]*\($/, "", name)
    before = substr(rest, 1, RSTART - 1)
    rest = substr(rest, RSTART + RLENGTH)
    if (!(name in call_paths) || before ~ /(\.|->)[ \t]*$/) continue
    if (!matches_any(path, call_paths[name])) complain("calls " name "()")
  }
}

FILENAME ~ /house\.txt$/ {
  if ($1 == "layer") for (i = 3; i <= NF; i++) rank[$i] = $2
  if ($1 == "public") for (i = 3; i <= NF; i++) public_rank[$i] = $2
  if ($1 == "door") {
    door_header[++doors] = $2
    for (i = 3; i <= NF; i++) door_paths[doors] = door_paths[doors] " " $i
  }
  if ($1 == "call") for (i = 3; i <= NF; i++) call_paths[$i] = call_paths[$i] " " $2
  if ($1 == "lines") longest = $2
  next
}

FNR == 1 {
  path = FILENAME
  sub(/^\.\//, "", path)
  in_comment = 0
  line_number = 1
  files++
  if (!(folder_of(path) in rank)) complain("lies in no layer of house.txt")
  if ($0 != "/* SPDX-License-Identifier: Apache-2.0 */") complain("does not begin with the licence line")
}

{
  line_number = FNR
  if (FNR == longest + 1) complain("is longer than " longest " lines")
  if (!in_comment && $0 ~ /^[ \t]*#[ \t]*include/) check_include($0)
  check_calls(bare($0))
}

END {
  printf "%d files, %d breaches\n", files, breaches
  exit breaches > 0 || files == 0
}
