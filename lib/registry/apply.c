/* SPDX-License-Identifier: Apache-2.0 */
/* apply.c: the only code that changes a state. Simulation, commit and replay all come through here. */
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "code/issue.h"
#include "registry/keys.h"
#include "registry/state.h"

quhua_status quhua__entry_corrupt(uint32_t sequence, const char *what_en, const char *what_zh,
                                  quhua_error *err) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  return quhua__fail(
      err, QUHUA_E_CORRUPT, QUHUA__T("journal entry {1}: {2}", "日志第 {1} 条：{3}"), QUHUA__NO_REMEDY,
      QUHUA__ARGS(quhua__number_text(sequence, number), quhua_str_from(what_en), quhua_str_from(what_zh)));
}

/* The chains of a unit, made when an overlay touches a unit of its base; NULL when out of memory. */
static quhua__unit *unit_for_writing(quhua__state *s, uint32_t unit) {
  quhua__unit *chains = quhua__state_unit(s, unit);
  if (chains || unit > s->below.units) return chains;
  chains = quhua__arena_alloc(&s->arena, sizeof *chains);
  if (!chains || !quhua__table_add(&s->touched, &unit, sizeof unit, chains)) return NULL;
  return chains;
}

/* Put a record at the head of a chain. The record is complete, so a reader that sees it may use it. */
static void push(_Atomic uint32_t *head, uint32_t *next, uint32_t number) {
  *next = atomic_load_explicit(head, memory_order_relaxed);
  atomic_store_explicit(head, number, memory_order_release);
}

static void index_row(quhua__state *s, quhua__index *index, const quhua__code_key *key,
                      quhua__index_equal equal, uint32_t *next, uint32_t number) {
  uint64_t hash = quhua__code_hash(key);
  *next = quhua__index_find(index, hash, equal, s, key);
  quhua__index_put(index, hash, number, equal, s, key);
}

/* Link a complete new row into every chain. false when an overlay is out of memory. */
static bool link_row(quhua__state *s, quhua__row *row, uint32_t number) {
  quhua__unit *unit = unit_for_writing(s, row->unit);
  quhua__unit *parent = row->parent ? unit_for_writing(s, row->parent) : NULL;
  uint32_t stem = quhua__texts_stem(&s->texts, row->name);
  quhua__text_links *name = stem ? quhua__texts_links_make(&s->texts, stem) : NULL;
  if (!unit || (row->parent && !parent) || (stem && !name)) return false;
  push(&unit->rows, &row->next_of_unit, number);
  push(parent ? &parent->children : &s->top, &row->next_of_parent, number);
  if (name) push(&name->rows, &row->next_of_name, number);
  quhua__code_key key = {row->code, (quhua_level)row->level};
  index_row(s, &s->codes, &key, quhua__row_has_code, &row->next_of_code, number);
  quhua__code_key prefix = {.level = key.level};
  if (quhua__code_prefix(s->scheme, &row->code, key.level, &prefix.code))
    index_row(s, &s->prefixes, &prefix, quhua__row_has_prefix, &row->next_of_prefix, number);
  return true;
}

static quhua__row *append_row(quhua__state *s, uint32_t sequence, uint32_t *number) {
  quhua__row *row = quhua__segments_append(&s->rows);
  *number = s->below.rows + s->rows.count;
  row->recorded_from = sequence;
  atomic_init(&row->recorded_to, QUHUA__OPEN);
  return row;
}

/* Append a copy of a row as a new record. */
static bool copy_row(quhua__state *s, uint32_t sequence, const quhua__row *old, quhua_date to) {
  uint32_t number;
  quhua__row *row = append_row(s, sequence, &number);
  row->code = old->code;
  row->unit = old->unit;
  row->parent = old->parent;
  row->name = old->name;
  row->attributes = old->attributes;
  row->from = old->from;
  row->to = to;
  row->level = old->level;
  row->kind = old->kind;
  row->standing = old->standing;
  return link_row(s, row, number);
}

/* Note in an overlay that a record of the base ends. */
static bool note_closed(quhua__state *s, quhua__table *table, uint32_t *count, uint32_t number,
                        uint32_t sequence) {
  quhua__closed *closed = quhua__arena_alloc(&s->arena, sizeof *closed);
  if (!closed) return false;
  *closed = (quhua__closed){number, sequence};
  if (!quhua__table_add(table, &number, sizeof number, closed)) return false;
  ++*count;
  return true;
}

