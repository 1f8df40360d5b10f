/* SPDX-License-Identifier: Apache-2.0 */
/* announcement.c: 公告 of a period, act by act. Which acts and events there are, and in which order; what is said of one
 * event is written in event_words.c. */
#include "base/sort.h"
#include "report/event_words.h"
#include "report/sections.h"

/* What is being announced. */
typedef struct announcing {
  const quhua_figures *f;
  quhua__prose *prose;
  quhua__arena arena;
  quhua__footing footing;
  quhua__event_words words;
  quhua__extent *extent; /* events */
  uint32_t *acts;        /* sequences */
  size_t act_count;
} announcing;

/* --- acts ------------------------------------------------------------------------------------------------------------ */

static bool is_told(const quhua_figures *f, uint32_t sequence) {
  const quhua__state *s = f->snapshot->state;
  const quhua__entry_record *entry = quhua__state_entry(s, sequence);
  bool inside = entry->effective > f->from && entry->effective <= f->to;
  return inside && entry->kind == QUHUA_ENTRY_ACT &&
         !quhua__state_is_retracted(s, sequence, f->snapshot->known);
}

static int by_day(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__entry_record *x = quhua__state_entry(ctx, a), *y = quhua__state_entry(ctx, b);
  if (x->effective != y->effective) return x->effective < y->effective ? -1 : 1;
  return (a > b) - (a < b);
}

static bool list_acts(announcing *m) {
  uint32_t known = m->f->snapshot->known;
  uint32_t *scratch = quhua__arena_alloc(&m->arena, known * sizeof *scratch);
  m->acts = quhua__arena_alloc(&m->arena, known * sizeof *m->acts);
  if (!scratch || !m->acts) return false;
  for (uint32_t sequence = 1; sequence <= known; sequence++)
    if (is_told(m->f, sequence)) m->acts[m->act_count++] = sequence;
  quhua__sort(m->acts, scratch, m->act_count, by_day, m->f->snapshot->state);
  return true;
}

/* --- what touches the scope ------------------------------------------------------------------------------------------ */

/* A unit that lived only in between counts where the unit above it does. */
static bool unit_touches(announcing *m, uint32_t unit) {
  const quhua_figures *f = m->f;
  while (unit && !f->row_now[unit] && !f->row_then[unit]) {
    uint32_t row = quhua__row_last(f->snapshot->state, f->snapshot->known, unit);
    unit = row ? quhua__state_row(f->snapshot->state, row)->parent : 0;
  }
  if (!unit) return false;
  if (f->row_now[unit]) return quhua__figures_hold(f, unit);
  quhua__footing_of(&m->footing, unit);
  for (size_t i = 0; i < m->footing.met_count; i++)
    if (m->footing.met[i] == f->scope) return true;
  return false;
}

static bool event_touches(announcing *m, const uint32_t *flows, size_t count) {
  if (!m->f->scope) return true;
  for (size_t i = 0; i < count; i++) {
    const quhua__flow_row *flow = quhua__state_flow(m->f->snapshot->state, flows[i]);
    if (unit_touches(m, flow->old_unit) || unit_touches(m, flow->new_unit)) return true;
  }
  return false;
}

/* --- telling --------------------------------------------------------------------------------------------------------- */

/* 绵府批复〔2019〕247号（2019-12-27起生效） */
static void say_heading(announcing *m, uint32_t sequence) {
  const quhua__state *s = m->f->snapshot->state;
  const quhua__entry_record *entry = quhua__state_entry(s, sequence);
  quhua_str document = quhua__texts_at(&s->texts, entry->document);
  quhua__prose_begin(m->prose, "h3");
  if (document.len)
    quhua__say_text(m->prose, document);
  else
    quhua__say(m->prose, QUHUA__T("(no document)", "（无文号）"));
  quhua__say(m->prose, QUHUA__T(", in force from ", "（"));
  quhua__say_date(m->prose, entry->effective);
  quhua__say(m->prose, QUHUA__T("", "起施行）"));
  quhua__prose_end(m->prose, "h3");
}

/* Flows of one event stand together in the order of record. */
static bool tell_act(announcing *m, uint32_t sequence) {
  const quhua__state *s = m->f->snapshot->state;
  uint32_t first = quhua__state_totals(s, sequence - 1).flows + 1;
  uint32_t last = quhua__state_totals(s, sequence).flows;
  size_t room = last - first + 1, count = 0, same;
  bool headed = false;
  uint32_t *flows = quhua__arena_alloc(&m->arena, room * sizeof *flows);
  if (!flows) return false;
  for (uint32_t number = first; number <= last; number++)
    if (quhua__flow_visible(s, number, m->f->snapshot->known)) flows[count++] = number;
  for (size_t i = 0; i < count; i += same) {
    uint32_t event = quhua__state_flow(s, flows[i])->event;
    for (same = 1; i + same < count && quhua__state_flow(s, flows[i + same])->event == event; same++)
      continue;
    if (!event_touches(m, &flows[i], same) || !quhua__extent_next(m->extent)) continue;
    if (!headed) say_heading(m, sequence);
    headed = true;
    if (!quhua__tell_event(&m->words, &flows[i], same)) return false;
  }
  return true;
}

static bool announce(announcing *m) {
  if (!list_acts(m) || !quhua__footing_init(&m->footing, m->f, &m->arena)) return false;
  if (!quhua__event_words_init(&m->words, m->f->snapshot, m->prose, &m->arena)) return false;
  for (size_t i = 0; i < m->act_count; i++)
    if (!tell_act(m, m->acts[i])) return false;
  return true;
}

quhua_status quhua__write_announcement(quhua__prose *prose, const quhua_figures *figures,
                                       quhua__extent *extent, quhua_error *err) {
  announcing m = {.f = figures, .prose = prose, .extent = extent};
  quhua__arena_init(&m.arena, figures->allocator);
  quhua_status status = announce(&m) ? QUHUA_OK : quhua__fail_nomem(err);
  quhua__arena_free(&m.arena);
  return status;
}
