#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The command-line tool: exit statuses, outputs and refusals of every verb. All expected values are worked out by hand
# from docs/formats/flow-table.md on the small register below. usage: run.sh TOOL EXAMPLES_DIR
here=$(cd "$(dirname "$0")" && pwd)
examples=${2:-}
case $examples in '' | /*) ;; *) examples=$PWD/$examples ;; esac
. "$here/tool.sh"

# ---- the register: a county, three townships, four villages, a group ----

cat >base.csv <<'END'
code,name,stat:户,urban_rural
510723,盐亭县,,
510723100,云溪镇,,
510723104,两河镇,,
510723208,毛公乡,,
510723104201,和平村,120,220
510723104202,胜利村,80,220
510723208201,东永村,,220
510723208202,新民村,,220
51072310420101,一组,,
END

# 两河镇 and 毛公乡 become 高渠镇. Rule 5: villages keep their number; where two want one, the lower old code keeps it
# and the other is appended: 东永村 (…208201) and 新民村 (…208202) become 203 and 204.
cat >merge.csv <<'END'
document,effective,relation,old_code,old_name,new_code,new_name,new_kind
绵府批复〔2019〕247号,2019-12-27,合并,510723104000,两河镇,510723114000,高渠镇,镇
绵府批复〔2019〕247号,2019-12-27,合并,510723208000,毛公乡,510723114000,高渠镇,镇
END

# Afterwards 胜利村 is absorbed by 和平村.
cat >absorb.csv <<'END'
document,effective,relation,old_code,old_name,new_code,new_name
盐府批复〔2020〕9号,2020-06-01,并入,510723114202,胜利村,510723114201,和平村
END

# ---- help and usage ----

run 0 --version
lines 1
has 'quhua '
run 0 --help
has 'quhua simulate'
has 'quhua infer'
run 0 --lang zh --help
has '用法'
for verb in init simulate apply milestone acts show find history lineage snapshot project crosswalk observe recode stats report log verify; do
  run 0 "$verb" --help
  has "quhua $verb REG"
  has 'Exit status'
  run 0 "$verb" --lang zh --help
  has '退出状态'
done
run 2
silent
tells 'Usage'
run 2 simulat
tells 'did you mean simulate'
run 2 ''
run 2 --frobnicate
run 2 show reg code --form csv
tells '--form'
tells '--format'
run 2 show reg code --head x
tells 'show has no option --head'
run 2 show reg code --at
tells '--at needs a value'
run 2 show reg code --format xml
tells 'xml'
run 2 show reg code --lang fr
run 2 show reg
tells 'too few arguments'
run 2 show reg a b
tells '“b”'
run 2 show reg code --help=yes
run 2 apply reg acts --waive norule
tells 'RULE=REASON'
run 2 show "$(printf 'a\033[31m')" x "$(printf 'b\033')"
checks=$((checks + 1))
if grep -q "$(printf '\033')" err; then fail 'an escape sequence reached the terminal'; fi
LC_ALL=zh_CN.UTF-8 "$tool" nosuch 2>err
tells '没有命令'
LC_ALL='' LC_MESSAGES='' LANG=zh_CN.UTF-8 "$tool" nosuch 2>err
tells '没有命令'

# ---- init ----

run 2 init reg base.csv
tells '--date'
run 2 init reg base.csv --date 2019-02-30
tells '2019-02-30'
run 2 init reg base.csv --date 2019-01-01 --scheme iso
tells 'iso'
run 2 init reg nosuch.csv --date 2019-01-01
tells 'nosuch.csv'
run 2 init '' base.csv --date 2019-01-01
run 2 init postgresql://localhost/x base.csv --date 2019-01-01
tells 'PostgreSQL'
printf 'code,name\n510723,盐亭县\n51072x,某县\n' >bad.csv
run 2 init reg bad.csv --date 2019-01-01
tells 'bad.csv:3:6:'
silent
checks=$((checks + 1))
[ ! -e reg ] || fail 'a refused init left a register'

run 0 init reg base.csv --date 2019-01-01 --actor 张三
has_line 'key,value'
has_line 'sequence,1'
has_line 'county,1'
has_line 'township,3'
has_line 'village,4'
has_line 'group,1'
head=$(sed -n 's/^head,//p' out)
checks=$((checks + 1))
[ "${#head}" -eq 64 ] || fail "the head digest is “$head”"
cp reg reg.kept
run 2 init reg base.csv --date 2019-01-01
same reg reg.kept

"$tool" init 登记册.quhua - --date 2019-01-01 --format json <base.csv >out 2>err || fail 'init from standard input'
has '"sequence": 1'
has '"village": 4'
run 0 init empty --date 2019-01-01
has_line 'sequence,1'
has_not 'county'

# ---- looking ----

run 0 snapshot reg --at 2019-06-01
has 'code,name,level,kind,parent,status,since'
has '510723104201,和平村,5,'
has '51072310420101,一组,6,'
run 2 snapshot reg
tells '--at'
run 2 snapshot reg --at yesterday
run 0 snapshot reg --at 2019-06-01 --format text --lang zh
has '代码'
run 0 snapshot reg --at 2019-06-01 --format json
has '"name":"和平村"'
run 2 snapshot nosuch --at 2019-06-01
tells 'nosuch'
checks=$((checks + 1))
[ ! -e nosuch ] || fail 'looking made a register'
run 2 snapshot base.csv --at 2019-06-01

run 0 show reg 510723104201 --at 2019-06-01 --lang zh
has_line 'code,510723104201'
has_line 'name,和平村'
has_line 'level,5'
has_line 'kind,村委会'
has_line 'path,盐亭县两河镇和平村'
has_line 'from,2019-01-01'
has_line 'to,'
has_line 'status,formal'
has_line 'parent_name,两河镇'
has_line 'attr:urban_rural,220'
has_line 'stat:户,120'
run 0 show reg 510723104 --at 2019-06-01
has_line 'name,两河镇'
has_line 'children:village,2'
run 0 show reg 4:510723104000 --at 2019-06-01
has_line 'name,两河镇'
run 0 show reg 和平村村民委员会 --at 2019-06-01
has_line 'code,510723104201'
run 0 show reg 盐亭县两河镇和平村 --at 2019-06-01 --format json
has '"code": "510723104201"'
has '"户": "120"'
run 1 show reg 无名村 --at 2019-06-01
silent
tells '无名村'
run 1 show reg 510723104299 --at 2019-06-01
silent
run 1 show reg 和平村 --at 2018-12-31
tells 'from 2019-01-01'
run 2 show reg 12345 --at 2019-06-01

run 0 find reg 和平村 --at 2019-06-01 --lang zh
has_line 'code,name,level,kind,path,from,to,now_code,now_name,rank,match'
has_line '510723104201,和平村,5,村委会,盐亭县两河镇和平村,2019-01-01,,510723104201,和平村,1,全名'
lines 2
run 0 find reg 和平村 --at 2019-06-01 --lang zh --format text
has_line '代码          名称    级别  类型    全称                起          现代码        现名称  名次  匹配'
has_line '510723104201  和平村     5  村委会  盐亭县两河镇和平村  2019-01-01  510723104201  和平村     1  全名'
run 1 find reg 查无此村
has_line 'code,name,level,kind,path,from,to,now_code,now_name,rank,match'
lines 1

# ---- simulate changes nothing ----

cp reg reg.kept
run 0 simulate reg merge.csv --out report/一 --lang zh
same reg reg.kept
has 'old_code'
has '510723104000,两河镇,4,510723114000,高渠镇,4'
has '510723208000,毛公乡,4,510723114000,高渠镇,4'
has '510723104201,和平村,5,510723114201,和平村,5'
has '510723104202,胜利村,5,510723114202,胜利村,5'
has '510723208201,东永村,5,510723114203,东永村,5'
has '510723208202,新民村,5,510723114204,新民村,5'
has '51072310420101,一组,6,51072311420101,一组,6'
lines 8
tells '调整前'
cp out crosswalk.out
bom=$(printf '\357\273\277')
for file in crosswalk statistics findings; do
  checks=$((checks + 1))
  [ "$(head -c 3 "report/一/$file.csv")" = "$bom" ] || fail "$file.csv has no byte order mark"
done
tail -c +4 report/一/crosswalk.csv >out
same out crosswalk.out
cp report/一/statistics.csv out
has_line '乡,1,0,-1,-100.0'
has_line '镇,2,2,0,0.0'
has_line '乡级合计,3,2,-1,-33.3'
has_line '村级合计,4,4,0,0.0'
cp report/一/lineage.svg out
has '>高渠镇<'
has '>510723114203<'
checks=$((checks + 1))
[ "$(find report -type f | wc -l)" -eq 4 ] || fail 'files beside the four reports'
if command -v xmllint >/dev/null; then
  checks=$((checks + 1))
  xmllint --noout report/一/lineage.svg || fail 'lineage.svg is not well-formed'
fi
run 0 simulate reg merge.csv --format json
has '"township": 1'
has '"findings"'
has '"crosswalk"'
if command -v jq >/dev/null; then
  checks=$((checks + 1))
  jq -e '(.before.township == 1) and (.before.town == 2) and (.after.town == 2) and (.after.township == null)
    and (.crosswalk | length == 7) and (.findings | type == "array")' out >/dev/null || fail 'simulate --format json'
fi
run 0 simulate reg - --format text --lang zh <merge.csv
has '高渠镇'
has '乡级合计'
run 4 simulate reg merge.csv --out base.csv
run 2 simulate reg nosuch.csv
printf 'document,effective,old_code,new_kode\nA,2020-01-01,510723,x\n' >bad.csv
run 2 simulate reg bad.csv
tells 'bad.csv:1:'
tells 'new_code'
silent
# An abolition without successor and without reason blocks (docs/formats/flow-table.md, new_code).
printf 'document,effective,relation,old_code,old_name\nA〔2020〕1号,2020-01-01,撤销,510723104201,和平村\n' >blocked.csv
run 1 simulate reg blocked.csv
tells 'blocking'
run 1 simulate reg blocked.csv --format json
has '"blocking"'
run 1 apply reg blocked.csv
silent
run 0 log reg
lines 1

# New codes: above the highest ever used, or the lowest never used (201 is the first ordinary number of a village).
printf 'code,name\n510722109,三元镇\n510722109204,龙吟村\n510722109210,龙居村\n' >gaps.csv
printf 'effective,old_code,new_code,new_name\n2020-01-01,510722109204,@a,龙泉村\n2020-01-01,510722109210,@a,龙泉村\n' >gap-acts.csv
run 0 init gaps --date 2019-01-01 gaps.csv
run 0 simulate gaps gap-acts.csv
has ',510722109211,龙泉村,'
run 0 simulate gaps gap-acts.csv --issue fill
has ',510722109201,龙泉村,'
run 2 simulate gaps gap-acts.csv --issue lowest
tells 'append, fill or explicit'
run 0 apply gaps gap-acts.csv --issue=fill

# ---- apply ----

run 0 apply reg merge.csv --actor 李四
has_line 'sequence,head'
lines 2
head=$(sed -n 's/^2,//p' out)
checks=$((checks + 1))
[ "${#head}" -eq 64 ] || fail 'apply printed no head digest'
run 1 apply reg merge.csv
silent
run 2 apply reg absorb.csv --waive nosuch.rule=because
run 0 log reg
lines 2
run 0 apply reg absorb.csv --format json
has '"sequence": 3'
head=$(sed -n 's/.*"head": "\(.*\)".*/\1/p' out)