static bool end_row(quhua__state *s, uint32_t number, uint32_t sequence) {
  if (number <= s->below.rows) return note_closed(s, &s->closed_rows, &s->closed_row_count, number, sequence);
  quhua__row *row = quhua__segments_at(&s->rows, number - s->below.rows - 1);
  atomic_store_explicit(&row->recorded_to, sequence, memory_order_relaxed);
  return true;
}

static bool end_flow(quhua__state *s, uint32_t number, uint32_t sequence) {
  if (number <= s->below.flows)
    return note_closed(s, &s->closed_flows, &s->closed_flow_count, number, sequence);
  quhua__flow_row *flow = quhua__segments_at(&s->flows, number - s->below.flows - 1);
  atomic_store_explicit(&flow->recorded_to, sequence, memory_order_relaxed);
  return true;
}

static uint32_t add_attributes(quhua__state *s, uint32_t sequence, const quhua__effect_open *open) {
  if (open->attribute_count == 0) return 0;
  quhua__attribute_set *set = quhua__segments_append(&s->sets);
  set->first = s->below.pairs + s->pairs.count;
  set->count = open->attribute_count;
  quhua__reader attributes = open->attributes;
  quhua_attribute pair;
  while (quhua__effect_attribute(&attributes, &pair)) {
    quhua__attribute_pair *stored = quhua__segments_append(&s->pairs);
    stored->key = quhua__texts_find(&s->texts, pair.key);
    stored->value = quhua__texts_find(&s->texts, pair.value);
    if (quhua__is_identifier(pair.key)) quhua__state_add_identifiers(s, sequence, open->unit, pair);
  }
  return s->below.sets + s->sets.count;
}

/* How an effect went. */
typedef enum outcome { DONE, NO_MEMORY, CONTRADICTION } outcome;

static outcome done_or_no_memory(bool done) { return done ? DONE : NO_MEMORY; }

/* The version of a unit that has no end yet, as recorded now; 0 when there is none. */
static uint32_t open_version(const quhua__state *s, uint32_t sequence, uint32_t unit) {
  if (unit == 0 || unit > quhua__state_now(s).units) return 0;
  quhua__chain chain = {.state = s, .layer = s, .known = sequence, .kind = QUHUA__CHAIN_UNIT, .key = unit};
  const quhua__unit *own = quhua__state_unit(s, unit);
  chain.next = own ? atomic_load_explicit(&own->rows, memory_order_relaxed) : 0;
  for (uint32_t row = quhua__chain_next(&chain); row; row = quhua__chain_next(&chain))
    if (quhua__state_row(s, row)->to == QUHUA_DATE_OPEN) return row;
  return 0;
}

/* Append a row that says what an effect says. */
static bool append_version(quhua__state *s, uint32_t sequence, const quhua__effect_open *open,
                           quhua_date to) {
  uint32_t number;
  quhua__row *row = append_row(s, sequence, &number);
  row->code = open->code;
  row->unit = open->unit;
  row->parent = open->parent;
  row->name = quhua__texts_find(&s->texts, open->name);
  row->attributes = add_attributes(s, sequence, open);
  row->from = open->from;
  row->to = to;
  row->level = (uint8_t)open->level;
  row->kind = (uint8_t)open->kind;
  row->standing = (uint8_t)open->standing;
  return link_row(s, row, number);
}

/* Is the parent a unit on a level above? So no walk towards the top goes round, or deeper than there are levels. */
static bool lies_above(const quhua__state *s, uint32_t sequence, const quhua__effect_open *child) {
  if (child->parent == 0) return true;
  uint32_t row = open_version(s, sequence, child->parent);
  return row && quhua__state_row(s, row)->level < (uint8_t)child->level;
}

static outcome apply_open(quhua__state *s, uint32_t sequence, const quhua__effect_open *open) {
  quhua__totals now = quhua__state_now(s);
  bool fresh = open->unit == now.units + 1;
  if ((open->unit > now.units && !fresh) || open->parent > now.units || open->parent == open->unit)
    return CONTRADICTION;
  if (!fresh && open_version(s, sequence, open->unit)) return CONTRADICTION;
  if (!lies_above(s, sequence, open)) return CONTRADICTION;
  if (fresh) quhua__segments_append(&s->units);
  return done_or_no_memory(append_version(s, sequence, open, QUHUA_DATE_OPEN));
}

