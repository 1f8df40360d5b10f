/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/totals.h"

#include "base/sort.h"

/* What is being summed up. */
typedef struct summing {
  const quhua_snapshot *snapshot;
  const quhua__pools *pools; /* that are being summed up */
  const quhua__pools *back;
  bool late; /* these are the ones that were carried back */
  quhua__nodes *nodes;
  uint32_t *node_of; /* by unit; 0 for one that does not live on the day */
  uint32_t *order;   /* nodes, the deepest first */
  int64_t *lo, *hi;  /* of one token, by node */
  uint32_t *met;     /* nodes that the token reaches */
  bool *meets;
  size_t met_count;
} summing;

/* --- units of the day -------------------------------------------------------------------------------------------- */

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(ctx, a), *y = quhua__state_row(ctx, b);
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order : (x->level > y->level) - (x->level < y->level);
}

bool quhua__nodes_of(const quhua_snapshot *snapshot, quhua_date day, quhua__arena *arena, quhua__nodes *out) {
  const quhua__state *s = snapshot->state;
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool ok = true;
  uint32_t last = quhua__state_totals(s, snapshot->known).rows;
  for (uint32_t number = 1; ok && number <= last; number++) {
    const quhua__row *row = quhua__state_row(s, number);
    if (quhua__row_holds_on(row, day) && quhua__row_visible(s, number, snapshot->known))
      ok = quhua__rows_add(&rows, number);
  }
  uint32_t *scratch = quhua__arena_alloc(arena, rows.count * sizeof *scratch);
  out->list = quhua__arena_alloc(arena, (rows.count + 1) * sizeof *out->list);
  out->count = rows.count + 1;
  ok = ok && scratch && out->list;
  if (ok) quhua__sort(rows.list, scratch, rows.count, by_code, s);
  for (size_t i = 0; ok && i < rows.count; i++) {
    const quhua__row *row = quhua__state_row(s, rows.list[i]);
    out->list[i + 1] =
        (quhua__node){.row = rows.list[i], .unit = row->unit, .level = (quhua_level)row->level};
  }
  quhua__rows_free(&rows);
  return ok;
}

static int deepest_first(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__node *list = ctx;
  return (list[a].level < list[b].level) - (list[a].level > list[b].level);
}

static bool prepare(summing *m, quhua__arena *arena) {
  size_t count = m->nodes->count;
  m->node_of = quhua__arena_alloc(arena, ((size_t)m->pools->units + 1) * sizeof *m->node_of);
  m->order = quhua__arena_alloc(arena, 2 * count * sizeof *m->order);
  m->lo = quhua__arena_alloc(arena, count * sizeof *m->lo);
  m->hi = quhua__arena_alloc(arena, count * sizeof *m->hi);
  m->met = quhua__arena_alloc(arena, count * sizeof *m->met);
  m->meets = quhua__arena_alloc(arena, count * sizeof *m->meets);
  if (!m->node_of || !m->order || !m->lo || !m->hi || !m->met || !m->meets) return false;
  for (uint32_t i = 0; i < count; i++) {
    m->order[i] = i;
    if (i) m->node_of[m->nodes->list[i].unit] = i;
  }
  quhua__sort(m->order, m->order + count, count, deepest_first, m->nodes->list);
  return true;
}

/* --- whose count counts -------------------------------------------------------------------------------------------- */

static bool holds_something(const quhua__pool *pool) {
  return pool->full || pool->exact || pool->pieces || pool->oldest != QUHUA_DATE_OPEN;
}

/* The node at which a pool counts first: that of its unit, or of the nearest unit above that lives; *stray is true when
 * the pool counts beside the children and not as the node's own. */
static uint32_t first_node(const summing *m, const quhua__pool *pool, bool *stray) {
  const quhua__state *s = m->snapshot->state;
  uint32_t unit = pool->unit;
  *stray = pool->sort == QUHUA__POOL_STRAY || (unit && !m->node_of[unit]);
  while (unit && !m->node_of[unit]) { /* levels rise towards the top, so the walk ends */
    uint32_t row = quhua__row_last(s, m->snapshot->known, unit);
    unit = row ? quhua__state_row(s, row)->parent : 0;
  }
  return unit ? m->node_of[unit] : 0;
}