# ---- milestones and deadlines ----

# 三新镇 was decided on 2020-01-31: announced within 15 days, until 02-15; codes within a month, until 02-29; completed
# within a year. 西街村 goes to another county, where 201 and 202 are taken: it becomes 203.
cat >counties.csv <<'END'
code,name
510722,三台县
510722109,三元镇
510722109201,友爱村
510722109202,长发村
510722138,立新镇
510723,盐亭县
510723100,云溪镇
510723100201,西街村
END
cat >due-acts.csv <<'END'
document,effective,decided,relation,old_code,old_name,new_code,new_name,new_parent,confidence
甲号,2020-03-01,2020-01-31,合并,510722109,三元镇,510722110,三新镇,,
甲号,2020-03-01,2020-01-31,合并,510722138,立新镇,510722110,三新镇,,
乙号,2020-04-01,2020-03-20,划归,510723100201,西街村,,,510722110,
丙号,2020-04-15..2020-05-01,,更名,510722110201,友爱庄,,友好村,,0.85
END
run 0 init due --date 2019-01-01 counties.csv
run 0 apply due due-acts.csv --actor 李四 --waive structure.name-differs=公文沿用旧称
run 0 milestone due 甲号 批准=2020-01-31 'announced=2020-02-10 市政府' --actor 王五
has '5,'
[ ! -s err ] || fail 'a note about a document that has an act'

run 0 acts due --at 2020-03-15
has_line 'sequence,document,effective,decided,proposed,consulted,agreed-out,agreed-in,approved,announced,code-issued,in-force,sealed,completed,state,next_due,next_rule'
has_line '2,甲号,2020-03-01,2020-01-31,,,,,2020-01-31,2020-02-10,,,,,in-force,2020-02-29,cn-law.code-due'
has_line '3,乙号,2020-04-01,2020-03-20,,,,,,,,,,,planned,,'
has_line '4,丙号,2020-04-15..2020-05-01,,,,,,,,,,,,planned,,'
lines 4
run 0 acts due --at 2020-02-05
has_line '2,甲号,2020-03-01,2020-01-31,,,,,2020-01-31,,,,,,planned,2020-02-15,cn-law.notice-due'
run 0 acts due --at 2020-04-02 --lang zh --format text
has '待定'
has '批准'
has_not '挂牌授印'
run 0 acts due --format json
has '"sequence": 2'
has '"code-issued": ""'

run 0 acts due --due 2020-04-02
has_line 'due,rule,document,code,name,subject,done,state'
has_line '2020-02-29,cn-law.code-due,甲号,,,,,overdue'
has_line '2020-04-01,cn-law.transfer-pending,乙号,510722110203,西街村,agreed-out,,overdue'
has_line '2020-04-01,cn-law.transfer-pending,乙号,510722110203,西街村,agreed-in,,overdue'
lines 4
run 0 acts due --due 2020-02-29
lines 1
run 0 acts due --due 2021-02-01 --lang zh
has_line '2021-01-31,cn-law.completion-due,甲号,,,2021-07-31,,逾期'
has_line '2020-04-01,cn-law.transfer-pending,乙号,510722110203,西街村,划入方同意,,逾期'
run 2 acts due --due 2020-02-30
run 2 acts due --due 2020-02-29 --at 2020-02-29
tells 'give one of them'

run 0 milestone due 乙号 agreed-out=2020-03-25 划入方同意=2020-03-26 completed=2020-06-01 --format json
has '"sequence": 6'
run 0 acts due --at 2020-04-02
has_line '3,乙号,2020-04-01,2020-03-20,,,2020-03-25,2020-03-26,,,,,,,in-force,2021-03-20,cn-law.completion-due'
run 0 acts due --at 2020-06-01
has_line '3,乙号,2020-04-01,2020-03-20,,,2020-03-25,2020-03-26,,,,,,2020-06-01,completed,,'