/* The row that is recorded now for the same days of the unit, or 0. Versions that several acts left on one day have the
 * same days; they are amended newest first, so what this entry wrote is passed over. */
static uint32_t version_of_days(const quhua__state *s, uint32_t sequence, const quhua__effect_open *amend) {
  quhua__chain chain = {
      .state = s, .layer = s, .known = sequence, .kind = QUHUA__CHAIN_UNIT, .key = amend->unit};
  const quhua__unit *own = quhua__state_unit(s, amend->unit);
  chain.next = own ? atomic_load_explicit(&own->rows, memory_order_relaxed) : 0;
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(s, number);
    if (row->from == amend->from && row->to == amend->to && row->recorded_from != sequence) return number;
  }
  return 0;
}

static outcome apply_amend(quhua__state *s, uint32_t sequence, const quhua__effect_open *amend) {
  quhua__totals now = quhua__state_now(s);
  if (amend->unit > now.units || amend->parent > now.units || amend->parent == amend->unit)
    return CONTRADICTION;
  uint32_t wrong = version_of_days(s, sequence, amend);
  const quhua__row *row = wrong ? quhua__state_row(s, wrong) : NULL;
  if (!row || row->parent != amend->parent || row->level != (uint8_t)amend->level) return CONTRADICTION;
  return done_or_no_memory(end_row(s, wrong, sequence) && append_version(s, sequence, amend, amend->to));
}

static outcome apply_close(quhua__state *s, uint32_t sequence, uint32_t unit, quhua_date date) {
  uint32_t number = open_version(s, sequence, unit);
  if (number == 0) return CONTRADICTION;
  const quhua__row *row = quhua__state_row(s, number);
  if (row->from > date) return CONTRADICTION;
  return done_or_no_memory(end_row(s, number, sequence) && copy_row(s, sequence, row, date));
}

static outcome apply_flow(quhua__state *s, const quhua__entry_head *head, uint32_t old_unit,
                          uint32_t new_unit, quhua_share share) {
  quhua__totals now = quhua__state_now(s);
  if (now.events == quhua__state_totals(s, head->sequence - 1).events) return CONTRADICTION;
  if (old_unit > now.units || new_unit > now.units || (!old_unit && !new_unit)) return CONTRADICTION;
  quhua__unit *out = old_unit ? unit_for_writing(s, old_unit) : NULL;
  quhua__unit *in = new_unit ? unit_for_writing(s, new_unit) : NULL;
  if ((old_unit && !out) || (new_unit && !in)) return NO_MEMORY;
  quhua__flow_row *flow = quhua__segments_append(&s->flows);
  uint32_t number = s->below.flows + s->flows.count;
  flow->share = share;
  flow->event = now.events;
  flow->old_unit = old_unit;
  flow->new_unit = new_unit;
  flow->date = head->effective;
  flow->recorded_from = head->sequence;
  atomic_init(&flow->recorded_to, QUHUA__OPEN);
  if (out) push(&out->flows_out, &flow->next_out, number);
  if (in) push(&in->flows_in, &flow->next_in, number);
  return DONE;
}

/* Of the flow that this entry recorded last. */
static outcome apply_amount(quhua__state *s, uint32_t sequence, const quhua__effect *e) {
  uint32_t newest = quhua__state_now(s).flows;
  if (newest == quhua__state_totals(s, sequence - 1).flows) return CONTRADICTION;
  quhua__flow_row *flow = quhua__segments_at(&s->flows, newest - s->below.flows - 1);
  quhua__amount *amount = quhua__segments_append(&s->amounts);
  amount->series = quhua__texts_find(&s->texts, e->as.amount.series);
  amount->value = quhua__texts_find(&s->texts, e->as.amount.value);
  if (flow->amount_count++ == 0) flow->first_amount = s->below.amounts + s->amounts.count;
  return DONE;
}

static void apply_event(quhua__state *s, const quhua__entry_head *head, const quhua__effect *e) {
  uint32_t before = quhua__state_totals(s, head->sequence - 1).events;
  quhua__event *event = quhua__segments_append(&s->events);
  event->entry = head->sequence;
  event->number = s->below.events + s->events.count - before;
  event->relation = (uint8_t)e->as.event.relation;
  event->declared = (uint8_t)e->as.event.declared;
  event->confidence = -1;
  event->reason = quhua__texts_find(&s->texts, e->as.event.reason);
  event->note = quhua__texts_find(&s->texts, e->as.event.note);
}

