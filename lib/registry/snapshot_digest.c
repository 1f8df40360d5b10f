/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot_digest.c: one number for everything a snapshot knows. */
#include "base/bytes.h"
#include "base/digest.h"
#include "base/fail.h"
#include "base/sort.h"
#include "registry/registry_internal.h"

static int by_unit_and_time(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(ctx, a), *y = quhua__state_row(ctx, b);
  if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  return (a > b) - (a < b);
}

/* Each record begins with its sort and counts what it has any number of, so that no two registers give the same bytes. */
enum { ROW = 1, FLOW = 2, OBSERVED = 3, FACT = 4, WINDOW = 5, DOUBT = 6, UNDOING = 7, AMOUNT = 8 };

static void put_row(quhua__bytes *out, const quhua_snapshot *snapshot, uint32_t number) {
  quhua_unit unit = quhua__row_unit(snapshot->state, number);
  quhua_attribute pair;
  uint32_t attributes = 0;
  while (quhua_unit_attribute_at(snapshot, &unit, attributes, &pair)) attributes++;
  quhua__bytes_u(out, ROW);
  quhua__bytes_u(out, unit.id);
  quhua__bytes_u(out, unit.parent);
  quhua__bytes_u(out, (uint64_t)unit.level);
  quhua__bytes_u(out, (uint64_t)unit.kind);
  quhua__bytes_u(out, (uint64_t)unit.standing);
  quhua__bytes_t(out, quhua_str_from(unit.code.text));
  quhua__bytes_t(out, unit.name);
  quhua__bytes_s(out, unit.valid.from);
  quhua__bytes_s(out, unit.valid.to);
  quhua__bytes_u(out, attributes);
  for (uint32_t i = 0; quhua_unit_attribute_at(snapshot, &unit, i, &pair); i++) {
    quhua__bytes_t(out, pair.key);
    quhua__bytes_t(out, pair.value);
  }
}

static void put_flow(quhua__bytes *out, const quhua__state *s, uint32_t number) {
  const quhua__flow_row *flow = quhua__state_flow(s, number);
  const quhua__event *event = quhua__state_event(s, flow->event);
  quhua__bytes_u(out, FLOW);
  quhua__bytes_u(out, flow->old_unit);
  quhua__bytes_u(out, flow->new_unit);
  quhua__share_put(out, flow->share);
  quhua__bytes_s(out, flow->date);
  quhua__bytes_u(out, event->entry);
  quhua__bytes_u(out, event->number);
  quhua__bytes_u(out, event->relation);
  quhua__bytes_u(out, event->declared);
  quhua__bytes_t(out, quhua__texts_at(&s->texts, event->reason));
  quhua__bytes_t(out, quhua__texts_at(&s->texts, event->note));
  for (uint32_t i = 0; i < flow->amount_count; i++) {
    quhua__amount amount = quhua__state_amount(s, flow->first_amount + i);
    quhua__bytes_u(out, AMOUNT);
    quhua__bytes_t(out, quhua__texts_at(&s->texts, amount.series));
    quhua__bytes_t(out, quhua__texts_at(&s->texts, amount.value));
  }
  if (event->confidence < 0) return;
  quhua__bytes_u(out, DOUBT);
  quhua__bytes_u(out, (uint64_t)event->confidence);
}

static void put_observed(quhua__bytes *out, const quhua__state *s, const quhua__observed *o) {
  quhua__bytes_u(out, OBSERVED);
  quhua__bytes_u(out, o->unit);
  quhua__bytes_t(out, quhua__texts_at(&s->texts, o->series));
  quhua__bytes_t(out, quhua__texts_at(&s->texts, o->value));
  quhua__bytes_s(out, o->date);
}

static void put_fact(quhua__bytes *out, const quhua__state *s, const quhua__fact *fact) {
  quhua__bytes_u(out, FACT);
  quhua__bytes_t(out, quhua__texts_at(&s->texts, fact->subject));
  quhua__bytes_t(out, quhua__texts_at(&s->texts, fact->key));
  quhua__bytes_s(out, fact->date);
  quhua__bytes_t(out, quhua__texts_at(&s->texts, fact->value));
}