/* Each sort of knowledge is told for itself: what was carried back never adds to what was counted by then. */
static void tell_parent(quhua__node *parent, const quhua__node *child) {
  uint32_t *counted = child->late ? &parent->late_counted : &parent->counted;
  quhua_date *oldest = child->late ? &parent->late_oldest : &parent->oldest;
  parent->children++;
  *counted += child->complete;
  parent->known |= child->known && !child->late;
  parent->late_known |= child->known && child->late;
  if (child->oldest < *oldest) *oldest = child->oldest;
  if (child->recounted > parent->recounted) parent->recounted = child->recounted;
}

/* NULL when there is nothing in it. */
static const quhua__pool *own_pool(const quhua__pools *pools, const quhua__node *node) {
  uint32_t number = pools && node->unit ? quhua__pools_find(pools, node->unit, QUHUA__POOL_OWN) : 0;
  const quhua__pool *pool = number ? &pools->pools[number] : NULL;
  return pool && holds_something(pool) ? pool : NULL;
}

/* Units that have strays are not unknown. */
static void note_strays(summing *m) {
  for (size_t i = 1; i <= m->pools->pool_count; i++) {
    const quhua__pool *pool = &m->pools->pools[i];
    bool stray;
    uint32_t node = first_node(m, pool, &stray);
    if (stray && (pool->exact || pool->pieces)) m->nodes->list[node].known = true;
  }
}

/* Where nothing is known of a unit and of all below it, what was carried back counts. */
static const quhua__pool *own_or_carried_back(const summing *m, quhua__node *node) {
  const quhua__pool *pool = own_pool(m->pools, node);
  if (pool || node->known) return pool;
  pool = own_pool(m->back, node);
  node->late = pool || node->late_known;
  if (!node->late) return NULL;
  node->known = true;
  node->counted = node->late_counted;
  node->oldest = node->late_oldest;
  return pool;
}

/* The finer count when it is complete, else the unit's own, else what there is. Parents come after their children. */
static void choose(summing *m) {
  quhua__node *list = m->nodes->list;
  for (size_t i = 0; i < m->nodes->count; i++) {
    list[i].oldest = list[i].late_oldest = QUHUA_DATE_OPEN;
    list[i].recounted = QUHUA_DATE_NONE;
  }
  note_strays(m);
  for (size_t i = 0; i < m->nodes->count; i++) {
    quhua__node *node = &list[m->order[i]];
    const quhua__pool *pool = own_or_carried_back(m, node);
    bool below = node->children && node->counted == node->children;
    node->own = !below && pool;
    node->complete = below || (node->own && pool->full);
    node->known |= node->own;
    if (node->own) node->oldest = pool->oldest, node->recounted = pool->recounted;
    if (!node->unit) continue;
    uint32_t parent = quhua__state_row(m->snapshot->state, node->row)->parent;
    node->parent = m->node_of[parent];
    tell_parent(&list[node->parent], node);
  }
}

/* --- sums ------------------------------------------------------------------------------------------------------------ */

/* Were the units that lay below another one on a day counted since, where they live on? They may have left. */
static bool were_counted_since(const summing *m, uint32_t above, quhua_date day) {
  const quhua__state *s = m->snapshot->state;
  quhua__chain chain = quhua__chain_of_children(s, m->snapshot->known, above);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(s, number);
    if (!quhua__row_holds_on(row, day) || !m->node_of[row->unit]) continue;
    if (m->nodes->list[m->node_of[row->unit]].oldest <= day) return false;
  }
  return true;
}

/* Strays end when everything else in the unit has been counted since. */
static bool is_outdated(const summing *m, const quhua__pool *pool, uint32_t node) {
  const quhua__node *n = &m->nodes->list[node];
  bool all_counted = n->children && n->counted == n->children && n->oldest != QUHUA_DATE_OPEN;
  if (pool->sort != QUHUA__POOL_STRAY || !all_counted || n->oldest <= pool->newest) return false;
  return n->recounted > pool->newest && were_counted_since(m, pool->unit, pool->newest);
}

/* Does the pool count at all? *node is where it counts first. */
static bool counts(const summing *m, const quhua__pool *pool, uint32_t *node) {
  bool stray;
  *node = first_node(m, pool, &stray);
  const quhua__node *n = &m->nodes->list[*node];
  if (stray) return !m->late && !n->own && !is_outdated(m, pool, *node);
  return n->own && n->late == m->late;
}

