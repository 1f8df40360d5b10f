/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/quantity.h"

#include <string.h>

#include "base/number.h"
#include "change/amount.h"
#include "registry/registry_internal.h"

#define PARTS UINT64_C(1000000000000000000) /* of 1 */

bool quhua__quantity_read(quhua_str text, quhua__quantity *out) {
  quhua_str amount;
  if (!quhua__amount_read(text, &amount, NULL)) return false;
  quhua__quantity quantity = {0, 0};
  uint64_t unit = PARTS;
  for (size_t i = 0; i < amount.len; i++) {
    uint64_t digit = (uint64_t)(amount.ptr[i] - '0');
    if (amount.ptr[i] == '.')
      unit /= 10;
    else if (unit == PARTS)
      quantity.whole = quantity.whole * 10 + digit;
    else
      quantity.part += digit * unit, unit /= 10;
  }
  *out = quantity;
  return true;
}

bool quhua__quantity_add(quhua__quantity *sum, quhua__quantity more) {
  uint64_t part = sum->part + more.part, carry = part >= PARTS;
  if (more.whole > UINT64_MAX - carry || sum->whole > UINT64_MAX - carry - more.whole) return false;
  *sum = (quhua__quantity){sum->whole + more.whole + carry, part - carry * PARTS};
  return true;
}

int quhua__quantity_compare(quhua__quantity a, quhua__quantity b) {
  if (a.whole != b.whole) return a.whole < b.whole ? -1 : 1;
  return (a.part > b.part) - (a.part < b.part);
}

quhua_str quhua__quantity_text(quhua__quantity quantity, char out[QUHUA__QUANTITY_TEXT_MAX]) {
  char digits[QUHUA__NUMBER_TEXT_MAX];
  quhua_str whole = quhua__number_text(quantity.whole, digits);
  size_t len = whole.len;
  memcpy(out, whole.ptr, len);
  if (quantity.part) out[len++] = '.';
  for (uint64_t part = quantity.part; part; part = part * 10 % PARTS)
    out[len++] = (char)('0' + part / (PARTS / 10));
  return (quhua_str){out, len};
}

/* --- observations -------------------------------------------------------------------------------------------------- */

static bool stays_as_it_is(const quhua_flow *flow) {
  return flow->old_unit == flow->new_unit && flow->share.kind == QUHUA_SHARE_WHOLE;
}

/* Has territory come to the unit or left it since it was observed, up to the effective day? */
static bool is_stale(quhua__judge *j, quhua_unit_id unit, const quhua__observed *observed) {
  quhua_flows *flows;
  if (quhua_flows_new(j->act->before, unit, &flows, NULL) != QUHUA_OK) {
    j->failed = true;
    return true;
  }
  bool stale = false;
  for (size_t i = 0; !stale && i < quhua_flows_count(flows); i++) {
    const quhua_flow *flow = quhua_flows_at(flows, i);
    bool later = flow->date > observed->date ||
                 (flow->date == observed->date && flow->sequence > observed->recorded_from);
    stale = later && flow->date <= j->act->effective && !stays_as_it_is(flow);
  }
  quhua_flows_free(flows);
  return stale;
}

/* The observation of a series that holds on a day; NULL when there is none. */
static const quhua__observed *observed_on(const quhua_snapshot *snapshot, quhua_unit_id unit,
                                          quhua_str series, quhua_date date) {
  uint32_t number = quhua__observed_on(snapshot, unit, series, date);
  return number ? quhua__state_observed(snapshot->state, number) : NULL;
}

static bool read_observed(const quhua_snapshot *snapshot, const quhua__observed *observed,
                          quhua__quantity *out) {
  return quhua__quantity_read(quhua__texts_at(&snapshot->state->texts, observed->value), out);
}

bool quhua__quantity_before(quhua__judge *j, quhua_unit_id unit, quhua_str series, quhua__quantity *out) {
  const quhua__observed *observed = observed_on(j->act->before, unit, series, j->act->effective);
  return observed && read_observed(j->act->before, observed, out) && !is_stale(j, unit, observed);
}

bool quhua__quantity_since(const quhua__judge *j, quhua_unit_id unit, quhua_str series,
                           quhua__quantity *out) {
  const quhua__observed *observed = observed_on(j->act->after, unit, series, QUHUA_DATE_OPEN - 1);
  if (!observed) return false;
  bool since = observed->date > j->act->effective ||
               (observed->date == j->act->effective && observed->recorded_from >= j->act->sequence);
  return since && read_observed(j->act->after, observed, out);
}
