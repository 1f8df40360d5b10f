/* SPDX-License-Identifier: Apache-2.0 */
/* project.c: one unit on another day. Forward it is the composition of flows; backward it is asked of every unit from
 * which something may have come, so that both directions say the same. */
#include <quhua/project.h>

#include <string.h>

#include "base/fail.h"
#include "base/fraction.h"
#include "base/sort.h"
#include "base/table.h"
#include "lineage/compose.h"
#include "lineage/flows.h"
#include "registry/registry_internal.h"

struct quhua_projection {
  const quhua_snapshot *snapshot;
  quhua_projected *list;
  size_t count, cap;
  uint32_t missing; /* flow; 0: none */
};

static const char *const fates[][QUHUA_LANG_COUNT] = {
    [QUHUA_FATE_SAME] = {"same", "未变"},       [QUHUA_FATE_RENAMED] = {"renamed", "更名"},
    [QUHUA_FATE_RECODED] = {"recoded", "换码"}, [QUHUA_FATE_MERGED] = {"merged", "合并"},
    [QUHUA_FATE_PART] = {"part", "部分"},       [QUHUA_FATE_SPLIT] = {"split", "分设"},
    [QUHUA_FATE_ENDED] = {"ended", "撤销"},
};

const char *quhua_fate_word(quhua_fate fate, quhua_lang lang) {
  bool known = (unsigned)fate < sizeof fates / sizeof *fates && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? fates[fate][lang] : "";
}

/* A question while it is answered. */
typedef struct asking {
  const quhua_snapshot *snapshot;
  quhua_unit asked;
  quhua_date from, to;
  quhua__window window; /* from the earlier day to the later */
  quhua__arena arena;
  quhua_projection *result;
  quhua_fraction doubt; /* width of the widest share so far */
  bool from_nothing;    /* some of the unit came from no other (设立) */
} asking;

static bool add(asking *q, quhua_projected row) {
  void *list = q->result->list;
  const quhua_allocator *a = q->snapshot->allocator;
  if (!quhua__grow(a, &list, &q->result->cap, q->result->count + 1, sizeof *q->result->list)) return false;
  q->result->list = list;
  q->result->list[q->result->count++] = row;
  return true;
}

/* What happened to a unit that went nowhere else. */
static quhua_fate fate_of_versions(const quhua_unit *a, const quhua_unit *b) {
  if (quhua_code_compare(&a->code, &b->code) || a->level != b->level) return QUHUA_FATE_RECODED;
  return quhua_str_equal(a->name, b->name) ? QUHUA_FATE_SAME : QUHUA_FATE_RENAMED;
}

static quhua_sequence entry_of(const asking *q, uint32_t flow) {
  return flow ? quhua__state_flow(q->snapshot->state, flow)->recorded_from : 0;
}

/* Which children define a part says no number. */
static quhua_share as_bounds(quhua_share share) {
  bool any = !share.lo.num && !quhua__fraction_compare(share.hi, QUHUA__ONE);
  if (share.kind == QUHUA_SHARE_CHILDREN) share.kind = any ? QUHUA_SHARE_UNKNOWN : QUHUA_SHARE_INTERVAL;
  return share;
}

/* Remember the flow that leaves the widest part open. */
static void note_doubt(asking *q, const quhua__part *part) {
  quhua_fraction rest, width;
  if (!part->doubt || !quhua__fraction_complement(part->share.hi, &rest)) return;
  if (!quhua__fraction_add(rest, part->share.lo, &rest) || !quhua__fraction_complement(rest, &width)) return;
  if (q->result->missing && quhua__fraction_compare(width, q->doubt) <= 0) return;
  q->doubt = width;
  q->result->missing = part->doubt;
}

/* --- forward ------------------------------------------------------------------------------------------------------ */

static quhua_fate fate_of_part(const asking *q, const quhua__parts *parts, const quhua__part *part,
                               const quhua_unit *unit) {
  bool goes_on = false;
  if (!unit->id) return QUHUA_FATE_ENDED;
  for (size_t i = 0; i < parts->count; i++) goes_on |= parts->list[i].unit == q->asked.id;
  if (parts->count > 1) return goes_on ? QUHUA_FATE_PART : QUHUA_FATE_SPLIT;
  if (part->unit != q->asked.id && !part->entire) return QUHUA_FATE_MERGED;
  return fate_of_versions(&q->asked, unit);
}