/* Entries whose effective day is not known to the day. */
static void put_window(quhua__bytes *out, const quhua__state *s, uint32_t sequence) {
  const quhua__entry_record *entry = quhua__state_entry(s, sequence);
  if (entry->earliest == entry->effective) return;
  quhua__bytes_u(out, WINDOW);
  quhua__bytes_u(out, sequence);
  quhua__bytes_s(out, entry->earliest);
}

static void put_undoing(quhua__bytes *out, quhua__retraction undoing) {
  quhua__bytes_u(out, UNDOING);
  quhua__bytes_u(out, undoing.entry);
  quhua__bytes_u(out, undoing.target);
}

/* Hash what the buffer holds and empty it. */
static void drain(quhua__hasher *hasher, quhua__bytes *buffer) {
  quhua__hasher_add(hasher, buffer->data, buffer->len);
  buffer->len = 0;
}

static bool hash_rows(const quhua_snapshot *snapshot, quhua__hasher *hasher, quhua__bytes *buffer) {
  const quhua__state *s = snapshot->state;
  const quhua_allocator *a = snapshot->allocator;
  quhua__rows rows = {.allocator = a};
  bool ok = true;
  uint32_t last = quhua__state_totals(s, snapshot->known).rows;
  for (uint32_t row = 1; ok && row <= last; row++)
    if (quhua__row_visible(s, row, snapshot->known)) ok = quhua__rows_add(&rows, row);
  uint32_t *scratch = ok && rows.count ? a->alloc(a->ctx, rows.count * sizeof *scratch) : NULL;
  if (scratch)
    quhua__sort(rows.list, scratch, rows.count, by_unit_and_time, s);
  else if (rows.count)
    ok = false;
  for (size_t i = 0; ok && i < rows.count; i++) {
    put_row(buffer, snapshot, rows.list[i]);
    drain(hasher, buffer);
  }
  if (scratch) a->free(a->ctx, scratch, rows.count * sizeof *scratch);
  quhua__rows_free(&rows);
  return ok;
}

quhua_status quhua_snapshot_digest(const quhua_snapshot *snapshot, quhua_digest *out, quhua_error *err) {
  const quhua__state *s = snapshot->state;
  quhua__totals totals = quhua__state_totals(s, snapshot->known);
  quhua__hasher *hasher = quhua__hasher_new(QUHUA__SM3);
  if (!hasher) return quhua__fail_digest(err);
  quhua__bytes buffer;
  quhua__bytes_init(&buffer, snapshot->allocator);
  bool ok = hash_rows(snapshot, hasher, &buffer);
  for (uint32_t flow = 1; flow <= totals.flows; flow++) {
    if (!quhua__flow_visible(s, flow, snapshot->known)) continue;
    put_flow(&buffer, s, flow);
    drain(hasher, &buffer);
  }
  for (uint32_t o = 1; o <= totals.observed; o++) {
    put_observed(&buffer, s, quhua__state_observed(s, o));
    drain(hasher, &buffer);
  }
  for (uint32_t fact = 1; fact <= totals.facts; fact++) {
    put_fact(&buffer, s, quhua__state_fact(s, fact));
    drain(hasher, &buffer);
  }
  for (uint32_t undoing = 1; undoing <= totals.undoings; undoing++) {
    put_undoing(&buffer, quhua__state_undoing(s, undoing));
    drain(hasher, &buffer);
  }
  for (uint32_t sequence = 1; sequence <= snapshot->known; sequence++) {
    put_window(&buffer, s, sequence);
    drain(hasher, &buffer);
  }
  ok = ok && !buffer.failed;
  quhua__bytes_free(&buffer);
  bool hashed = quhua__hasher_finish(hasher, out->bytes);
  if (!ok) return quhua__fail_nomem(err);
  return hashed ? QUHUA_OK : quhua__fail_digest(err);
}