static bool known_series(const quhua__state *s, uint32_t series) {
  quhua__totals now = quhua__state_now(s);
  for (uint32_t i = 0; i < now.series; i++)
    if (quhua__state_series(s, i) == series) return true;
  return false;
}

static outcome apply_observe(quhua__state *s, uint32_t sequence, const quhua__effect *e) {
  uint32_t unit = e->as.observe.unit;
  if (unit == 0 || unit > quhua__state_now(s).units) return CONTRADICTION;
  quhua__unit *chains = unit_for_writing(s, unit);
  if (!chains) return NO_MEMORY;
  quhua__observed *observed = quhua__segments_append(&s->observed);
  observed->unit = unit;
  observed->series = quhua__texts_find(&s->texts, e->as.observe.series);
  observed->value = quhua__texts_find(&s->texts, e->as.observe.value);
  observed->date = e->as.observe.date;
  observed->recorded_from = sequence;
  if (!known_series(s, observed->series)) *(uint32_t *)quhua__segments_append(&s->series) = observed->series;
  push(&chains->observations, &observed->next, s->below.observed + s->observed.count);
  return DONE;
}

/* Bring back the row that an entry ended when it appended `made`, if it did. */
static outcome restore_row(quhua__state *s, uint32_t sequence, uint32_t target, uint32_t made) {
  const quhua__row *row = quhua__state_row(s, made);
  bool amended = quhua__state_entry(s, target)->amends;
  if (row->to == QUHUA_DATE_OPEN && !amended) return DONE; /* the entry opened it */
  quhua__chain chain = {
      .state = s, .layer = s, .known = target - 1, .kind = QUHUA__CHAIN_UNIT, .key = row->unit};
  const quhua__unit *own = quhua__state_unit(s, row->unit);
  chain.next = own ? atomic_load_explicit(&own->rows, memory_order_relaxed) : 0;
  for (uint32_t old = quhua__chain_next(&chain); old; old = quhua__chain_next(&chain)) {
    if (quhua__row_recorded_to(s, old) != target) continue;
    const quhua__row *ended = quhua__state_row(s, old);
    if (amended && ended->to != row->to) continue;
    if (ended->from == row->from) return done_or_no_memory(copy_row(s, sequence, ended, ended->to));
  }
  return CONTRADICTION;
}

/* As quhua__row_standing(), while the entry is being applied: rows that it appended count. */
static uint32_t standing_row(const quhua__state *s, uint32_t sequence, uint32_t row) {
  if (quhua__row_recorded_to(s, row) == QUHUA__OPEN) return row;
  uint32_t standing = quhua__row_standing(s, row, sequence - 1);
  if (standing && quhua__row_recorded_to(s, standing) == QUHUA__OPEN) return standing;
  const quhua__row *wanted = quhua__state_row(s, row);
  for (uint32_t number = quhua__state_totals(s, sequence - 1).rows + 1; number <= quhua__state_now(s).rows;
       number++) {
    const quhua__row *copy = quhua__state_row(s, number);
    bool same = copy->unit == wanted->unit && copy->from == wanted->from && copy->to == wanted->to;
    if (same && quhua__row_recorded_to(s, number) == QUHUA__OPEN) return number;
  }
  return 0;
}

/* A postponement brings back what the postponed act had ended and ends it again on the new day. Taking it back leaves what it
 * brought back: the postponed act does not come again. */
static outcome restore_postponed(quhua__state *s, uint32_t sequence, uint32_t target, uint32_t made) {
  const quhua__row *row = quhua__state_row(s, made);
  if (row->to == QUHUA_DATE_OPEN) return DONE;
  for (uint32_t number = quhua__state_totals(s, target - 1).rows + 1; number < made; number++) {
    const quhua__row *brought = quhua__state_row(s, number);
    if (brought->unit == row->unit && brought->from == row->from &&
        quhua__row_recorded_to(s, number) == target)
      return done_or_no_memory(copy_row(s, sequence, brought, brought->to));
  }
  return CONTRADICTION;
}

/* Take back what an entry recorded. Several entries are taken back newest first, so a row that a later one had ended
 * stands again, as a copy made in this entry. */
