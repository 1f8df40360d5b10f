#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# quhua infer: from two lists to acts and back to the second list. What is expected is worked out by hand.
# usage: infer.sh TOOL
# shellcheck source=tests/cli/tool.sh
. "$(dirname "$0")/tool.sh"

# 东永乡 becomes 东永镇 and its villages follow; 胜利村 is respelt; 友爱村 and 长发村 have each other's codes; 万安村 is gone.
cat >old.csv <<'END'
code,name
510723000000,盐亭县
510723100000,云溪镇
510723100201,友爱村
510723100202,长发村
510723100203,万安村
510723100204,胜利村
510723210000,东永乡
510723210201,和平村
END
cat >new.csv <<'END'
code,name
510723000000,盐亭县
510723100000,云溪镇
510723100201,长发村
510723100202,友爱村
510723100204,胜利村村民委员会
510723101000,东永镇
510723101201,和平村
END
run 0 infer old.csv new.csv --date 2020-06-30 --lang en
gives <<'END'
document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,new_kind,new_parent,share,confidence,reason,note,x:class,x:alternatives
inferred 2020-06-30,2020-06-30,,retype,510723210000,东永乡,4,510723101000,东永镇,4,town,,,0.9300,same name with another class word,,retyped,
inferred 2020-06-30,2020-06-30,,recode,510723100201,友爱村,5,510723100202,友爱村,5,village,,,0.9700,same name below the same parent,,permuted,
inferred 2020-06-30,2020-06-30,,recode,510723100202,长发村,5,510723100201,长发村,5,village,,,0.9700,same name below the same parent,,permuted,
inferred 2020-06-30,2020-06-30,,abolish,510723100203,万安村,5,,,,,,,,no plausible successor in the later list,,vanished,510723100201 长发村 0.30; 510723100204 胜利村村民委员会 0.30
inferred 2020-06-30,2020-06-30,,respell,510723100204,胜利村,5,510723100204,胜利村村民委员会,5,village,,,1.0000,same code and name,,respelt,
END
tells 'village: followed 1, respelt 1, permuted 2, vanished 1'

# The acts make the second list of the first.
run 0 init reg old.csv --date 2019-10-31
run 0 infer old.csv new.csv --date 2020-06-30 --lang zh
cp out acts.csv
run 0 apply reg acts.csv
run 0 snapshot reg --at 2020-06-30
# shellcheck disable=SC2013  # names have no blanks, and a pipe would count in a shell of its own
for row in $(sed 1d new.csv); do has "$row,"; done
checks=$((checks + 1))
! grep -q 万安村 out || fail "万安村 is still there"
run 0 project reg 510723210201 --from 2019-10-31 --to 2020-06-30
has '510723101201'

# A register stands for the first list; nothing is left to do then.
run 0 infer reg new.csv --date 2020-07-01
checks=$((checks + 1))
[ "$(wc -l <out)" -eq 1 ] || fail "acts where nothing differs"

# A window of days, and a known act that tells where 万安村 went.
cat >known.csv <<'END'
document,effective,relation,old_code,old_name,new_code,new_name
盐府〔2020〕1号,2020-01-01,并入,510723100203,万安村,510723210201,和平村
盐府〔2020〕2号,2020-01-01,并入,510723100203,万安村,510723101201,和平村
END
run 0 infer old.csv new.csv --from 2019-10-31 --date 2020-06-30 --hints known.csv --lang zh
has '2019-11-01..2020-06-30,,并入,510723100203,万安村,5,510723101201,和平村'
has '盐府〔2020〕2号'
tells '1 行'

# Wrong input.
run 2 infer old.csv --date 2020-06-30
run 2 infer old.csv new.csv
tells '--date'
run 2 infer old.csv new.csv --date 2020-06-30 --scheme gb
run 2 infer absent.csv new.csv --date 2020-06-30
printf 'code,name\n5107231,村\n' >bad.csv
run 2 infer old.csv bad.csv --date 2020-06-30
tells 'bad.csv:2'

finish
