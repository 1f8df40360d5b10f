#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# quhua ledger: lines, sums, modes and refusals. What is expected is worked out by hand. usage: ledger.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

# 胜利村 goes into 和平村, its books with it; 东永村 is divided, and nobody says who has its books.
printf 'code,name\n510723,盐亭县\n510723100,云溪镇\n510723100201,和平村\n510723100202,胜利村\n510723100203,东永村\n' >base.csv
printf 'series,kind,unit\n债务,ledger,万元\n户,count,户\n' >series.csv
printf 'code,stat:债务,stat:户\n510723100201,100.5,10\n510723100202,30,20\n510723100203,7,30\n' >values.csv
cat >acts.csv <<'END'
document,effective,old_code,new_code,new_name,share,ledger
甲,2020-01-01,510723100202,510723100201,,,直接并账
甲,2020-01-01,510723100203,,东村,2/5,
甲,2020-01-01,510723100203,,西村,3/5,
END
run 0 init reg base.csv --date 2019-01-01
run 0 observe reg values.csv --date 2019-06-30 --series series.csv
run 0 apply reg acts.csv

run 0 ledger reg --at 2020-06-01
gives <<'END'
code,name,series,value,observed,ledger,since,keeper,holder_code,holder,divided,closed,new_code,share
510723100201,和平村,债务,100.5,2019-06-30,unmerged,,,510723100201,和平村,no,,510723100201,1
510723100202,胜利村,债务,30.0,2019-06-30,direct,2020-01-01,510723100201,510723100201,和平村,no,,510723100201,1
510723100203,东永村,债务,7.0,2019-06-30,unmerged,,,510723100000,云溪镇,yes,,510723100204;510723100205,2/5;3/5
END
run 0 ledger reg 510723100000 --at 2020-06-01 --sums
gives <<'END'
code,name,level,series,ledger,lines,value,residue
510723100000,云溪镇,4,债务,unmerged,2,107.5,
510723100000,云溪镇,4,债务,direct,1,30.0,
510723100000,云溪镇,4,债务,,3,137.5,7.0
510723100201,和平村,5,债务,unmerged,1,100.5,
510723100201,和平村,5,债务,direct,1,30.0,
510723100201,和平村,5,债务,,2,130.5,0.0
END
run 0 ledger reg 和平村 --at 2019-12-31 --series 债务 --format text --lang zh
has '数值日期'
has '未融合'

# Somebody says who has the books of 东永村; it ended, so its code means what it was.
run 0 ledger reg 510723100203 --mode 未融合 --date 2020-02-01 --keeper 东村 --actor test
run 0 ledger reg 510723100203 --at 2020-06-01 --format json
gives <<'END'
[
  {
    "code": "510723100203",
    "name": "东永村",
    "series": "债务",
    "value": "7.0",
    "observed": "2019-06-30",
    "ledger": "unmerged",
    "since": "2020-02-01",
    "keeper": "510723100204",
    "holder_code": "510723100204",
    "holder": "东村",
    "divided": "no",
    "closed": "",
    "new_code": "510723100204;510723100205",
    "share": "2/5;3/5"
  }
]
END
# The merged books of 和平村: the line of 胜利村 is in them.
printf 'code,stat:债务\n510723100201,120\n' >merged.csv
run 0 observe reg merged.csv --date 2020-12-31
run 0 ledger reg 原胜利村 --at 2020-12-31
gives <<'END'
code,name,series,value,observed,ledger,since,keeper,holder_code,holder,divided,closed,new_code,share
510723100202,胜利村,债务,30.0,2019-06-30,direct,2020-01-01,510723100201,510723100201,和平村,no,2020-12-31,510723100201,1
END
run 0 ledger reg 510723 --at 2020-12-31 --sums
run 0 verify reg
remember

# ---- refusals ----

run 2 ledger reg 510723100203 --mode 并账 --date 2020-02-01
says 'quhua: --mode: “并账” is no way in which books are merged; write direct, negotiated, gradual or unmerged'
run 2 ledger reg 510723100203 --mode 并账 --date 2020-02-01 --lang zh
says 'quhua: --mode：“并账”不是账目融合方式；可写 直接并账 协商并账 逐步融合 未融合'
run 2 ledger reg 510723100299 --mode direct --date 2020-02-01
says 'quhua: “510723100299” is not in the register'
run 2 ledger reg 510723100203 --mode direct --date 2020-02-01 --keeper 510723100299
says 'quhua: “510723100299” is not in the register'
run 2 ledger reg 东村 --mode direct --date 2019-12-31
run 2 ledger reg 510723100203 --mode direct
says 'quhua: ledger needs --date YYYY-MM-DD'
run 2 ledger reg --mode direct --date 2020-02-01
says 'quhua: --mode needs the unit whose books they are: quhua ledger REG CODE --mode …'
run 2 ledger reg 510723100203 --mode direct --date 2020-02-01 --sums
says 'quhua: --at, --series and --sums list, --mode records: take one of the two'
run 2 ledger reg --keeper 东村
says 'quhua: --date, --keeper and --actor go with --mode'
run 2 set reg ledger:7=direct
says 'quhua: what became of books is recorded by quhua ledger'
run 1 ledger reg 510723100299
says 'quhua: “510723100299” is not in the register'
run 2 ledger reg --series 户
says 'quhua: the series 户 is no ledger: it is carried as statistics. ask for its statistics, or declare it as a ledger'
run 2 ledger reg 510723100203 --at 2020-06-01 --sums
says 'quhua: “510723100203” does not exist on that day: sums are those of units of the day'
unchanged
printf 'document,effective,old_code,new_code,ledger\n乙,2021-01-01,510723100204,510723100205,并账\n' >wrong.csv
run 2 apply reg wrong.csv
says 'quhua: wrong.csv:2:40: “并账” is no way in which books are merged. write direct, negotiated, gradual or unmerged'
unchanged

# ---- help ----

run 0 ledger --help
run 0 ledger --lang zh --help

finish