static bool go_forward(asking *q) {
  quhua__parts parts;
  const quhua_snapshot *s = q->snapshot;
  if (!quhua__compose(s->state, s->known, q->window, (uint32_t)q->asked.id, &q->arena, &parts)) return false;
  for (size_t i = 0; i < parts.count; i++) {
    const quhua__part *part = &parts.list[i];
    quhua_projected row = {.unit = quhua__unit_on(s, part->unit, q->to),
                           .share = as_bounds(part->share),
                           .sequence = entry_of(q, part->last_flow)};
    row.fate = fate_of_part(q, &parts, part, &row.unit);
    note_doubt(q, part);
    if (!add(q, row)) return false;
  }
  return true;
}

/* --- backward ----------------------------------------------------------------------------------------------------- */

/* Every unit from which territory may have come to the asked one, itself included. */
static bool collect_origins(asking *q, quhua__rows *units) {
  const quhua_snapshot *s = q->snapshot;
  quhua__table seen;
  quhua__table_init(&seen, s->allocator);
  bool ok = quhua__rows_add(units, (uint32_t)q->asked.id);
  ok = ok && quhua__table_add(&seen, &units->list[0], sizeof(uint32_t), q);
  for (size_t i = 0; ok && i < units->count; i++) {
    quhua__chain chain = quhua__chain_of_flows(s->state, s->known, units->list[i], false);
    for (uint32_t number; ok && (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(s->state, number);
      uint32_t from = flow->old_unit;
      if (!from || flow->date <= q->window.after || flow->date > q->window.until) continue;
      if (quhua__table_find(&seen, &from, sizeof from)) continue;
      ok = quhua__table_add(&seen, &from, sizeof from, q) && quhua__rows_add(units, from);
    }
  }
  quhua__table_free(&seen);
  return ok;
}

/* What of a unit, followed from a day, lies in the asked one; share.hi is 0 when nothing does. */
static bool part_in_asked(asking *q, uint32_t unit, quhua_date after, quhua__part *out) {
  quhua__parts parts;
  const quhua_snapshot *s = q->snapshot;
  quhua__window window = {after, q->window.until, 0};
  *out = (quhua__part){.share = {QUHUA__ZERO, QUHUA__ZERO, QUHUA_SHARE_EXACT}};
  if (!quhua__compose(s->state, s->known, window, unit, &q->arena, &parts)) return false;
  for (size_t i = 0; i < parts.count; i++)
    if (parts.list[i].unit == q->asked.id) *out = parts.list[i];
  return true;
}

/* Does territory of some unit flow in at the moment of a flow? */
static bool comes_with_territory(const asking *q, const quhua__flow_row *beginning) {
  quhua__chain chain =
      quhua__chain_of_flows(q->snapshot->state, q->snapshot->known, beginning->new_unit, false);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(q->snapshot->state, number);
    bool at_once = flow->date == beginning->date && flow->recorded_from == beginning->recorded_from;
    if (at_once && flow->old_unit) return true;
  }
  return false;
}

/* Territory that came from no unit, by way of this one. A prefecture that is established over counties of others has
 * its territory from those. */
static bool note_beginning(asking *q, uint32_t unit) {
  quhua__chain chain = quhua__chain_of_flows(q->snapshot->state, q->snapshot->known, unit, false);
  for (uint32_t number; !q->from_nothing && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(q->snapshot->state, number);
    bool counts = flow->date > q->window.after && flow->date <= q->window.until;
    quhua__part part;
    if (!counts || flow->old_unit || comes_with_territory(q, flow)) continue;
    if (!part_in_asked(q, unit, flow->date - 1, &part)) return false; /* it may be divided the same day */
    q->from_nothing = part.share.hi.num != 0;
  }
  return true;
}

static bool add_origin(asking *q, uint32_t origin) {
  quhua_unit unit = quhua__unit_on(q->snapshot, origin, q->to);
  quhua__part part;
  if (!note_beginning(q, origin)) return false;
  if (!unit.id) return true; /* a step on the way */
  if (!part_in_asked(q, origin, q->window.after, &part)) return false;
  if (!part.share.hi.num) return true;
  bool whole = part.share.kind == QUHUA_SHARE_WHOLE;
  quhua_projected row = {.unit = unit,
                         .share = {QUHUA__ZERO, QUHUA__ONE, QUHUA_SHARE_UNKNOWN},
                         .sequence = entry_of(q, part.last_flow),
                         .fate = whole ? QUHUA_FATE_MERGED : QUHUA_FATE_PART};
  note_doubt(q, &part);
  return add(q, row);
}

