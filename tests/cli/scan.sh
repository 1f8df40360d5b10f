#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# quhua scan: hits, verdicts, summaries and refusals. What is expected is worked out by hand. usage: scan.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

printf 'code,name\n510722,三台县\n510722109,三元镇\n510722109201,友爱村\n510722109202,长发村\n510722109203,万安村\n' >base.csv
printf 'document,effective,relation,old_code,new_code,new_name\n一,2020-01-01,并入,510722109202,510722109201,\n' >acts.csv
run 0 init reg base.csv --date 2019-01-01
remember

# ---- tables ----
printf 'id,村代码,地址\n1,510722109202,三台县三元镇长发村3组\n2,510722109201,=长发村\n' >t.csv
cp t.csv t.kept
run 0 scan reg acts.csv t.csv --format csv
gives <<'END'
file,table,column,place,value,old_code,old_name,new_codes,verdict,reason
t.csv,,村代码,2,510722109202,510722109202,长发村,510722109201,certain,code with one successor
t.csv,,地址,2,三台县三元镇长发村3组,510722109202,长发村,510722109201,derivable,name with its path
t.csv,,地址,3,'=长发村,510722109202,长发村,510722109201,person,name in a text
END
grep -Fqx 't.csv,,村代码,1,0,0,2' err || fail "no summary on standard error"
run 0 scan reg acts.csv t.csv --summary --format csv
gives <<'END'
file,table,column,certain_hits,derivable_hits,person_hits,first_place
t.csv,,村代码,1,0,0,2
t.csv,,地址,0,1,1,2
END
run 0 scan reg acts.csv t.csv --summary --format json
gives <<'END'
[
  {
    "file": "t.csv",
    "table": "",
    "column": "村代码",
    "certain_hits": 1,
    "derivable_hits": 0,
    "person_hits": 0,
    "first_place": 2
  },
  {
    "file": "t.csv",
    "table": "",
    "column": "地址",
    "certain_hits": 0,
    "derivable_hits": 1,
    "person_hits": 1,
    "first_place": 2
  }
]
END
run 0 scan reg acts.csv t.csv --format json
has '"verdict":"certain"'
run 0 scan reg acts.csv t.csv --format text --lang zh
has '确定,代码，承继单位唯一'
cmp -s t.csv t.kept || fail "the table was changed"

# A stream, several files, and one without hits.
printf 'a\nx\n' >none.csv
"$tool" scan reg acts.csv - none.csv --format csv <t.csv >out 2>err || fail "a stream cannot be read"
has '-,,村代码,2,510722109202'
run 0 scan reg acts.csv none.csv --format csv
gives <<'END'
file,table,column,place,value,old_code,old_name,new_codes,verdict,reason
END

# ---- dumps and databases ----
printf 'CREATE TABLE `户` (`id` int, `code` char(12));\nINSERT INTO `户` VALUES (1,'\''510722109202'\'');\n' >d.sql
run 0 scan reg acts.csv d.sql --format csv
has 'd.sql,户,code,2,510722109202,510722109202,长发村,510722109201,certain'
run 0 scan reg acts.csv reg --format csv
has 'reg,unit_version,code,'

# ---- blocked acts, and refusals ----
printf 'document,effective,relation,old_code,new_code,new_name\n一,2020-01-01,更名,510722109299,,甲村\n' >blocked.csv
run 1 scan reg blocked.csv t.csv
[ ! -s out ] || fail "blocked acts were looked for"
run 2 scan reg acts.csv missing.csv --lang en
printf 'a,b\n1,"x\n' >open.csv
run 2 scan reg acts.csv open.csv --lang en
tail -n 1 err >last && mv last err
says 'quhua: open.csv:2:3: this quote is never closed. put a quote behind the text of the cell'
run 2 scan reg acts.csv t.csv --as xml --lang en
says 'quhua: --as: “xml” is not csv, sqlite or sql'
run 2 scan reg acts.csv t.csv --delimiter '|' --lang en
run 2 scan reg acts.csv t.csv --header maybe --lang en
run 2 scan reg acts.csv
unchanged
finish