run 2 milestone due 甲号
run 2 milestone due '' approved=2020-01-01
run 2 milestone due 甲号 nosuch=2020-01-01
tells 'completed'
run 2 milestone due 甲号 approved
tells 'approved=2019-12-27'
run 2 milestone due 甲号 approved=2020-02-30
tells 'YYYY-MM-DD'
run 2 milestone due 甲号 approved=2020-01-01市政府
run 2 milestone due 甲号 'approved=2020-01-01 '
run 2 milestone due 甲号 sealed=2020-04-01 approved=
silent
run 0 milestone due 丁号 proposed=2020-01-01
tells 'no act in the register has the document “丁号”'

run 0 log due
lines 7
run 0 log due --since 4
has '"waivers":[{"rule":"structure.name-differs","reason":"公文沿用旧称"}]'
has '"kind":"record","actor":"王五"'
has '"facts":[{"subject":"甲号","key":"approved","date":"2020-01-31","value":"-"},{"subject":"甲号","key":"announced","date":"2020-02-10","value":"市政府"}],"waivers":[]}'
lines 4
run 0 log due --format csv
has ',facts,waivers'
has ',甲号 approved=2020-01-31; 甲号 announced=2020-02-10 市政府,'
run 0 history due 510722110201
has ',丙号,itself,2020-04-15,0.85,structure.name-differs=公文沿用旧称'

# Acts that were taken back; the act that does it is itself in force.
printf 'document,effective,relation,target\n丁号,2020-02-01,撤回,4\n' >withdraw.csv
run 0 apply due withdraw.csv
run 0 acts due --at 2021-12-31
has_line '4,丙号,2020-04-15..2020-05-01,,,,,,,,,,,,withdrawn,,'
has_line '8,丁号,2020-02-01,,2020-01-01,,,,,,,,,,in-force,,'

# ---- what the register says now ----

run 0 log reg
lines 3
has '"sequence":2'
has '"actor":"李四"'
has '"document":"绵府批复〔2019〕247号"'
has '"effective":"2019-12-27"'
has "\"digest\":\"$head\""
run 0 log reg --since 3
lines 1
has '"sequence":3'
run 0 log reg --since 4
lines 0
run 2 log reg --since x
run 0 log reg --format csv
has 'sequence,recorded,kind,actor,document,effective,decided,versions,flows,digest,link'
lines 4

run 0 verify reg
has_line 'result,ok'
has_line "head,$head"
run 0 verify reg --head "$head"
run 1 verify reg --head "$(printf '%064d' 0)"
has_line 'result,differs'
run 2 verify reg --head abc
run 2 verify nosuch

run 0 show reg 510723114201 --at 2020-07-01 --lang zh
has_line 'name,和平村'
has_line 'predecessor,2020-06-01 并入 510723114202 胜利村 盐府批复〔2020〕9号'
has_line 'version,2019-01-01 2019-12-27 510723104201 和平村 村委会'
run 0 show reg 高渠镇 --at 2020-01-01 --lang zh
has_line 'predecessor,2019-12-27 合并 510723104000 两河镇 绵府批复〔2019〕247号'
has_line 'predecessor,2019-12-27 合并 510723208000 毛公乡 绵府批复〔2019〕247号'
has_line 'children:village,4'
run 1 show reg 毛公乡 --at 2020-01-01
tells '510723114000 高渠镇'
run 0 show reg 原毛公乡 --at 2020-01-01 --lang zh
has_line 'code,510723208000'
has_line 'to,2019-12-27'
has_line 'now_name,高渠镇'
has_line 'successor,2019-12-27 合并 510723114000 高渠镇 绵府批复〔2019〕247号'
run 1 show reg 510723208000 --at 2020-01-01
tells '高渠镇'

run 0 find reg 胜利村 --at 2020-07-01 --lang zh
has ',胜利村,5,村委会,盐亭县'
has ',510723114201,和平村'
lines 2
run 0 find reg 原毛公乡 --at 2020-07-01 --lang zh
has_line '510723208000,毛公乡,4,乡,盐亭县毛公乡,2019-01-01,2019-12-27,510723114000,高渠镇,1,全名;曾用'

run 0 history reg 510723114202 --lang zh
has 'record,unit,code,name,kind,level,parent,from,to,sequence,event,relation,share,other_code,other_name,document'
has ',510723104202,胜利村,村委会,5,510723104000,2019-01-01,2019-12-27,1,'
has ',510723114202,胜利村,村委会,5,510723114000,2019-12-27,2020-06-01,2,'
has ',并入,1,510723114201,和平村,盐府批复〔2020〕9号,out'
run 1 history reg 510723199202
run 1 history reg 无此村
run 0 history reg 和平村
has ',和平村,village,5,510723104000,2019-01-01,2019-12-27,1,'
has_not ',510723104202,胜利村,village,'
run 0 history reg 毛公乡 # a name of another day is enough for a history
has ',510723208000,毛公乡,township,4,510723000000,2019-01-01,2019-12-27,1,'

run 0 crosswalk reg --from 2019-06-01 --to 2020-07-01
has '510723104201,和平村,5,510723114201,和平村,5'
has '510723104202,胜利村,5,510723114201,和平村,5'
has '510723208201,东永村,5,510723114203,东永村,5'
run 0 crosswalk reg --from 2020-07-01 --to 2020-08-01
lines 1
run 2 crosswalk reg --from 2020-07-01 --to 2019-06-01
run 2 crosswalk reg --from 2020-07-01
run 0 crosswalk reg --from 2019-06-01 --to 2020-07-01 --format json
has '"new_code":"510723114201"'
run 0 crosswalk reg --from 2019-06-01 --to 2020-07-01 --format text --lang zh
has '原代码'

