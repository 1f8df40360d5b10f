/* SPDX-License-Identifier: Apache-2.0 */
/* act_ledger.c: what the rows of an act say of the books of old units.
 *
 * The books belong to the unit that was, not to the one that it became: so this is a fact about the old unit and no
 * attribute of the new one, which is only named as the keeper. */
#include "plan/act.h"
#include "plan/ledger.h"

void quhua__act_put_ledgers(quhua__act *act, quhua__bytes *out) {
  for (size_t i = 0; i < act->row_count; i++) {
    const quhua__act_row *row = &act->rows[i];
    if (!row->row->ledger || !row->old) continue;
    quhua_ledger_note note = {.original = row->old->unit,
                              .keeper = row->target ? row->target->member->unit : 0,
                              .date = act->date,
                              .mode = row->row->ledger};
    quhua__ledger_put(&note, out);
  }
  if (out->failed) act->failed = true;
}

void quhua__act_put_ledgers_again(quhua__act *act, uint32_t target, quhua__bytes *out) {
  const quhua__state *s = act->state;
  uint32_t last = quhua__state_totals(s, target).facts;
  for (uint32_t number = quhua__state_totals(s, target - 1).facts + 1; number <= last; number++) {
    const quhua__fact *fact = quhua__state_fact(s, number);
    quhua_str key = quhua__texts_at(&s->texts, fact->key);
    if (!fact->subject && quhua__is_ledger_key(key))
      quhua__effect_put_fact(out, (quhua_str){"", 0}, key, act->date,
                             quhua__texts_at(&s->texts, fact->value));
  }
}
