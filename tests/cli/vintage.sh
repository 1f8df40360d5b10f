#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Dating a list (quhua vintage): rows, figures, formats, languages, and wrong input. usage: vintage.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

printf 'code,name\n510722,三台县\n510722109,三元镇\n510722109201,友爱村\n510722109202,长发村\n510722109203,万安村\n' >base.csv
cat >acts.csv <<'END'
document,effective,relation,old_code,new_code,new_name
甲,2020-01-01,更名,510722109201,510722109201,友谊村
乙,2021-01-01,换码,510722109202,510722109203,
乙,2021-01-01,换码,510722109203,510722109202,
END
run 0 init reg base.csv --date 2019-01-01
run 0 apply reg acts.csv --lang en
remember

# ---- rows and figures ----

# Of the days since 2021; 长发村 at 109202 and 友爱村 are of 2019.
cat >list.csv <<'END'
序号,代码,名称
1,510722,三台县
2,510722109,三元镇
3,510722109201,友谊村村民委员会
4,510722109202,万安村
5,510722109203,长发村
6,510722109202,长发村
7,510722109201,友爱村
8,510722109,三元真
9,510732109,三元镇
END
run 0 vintage reg list.csv --column 代码 --name 名称 --lang en
gives <<'END'
line,code,name,verdict,from,to,suggested_code,suggested_name,reason
2,510722,三台县,true,2019-01-01,,,,
3,510722109,三元镇,true,2019-01-01,,,,
4,510722109201,友谊村村民委员会,respelt,2020-01-01,,510722109201,友谊村,the register writes 友谊村
5,510722109202,万安村,true,2021-01-01,,,,
6,510722109203,长发村,true,2021-01-01,,,,
7,510722109202,长发村,reused,2019-01-01,2021-01-01,510722109203,长发村,"true from 2019-01-01 until before 2021-01-01; on 2021-01-01 the code is that of 万安村, and this unit is 510722109203 长发村"
8,510722109201,友爱村,other-day,2019-01-01,2020-01-01,510722109201,友谊村,true from 2019-01-01 until before 2020-01-01; on 2021-01-01 it is 510722109201 友谊村
9,510722109,三元真,name-typo,2019-01-01,,510722109,三元镇,a character of the name is wrong: it is 510722109 三元镇
10,510732109,三元镇,unknown-code,,,,,nobody ever had the code; no single unit of this name is near it
END
# Only the first two rows, 长发村 at 109202 and one of the names of 109201 are true before 2021.
says 'likely [2021-01-01, …): 5 rows of 9 (0.5555)'
sed -n '2,$p' err >said
cat >wanted <<'END'
runner-up [2020-01-01, 2021-01-01): 4 rows of 9 (0.4444)
mixed in [2019-01-01, 2020-01-01): 2 rows of 9 (0.2222)
true: 4
respelt: 1
other-day: 1
reused: 1
name-typo: 1
unknown-code: 1
END
cmp -s wanted said || fail "other figures: $(diff wanted said | head -5)"

# As text people see what is wrong, in their language.
run 0 vintage reg list.csv --column 2 --name 3 --format text --lang zh
says '可能日期 [2021-01-01, …): 5 行，共 9 (0.5555)'
has '重用'
has '2019-01-01 起、2020-01-01 前相符；2021-01-01 为 510722109201 友谊村'
checks=$((checks + 1))
! grep -q '三台县' out || fail "a row that is true stands in the text"

# The caller's day: of 2019 only the county, the town and the two old names are true.
run 0 vintage reg list.csv --column 代码 --name 名称 --at 2019-06-01 --format json
has '"day": "2019-06-01"'
has '"true": 4'
has '"reused": 2'
has '"share": "0.5555"'

# Codes alone, GB18030, a table without a header, standard input.
printf '510722109201,\324\306\n510722109299,\n' >codes.csv
run 0 vintage reg - --column 1 --lang en <codes.csv
gives <<'END'
line,code,name,verdict,from,to,suggested_code,suggested_name,reason
1,510722109201,,true,2019-01-01,,,,
2,510722109299,,unknown,,,,,nobody ever had the code
END

# ---- nothing fits ----

printf 'code,name\n990000,无此县\n' >none.csv
run 1 vintage reg none.csv --column code --name name --lang en
gives <<'END'
line,code,name,verdict,from,to,suggested_code,suggested_name,reason
2,990000,无此县,unknown,,,,,"nobody ever had the code, nor this name"
END

# ---- wrong input ----

run 2 vintage reg list.csv
says 'quhua: vintage needs --column NAME-OR-NUMBER'
run 2 vintage reg list.csv --column 代碼
says 'quhua: list.csv:1:1: there is no column “代碼”; did you mean “代码”?. write the name as in the header, or the number of the column'
run 2 vintage reg list.csv --column 4
says 'quhua: list.csv:1:7: there is no column 4. count columns from 1, and separate cells by commas'
run 2 vintage reg missing.csv --column code
run 2 vintage reg list.csv --column 代码 --at 2019-02-30
says 'quhua: --at: “2019-02-30” is not a day; write YYYY-MM-DD'
printf 'code,name\n510722,"三台\n' >wrong.csv
run 2 vintage reg wrong.csv --column code
run 2 vintage missing list.csv --column 代码
unchanged

finish
