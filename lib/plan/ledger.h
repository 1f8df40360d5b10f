/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.h: what became of the books of a unit, as a fact: key "ledger:<identity>", value "direct" or "direct <keeper>". */
#ifndef QUHUA_PLAN_LEDGER_H
#define QUHUA_PLAN_LEDGER_H

#include <quhua/record.h>

#include "base/bytes.h"

#define QUHUA__LEDGER_KEY "ledger:"

/* Is it a fact about the books of a unit? */
bool quhua__is_ledger_key(quhua_str key);
/* Is it one that can be recorded? Its day is not looked at. */
quhua_status quhua__ledger_check(const quhua_fact *fact, quhua_error *err);
/* What a recorded fact says; false when it is malformed. */
bool quhua__ledger_read(const quhua_fact *fact, quhua_ledger_note *out);
/* The effect of a note. */
void quhua__ledger_put(const quhua_ledger_note *note, quhua__bytes *out);

#endif
