# SPDX-License-Identifier: Apache-2.0
# usage: awk -f count.awk CONSOLE-OF-CTEST LastTest.log
# Prints "PASSED FAILED SKIPPED". The console says what became of each test, the log holds the output of each: the
# cases of a cmocka program count one by one, any other test counts as one. POSIX awk.

# "3/9 Test #3: unit.base.arena ....   Passed    0.01 sec", with ***Failed, ***Skipped and others for Passed.
FNR == NR {
  if (match($0, /^ *[0-9]+\/[0-9]+ +Test +#[0-9]+: /)) {
    rest = substr($0, RSTART + RLENGTH)
    name = rest
    sub(/ .*$/, "", name)
    verdict[name] = rest ~ /\*\*\*Skipped/ ? "skipped" : rest ~ / Passed +[0-9.]+ sec/ ? "passed" : "failed"
  }
  next
}

/^[0-9]+\/[0-9]+ Testing: / {
  name = $0
  sub(/^[0-9]+\/[0-9]+ Testing: /, "", name)
  running = 0
}
/\[==========\].*Running [0-9]+ test/ { running = 1 }
/\[==========\].*[0-9]+ test\(s\) run/ { running = 0 }
running && /\[       OK \]/ { ok[name]++ }
running && /\[  FAILED  \]/ { bad[name]++ }
running && /\[  SKIPPED \]/ { left_out[name]++ }

END {
  for (name in verdict) {
    cases = ok[name] + bad[name] + left_out[name]
    if (verdict[name] == "skipped") skipped++
    else {
      passed += ok[name] + (cases == 0 && verdict[name] == "passed")
      skipped += left_out[name]
      # A program that fails without a failed case crashed, leaked or ran out of time.
      failed += bad[name] + (bad[name] == 0 && verdict[name] == "failed")
    }
  }
  print passed + 0, failed + 0, skipped + 0
}
