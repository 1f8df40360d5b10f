/* SPDX-License-Identifier: Apache-2.0 */
#include "report/arrival.h"

/* --- versions of a day ----------------------------------------------------------------------------------------------
 *
 * When several acts change a unit on one day, each ends the version of the one before it on the day on which it began:
 * versions without days remain, in the order of record. Of the versions that begin on the day, the n-th is that of the
 * n-th act that began one and still stands. Asking what was known at the act instead would bring back what was
 * corrected since. */

/* Did the record begin a version on the day by an act that stands? A correction and a withdrawal write versions anew. */
static bool begins_version(const quhua__act_view *view, uint32_t number) {
  const quhua__state *s = view->snapshot->state;
  const quhua__row *row = quhua__state_row(s, number);
  if (row->from != view->day || row->to != QUHUA_DATE_OPEN) return false;
  if (quhua__state_entry(s, row->recorded_from)->amends || quhua__row_origin(s, number) != row->recorded_from)
    return false;
  return !quhua__state_is_retracted(s, row->recorded_from, view->snapshot->known);
}

/* How many versions of the unit began on the day by acts up to a sequence. */
static size_t count_begun(const quhua__act_view *view, uint32_t unit, uint32_t sequence) {
  const quhua__state *s = view->snapshot->state;
  quhua__chain chain = quhua__chain_of_records(s, view->snapshot->known, unit);
  size_t count = 0;
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;)
    count += quhua__state_row(s, number)->recorded_from <= sequence && begins_version(view, number);
  return count;
}

/* Those without days in the order of record, then the one that lasts. A correction writes them anew, newest first. */
static bool precedes(const quhua__state *s, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(s, a), *y = quhua__state_row(s, b);
  bool turned = x->recorded_from == y->recorded_from && quhua__state_entry(s, x->recorded_from)->amends;
  if (x->to != y->to) return x->to < y->to;
  return turned ? a > b : a < b;
}

/* The n-th version that begins on the day, from 1; 0 when there are fewer. Few acts meet on a day, so they are counted
 * and not sorted. */
static uint32_t version_of_day(const quhua__act_view *view, uint32_t unit, size_t wanted) {
  const quhua__state *s = view->snapshot->state;
  quhua__chain chain = quhua__chain_of_unit(s, view->snapshot->known, unit);
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) {
    size_t place = 1;
    if (quhua__state_row(s, row)->from != view->day) continue;
    quhua__chain others = quhua__chain_of_unit(s, view->snapshot->known, unit);
    for (uint32_t other; (other = quhua__chain_next(&others)) != 0;)
      place += quhua__state_row(s, other)->from == view->day && precedes(s, other, row);
    if (place == wanted) return row;
  }
  return 0;
}

static quhua_unit version_up_to(const quhua__act_view *view, uint32_t unit, uint32_t sequence) {
  if (!unit) return (quhua_unit){.id = 0};
  size_t begun = count_begun(view, unit, sequence);
  uint32_t row = begun ? version_of_day(view, unit, begun) : 0;
  return row ? quhua__row_unit(view->snapshot->state, row)
             : quhua__unit_on(view->snapshot, unit, view->day - 1);
}

quhua_unit quhua__unit_before(const quhua__act_view *view, uint32_t unit) {
  return version_up_to(view, unit, view->sequence - 1);
}

quhua_unit quhua__unit_after(const quhua__act_view *view, uint32_t unit) {
  return version_up_to(view, unit, view->sequence);
}

/* It closed a version and began none. */
bool quhua__unit_ends(const quhua__act_view *view, uint32_t unit) {
  const quhua__state *s = view->snapshot->state;
  bool closed = false, begun = false;
  if (!unit) return false;
  quhua__chain chain = quhua__chain_of_records(s, view->snapshot->known, unit);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(s, number);
    if (row->recorded_from != view->sequence) continue;
    closed |= row->to == view->day;
    begun |= row->from == view->day && row->to == QUHUA_DATE_OPEN;
  }
  return closed && !begun;
}

quhua_date quhua__day_before(const quhua__act_view *view, const quhua_unit *version) {
  return version->valid.from < view->day ? view->day - 1 : view->day;
}

/* --- flows ------------------------------------------------------------------------------------------------------------ */

quhua__arrival quhua__arrival_of(const quhua__act_view *view, const uint32_t *flows, size_t count) {
  const quhua__flow_row *first = quhua__state_flow(view->snapshot->state, flows[0]);
  quhua__arrival a = {
      .view = *view, .flows = flows, .count = count, .unit = first->new_unit, .event = first->event};
  a.now = quhua__unit_after(view, a.unit);
  a.was = quhua__unit_before(view, a.unit);
  for (size_t i = 0; i < count; i++) a.goes_on |= quhua__arrival_flow(&a, i)->old_unit == a.unit && a.unit;
  return a;
}

const quhua__flow_row *quhua__arrival_flow(const quhua__arrival *a, size_t i) {
  return quhua__state_flow(a->view.snapshot->state, a->flows[i]);
}

bool quhua__flow_is_whole(const quhua__flow_row *flow) { return flow->share.kind == QUHUA_SHARE_WHOLE; }

bool quhua__comes_from_another(const quhua__act_view *view, const quhua__flow_row *flow) {
  if (!flow->old_unit || flow->old_unit == flow->new_unit) return false;
  return flow->share.kind != QUHUA_SHARE_CHILDREN || quhua__unit_ends(view, flow->old_unit);
}

size_t quhua__arrival_others(const quhua__arrival *a) {
  size_t count = 0;
  for (size_t i = 0; i < a->count; i++)
    count += quhua__comes_from_another(&a->view, quhua__arrival_flow(a, i));
  return count;
}

bool quhua__arrival_is_whole(const quhua__arrival *a) {
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = quhua__arrival_flow(a, i);
    if (quhua__comes_from_another(&a->view, flow) && !quhua__flow_is_whole(flow)) return false;
  }
  return true;
}

bool quhua__arrival_is_small(const quhua__arrival *a) { return a->now.level >= QUHUA_LEVEL_VILLAGE; }