/* The only origin is all of the unit. */
static void settle_only_origin(asking *q) {
  quhua_projected *row = &q->result->list[0];
  row->share = (quhua_share){QUHUA__ONE, QUHUA__ONE, QUHUA_SHARE_WHOLE};
  if (row->fate == QUHUA_FATE_MERGED) row->fate = fate_of_versions(&row->unit, &q->asked);
}

static bool go_backward(asking *q) {
  quhua__rows units = {.allocator = q->snapshot->allocator};
  bool ok = collect_origins(q, &units);
  for (size_t i = 0; ok && i < units.count; i++) ok = add_origin(q, units.list[i]);
  quhua__rows_free(&units);
  if (ok && q->from_nothing)
    ok = add(q, (quhua_projected){.share = {QUHUA__ZERO, QUHUA__ONE, QUHUA_SHARE_UNKNOWN},
                                  .fate = QUHUA_FATE_ENDED});
  if (ok && q->result->count == 1) settle_only_origin(q);
  return ok;
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_unit *x = &((const quhua_projected *)ctx)[a].unit, *y = &((const quhua_projected *)ctx)[b].unit;
  if (!x->id != !y->id) return x->id ? -1 : 1;
  if (x->level != y->level) return x->level < y->level ? -1 : 1;
  return quhua_code_compare(&x->code, &y->code);
}

static bool sort_rows(asking *q) {
  size_t count = q->result->count;
  if (!count) return true;
  uint32_t *order = quhua__arena_alloc(&q->arena, 2 * count * sizeof *order);
  quhua_projected *copy = quhua__arena_alloc(&q->arena, count * sizeof *copy);
  if (!order || !copy) return false;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, by_code, q->result->list);
  memcpy(copy, q->result->list, count * sizeof *copy);
  for (size_t i = 0; i < count; i++) q->result->list[i] = copy[order[i]];
  return true;
}

quhua_status quhua_projection_new(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from,
                                  quhua_date to, quhua_projection **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  asking q = {.snapshot = snapshot, .from = from, .to = to, .doubt = QUHUA__ZERO};
  *out = NULL;
  if (quhua_unit_find_id(snapshot, id, from, &q.asked) != QUHUA_OK)
    return quhua__fail(err, QUHUA_E_NOT_FOUND,
                       QUHUA__T("the unit does not exist on that day", "该单位当日不存在"),
                       QUHUA__T("give a day on which it lives", "请给出其存续期内的日期"), QUHUA__NO_ARGS);
  bool forward = from <= to;
  q.window = (quhua__window){forward ? from : to, forward ? to : from, 0};
  q.result = a->alloc(a->ctx, sizeof *q.result);
  if (!q.result) return quhua__fail_nomem(err);
  *q.result = (quhua_projection){.snapshot = snapshot};
  quhua__arena_init(&q.arena, a);
  bool ok = (forward ? go_forward(&q) : go_backward(&q)) && sort_rows(&q);
  quhua__arena_free(&q.arena);
  if (ok && q.result->count) {
    *out = q.result;
    return QUHUA_OK;
  }
  quhua_projection_free(q.result);
  if (!ok) return quhua__fail_nomem(err);
  return quhua__fail(
      err, QUHUA_E_NOT_FOUND,
      QUHUA__T("nothing is recorded of what the unit was on that day", "登记册未载该单位当日的情形"),
      QUHUA__T("give a day since the register begins", "请给出登记册起始日以来的日期"), QUHUA__NO_ARGS);
}

size_t quhua_projection_count(const quhua_projection *projection) { return projection->count; }

const quhua_projected *quhua_projection_at(const quhua_projection *projection, size_t index) {
  return index < projection->count ? &projection->list[index] : NULL;
}

bool quhua_projection_missing(const quhua_projection *projection, quhua_flow *out) {
  if (!projection->missing) return false;
  *out = quhua__flow_public(projection->snapshot->state, projection->missing);
  return true;
}

void quhua_projection_free(quhua_projection *projection) {
  if (!projection) return;
  const quhua_allocator *a = projection->snapshot->allocator;
  if (projection->list) a->free(a->ctx, projection->list, projection->cap * sizeof *projection->list);
  a->free(a->ctx, projection, sizeof *projection);
}
