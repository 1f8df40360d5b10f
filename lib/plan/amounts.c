/* SPDX-License-Identifier: Apache-2.0 */
/* amounts.c: what rows list of a series (`stat:` columns): how much goes with each flow.
 *
 * Statistics trust such amounts as long as they can be true (stats/listed.h). Here it is told when they cannot: more is
 * listed than was there just before the act, or all of a unit is given away and the amounts are less. */
#include <string.h>

#include "base/sort.h"
#include "change/amount.h"
#include "plan/act.h"
#include "rules/quantity.h"

/* --- effects ------------------------------------------------------------------------------------------------------- */

static int by_series(const void *ctx, uint32_t a, uint32_t b) {
  quhua_str x = ((const quhua_attribute *)ctx)[a].key, y = ((const quhua_attribute *)ctx)[b].key;
  int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
  return order ? order : (x.len > y.len) - (x.len < y.len);
}

void quhua__act_put_amounts(quhua__act *act, const quhua__act_flow *flow, quhua__bytes *out) {
  const quhua_flow_row *row = flow->row ? flow->row->row : NULL;
  if (!row || !row->amount_count) return;
  uint32_t *order = quhua__arena_alloc(act->arena, 2 * row->amount_count * sizeof *order);
  if (!order) {
    act->failed = true;
    return;
  }
  for (uint32_t i = 0; i < row->amount_count; i++) order[i] = i;
  quhua__sort(order, order + row->amount_count, row->amount_count, by_series, row->amounts);
  for (size_t i = 0; i < row->amount_count; i++) {
    const quhua_attribute *amount = &row->amounts[order[i]];
    quhua_str value = amount->value;
    quhua__amount_read(value, &value,
                       NULL); /* without needless zeros; the row was checked when it was added */
    quhua__effect_put_amount(out, amount->key, value);
  }
}

/* --- what is there just before the act ------------------------------------------------------------------------------ */

/* A series of which the rows list amounts. */
typedef struct listing {
  quhua__act *act;
  quhua_snapshot before;
  quhua_str series;
} listing;

/* How much there is in a unit that gives, as far as it is known. */
typedef struct holding {
  const quhua__member *giver;
  quhua__quantity lo, hi;
  bool known;
} holding;

static quhua__quantity quantity_of(int64_t amount, uint32_t scale) {
  uint64_t one = 1, part = 1;
  for (uint32_t i = 0; i < scale; i++) one *= 10;
  for (uint32_t i = scale; i < 18; i++) part *= 10;
  return (quhua__quantity){(uint64_t)amount / one, (uint64_t)amount % one * part};
}

static bool has_flow_since(const quhua__act *act, uint32_t unit, const quhua__observed *observed) {
  for (int out = 0; out <= 1; out++) {
    quhua__chain chain = quhua__chain_of_flows(act->state, act->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(act->state, number);
      if (flow->date > observed->date) return true;
      if (flow->date == observed->date && flow->recorded_from > observed->recorded_from) return true;
    }
  }
  return false;
}

/* Most units with amounts are villages that were counted and lost nothing since: that takes no walk through the register. */
static void look_at_observation(const listing *l, holding *h) {
  const quhua__act *act = l->act;
  uint32_t unit = h->giver->unit;
  quhua__chain children = quhua__chain_of_children(act->state, act->known, unit);
  uint32_t number = quhua__observed_on(&l->before, unit, l->series, act->date);
  if (!number || quhua__chain_next(&children)) return;
  const quhua__observed *observed = quhua__state_observed(act->state, number);
  if (has_flow_since(act, unit, observed)) return;
  h->known = quhua__quantity_read(quhua__texts_at(&act->state->texts, observed->value), &h->lo);
  h->hi = h->lo;
}

