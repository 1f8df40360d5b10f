# SPDX-License-Identifier: Apache-2.0
# The results of tests/bench/run.sh as a table for people (-v form=text or markdown) or as JSON (-v form=json).
# usage: awk -v form=F -v nation=UNITS -v county=UNITS -f report.awk machine.txt aims.txt results.tsv
# Lines of the same work, size and who are put together: the least of the least, the median of the medians.

function key(work, units, who) { return work SUBSEP units SUBSEP who }
function quote(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/"/, "\\\"", text)
  return "\"" text "\""
}
function number(x) { return x >= 1000 ? sprintf("%.0f", x) : x >= 100 ? sprintf("%.0f", x) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.2f", x) }
# A time in the unit that suits it.
function pretty(x, unit) {
  if (unit == "ns" && x >= 1000) { x /= 1000; unit = "us" }
  if (unit == "us" && x >= 1000) { x /= 1000; unit = "ms" }
  if (unit == "ms" && x >= 1000) { x /= 1000; unit = "s" }
  if (unit == "us") unit = "µs"
  return number(x) " " unit
}
# The middle one of the values that were added to a key, sorted by insertion.
function median_of(k, n, i, j, v, list) {
  n = values[k]
  for (i = 1; i <= n; i++) {
    v = value[k, i]
    for (j = i - 1; j >= 1 && list[j] > v; j--) list[j + 1] = list[j]
    list[j + 1] = v
  }
  return list[int(n / 2) + 1]
}
# sprintf counts bytes in some awks; a cell is filled up by its characters.
function width(text, n, i, bytes) {
  n = gsub(/[\302\303]/, "&", text) + 0
  return length(sprintf("%s", text)) - (length("µ") > 1 ? n : 0)
}
function left(text, n) { while (width(text) < n) text = text " "; return text }
function right(text, n) { while (width(text) < n) text = " " text; return text }
# Of which size is an aim? Work that has one size only is meant whatever it is.
function size_of(work, which) { return which == "county" ? county : which == "nation" ? nation : only[work] }
function is_detail(work) { return work ~ /\.(cpu|memory)$/ }

FILENAME ~ /machine[^\/]*$/ { split($0, cell, "\t"); machine[++facts] = cell[1]; fact[cell[1]] = cell[2]; next }
FILENAME ~ /aims[^\/]*$/ { if (!/^#/ && NF) aim[++aims] = $0; next }
{
  split($0, cell, "\t")
  work = cell[1]; units = cell[2]; who = cell[3]
  if (who == "=") { if (!((work, units) in equal) || cell[4] == "no") equal[work, units] = cell[4]; next }
  if (who == "bytes") { bytes[work] = cell[4]; next }
  only[work] = units
  k = key(work, units, who)
  if (!(k in least)) { order[++rows] = k; least[k] = cell[4] + 0 }
  if (cell[4] + 0 < least[k]) least[k] = cell[4] + 0
  value[k, ++values[k]] = cell[5] + 0
  times[k] += cell[6]
  unit[k] = cell[7]
}

# --- aims ---------------------------------------------------------------------------------------------------------

# Sets wanted, got and met of an aim; met is "" where it was not measured.
function judge(line, part, k, peer) {
  split(line, part, "|")
  aim_work = part[1]; aim_size = part[2]; aim_value = part[4]
  k = key(part[1], size_of(part[1], part[2]), "quhua")
  met = got = ""
  if (part[3] ~ /^(ns|us|ms|MB)$/) {
    wanted = "≤ " pretty(part[4], part[3])
    if (k in least) { got = pretty(least[k], unit[k]); met = least[k] <= part[4] ? "met" : "missed" }
  } else if (part[3] == "MB/s" || part[3] == "acts/s") {
    wanted = "≥ " part[4] " " part[3]
    if (!(k in least)) return
    rate = part[3] == "MB/s" ? bytes[part[1]] / 1e3 / least[k] : 1e6 / least[k]
    got = sprintf("%.0f %s", rate, part[3]); met = rate >= part[4] ? "met" : "missed"
  } else {
    wanted = "≥ " part[4] " × " part[3]
    peer = key(part[1], size_of(part[1], part[2]), part[3])
    if (!(k in least) || !(peer in least)) return
    got = sprintf("%.2f ×", least[peer] / least[k]); met = least[peer] / least[k] >= part[4] ? "met" : "missed"
  }
}

function rows_for_people(i, k, part, ours, detail, line) {
  for (i = 1; i <= rows; i++) {
    k = order[i]
    split(k, part, SUBSEP)
    if (is_detail(part[1])) continue
    ours = key(part[1], part[2], "quhua")
    cells[++lines] = part[1] "\t" part[2] "\t" part[3] "\t" pretty(least[k], unit[k]) "\t" pretty(median_of(k), unit[k]) "\t" times[k] \
      "\t" (ours in least && least[ours] > 0 ? sprintf("%.2f", least[k] / least[ours]) : "") \
      "\t" (key(part[1] ".cpu", part[2], part[3]) in least ? pretty(least[key(part[1] ".cpu", part[2], part[3])], "ms") : "") \
      "\t" (key(part[1] ".memory", part[2], part[3]) in least ? number(least[key(part[1] ".memory", part[2], part[3])]) " MB" : "") \
      "\t" ((part[1], part[2]) in equal ? equal[part[1], part[2]] : "")
  }
}
function table(head, count, columns, i, c, part, wide, line) {
  columns = split(head, title, "\t")
  for (c = 1; c <= columns; c++) wide[c] = width(title[c])
  for (i = 1; i <= count; i++) {
    split(cells[i], part, "\t")
    for (c = 1; c <= columns; c++) if (width(part[c]) > wide[c]) wide[c] = width(part[c])
  }
  for (i = 0; i <= count; i++) {
    split(i ? cells[i] : head, part, "\t")
    line = form == "markdown" ? "|" : ""
    for (c = 1; c <= columns; c++)
      line = line (form == "markdown" ? " " part[c] " |" : (c == 1 || title[c] == "who" ? left(part[c], wide[c]) : right(part[c], wide[c])) "  ")
    sub(/ +$/, "", line)
    print line
    if (!i && form == "markdown") {
      line = "|"
      for (c = 1; c <= columns; c++) line = line (c == 1 || title[c] == "who" ? "---|" : "--:|")
      print line
    }
  }
}

function for_people(i) {
  for (i = 1; i <= facts; i++) print (form == "markdown" ? "- " : "") machine[i] ": " fact[machine[i]]
  print ""
  rows_for_people()
  table("work\tsize\twho\tleast\tmedian\ttimes\tratio\tprocessor\tmemory\tequal", lines)
  print ""
  for (i = 1; i <= aims; i++) {
    judge(aim[i])
    cells[i] = aim_work "\t" aim_size "\t" wanted "\t" (got == "" ? "-" : got) "\t" (met == "" ? "not measured" : met)
  }
  table("aim\tsize\twanted\tmeasured\tverdict", aims)
}

function for_programs(i, k, part, first) {
  print "{"
  print "\"machine\": {"
  for (i = 1; i <= facts; i++) print "  " quote(machine[i]) ": " quote(fact[machine[i]]) (i < facts ? "," : "")
  print "},\n\"results\": ["
  for (i = 1; i <= rows; i++) {
    k = order[i]
    split(k, part, SUBSEP)
    ours = key(part[1], part[2], "quhua")
    printf "  {\"work\": %s, \"size\": %s, \"who\": %s, \"least\": %s, \"median\": %s, \"unit\": %s, \"times\": %s, \"ratio\": %s}%s\n",
      quote(part[1]), part[2], quote(part[3]), least[k], median_of(k), quote(unit[k]), times[k],
      (ours in least && least[ours] > 0 ? sprintf("%.4g", least[k] / least[ours]) : "null"), (i < rows ? "," : "")
  }
  print "],\n\"equal\": ["
  for (k in equal) {
    split(k, part, SUBSEP)
    printf "%s  {\"work\": %s, \"size\": %s, \"equal\": %s}", (first++ ? ",\n" : ""), quote(part[1]), part[2], equal[k] == "yes" ? "true" : "false"
  }
  print "\n],\n\"aims\": ["
  for (i = 1; i <= aims; i++) {
    judge(aim[i])
    printf "  {\"work\": %s, \"size\": %s, \"wanted\": %s, \"measured\": %s, \"met\": %s}%s\n", quote(aim_work), quote(aim_size), quote(wanted),
      (got == "" ? "null" : quote(got)), (met == "" ? "null" : met == "met" ? "true" : "false"), (i < aims ? "," : "")
  }
  print "]\n}"
}

END { if (form == "json") for_programs(); else for_people() }