/* The node above at which the same amount counts too; the register is the last. */
static bool climb(const summing *m, uint32_t *node) {
  if (*node == 0) return false;
  *node = m->nodes->list[*node].parent;
  return !m->nodes->list[*node].own && m->nodes->list[*node].late == m->late;
}

static bool add(quhua__node *n, int64_t lo, int64_t hi) {
  n->known = true;
  return !__builtin_add_overflow(n->lo, lo, &n->lo) && !__builtin_add_overflow(n->hi, hi, &n->hi);
}

static bool sum_exact(summing *m) {
  for (size_t i = 1; i <= m->pools->pool_count; i++) {
    const quhua__pool *pool = &m->pools->pools[i];
    uint32_t node;
    if (!pool->exact || !counts(m, pool, &node)) continue;
    do
      if (!add(&m->nodes->list[node], pool->exact, pool->exact)) return false;
    while (climb(m, &node));
  }
  return true;
}

static void meet(summing *m, uint32_t node, const quhua__piece *piece) {
  if (!m->meets[node]) m->met[m->met_count++] = node;
  m->meets[node] = true;
  if (__builtin_add_overflow(m->lo[node], piece->lo, &m->lo[node])) m->lo[node] = INT64_MAX;
  if (__builtin_add_overflow(m->hi[node], piece->hi, &m->hi[node])) m->hi[node] = INT64_MAX;
}

/* Pieces of one token in one node are added up before they are bounded by those outside. */
static bool sum_token(summing *m, const quhua__token *token) {
  int64_t all_lo = 0, all_hi = 0;
  m->met_count = 0;
  for (uint32_t at = token->pieces; at; at = m->pools->pieces[at].next_of_token) {
    const quhua__piece *piece = &m->pools->pieces[at];
    uint32_t node;
    if (!piece->token) continue;
    if (__builtin_add_overflow(all_lo, piece->lo, &all_lo)) all_lo = INT64_MAX;
    if (__builtin_add_overflow(all_hi, piece->hi, &all_hi)) all_hi = INT64_MAX;
    if (!piece->pool || !counts(m, &m->pools->pools[piece->pool], &node)) continue;
    do meet(m, node, piece);
    while (climb(m, &node));
  }
  bool fits = true;
  for (size_t i = 0; i < m->met_count; i++) {
    uint32_t node = m->met[i];
    int64_t lo = m->lo[node], hi = m->hi[node];
    if (all_hi != INT64_MAX && token->total - (all_hi - hi) > lo) lo = token->total - (all_hi - hi);
    if (all_lo != INT64_MAX && token->total - (all_lo - m->lo[node]) < hi)
      hi = token->total - (all_lo - m->lo[node]);
    fits = fits && add(&m->nodes->list[node], lo, hi);
    m->lo[node] = m->hi[node] = 0;
    m->meets[node] = false;
  }
  return fits;
}

static bool sum_pools(summing *m) {
  if (!sum_exact(m)) return false;
  for (size_t i = 1; i <= m->pools->token_count; i++)
    if (!sum_token(m, &m->pools->tokens[i])) return false;
  return true;
}

static bool sum_up(summing *m) {
  if (!sum_pools(m)) return false;
  m->late = true;
  m->pools = m->back;
  if (m->back && !sum_pools(m)) return false;
  quhua__node *list = m->nodes->list;
  for (size_t i = 1; i < m->nodes->count; i++) {
    quhua__node *parent = &list[list[i].parent];
    if (list[i].late != parent->late) continue;
    if (__builtin_add_overflow(parent->below, list[i].lo, &parent->below)) return false;
  }
  return true;
}

quhua_status quhua__totals_of(const quhua_snapshot *snapshot, const quhua__pools *pools,
                              const quhua__pools *back, quhua__nodes *nodes, quhua__arena *arena) {
  summing m = {.snapshot = snapshot, .pools = pools, .back = back, .nodes = nodes};
  if (!prepare(&m, arena)) return QUHUA_E_NOMEM;
  choose(&m);
  return sum_up(&m) ? QUHUA_OK : QUHUA_E_INVALID;
}