# The official table and SQL, which SQLite takes back where Python is there to ask it.
run 0 crosswalk reg --from 2019-06-01 --to 2020-07-01 --as official
has '序号,变更类型,原代码,'
run 0 crosswalk reg --from 2019-06-01 --to 2020-07-01 --as sql:code_map
has 'CREATE TABLE code_map ('
inserts=$(grep -c '^INSERT INTO code_map ' out)
if command -v python3 >/dev/null; then
  rows=$(python3 -c 'import sqlite3, sys
db = sqlite3.connect(":memory:")
db.executescript(open("out", encoding="utf-8").read())
print(db.execute("select count(*) from code_map").fetchone()[0])') || fail 'crosswalk --as sql: SQLite refuses it'
  [ "$rows" = "$inserts" ] || fail "crosswalk --as sql: $rows rows of $inserts"
fi
run 2 crosswalk reg --from 2019-06-01 --to 2020-07-01 --as sql --format json
tells 'is a script of SQL and has no --format'
run 2 crosswalk reg --from 2019-06-01 --to 2020-07-01 --as sq
tells 'flow, official, sql or sql:TABLE'
run 2 crosswalk reg --from 2019-06-01 --to 2020-07-01 --as 'sql:a;b'
tells 'is no name for a table'


# What the two acts make of a code. The towns became one new one; 胜利村 was absorbed by 和平村.
run 0 project reg 510723104201 510723104202 4:510723208 510723 --from 2019-06-01 --to 2020-07-01
lines 5
has_line 'code,from,to,new_code,new_name,share,status'
has_line '510723104201,2019-06-01,2020-07-01,510723114201,和平村,1,recoded'
has_line '510723104202,2019-06-01,2020-07-01,510723114201,和平村,1,merged'
has_line '4:510723208,2019-06-01,2020-07-01,510723114000,高渠镇,1,merged'
has_line '510723,2019-06-01,2020-07-01,510723000000,盐亭县,1,same'
run 0 project reg 510723114201 --to 2019-06-01 --from 2020-07-01
lines 3
has_line '510723114201,2020-07-01,2019-06-01,510723104201,和平村,?,merged'
has_line '510723114201,2020-07-01,2019-06-01,510723104202,胜利村,?,merged'
printf '\357\273\277code,n\r\n510723104201,1\r\n"510723104202",2\r\n\r\n 510723199 \r\nx' >codes
run 0 project reg - --from 2019-06-01 --to 2020-01-01 <codes
lines 5
has_line '510723104201,2019-06-01,2020-01-01,510723114201,和平村,1,recoded'
has_line '510723104202,2019-06-01,2020-01-01,510723114202,胜利村,1,recoded'
has_line '510723199,2019-06-01,2020-01-01,,,,unknown'
has_line 'x,2019-06-01,2020-01-01,,,,unknown'
run 1 project reg 510723104202 --from 2020-07-01 --to 2020-07-01 --format json
has '"status": "unknown"'
has '"missing": null'
run 1 project reg 510723104202 --from 2018-01-01 --to 2020-07-01
run 1 project reg 510723104202 --from 2019-06-01 --to 2018-06-01
has_line '510723104202,2019-06-01,2018-06-01,,,,unknown'
run 0 project reg 510723104202 --from 2019-06-01 --to 2020-07-01 --known 2
has_line '510723104202,2019-06-01,2020-07-01,510723114202,胜利村,1,recoded'
run 0 project reg 510723104202 --from 2019-06-01 --to 2020-07-01 --known 1
has_line '510723104202,2019-06-01,2020-07-01,510723104202,胜利村,1,same'
run 2 project reg 510723104202 --from 2019-06-01 --to 2020-07-01 --known 0
run 2 project reg --from 2019-06-01 --to 2020-07-01
run 2 project reg 510723104202 --from 2019-06-01
run 2 project reg 510723104202 --from 2019-06-01 --to 2020-13-01
run 0 project reg 510723104202 --from 2019-06-01 --to 2020-07-01 --format text --lang zh
has '2019-06-01 → 2020-07-01'
has '合并'
has_not '补上'

# A share that nobody recorded is named; a code on two levels is never guessed.
run 0 init shares base.csv --date 2019-01-01
cat >part.csv <<'END'
document,effective,old_code,new_code,share
甲,2020-01-01,510723208201,510723208201,?
甲,2020-01-01,510723208201,510723208202,1/4..1/2
END
run 0 apply shares part.csv
run 0 project shares 510723208201 --from 2019-06-01 --to 2020-07-01
lines 3
has_line '510723208201,2019-06-01,2020-07-01,510723208201,东永村,1/2..3/4,part'
has_line '510723208201,2019-06-01,2020-07-01,510723208202,新民村,1/4..1/2,part'
run 0 project shares 510723208201 --from 2019-06-01 --to 2020-07-01 --format json
has '"document": "甲"'
has '"event": 1'
run 0 project shares 510723208201 --from 2019-06-01 --to 2020-07-01 --format text --lang zh
has '补上'
printf 'code,level,name\n441900,2,东莞市\n441900,3,东莞市\n' >levels.csv
run 0 init levels levels.csv --date 2019-01-01
run 0 project levels 441900000000 2:441900 --from 2019-06-01 --to 2020-07-01
tells 'LEVEL:CODE'
has_line '441900000000,2019-06-01,2020-07-01,,,,ambiguous'
has_line '2:441900,2019-06-01,2020-07-01,441900000000,东莞市,1,same'

run 0 snapshot reg --at 2020-07-01
has_not '胜利村'
run 0 snapshot reg --at 2020-07-01 --known 2
has '510723114202,胜利村'
run 0 snapshot reg --at 2020-07-01 --known 1
has '510723104202,胜利村'
has_not '高渠镇'
run 2 snapshot reg --at 2020-07-01 --known 4
run 2 snapshot reg --at 2020-07-01 --known 0
run 2 snapshot reg --at 2020-07-01 --known soon
run 1 snapshot reg --at 2020-07-01 --known 1999-01-01

# ---- any name ----

# Two villages of one name; 老鹰岩 is an alias; a description of a character is the character; the third character of
# 高高村 is private.
printf 'code,name,attr:alias,legal_name\n510723,盐亭县,,\n510723100,云溪镇,,\n510723100201,和平村村民委员会,和平大队;老鹰岩,\n510723100202,小（氵甸）村委会,,\n510723100203,高\356\205\260村,,\n510723101,富驿镇,,盐亭县富驿镇人民政府\n510723101001,和平社区居委会,,\n510723101201,和平村,,\n' >names.csv
printf 'document,effective,relation,old_code,new_name\n甲〔2020〕1号,2020-03-01,更名,510723101,富驿新镇\n' >renamed.csv
run 0 init names names.csv --date 2019-01-01
run 0 apply names renamed.csv
run 0 find names 和平村 --at 2020-06-01
has_line '510723101201,和平村,5,village,盐亭县富驿新镇和平村,2019-01-01,,510723101201,和平村,1,name'
has_line '510723100201,和平村村民委员会,5,village,盐亭县云溪镇和平村村民委员会,2019-01-01,,510723100201,和平村村民委员会,2,stem'
lines 3
run 0 find names 和平 --at 2020-06-01 # three of equal rank
has ',510723101001,和平社区居委会,1,proper'
has ',510723100201,和平村村民委员会,1,proper'
has ',510723101201,和平村,1,proper'
run 0 find names 和平 --at 2020-06-01 --limit 2
lines 3
tells '2 of 3 hits'
run 2 find names 和平 --limit 0
run 2 find names 和平 --limit many
for path in 盐亭县富驿新镇和平村 盐亭/富驿新镇/和平村 '盐亭县 > 和平村委会 ' 富驿新镇·和平村民委员会; do
  run 0 find names "$path" --at 2020-06-01
  has ',510723101201,和平村,'
  has ';path'
done
# the town was called so while the village stood in it, and the village still stands
run 0 find names 富驿镇和平村 --at 2020-06-01
has_line '510723101201,和平村,5,village,盐亭县富驿新镇和平村,2019-01-01,,510723101201,和平村,1,name;path;former'
lines 2
run 0 find names 盐亭县原富驿镇和平村 --at 2020-06-01
has ',1,name;path;former'
lines 2
run 0 find names 原富驿镇 --at 2020-06-01
has_line '510723101000,富驿镇,4,town,盐亭县富驿镇,2019-01-01,2020-03-01,510723101000,富驿新镇,1,name;former'
run 0 find names 云溪老鹰岩 --at 2020-06-01
has ',1,alias;path'
run 0 find names 盐亭县富驿镇人民政府 --at 2020-06-01
has ',1,alias'
for text in '小（氵甸）村' '小(氵甸)' 小⿰氵甸村 氵甸 '(氵甸)'; do
  run 0 find names "$text" --at 2020-06-01
  has '510723100202,'
  lines 2
done
run 0 find names "$(printf '高\356\205\260')" --at 2020-06-01
has '510723100203,'
tells 'U+E170'
run 0 find names yxz --at 2020-06-01
has_line '510723100000,云溪镇,4,town,盐亭县云溪镇,2019-01-01,,510723100000,云溪镇,1,pinyin'
lines 2
run 0 find names 510723100 --at 2020-06-01
has ',云溪镇,1,code'
run 0 find names 510723101 --at 2019-06-01 # two versions of one unit
lines 3
has '510723101000,富驿镇,4,town,盐亭县富驿镇,2019-01-01,2020-03-01,510723101000,富驿镇,1,code'
has ',2,code;former'

# Several may be meant: all are named, none is taken.
run 1 show names 和平村 --at 2020-06-01
silent
tells 'any of 2 units'
tells '盐亭县云溪镇和平村村民委员会'
run 1 history names 和平村 --at 2020-06-01
silent
tells '510723101201'
run 1 lineage names 和平村 --at 2020-06-01
silent
run 0 project names 和平村 云溪和平村 --from 2019-06-01 --to 2020-06-01
has_line '和平村,2019-06-01,2020-06-01,,,,ambiguous'
has_line '云溪和平村,2019-06-01,2020-06-01,510723100201,和平村村民委员会,1,same'
tells 'any of 2 units'
printf '富驿镇\n12345\n和平村\n无此镇\n' >lines.in
run 0 project names - --from 2019-06-01 --to 2020-06-01 <lines.in
has_line '富驿镇,2019-06-01,2020-06-01,510723101000,富驿新镇,1,renamed'
has_line '12345,2019-06-01,2020-06-01,,,,unknown'
tells 'standard input:2:'
tells 'standard input:3: “和平村” may be any of 2 units'
tells 'standard input:4: “无此镇” is not in the register'
run 0 show names 原云溪镇 --at 2020-06-01
has_line 'code,510723100000'
tells 'still stands'
run 0 show names 富驿新镇 --at 2020-06-01
has_line 'former_name,富驿镇'
run 0 show names 云溪 --at 2020-06-01
has_line 'code,510723100000'

# ---- lineage ----

run 0 lineage reg 510723114201 --at 2020-07-01
has_line 'direction,date,relation,old_code,old_name,new_code,new_name,share,document'
has_line 'from,2020-06-01,absorb,510723114202,胜利村,510723114201,和平村,1,盐府批复〔2020〕9号'
lines 2
run 0 lineage reg 毛公乡 --as ends
has_line 'into,510723114000,高渠镇,4,盐亭县高渠镇,2019-12-27,'
run 0 lineage reg 高渠镇 --as step --lang zh
has_line '来自,2019-12-27,合并,510723104000,两河镇,510723114000,高渠镇,1,绵府批复〔2019〕247号'
lines 3
run 0 lineage reg 和平村 和平村 --at 2019-06-01 --at2 2020-01-01
has_line 'same_territory,yes'
run 1 lineage reg 和平村 和平村 --at 2019-06-01 --at2 2020-07-01
has_line 'same_territory,no'
has_line 'common_predecessor,510723114202 胜利村 5 盐亭县高渠镇胜利村 2019-12-27 2020-06-01'
run 1 lineage reg 510723104 510723208 --at 2019-06-01 --format json
has '"same_territory": "no"'
has '"direction": "into"'
has '"name": "高渠镇"'
run 2 lineage reg 和平村 --at2 2020-01-01
run 2 lineage reg 和平村 --as tree
run 2 lineage reg 和平村 高渠镇 --as ends

# ---- what was known before a correction ----

# 和平村 is corrected to 和坪村 for the same days; a tag comes, too. Entry 1 is the table, 2 the correction.
printf 'code,name,stat:户,attr:tag:试点\n510723,盐亭县,,\n510723100,云溪镇,,\n510723100201,和平村,100,一类\n510723100202,新民村,,\n' >wrong.csv
printf 'document,effective,relation,target,old_code,new_name\n勘误〔2020〕1号,2019-01-01,更正,1,510723100201,和坪村\n' >right.csv
printf 'document,effective,relation,old_code,new_code\n丙〔2020〕2号,2019-06-01,并入,510723100202,510723100201\n' >late.csv
printf 'code,stat:户\n510723100201,150\n' >more.csv
run 0 init told wrong.csv --date 2019-01-01
run 0 apply told right.csv
run 0 apply told late.csv
run 0 observe told more.csv --date 2019-03-01
run 0 show told 510723100201 --at 2019-07-01
has_line 'name,和坪村'
has_line 'stat:户,150'
run 0 show told 510723100201 --at 2019-07-01 --known 1
has_line 'name,和平村'
has_line 'stat:户,100'
run 0 find told 和坪村 --at 2019-07-01
run 1 find told 和坪村 --at 2019-07-01 --known 1
run 0 find told 和平村 --at 2019-07-01 --known 1
has ',1,name'
run 1 find told 和平村 --at 2019-07-01
run 0 history told 510723100201
has ',和坪村,'
run 0 history told 510723100201 --known 1
has_not ',和坪村,'
has ',和平村,'
run 0 lineage told 510723100201
has ',新民村,510723100201,和坪村,'
run 0 lineage told 510723100201 --known 2
lines 1
run 0 project told 510723100202 --from 2019-02-01 --to 2019-07-01
has ',510723100201,和坪村,1,merged'
run 0 project told 510723100202 --from 2019-02-01 --to 2019-07-01 --known 2
has ',510723100202,新民村,1,same'
run 0 crosswalk told --from 2019-02-01 --to 2019-07-01
has '510723100202,新民村,5,510723100201,和坪村,5'
run 0 crosswalk told --from 2019-02-01 --to 2019-07-01 --known 2
lines 1
run 0 snapshot told --at 2019-07-01
has ',和坪村,'
has_not '新民村'
run 0 snapshot told --at 2019-07-01 --known 1
has ',和平村,'
has '新民村'
run 0 stats told --at 2019-07-01 --level 5
has_line '510723100201,和坪村,5,户,,150,150,150,0,2019-03-01,no' # 新民村 was never counted
run 0 stats told --at 2019-07-01 --level 5 --known 3
has_line '510723100201,和坪村,5,户,,100,100,100,0,2019-01-01,no'
run 0 tags told 试点 --at 2019-07-01
has_line '510723100201,和坪村,village,一类,盐亭县云溪镇和坪村'
run 0 tags told 试点 --at 2019-07-01 --known 1
has_line '510723100201,和平村,village,一类,盐亭县云溪镇和平村'
run 2 show told 510723100201 --known 9

# ---- a snapshot is a register table again ----

"$tool" snapshot reg --at 2020-07-01 >again.csv 2>err
run 0 init again again.csv --date 2020-07-01
"$tool" snapshot again --at 2020-07-01 2>err | cut -d, -f1-6 >out
cut -d, -f1-6 again.csv >wanted
same out wanted

# ---- opaque codes ----

printf 'code,name,level,parent\nFR,France,1,\n38,Isère,3,FR\n38185,Grenoble,4,38\n' >france.csv
run 0 init france france.csv --date 2019-01-01 --scheme opaque
run 0 show france 38185 --at 2019-06-01
has_line 'name,Grenoble'
run 0 find france FR --at 2019-06-01
has ',1,code'
run 0 find france ren --at 2019-06-01
has '38185,Grenoble,'
has ',1,part'
run 0 show france Grenoble --at 2019-06-01
has_line 'code,38185'

# ---- settings, rules, codes that are reserved, tags, identifiers ----

printf 'code,name,code:mca,external:发包方编码,attr:tag:产业经济强村,attr:organ:临时党组织\n510722,三台县,,,,\n510722109,三元镇,510722105,,,\n510722109201,友爱村,,7001;7002,一类,2020-05-01/2021-03-31\n510722109202,长发村,,,二类,\n510722109203,万安村,,,,2020-05-01/2021-03-31/2020-12-01\n510722138,立新镇,,,,\n510722138201,新民村,,,三类,\n' >towns.csv
run 0 init towns towns.csv --date 2019-01-01
run 0 set towns
has_line 'codes.issue,append,append,append|fill|explicit,"new codes: above the highest ever used, into gaps, or always given"'
printf '510722109201,510722109202\n510722109202,510722109203\n' >pairs.csv
run 0 set towns codes.children=renumber tag.产业经济强村=carry shunxiang.neighbours=@pairs.csv --actor 张三
has 'sequence,head'
has '2,'
run 0 set towns --format json
has '"value": "510722109201,510722109202\n510722109202,510722109203\n"'
run 0 set towns
has 'codes.children,renumber,keep,'
has 'tag.产业经济强村,carry,warn,'
run 0 set towns --format text --lang zh
has '（2 行）'
run 0 set towns codes.children=
run 0 set towns
has 'codes.children,keep,keep,'
run 2 set towns codes.issue=maybe
tells 'append|fill|explicit'
run 2 set towns codes.isue=fill
tells 'there is no setting “codes.isue”'
run 2 set towns codes.issue --lang zh
tells '应写作 键=值'
run 2 set towns reserve:5:510722109209=x
tells 'quhua reserve'
run 2 set towns cn-size.table=@none.csv
run 0 rules
has 'code.held,code,blocking,no,'
has_not ',report'
run 0 rules towns
has_line 'shunxiang.not-adjacent,shunxiang,blocking,yes,"实践: 顺向调整, 小并大、边缘并中心、相邻合并 (docs/guide/sizes.md)",units that merge lie next to each other,shunxiang.neighbours,report'
run 0 rules --format json --lang zh
has '"severity": "阻断"'

printf 'document,effective,relation,new_name,new_parent\n甲,2020-06-01,设立,新河村,三元镇\n乙,2020-01-01,设立,新江村,三元镇\n' >pending.csv
sed -n '1p;2p' pending.csv >first.csv
sed -n '1p;3p' pending.csv >second.csv
run 0 reserve towns
lines 1
run 0 reserve towns first.csv --actor 张三
has_line '甲,5,510722109204,新河村'
run 0 log towns --format csv --since 4
lines 2
run 0 reserve towns first.csv # again: nothing new
has_line '甲,5,510722109204,新河村'
run 0 log towns --format csv --since 4
lines 2
run 0 simulate towns second.csv
has '510722109205,新江村'
printf 'document,effective,relation,new_code,new_name,new_parent\n丙,2020-01-01,设立,510722109204,新海村,三元镇\n' >taken.csv
run 1 apply towns taken.csv
tells 'code.reserved'
run 2 apply towns taken.csv --waive code.reserved@=x
tells 'RULE@CODE=REASON'
run 1 apply towns taken.csv --waive code.reserved@510722109209=其他代码
cp towns towns.waived
run 0 apply towns.waived taken.csv --waive code.reserved@510722109204=甲另编
run 0 reserve towns.waived
lines 1
cp towns towns.free
run 0 reserve towns.free --release 甲
has_line '甲,5,510722109204,新河村'
run 0 reserve towns.free
lines 1
run 1 reserve towns.free --release 甲 --lang zh
tells '没有为 甲 预留的代码'
run 2 reserve towns first.csv --release 甲
printf 'effective,relation,new_name,new_parent\n2020-06-01,设立,新海村,三元镇\n' >nobody.csv
run 2 reserve towns nobody.csv
tells 'document'
# 199 numbers: 3 used, 1 reserved; 205 to 397 and 399 above; 200 is a gap
run 0 room towns 三元镇 --at 2020-01-01
has_line 'village,200,399,199,3,3,1,194,1,205'
[ ! -s err ] || fail 'a warning where there is room'
run 0 apply towns second.csv
run 0 apply towns first.csv
run 0 show towns 510722109204 --at 2020-06-01
has_line 'name,新河村'
run 0 reserve towns
lines 1
run 1 room towns 510722 --at 2018-01-01
run 0 room towns 510722 --at 2020-01-01
has_line 'town,100,199,100,2,2,0,61,37,139'
printf 'code,name\n510722001,北城街道\n510722001190,甲社区\n' >full.csv
seq 1 179 | sed 's/.*/&,社区&/' | while IFS=, read -r n name; do printf '510722001%03d,%s\n' "$n" "$name"; done >>full.csv
run 0 init full full.csv --date 2019-01-01
run 0 room full 510722001 # 180 of 199 are used, 19 are left: 9 above, 10 gaps
has_line 'community,1,199,199,180,180,0,9,10,191'
tells 'community below 510722001000: 19 of 199 codes are left'

printf 'document,effective,old_code,new_code,new_name\n丁,2021-01-01,510722109,510722139,\n' >recode.csv
run 0 simulate towns recode.csv --set codes.children=renumber
has '510722109205,新江村,5,510722139205,新江村' # 201 to 205 in the order of old codes
run 0 simulate towns recode.csv --issue explicit
printf 'document,effective,relation,new_name,new_parent\n戊,2021-01-01,设立,新海村,立新镇\n' >new.csv
run 1 simulate towns new.csv --set codes.issue=explicit
tells 'code.not-issued'
tells '新海村'
run 1 simulate towns new.csv --rules cn-law
tells 'blocking cn-law.consent-missing'
run 0 simulate towns new.csv --rules cn-law=off,cn-size=off,shunxiang
if grep -q cn-law err; then fail 'a pack that is off speaks'; fi
run 2 simulate towns new.csv --rules cn-lore
run 2 simulate towns new.csv --rules =block
run 2 simulate towns new.csv --size none.csv
run 2 simulate towns new.csv --set codes.issue

run 0 tags towns --at 2020-01-01
has_line '产业经济强村,3'
lines 2
run 0 tags towns --under 三元镇 --at 2020-01-01
has_line '产业经济强村,2'
run 0 tags towns 产业经济强村 --under 立新镇 --at 2020-01-01
has_line '510722138201,新民村,village,三类,三台县立新镇新民村'
lines 2
run 0 tags towns 没有 --at 2020-01-01
lines 1
run 0 tags towns --organs --at 2020-01-01
has_line '510722109201,友爱村,village,临时党组织,2020-05-01,2021-03-31,,三台县三元镇友爱村'
has_line '510722109203,万安村,village,临时党组织,2020-05-01,2021-03-31,2020-12-01,三台县三元镇万安村'
lines 3
run 2 tags towns --organs=yes
run 0 find towns external:发包方编码:7002 --at 2020-01-01
has '510722109201,友爱村,5,village,'
lines 2
run 1 find towns external:发包方编码:700 --at 2020-01-01
# one unit with two codes is found by each
run 0 show towns code:mca:510722105 --at 2020-01-01
has_line 'code,510722109000'
run 0 show towns 510722109 --at 2020-01-01
has_line 'attr:code:mca,510722105'
run 1 show towns code:mca:510722105 --at 2018-01-01
tells '三元镇'
run 1 show towns code:mca:999
run 0 show towns 友爱村 --at 2020-01-01 --format text --lang zh
has '临时党组织 2020-05-01 – 2021-03-31'
has '产业经济强村 一类'
run 0 verify towns

# ---- when the surroundings fail ----

if [ -c /dev/full ]; then
  checks=$((checks + 1))
  "$tool" snapshot reg --at 2020-07-01 >/dev/full 2>err
  status=$?
  [ "$status" -eq 4 ] || fail "a full disk: exit $status, not 4"
fi
checks=$((checks + 1))
"$tool" snapshot reg --at 2020-07-01 >&- 2>err
status=$?
[ "$status" -eq 4 ] || fail "closed standard output: exit $status, not 4"
if command -v sqlite3 >/dev/null; then
  cp reg reg.bad
  sqlite3 reg.bad "drop trigger journal_no_update; update journal set digest = zeroblob(32) where sequence = 2"
  run 1 verify reg.bad
  has 'differs'
  cp reg reg.bad
  sqlite3 reg.bad "drop trigger unit_version_ends_once; update unit_version set name = '假村' where name = '东永村'"
  run 1 verify reg.bad
  has 'differs'
  # Another process holds the store: the tool waits for it, then gives up.
  mkfifo hold
  sqlite3 reg <hold >/dev/null 2>&1 &
  exec 9>hold
  echo 'begin immediate;' >&9
  sleep 1
  cp reg reg.kept
  printf 'document,effective,relation,old_code,new_name\nB〔2020〕2号,2020-09-01,更名,510723100000,云溪新镇\n' >rename.csv
  run 3 apply reg rename.csv
  silent
  echo 'rollback;' >&9
  exec 9>&-
  wait
  run 0 apply reg rename.csv
fi
# ---- answers that were handed to others ----

printf 'code,name,stat:户\n510722109000,三元镇,\n510722109201,友爱村,100\n510722109202,长发村,200\n510722109203,万安村,50\n510722138000,立新镇,\n510722138204,百灵山村,20\n' >exported.csv
printf 'document,effective,relation,old_code,new_code\n甲1,2020-01-01,并入,510722109201,510722109202\n' >exported-merge.csv
printf 'document,effective,relation,old_code,new_name\n乙1,2022-01-01,更名,510722138204,百灵村\n' >exported-rename.csv
printf 'document,effective,relation,old_code,new_name\n丙1,2023-01-01,更正,510722109203,万岸村\n' >exported-correct.csv
printf 'document,effective,relation,target\n丁1,2023-02-01,自始无效,甲1\n' >exported-annul.csv
run 0 init exported exported.csv --date 2019-01-01
run 0 apply exported exported-merge.csv
run 0 exports exported
lines 1
run 0 snapshot exported --at 2019-06-01
cp out plain.out
run 0 snapshot exported --at 2019-06-01 --export
same out plain.out
grep -Eqx 'quhua: exported as x[0-9a-f]{16}' err || fail 'no id on standard error'
cp err first.err
run 0 snapshot exported --at 2019-06-01 --export
checks=$((checks + 1))
cmp -s err first.err || fail 'the same question to the same state has another id'
run 0 crosswalk exported --from 2019-06-01 --to 2020-06-01 --export=统计局 --actor 王
run 0 crosswalk exported --from 2019-06-01 --to 2020-06-01 --as official --export=民政局 --format text --lang zh
tells '已登记导出 x'
run 0 crosswalk exported --from 2021-06-01 --to 2022-06-01 --as sql:m --export
run 0 stats exported --at 2020-06-01 --series 户 --level 5 --export=统计局
cp out stats.out
has_line '510722109202,长发村,5,户,,300,300,300,0,2019-01-01,yes'
run 0 project exported 510722109201 510722138204 --from 2019-06-01 --to 2020-06-01 --export
run 2 project exported 友爱村 --from 2019-06-01 --to 2020-06-01 --export
tells 'is not a code'
run 0 exports exported
lines 7
cut -d, -f2,5- out >short.out
cp short.out out
has_line 'yes,,snapshot?from=2019-06-01&to=2019-06-01&format=csv&lang=en'
has_line 'yes,统计局,crosswalk/flow?from=2019-06-01&to=2020-06-01&format=csv&lang=en'
has_line 'yes,民政局,crosswalk/official?from=2019-06-01&to=2020-06-01&format=csv'
has_line 'yes,,crosswalk/sql?from=2021-06-01&to=2022-06-01&lang=en&table=m'
has_line 'yes,统计局,stats?from=2020-06-01&to=9999-12-31&format=csv&lang=en&level=5&series=户'
run 0 exports exported --changed
lines 1
# A renaming of 2022 is in the crosswalk to 2022 alone.
run 0 apply exported exported-rename.csv
tells 'exported answers that are no longer true (1): x'
run 0 exports exported --changed
lines 2
has 'crosswalk/sql?'
# A name of the past is corrected: in the table of villages and in the statistics, and in no crosswalk of the merger.
run 0 apply exported exported-correct.csv
tells 'exported answers that are no longer true (2): x'
run 0 exports exported --changed
lines 4
has 'snapshot?'
has 'stats?'
# The merger never was: its two crosswalks, and the projection.
run 0 apply exported exported-annul.csv
tells 'exported answers that are no longer true (3): x'
tells 'quhua exports exported --changed'
run 0 exports exported --changed --diff
has_line '-,2020-01-01,,absorb,510722109201,友爱村,5,510722109202,长发村,5,village,510722109000,1,,,'
has_line '-510722109202,长发村,5,户,,300,300,300,0,2019-01-01,yes'
has_line '+510722109201,友爱村,5,户,,100,100,100,0,2019-01-01,yes'
has_line '+510722109202,长发村,5,户,,200,200,200,0,2019-01-01,yes'
has_line '-510722109201,2019-06-01,2020-06-01,510722109202,长发村,1,merged'
has_line '+510722109201,2019-06-01,2020-06-01,510722109201,友爱村,1,same'
run 0 exports exported --changed --format json
[ -z "$(command -v jq)" ] || jq -e 'length == 6 and all(.still_true == "no" and (.text | type == "string"))' out >/dev/null || fail 'exports --format json'
run 0 exports exported
id=$(grep -F 'stats?' out | cut -d, -f1)
run 0 stats exported --at 2024-01-01 --series 户 --export
printf 'code,stat:户\n510722109203,60\n' >exported-later.csv
run 0 observe exported exported-later.csv --date 2023-06-01
tells 'exported answers that are no longer true (1): x'
run 0 exports exported "$id"
tells "$id is no longer true"
has_line '510722109203,万岸村,5,户,,50,50,50,0,2019-01-01,yes'
lines 6
run 0 exports exported "$id" --diff
has_not '百灵山村'
run 0 verify exported
if [ -w /dev/full ]; then # what nobody got was not handed over
  sequence=$("$tool" log exported | wc -l)
  checks=$((checks + 1))
  "$tool" snapshot exported --at 2020-06-01 --export >/dev/full 2>err
  [ $? -eq 4 ] && [ "$("$tool" log exported | wc -l)" -eq "$sequence" ] || fail 'exported onto a full disk'
fi
run 1 exports exported x0123456789abcdef
tells 'no export'
run 2 exports exported --export
run 2 snapshot exported --at 2019-06-01 --changed
run 2 crosswalk exported --from 2020-01-01 --to 2019-01-01 --export
run 2 snapshot exported --at 2019-06-01 --export="$(printf '%01001d' 0)"
run 0 exports exported --format text --lang zh
has '仍有效'

# ---- recode ----

# 胜利村 (…104202) becomes 510723114202; 和平村 (…104201) is divided on 2020-06-01; nobody holds 999.
printf 'code,name\n510723,盐亭县\n510723104,两河镇\n510723104201,和平村\n510723104202,胜利村\n' >recode_base.csv
cat >recode_acts.csv <<'END'
document,effective,relation,old_code,new_code,new_name,new_kind,share
一,2020-01-01,换码,510723104,510723114,高渠镇,镇,
二,2020-06-01,分设,510723114201,510723114211,和一村,,2/5
二,2020-06-01,分设,510723114201,510723114212,和二村,,3/5
END
run 0 init rec recode_base.csv --date 2019-01-01
run 0 apply rec recode_acts.csv
printf 'id,code,n\n1,510723104202,5\n2,"510723104",6\n3,999,7\n' >people.csv
printf 'id,code,n\n1,510723114202,5\n2,"510723114",6\n3,999,7\n' >people.wanted
days='--from 2019-06-01 --to 2021-01-01'
# shellcheck disable=SC2086  # the days are four words
{
  run 0 recode rec people.csv $days --column code
  same out people.wanted
  tells 'recoded'
  tells 'unknown'
  run 0 recode rec people.csv $days --column 2 --out people.out --undo people.undo --format json
  silent
  same people.out people.wanted
  tells '"status": "recoded"'
  run 0 recode people.out --apply-undo people.undo --out people.back
  same people.back people.csv
  run 0 recode rec people.csv $days --column code --threads 3
  same out people.wanted
  run 2 recode rec people.csv $days --column code --threads 0
  tells '--threads'
  run 1 recode rec people.csv $days --column code --check
  silent
  tells 'old'
  run 0 recode rec people.out $days --column code --check
  "$tool" recode rec $days --column code <people.csv >out 2>err || fail 'recode from standard input'
  same out people.wanted
  printf '4,510723104201,7\n' >>people.csv
  run 1 recode rec people.csv $days --column code
  silent
  tells 'people.csv:5:3: 510723104201 has 2 successors'
  run 1 recode rec people.csv $days --column code --out people.none
  checks=$((checks + 1))
  [ ! -e people.none ] || fail 'a refused recode left its output'
  run 0 recode rec people.csv $days --column code --policy flag
  has_line 'id,code,n,status,candidates'
  has_line '1,510723114202,5,recoded,'
  has_line '4,510723104201,7,ambiguous,510723114211=2/5 510723114212=3/5'
  run 0 recode rec people.csv $days --column code --policy largest
  has_line '4,510723114212,7'
  run 0 recode rec people.csv $days --column code --policy split:n
  has_line '4,510723114211,3'
  has_line '4,510723114212,4'
  run 2 recode rec people.csv $days --column cod
  silent
  tells 'people.csv:1:1: there is no column “cod”; did you mean “code”?'
  run 2 recode rec people.csv $days --column 4
  run 2 recode rec people.csv $days
  tells '--column'
  run 2 recode rec people.csv $days --column code --policy guess
  tells 'guess'
  run 2 recode rec nosuch.csv $days --column code
  tells 'nosuch.csv'
  run 2 recode rec people.csv $days --column code --out people.csv
  tells 'the output is the input'
  printf '5,"510723\n' >>people.csv
  run 2 recode rec people.csv $days --column code --policy flag
  silent
  tells 'people.csv:6:3:'
  if [ -w /dev/full ]; then
    checks=$((checks + 1))
    "$tool" recode rec people.wanted $days --column code >/dev/full 2>err
    [ $? -eq 4 ] || fail 'a full disk is not exit 4'
    tells 'No space left'
  fi
  run 2 recode rec --sqlite none.db --table t $days --column code
  tells 'none.db'
  run 2 recode rec --sqlite rec --table t $days --column code
  tells 'the database is a register'
  run 2 recode rec --sqlite rec $days --column code
  tells '--table'
  run 2 recode rec --sqlite rec --table t $days --column code --out x.csv
  tells '--out is for a file'
  if command -v python3 >/dev/null; then
    python3 -c 'import sqlite3
with sqlite3.connect("people.db") as db:
    db.execute("CREATE TABLE t(code)")
    db.executemany("INSERT INTO t VALUES(?)", [("510723104202",), (510723104,)])'
    run 0 recode rec --sqlite people.db --table t $days --column code --undo before
    tells 'recoded'
    run 0 recode rec --sqlite people.db --table t $days --column code --check
    run 0 recode rec --sqlite people.db --apply-undo before
    run 1 recode rec --sqlite people.db --table t $days --column code --check
    tells 'old'
  fi
}

# Grids stand beside the groups of a village; their codes are told from names.
printf 'code,name,external:网格编码\n510722109203,万安村,\n510722109203001,一组,\n510722109203G01,万安网格,9\n510722109204,龙吟村,\n510722109204G01,龙吟网格,8\n' >grids.csv
run 0 init grids grids.csv --date 2019-01-01
run 0 show grids 510722109204g01
has '龙吟网格'
run 0 show grids 510722109203
has 'villager-group'
has 'grid'
run 2 show grids 510722109204G00
tells 'G01 to G99'
printf 'document,effective,relation,old_code,new_code\n甲,2020-01-01,并入,510722109204,510722109203\n' >absorb.csv
run 0 apply grids absorb.csv
run 0 snapshot grids --at 2020-01-01
has_line '510722109203G01,万安网格,6,grid,510722109203,formal,2019-01-01,9'
has_line '510722109203G02,龙吟网格,6,grid,510722109203,formal,2020-01-01,8'
# ---- the report on a period ----

# In base.csv 两河镇 and 毛公乡 become 高渠镇: of three townships two are left, the four villages stay; then 胜利村 goes
# into 和平村. 120 + 80 households are 200 before and after; no others were counted.
cat >later.csv <<'END'
document,effective,relation,old_code,old_name,new_code,new_name
"盐府<b>&9号",2020-06-01,并入,510723114202,胜利村,510723114201,和平村
END
run 0 init period base.csv --date 2019-01-01
run 0 apply period merge.csv
run 0 apply period later.csv
run 0 report period --from 2019-06-01 --to 2020-07-01 --out period.d/一 --lang zh
silent
checks=$((checks + 1))
[ "$(find period.d -type f | wc -l)" -eq 6 ] || fail 'not the six files of a report'
cp period.d/一/report.txt out
has '将原4个行政村合并为3个行政村（减少1个，减幅25.0%）'
has_line '两河镇原胜利村（户80）今属高渠镇和平村。'
cp period.d/一/announcement.txt out
has_line '撤销两河镇和毛公乡，设立高渠镇，以原两河镇和原毛公乡所属行政区域为高渠镇的行政区域。'
has_line '将高渠镇胜利村并入和平村。'
cp period.d/一/statistics.csv out
has_line ',全部,乡级合计,3,3,2,-1,-33.3,2,0,0,0,1,0,0,0,0,0,0'
has_line ',全部,村级合计,4,4,3,-1,-25.0,1,0,0,0,0,0,0,0,3,3,0'
for file in crosswalk statistics; do
  checks=$((checks + 1))
  [ "$(head -c 3 "period.d/一/$file.csv")" = "$bom" ] || fail "$file.csv of the report has no byte order mark"
done
cp period.d/一/index.html out
has '盐府&lt;b&gt;&amp;9号'
has_not '盐府<b>'
has_not '<script'
if command -v xmllint >/dev/null; then
  checks=$((checks + 1))
  xmllint --noout period.d/一/index.html period.d/一/lineage.svg || fail 'the page of the report is not well-formed'
fi
run 0 report period 高渠镇 --from 2019-06-01 --to 2020-07-01 --out period.d/二 --series 户
cp period.d/二/report.txt out
has '4 villages became 3 (1 fewer, -25.0%)'
has '户 per unit of the village level: before not known'
run 1 report period 两河镇 --from 2019-06-01 --to 2020-07-01 --out period.d/三
run 2 report period --from 2020-07-01 --to 2019-06-01 --out period.d/三
run 2 report period --from 2019-06-01 --to 2020-07-01
tells '--out'
run 2 report period --from 2019-06-01 --out period.d/三
run 1 report period --from 2019-06-01 --to 2020-07-01 --out period.d/四 --series 无此指标
checks=$((checks + 1))
[ ! -e period.d/三 ] && [ ! -e period.d/四 ] || fail 'a refused report made its folder'

# A register of another country has units and nothing else.
printf 'code,name,level,parent\nD1,Ain,3,\nA1,Arbent,4,D1\nA2,Oyonnax,4,D1\n' >ain.csv
printf 'document,effective,old_code,new_code\nX,2020-01-01,A1,A2\n' >ain_acts.csv
run 0 init ain ain.csv --date 2019-01-01 --scheme opaque
run 0 apply ain ain_acts.csv
run 0 report ain --from 2019-06-01 --to 2020-07-01 --out period.d/ain
cp period.d/ain/report.txt out
has_line 'All: 3 units became 2 (1 fewer, -33.3%). Of the units: 1 merged.'
cp period.d/ain/announcement.txt out
has_line 'Arbent is abolished; to Oyonnax goes the territory of former Arbent.'

if [ -n "$examples" ] && [ -f "$examples/data/yanting_2019.csv" ]; then
  run 0 init yanting "$examples/data/yanting_2019.csv" --date 2019-10-31
  run 0 apply yanting "$examples/data/yanting_2019_acts.csv" --actor test
  run 0 verify yanting
fi

finish
