# SPDX-License-Identifier: Apache-2.0
# Draws how the time of one work grows with the register, for the library and its peers: an SVG with two logarithmic axes.
# usage: awk -v work=lookup -f growth.awk results.tsv
function log10(x) { return log(x) / log(10) }
function x_of(units) { return left + (log10(units) - x_low) * (right - left) / (x_high - x_low) }
function y_of(us) { return bottom - (log10(us) - y_low) * (bottom - top) / (y_high - y_low) }
function floor(x) { return x < int(x) ? int(x) - 1 : int(x) }
function ceiling(x) { return x > int(x) ? int(x) + 1 : int(x) }
function words(us) { return us < 1 ? sprintf("%g ns", us * 1e3) : us < 1e3 ? sprintf("%g µs", us) : us < 1e6 ? sprintf("%g ms", us / 1e3) : sprintf("%g s", us / 1e6) }
function counted(n) { return n < 1e3 ? n : n < 1e6 ? sprintf("%g,000", n / 1e3) : sprintf("%g million", n / 1e6) }
function text(x, y, anchor, what) { printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, what }
BEGIN { FS = "\t" }
$1 == work && NF == 7 && $2 > 0 {
  us = $4 * ($7 == "ns" ? 1e-3 : $7 == "ms" ? 1e3 : 1)
  if (!($3 in known)) { known[$3]; who[++series] = $3 }
  if (!(($3, $2) in least)) { sizes[$3, ++count[$3]] = $2 + 0; least[$3, $2] = us }
  if (us < least[$3, $2]) least[$3, $2] = us
  if (!seen++ || $2 + 0 < n_low) n_low = $2 + 0
  if ($2 + 0 > n_high) n_high = $2 + 0
}
END {
  if (!seen) exit 1
  for (k in least) {
    if (!us_high || least[k] < us_low) us_low = least[k]
    if (least[k] > us_high) us_high = least[k]
  }
  left = 80; right = 600; top = 40; bottom = 360
  x_low = floor(log10(n_low)); x_high = ceiling(log10(n_high)); y_low = floor(log10(us_low)); y_high = ceiling(log10(us_high))
  if (x_high == x_low) x_high++
  if (y_high == y_low) y_high++
  split("#c0392b #2c6fbb #2e8b57 #b8860b #7d3c98 #555555", colour, " ")
  print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 410\" font-family=\"sans-serif\" font-size=\"12\">"
  print "<rect width=\"760\" height=\"410\" fill=\"white\"/>"
  text(left, 22, "start", work ": least time, by units of the register")
  for (d = x_low; d <= x_high; d++) {
    printf "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>\n", x_of(10 ^ d), top, bottom
    text(x_of(10 ^ d), bottom + 18, "middle", counted(10 ^ d))
  }
  for (d = y_low; d <= y_high; d++) {
    printf "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>\n", left, y_of(10 ^ d), right
    text(left - 8, y_of(10 ^ d) + 4, "end", words(10 ^ d))
  }
  for (s = 1; s <= series; s++) draw(who[s], colour[(s - 1) % 6 + 1], s)
  print "</svg>"
}
# One line, its points in the order of their sizes, and its name at the right.
function draw(name, ink, place, i, j, n, at, path) {
  n = count[name]
  for (i = 1; i <= n; i++) {
    for (j = i - 1; j >= 1 && at[j] > sizes[name, i]; j--) at[j + 1] = at[j]
    at[j + 1] = sizes[name, i]
  }
  for (i = 1; i <= n; i++) {
    path = path (i == 1 ? "M" : "L") sprintf("%.1f %.1f", x_of(at[i]), y_of(least[name, at[i]]))
    printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s, %d: %s</title></circle>\n", x_of(at[i]), y_of(least[name, at[i]]), ink, name, at[i], words(least[name, at[i]])
  }
  printf "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, ink
  printf "<path d=\"M%d %dh18\" stroke=\"%s\" stroke-width=\"2\"/>\n", right + 16, top + 18 * place, ink
  text(right + 40, top + 18 * place + 4, "start", name)
}
