#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Wrong figures, shares and days: exit status, place, message and remedy; and nothing is written. usage: wrong_input.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

printf 'code,name\n510723,盐亭县\n510723100,云溪镇\n510723100201,和平村\n510723100202,胜利村\n' >base.csv
printf 'series,kind,unit\n户,count,户\n' >series.csv
printf 'code,name,stat:户\n510723100201,和平村,10\n510723100202,胜利村,20\n' >values.csv
run 0 init reg base.csv --date 2019-01-01
run 0 observe reg values.csv --date 2019-06-30 --series series.csv --strict
remember

# values ROW…, shares NAME,SHARE…: a table with these rows, in wrong.csv
values() {
  printf 'code,name,stat:户\n' >wrong.csv
  printf '%s\n' "$@" >>wrong.csv
}
shares() {
  printf 'document,effective,old_code,new_name,share\n' >wrong.csv
  printf '甲,2020-01-01,510723100201,%s\n' "$@" >>wrong.csv
}

# ---- figures ----

values '510723100202,胜利村,3' '510723100201,和平村,-5'
run 2 observe reg wrong.csv --date 2019-12-31
says 'quhua: wrong.csv:3:18: the amount “-5” is negative. write a number that is 0 or more'
unchanged
values '510723100201,和平村,2.5'
run 2 observe reg wrong.csv --date 2019-12-31
says 'quhua: wrong.csv:2:18: 户 is a count, “2.5” is not a whole number. write a whole number'
unchanged
values '510723100299,某村,2'
run 2 observe reg wrong.csv --date 2019-12-31
says 'quhua: wrong.csv:2:1: nobody holds the code 510723100299 on 2019-12-31. give the code that holds on that day'
unchanged
printf 'code,stat:户口\n510723100201,10\n' >wrong.csv
run 2 observe reg wrong.csv --date 2019-12-31 --strict
says 'quhua: wrong.csv:2:14: the series 户口 was never declared. declare it, or correct its name'
unchanged
run 1 stats reg --series 户口
says 'quhua: nobody observed the series 户口. correct its name, or observe it first'
run 1 ledger reg --series 债务
says 'quhua: nobody observed the series 债务. correct its name, or observe it first'

# ---- days ----

run 2 observe reg values.csv --date 2018-12-31
says 'quhua: the register begins on 2019-01-01, after 2018-12-31. give a day since the register begins'
run 2 observe reg values.csv --date 2019-02-30
says 'quhua: --date: “2019-02-30” is not a day; write YYYY-MM-DD'
unchanged
run 2 crosswalk reg --from 2020-01-01 --to 2019-12-31
says 'quhua: the second day lies before the first. exchange the days'
run 1 project reg 510723100201 --from 2018-12-31 --to 2020-01-01
gives <<'END'
code,from,to,new_code,new_name,share,status
510723100201,2018-12-31,2020-01-01,,,,unknown
END
for question in 'crosswalk reg --from 2018-12-31 --to 2020-01-01' 'stats reg --at 2018-12-31' \
  'report reg --from 2018-12-31 --to 2020-01-01 --out none'; do
  run 2 $question
  says 'quhua: the register begins on 2019-01-01, after 2018-12-31. give a day since the register begins'
done
[ -e none ] && fail 'report: something was written'
run 0 crosswalk reg --from 2019-01-01 --to 2020-01-01
run 1 project reg 510723100201 --from 2020-01-01 --to 2018-12-31
gives <<'END'
code,from,to,new_code,new_name,share,status
510723100201,2020-01-01,2018-12-31,,,,unknown
END
printf 'document,effective,old_code,new_name\n甲,2018-12-31,510723100201,新村\n' >wrong.csv
run 1 apply reg wrong.csv
says 'blocking structure.unit-not-alive, line 2: 和平村 510723100201 does not exist on 2018-12-31: it was there from 2019-01-01 until …'
unchanged

# ---- shares and amounts ----

shares '东村,3/5' '西村,1/2'
run 2 apply reg wrong.csv
says 'quhua: wrong.csv:3:30: the shares of “510723100201” in one act sum to 11/10, more than 1. a share is the part of the old unit; all its rows together make 1'
shares '东村,1/2..1' '西村,3/5..1'
run 2 apply reg wrong.csv
says 'quhua: wrong.csv:3:30: the shares of “510723100201” in one act sum to 11/10, more than 1. a share is the part of the old unit; all its rows together make 1'
shares '东村,3/5..2/5' '西村,?'
run 2 apply reg wrong.csv
says 'quhua: wrong.csv:2:35: “3/5..2/5” is not a share between 0 and 1. write a fraction 2/5, a decimal 0.4, ? for unknown, an interval 1/4..1/2, or children'
shares '东村,1/5..2/5' '西村,1/5..2/5'
run 1 apply reg wrong.csv
says 'blocking lineage.remainder, line 2: the shares of 和平村 510723100201 sum to 4/5: the rest goes nowhere'
unchanged
printf 'document,effective,old_code,new_name,share,stat:户\n甲,2020-01-01,510723100201,东村,1/2,6\n甲,2020-01-01,510723100201,西村,1/2,5\n' >wrong.csv
run 1 apply reg wrong.csv
says 'blocking lineage.amount-too-large, line 3: the rows move 11 户 out of 和平村 510723100201, which has at most 10'
unchanged

finish
