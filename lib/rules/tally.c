/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/tally.h"

#include "base/fail.h"
#include "base/number.h"

void quhua__tally_init(quhua__tally *tally, const quhua__arena *arena) {
  *tally = (quhua__tally){.count = 0};
  quhua__table_init(&tally->seen, arena->allocator);
}

void quhua__tally_free(quhua__tally *tally) { quhua__table_free(&tally->seen); }

bool quhua__tally_add(quhua__tally *tally, const quhua_unit *unit) {
  if (quhua__table_find(&tally->seen, &unit->id, sizeof unit->id)) return true;
  if (!quhua__table_add(&tally->seen, &unit->id, sizeof unit->id, tally)) return false;
  if (tally->count++ == 0) tally->first = *unit;
  return true;
}

static quhua_str fill(quhua__judge *j, const char *text, size_t number) {
  char digits[QUHUA__NUMBER_TEXT_MAX], out[64];
  quhua_str arg = quhua__number_text(number, digits), kept = {"", 0};
  size_t len = quhua__fill(text, &arg, 1, out, sizeof out);
  if (!quhua__arena_copy(j->arena, (quhua_str){out, len}, &kept)) j->failed = true;
  return kept;
}

quhua__more quhua__more_text(quhua__judge *j, size_t count) {
  if (count < 2) return (quhua__more){{"", 0}, {"", 0}};
  return (quhua__more){fill(j, " and {1} more", count - 1), fill(j, " 等 {1} 个单位", count)};
}

void quhua__tally_report(const quhua__tally *tally, quhua__judge *j, quhua__rule rule, quhua_str detail) {
  quhua__more more = quhua__more_text(j, tally->count);
  quhua_str args[] = {quhua__judge_title(j, &tally->first), more.en, more.zh, detail};
  quhua__judge_report_many(j, rule, tally->first.id, tally->count, args, 4);
}