static outcome apply_retract(quhua__state *s, uint32_t sequence, uint32_t target) {
  if (target == 0 || target >= sequence) return CONTRADICTION;
  if (quhua__state_is_retracted(s, target, sequence)) return CONTRADICTION; /* by this entry, or before */
  quhua__totals before = quhua__state_totals(s, target - 1), after = quhua__state_totals(s, target);
  bool postpones = quhua__state_entry(s, target)->retracts;
  if (postpones && before.events == after.events)
    return CONTRADICTION; /* it only took back: that would stay so */
  for (uint32_t row = before.rows + 1; row <= after.rows; row++) {
    if (postpones && quhua__row_recorded_to(s, row) == target) continue; /* brought back and ended at once */
    uint32_t standing = standing_row(s, sequence, row);
    if (!standing) return CONTRADICTION; /* something that is not taken back stands on it */
    if (!end_row(s, standing, sequence)) return NO_MEMORY;
    outcome result =
        postpones ? restore_postponed(s, sequence, target, row) : restore_row(s, sequence, target, row);
    if (result != DONE) return result;
  }
  for (uint32_t flow = before.flows + 1; flow <= after.flows; flow++)
    if (quhua__flow_recorded_to(s, flow) == QUHUA__OPEN && !end_flow(s, flow, sequence)) return NO_MEMORY;
  quhua__state_add_retraction(s, (quhua__retraction){sequence, target});
  return DONE;
}

static void apply_fact(quhua__state *s, uint32_t sequence, const quhua__effect *e) {
  quhua__fact *fact = quhua__segments_append(&s->facts);
  fact->subject = quhua__texts_find(&s->texts, e->as.fact.subject);
  fact->key = quhua__texts_find(&s->texts, e->as.fact.key);
  fact->value = quhua__texts_find(&s->texts, e->as.fact.value);
  fact->date = e->as.fact.date;
  s->reservation_count += quhua__is_reservation(e->as.fact.subject, e->as.fact.key);
  fact->recorded_from = sequence;
  quhua__fact_key key = {fact->subject, fact->key};
  uint64_t hash = quhua__fact_hash(&key);
  fact->next = quhua__index_find(&s->facts_by_key, hash, quhua__fact_has_key, s, &key);
  quhua__index_put(&s->facts_by_key, hash, s->below.facts + s->facts.count, quhua__fact_has_key, s, &key);
}

/* The confidence of the event that this entry recorded last. */
static outcome apply_doubt(quhua__state *s, uint32_t sequence, uint32_t confidence) {
  uint32_t newest = quhua__state_now(s).events;
  if (newest == quhua__state_totals(s, sequence - 1).events) return CONTRADICTION;
  quhua__event *event = quhua__segments_at(&s->events, newest - s->below.events - 1);
  event->confidence = (int16_t)confidence;
  return DONE;
}

static outcome apply_undo(quhua__state *s, uint32_t sequence, uint32_t target) {
  if (target == 0 || target >= sequence) return CONTRADICTION;
  *(quhua__retraction *)quhua__segments_append(&s->undoings) = (quhua__retraction){sequence, target};
  return DONE;
}

static outcome apply_effect(quhua__state *s, const quhua__entry_head *head, const quhua__effect *e) {
  switch (e->kind) {
  case QUHUA__EFFECT_OPEN: return apply_open(s, head->sequence, &e->as.open);
  case QUHUA__EFFECT_AMEND: return apply_amend(s, head->sequence, &e->as.open);
  case QUHUA__EFFECT_CLOSE: return apply_close(s, head->sequence, e->as.close.unit, e->as.close.date);
  case QUHUA__EFFECT_EVENT: apply_event(s, head, e); return DONE;
  case QUHUA__EFFECT_FLOW:
    return apply_flow(s, head, e->as.flow.old_unit, e->as.flow.new_unit, e->as.flow.share);
  case QUHUA__EFFECT_AMOUNT: return apply_amount(s, head->sequence, e);
  case QUHUA__EFFECT_OBSERVE: return apply_observe(s, head->sequence, e);
  case QUHUA__EFFECT_RETRACT: return apply_retract(s, head->sequence, e->as.retract.sequence);
  case QUHUA__EFFECT_UNDO: return apply_undo(s, head->sequence, e->as.retract.sequence);
  case QUHUA__EFFECT_FACT: apply_fact(s, head->sequence, e); return DONE;
  case QUHUA__EFFECT_DOUBT: return apply_doubt(s, head->sequence, e->as.doubt.confidence);
  case QUHUA__EFFECT_WINDOW: return e->as.window.earliest < head->effective ? DONE : CONTRADICTION;
  case QUHUA__EFFECT_END: break;
  }
  return CONTRADICTION;
}

