#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# quhua report as an answer that others work with, and the words of the verbs that people read. What is expected is worked
# out by hand. usage: report.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

# 胜利村 goes into 和平村, and 南村 is divided.
printf 'code,name\n510723,盐亭县\n510723100,云溪镇\n510723100201,和平村\n510723100202,胜利村\n510723100203,南村\n' >base.csv
cat >first.csv <<'END'
document,effective,old_code,new_code
甲,2020-01-01,510723100202,510723100201
END
cat >second.csv <<'END'
document,effective,old_code,new_code,new_name,share
乙,2020-03-01,510723100203,,南一村,2/5
乙,2020-03-01,510723100203,,南二村,3/5
END
run 0 init reg base.csv --date 2019-01-01
run 0 apply reg first.csv
run 0 apply reg second.csv

# ---- an id on everything that people read ----

period='--from 2019-06-01 --to 2020-06-01 --lang zh'
# shellcheck disable=SC2086  # options
run 0 report reg 云溪镇 $period --out one --export=民政局
silent
tells '已登记导出 x'
id=$(sed -n 's/.*已登记导出 //p' err)
for file in report announcement; do
  tail -n 1 one/$file.txt >out
  has_line "导出编号：$id"
done
cp one/announcement.txt out
has_line '将云溪镇胜利村并入和平村。'
has_line '撤销云溪镇南村，将原南村分设为南一村、南二村。'
cp one/index.html out
has_line "<p class=\"by\">导出编号：$id</p>"

# The id says which question was asked of which state, recorded or not; an export is no new state.
# shellcheck disable=SC2086
run 0 report reg 510723100 $period --out two
checks=$((checks + 1))
[ ! -s err ] || fail 'words about an export that was not asked for'
tail -n 1 two/announcement.txt >out
has_line "导出编号：$id"

run 0 exports reg --format csv
lines 2
has ",yes,"
has ',3,民政局,report?from=2019-06-01&to=2020-06-01&codes=510723100000&format=csv&lang=zh'

# ---- still true? ----

# An act of a later day says nothing of the period, although the journal goes on.
printf 'document,effective,relation,old_code,new_name\n丙,2021-01-01,更名,510723100201,大同村\n' >third.csv
run 0 apply reg third.csv
run 0 exports reg --changed --format csv
lines 1
# When the merger is annulled, it is said at once.
printf 'document,effective,relation,target\n丁,2021-02-01,自始无效,丙\n丁,2021-02-01,自始无效,甲\n' >annul.csv
run 0 apply reg annul.csv --lang en
tells "exported answers that are no longer true (1): $id"
run 0 exports reg --changed --format csv
lines 2
has "$id,no,"
run 0 exports reg "$id" --diff
has_line '-将云溪镇胜利村并入和平村。'
has_line '-云溪镇原胜利村今属和平村。'
has_not '南村，将原'
run 0 exports reg "$id"
has_line '撤销云溪镇南村，将原南村分设为南一村、南二村。'
has_line '统计期间：2019-06-01至2020-06-01'
has_not '导出编号'

# Values are carried back from any later day, so with series the question has no last day; the period keeps its own.
# 12 + 7 + 3 + 4 households in three villages, then in four; with 13 in the first village one more.
printf 'code,stat:户\n510723100201,12\n510723100202,7\n510723100204,3\n510723100205,4\n' >values.csv
run 0 observe reg values.csv --date 2021-06-01
# shellcheck disable=SC2086
run 0 report reg $period --out three --export
run 0 exports reg --format csv
has 'report?from=2019-06-01&to=9999-12-31&format=csv&lang=zh&last=2020-06-01&series=户'
sed -n 's/,yes,.*//p' out >wanted.id
run 0 exports reg "$(cat wanted.id)"
has '统计期间：2019-06-01至2020-06-01'
has '平均每个村级单位户：调整前8.7，调整后6.5。'
printf 'code,stat:户\n510723100201,13\n' >values.csv
run 0 observe reg values.csv --date 2021-05-01
tells 'no longer true (1)'
run 0 exports reg "$(cat wanted.id)" # 27 / 3, 27 / 4
has '平均每个村级单位户：调整前9.0，调整后6.8。'

# ---- what cannot be done ----

# shellcheck disable=SC2086
run 4 report reg $period --out base.csv/folder
tells '无法创建目录 base.csv/folder'
# shellcheck disable=SC2086
run 4 report reg $period --out base.csv
run 2 show reg 和平村 --known 99 --lang en
says 'quhua: --known: the journal has no entry 99; it has 9'
run 2 show reg 和平村 --known 99 --lang zh
says 'quhua: --known：日志没有第 99 条，共 9 条'
printf 'code,人口\n510723100201,12\n' >people.csv
run 2 observe reg people.csv --date 2021-06-01
tells 'if it is a series, call it “stat:人口”'
printf 'code,nmae\n510723100201,12\n' >people.csv
run 2 observe reg people.csv --date 2021-06-01
tells 'the nearest known name is “name”'

# ---- words of the language ----

run 0 show reg 和平村 --at 2020-06-01 --lang zh --format text
has_line '状态          正式'
run 0 show reg 和平村 --at 2020-06-01 --lang zh --format csv
has_line 'status,formal'
run 0 snapshot reg --at 2020-06-01 --lang zh --format text
has '正式'
has_not 'formal'
run 0 snapshot reg --at 2020-06-01 --lang zh --format csv
has ',formal,'
run 0 history reg 510723100203 --lang zh --format text
has '版本'
has_not 'version'
run 0 lineage reg 510723100203 --at 2020-01-01 --lang zh --format text
has '日期'
has_not 'date'
run 0 log reg --lang zh --format text
has '建册'
has_not 'opening'
run 0 stats reg --at 2021-06-01 --lang zh --format text
has_not 'yes'
finish