/* What is in the others has to be carried to the day, once for all of them. */
static void ask_statistics(const listing *l, holding *holdings, size_t count) {
  quhua__act *act = l->act;
  quhua__held *held = quhua__arena_alloc(act->arena, count * sizeof *held);
  size_t asked = 0;
  if (!held) act->failed = true;
  for (size_t i = 0; i < count && held; i++)
    if (!holdings[i].known) held[asked++] = (quhua__held){.row = holdings[i].giver->row_before};
  if (!held || !asked || !act->state->held_of) return;
  if (act->state->held_of(&l->before, l->series, act->date, held, asked) == QUHUA_E_NOMEM) act->failed = true;
  for (size_t i = 0, next = 0; i < count; i++) {
    if (holdings[i].known) continue;
    const quhua__held *answer = &held[next++];
    holdings[i].known = answer->known;
    holdings[i].lo = quantity_of(answer->lo, answer->scale);
    holdings[i].hi = quantity_of(answer->hi, answer->scale);
  }
}

/* --- what is listed -------------------------------------------------------------------------------------------------- */

static const quhua_attribute *listed(const quhua__act_flow *flow, quhua_str series) {
  const quhua_flow_row *row = flow->row ? flow->row->row : NULL;
  for (size_t i = 0; row && i < row->amount_count; i++)
    if (quhua_str_equal(row->amounts[i].key, series)) return &row->amounts[i];
  return NULL;
}

static void report(listing *l, quhua__rule rule, const quhua__act_row *row, const quhua__member *m,
                   quhua__quantity sum, quhua__quantity there) {
  char sum_text[QUHUA__QUANTITY_TEXT_MAX], there_text[QUHUA__QUANTITY_TEXT_MAX];
  quhua_str args[] = {quhua__act_title(l->act, m), quhua__quantity_text(sum, sum_text), l->series,
                      quhua__quantity_text(there, there_text)};
  quhua__act_report_row(l->act, rule, row, args, 4);
}

static bool lists(const quhua__member *m, quhua_str series) {
  for (const quhua__act_flow *flow = m->flows_out; flow; flow = flow->next_out)
    if (listed(flow, series)) return true;
  return false;
}

/* The row with which the amounts become too many tells where to look. */
static void check_holding(listing *l, const holding *h) {
  quhua__quantity sum = {0, 0}, more;
  const quhua__act_row *last = NULL;
  bool all = true;
  for (const quhua__act_flow *flow = h->giver->flows_out; flow; flow = flow->next_out) {
    const quhua_attribute *amount = listed(flow, l->series);
    if (!amount) {
      all = false;
      continue;
    }
    last = flow->row;
    bool fits = quhua__quantity_read(amount->value, &more) && quhua__quantity_add(&sum, more);
    if (fits && quhua__quantity_compare(sum, h->hi) <= 0) continue;
    report(l, QUHUA__RULE_AMOUNT_TOO_LARGE, flow->row, h->giver, sum, h->hi);
    return;
  }
  if (all && quhua__quantity_compare(sum, h->lo) < 0)
    report(l, QUHUA__RULE_AMOUNTS_SUM, last, h->giver, sum, h->lo);
}

static void check_series(quhua__act *act, quhua_str series) {
  listing l = {act, {act->allocator, act->state, act->known}, series};
  holding *holdings = quhua__arena_alloc(act->arena, act->members.count * sizeof *holdings);
  size_t count = 0;
  if (!holdings) act->failed = true;
  for (size_t i = 0; i < act->members.count && !act->failed; i++) {
    const quhua__member *m = act->members.items[i];
    if (!m->row_before || !lists(m, series)) continue;
    holdings[count] = (holding){.giver = m};
    look_at_observation(&l, &holdings[count++]);
  }
  if (!act->failed) ask_statistics(&l, holdings, count);
  for (size_t i = 0; i < count && !act->failed; i++)
    if (holdings[i].known) check_holding(&l, &holdings[i]);
}

void quhua__act_amounts(quhua__act *act) {
  quhua__table seen;
  quhua__table_init(&seen, act->allocator);
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    const quhua_flow_row *row = act->rows[i].row;
    for (size_t k = 0; k < row->amount_count && !act->failed; k++) {
      quhua_str series = row->amounts[k].key;
      if (quhua__table_find(&seen, series.ptr, series.len)) continue;
      if (!quhua__table_add(&seen, series.ptr, series.len, act)) act->failed = true;
      if (!act->failed) check_series(act, series);
    }
  }
  quhua__table_free(&seen);
}