/* Do the children that a unit has still lie below it? */
static bool lies_above_children(const quhua__state *s, uint32_t sequence, const quhua__row *row) {
  const quhua__unit *own = quhua__state_unit(s, row->unit);
  quhua__chain chain = {
      .state = s, .layer = s, .known = sequence, .kind = QUHUA__CHAIN_PARENT, .key = row->unit};
  chain.next = own ? atomic_load_explicit(&own->children, memory_order_relaxed) : 0;
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *child = quhua__state_row(s, number);
    if (child->to == QUHUA_DATE_OPEN && child->level <= row->level) return false;
  }
  return true;
}

/* Units that began a new version, perhaps on another level, keep children that no effect named. New units have only
 * children that were checked when they came. */
static bool levels_fit(const quhua__state *s, uint32_t sequence) {
  quhua__totals before = quhua__state_totals(s, sequence - 1);
  for (uint32_t number = before.rows + 1; number <= quhua__state_now(s).rows; number++) {
    const quhua__row *row = quhua__state_row(s, number);
    bool stands = row->to == QUHUA_DATE_OPEN && quhua__row_recorded_to(s, number) == QUHUA__OPEN;
    if (stands && row->unit <= before.units && !lies_above_children(s, sequence, row)) return false;
  }
  return true;
}

/* What the effects of an entry say about all of it. */
typedef struct entry_marks {
  bool amends;
  quhua_date earliest;
} entry_marks;

static void append_entry(quhua__state *s, const quhua__entry_head *head, entry_marks marks) {
  quhua__totals now = quhua__state_now(s);
  bool retracts = now.retractions != quhua__state_totals(s, head->sequence - 1).retractions;
  quhua__entry_record *entry = quhua__segments_append(&s->entries);
  entry->digest = head->digest;
  entry->recorded = head->recorded;
  entry->actor = quhua__texts_find(&s->texts, head->actor);
  entry->document = quhua__texts_find(&s->texts, head->document);
  entry->effective = head->effective;
  entry->decided = head->decided;
  entry->kind = head->kind;
  entry->retracts = retracts;
  entry->amends = marks.amends;
  entry->earliest = marks.earliest;
  entry->totals = now;
  if (!entry->document) return;
  uint64_t hash = quhua__hash(&entry->document, sizeof entry->document, 0);
  entry->next_of_document =
      quhua__index_find(&s->documents, hash, quhua__entry_has_document, s, &entry->document);
  quhua__index_put(&s->documents, hash, head->sequence, quhua__entry_has_document, s, &entry->document);
}

quhua_status quhua__state_apply(quhua__state *s, const quhua__entry_head *head, quhua_str effects,
                                quhua_error *err) {
  if (head->sequence != quhua__state_head(s) + 1)
    return quhua__entry_corrupt(head->sequence, "it is out of order", "顺序号不连续", err);
  quhua__reader in = quhua__reader_on(effects);
  entry_marks marks = {.earliest = head->effective};
  for (quhua__effect e = quhua__effect_read(&in); e.kind != QUHUA__EFFECT_END; e = quhua__effect_read(&in)) {
    outcome result = apply_effect(s, head, &e);
    marks.amends |= e.kind == QUHUA__EFFECT_AMEND;
    if (e.kind == QUHUA__EFFECT_WINDOW) marks.earliest = e.as.window.earliest;
    if (result == NO_MEMORY) return quhua__fail_nomem(err);
    if (result == CONTRADICTION)
      return quhua__entry_corrupt(head->sequence, "an effect contradicts the register", "效果与登记册矛盾",
                                  err);
  }
  if (!levels_fit(s, head->sequence))
    return quhua__entry_corrupt(head->sequence, "a unit comes to lie below its own children",
                                "单位低于其下级", err);
  append_entry(s, head, marks);
  return QUHUA_OK;
}

quhua_status quhua__state_fold(quhua__state *s, const quhua__entry_head *head, quhua_str effects,
                               quhua_error *err) {
  quhua_status status = quhua__state_prepare(s, head, effects, err);
  return status == QUHUA_OK ? quhua__state_apply(s, head, effects, err) : status;
}
