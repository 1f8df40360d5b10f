/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/reservation.h"

#include <string.h>

#include <quhua/fact.h>

/* "reserve:LEVEL:CODE" taken apart; it was checked when it was recorded, but a journal may hold anything. */
static bool read_key(quhua_str key, quhua__reservation *out) {
  size_t prefix = strlen(QUHUA__RESERVE);
  if (key.len < prefix + 3 || memcmp(key.ptr, QUHUA__RESERVE, prefix) != 0) return false;
  int level = key.ptr[prefix] - '0';
  quhua_str code = {key.ptr + prefix + 2, key.len - prefix - 2};
  if (level < 1 || level > QUHUA_LEVEL_MAX || key.ptr[prefix + 1] != ':' || code.len > QUHUA_CODE_MAX)
    return false;
  memset(&out->code, 0, sizeof out->code);
  memcpy(out->code.text, code.ptr, code.len);
  out->level = (quhua_level)level;
  return true;
}

/* A document, a tab and a name. */
static void read_value(quhua_str value, quhua__reservation *out) {
  const char *tab = memchr(value.ptr, '\t', value.len);
  size_t len = tab ? (size_t)(tab - value.ptr) : value.len;
  out->document = (quhua_str){value.ptr, len};
  out->name = tab ? (quhua_str){tab + 1, value.len - len - 1} : (quhua_str){"", 0};
}

/* A reservation is used up once anybody had the code on record, on whatever day, also when that was taken back: a code
 * that was issued is never issued again. */
static bool is_used(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code) {
  quhua__chain chain = quhua__chain_of_code(snapshot->state, snapshot->known, level, code);
  chain.ended_too = true;
  return quhua__chain_next(&chain) != 0;
}

/* A fact holds while no later one, of the same entry or another, says something else of the same key. */
static bool holds(const quhua_snapshot *snapshot, const quhua_fact *fact, size_t number) {
  return fact->value.len &&
         quhua__state_find_fact(snapshot->state, snapshot->known, fact->subject, fact->key) == number;
}

bool quhua__reservation_next(const quhua_snapshot *snapshot, size_t *index, quhua__reservation *out) {
  quhua_fact fact;
  if (!quhua__state_totals(snapshot->state, snapshot->known).reservations) return false;
  while (quhua_fact_at(snapshot, (*index)++, &fact)) {
    if (fact.subject.len || !read_key(fact.key, out) || !holds(snapshot, &fact, *index)) continue;
    if (is_used(snapshot, out->level, &out->code)) continue;
    read_value(fact.value, out);
    return true;
  }
  return false;
}

bool quhua__code_is_reserved(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code,
                             quhua_str *document) {
  char key[sizeof QUHUA__RESERVE + 2 + QUHUA_CODE_MAX];
  size_t prefix = strlen(QUHUA__RESERVE), len = strlen(code->text);
  quhua_fact fact;
  quhua__reservation r;
  memcpy(key, QUHUA__RESERVE, prefix);
  key[prefix] = (char)('0' + (int)level);
  key[prefix + 1] = ':';
  memcpy(key + prefix + 2, code->text, len);
  quhua_str wanted = {key, prefix + 2 + len};
  if (quhua_fact_find(snapshot, (quhua_str){"", 0}, wanted, &fact) != QUHUA_OK) return false;
  if (is_used(snapshot, level, code)) return false;
  read_value(fact.value, &r);
  *document = r.document;
  return true;
}
