# SPDX-License-Identifier: Apache-2.0
# A made-up register table (code,name,level), the same every time: counties of 14 towns of 16 villages, and groups below the
# villages where so many units need them. -v units=N: about so many; the national list has 700,000.
# -v later=1: the list of a later day: some villages are gone, renamed or respelt, some towns have other codes or became
# towns of another kind, as it happens in one year.
function pick(from, n) { return from[n % from["count"] + 1] }
function put(code, name, level) {
  while (length(code) < 12) code = code "0"
  print code "," name "," level
  left--
}
# A town keeps its name; its place in the county tells towns apart, likewise villages.
function town(county, number, serial, code, name, kind) {
  kind = number % 3 ? "镇" : "乡"
  if (later && serial % 29 == 5) kind = "镇" # 撤乡设镇
  name = pick(second, serial * 7 + number) pick(first, number * 5) kind
  code = county ((kind == "镇" ? 100 : 200) + number + (later && serial % 61 == 3 ? 50 : 0))
  put(code, name, 4)
  for (v = 0; v < 16 && left > 0; v++) village(code, v, serial * 16 + v)
}
function village(above, number, serial, name, g) {
  if (later && serial % 41 == 7) { left -= 1 + groups; return } # 并入 its neighbour
  name = pick(first, serial * 3 + int(serial / 16)) pick(second, number * 11 + serial % 7)
  if (later && serial % 83 == 11) name = "新" name
  put(above (200 + number), name (later && serial % 29 == 1 ? "村民委员会" : "村"), 5)
  for (g = 1; g <= groups && left > 0; g++) put(above (200 + number) sprintf("%03d", g), g "组", 6)
}
BEGIN {
  count = split("东 西 南 北 上 下 大 小 新 老 高 长 青 白 红 黄 金 银 龙 凤 石 木 水 火 土 云 雨 双 三 四 五 六 七 八 九 永 和 平 安 福", first, " "); first["count"] = count
  count = split("山 河 江 溪 坪 坝 岭 沟 湾 桥 庙 寺 林 田 塘 井 泉 洞 岩 坡 岗 梁 店 铺 场 寨 营 堡 墩 桩 家 阳 兴 胜 丰 乐 康 宁 昌 盛", second, " "); second["count"] = count
  left = units
  most = 3000 * 239
  groups = units > most ? int((units - most) / (3000 * 224)) + 1 : 0
  print "code,name,level"
  for (c = 0; c < 3000 && left > 0; c++) {
    county = sprintf("%02d%02d%02d", 11 + c / 100, 1 + int(c / 10) % 10, 21 + c % 10)
    if (c % 100 == 0) put(substr(county, 1, 2), "第" (c / 100 + 1) "省", 1)
    if (c % 10 == 0) put(substr(county, 1, 4), "第" (c / 10 + 1) "市", 2)
    put(county, pick(first, c) pick(second, c * 3 + int(c / 40)) "县", 3)
    for (t = 0; t < 14 && left > 0; t++) town(county, t, c * 14 + t)
  }
}
