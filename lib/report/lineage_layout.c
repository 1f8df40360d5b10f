/* SPDX-License-Identifier: Apache-2.0 */
#include "report/lineage_layout.h"

#include "base/sort.h"
#include "base/table.h"

#define CARD_HEIGHT 46
#define CARD_GAP 8
#define BLOCK_GAP 14
#define LINK_GAP 2
#define CARD_INSET 6 /* flows keep away from the corners of a card */
#define SECTION_GAP 26

/* Working state of one layout. */
typedef struct builder {
  quhua__lineage_layout *out;
  quhua__table known; /* node by key */
  uint32_t *scratch;  /* for sorting */
  uint32_t *links;    /* links in the order in which they leave a side */
  bool *stood;        /* units after that were there before */
  uint64_t *pull;     /* mean place of a node's partners, in 1/1024 */
} builder;

/* What makes a node one: no padding, so that its bytes can be compared. */
typedef struct node_key {
  quhua_unit_id id;
  uint32_t level;
  uint32_t side;
} node_key;

/* ---- units and flows ---- */

/* A flow stands where its old unit does, also when the new one is of another level. */
static quhua_level level_of(const quhua_crosswalk_row *row) {
  return row->before.id ? row->before.level : row->after.level;
}

static bool find_node(builder *b, const quhua_unit *unit, quhua_level level, quhua__lineage_side side,
                      uint32_t *out) {
  *out = QUHUA__LINEAGE_NONE;
  if (unit->id == 0) return true;
  node_key key = {unit->id, (uint32_t)level, (uint32_t)side};
  quhua__lineage_node *node = quhua__table_find(&b->known, &key, sizeof key);
  if (!node) {
    node = &b->out->nodes[b->out->node_count];
    *node = (quhua__lineage_node){.unit = unit, .level = level, .side = side, .block = b->out->node_count};
    if (!quhua__table_add(&b->known, &key, sizeof key, node)) return false;
    b->out->node_count++;
  }
  *out = (uint32_t)(node - b->out->nodes);
  return true;
}

static int32_t width_of(quhua_share share) {
  if (share.kind == QUHUA_SHARE_WHOLE || share.kind == QUHUA_SHARE_EMPTY) return QUHUA__LINEAGE_WHOLE;
  if (share.kind != QUHUA_SHARE_EXACT || share.lo.den <= 0) return QUHUA__LINEAGE_THIN;
  int64_t num = share.lo.num;
  int64_t den = share.lo.den;
  while (den > INT32_MAX) { /* a picture needs no more digits */
    num /= 2;
    den /= 2;
  }
  int64_t width = (num * QUHUA__LINEAGE_WHOLE + den / 2) / den;
  if (width < QUHUA__LINEAGE_THIN) return QUHUA__LINEAGE_THIN;
  return width > QUHUA__LINEAGE_WHOLE ? QUHUA__LINEAGE_WHOLE : (int32_t)width;
}

/* A unit that takes another in was there before: the relation says so, or its version began before the day. */
static bool was_there(const quhua_crosswalk_row *row) {
  return row->before.id && row->before.id != row->after.id &&
         (row->relation == QUHUA_RELATION_ABSORB || row->after.valid.from < row->effective);
}

static bool add_rows(builder *b, const quhua_crosswalk_row *const *rows, size_t count) {
  quhua__lineage_layout *out = b->out;
  for (size_t i = 0; i < count; i++) {
    quhua__lineage_link *link = &out->links[i];
    quhua_level level = level_of(rows[i]);
    if (!find_node(b, &rows[i]->before, level, QUHUA__BEFORE, &link->end[QUHUA__BEFORE])) return false;
    if (!find_node(b, &rows[i]->after, level, QUHUA__AFTER, &link->end[QUHUA__AFTER])) return false;
    link->share = rows[i]->share;
    link->relation = rows[i]->relation;
    link->width = width_of(link->share);
    out->link_count++;
    if (link->end[QUHUA__AFTER] != QUHUA__LINEAGE_NONE && was_there(rows[i]))
      b->stood[link->end[QUHUA__AFTER]] = true;
  }
  return true;
}

/* A crosswalk has no row for a unit of which nothing changes but that others come in. Without it the picture would
 * show a successor that comes from nowhere. */
static bool add_unchanged(builder *b) {
  quhua__lineage_layout *out = b->out;
  uint32_t count = out->node_count;
  for (uint32_t i = 0; i < count; i++) {
    const quhua__lineage_node *node = &out->nodes[i];
    if (node->side != QUHUA__AFTER || !b->stood[i]) continue;
    uint32_t known = out->node_count;
    quhua__lineage_link *link = &out->links[out->link_count];
    if (!find_node(b, node->unit, node->level, QUHUA__BEFORE, &link->end[QUHUA__BEFORE])) return false;
    if (out->node_count == known) continue; /* it has rows of its own */
    link->end[QUHUA__AFTER] = i;
    link->share = (quhua_share){{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE};
    link->width = QUHUA__LINEAGE_WHOLE;
    link->unchanged = true;
    out->link_count++;
  }
  return true;
}

/* ---- blocks ---- */

static uint32_t find_block(quhua__lineage_node *nodes, uint32_t node) {
  while (nodes[node].block != node) {
    nodes[node].block = nodes[nodes[node].block].block; /* halve the path */
    node = nodes[node].block;
  }
  return node;
}

/* The number of a block is that of its first unit, so blocks keep the order of the rows. */
static void tie(quhua__lineage_node *nodes, uint32_t a, uint32_t b) {
  uint32_t first = find_block(nodes, a);
  uint32_t second = find_block(nodes, b);
  nodes[first > second ? first : second].block = first < second ? first : second;
}

static void find_blocks(quhua__lineage_layout *out) {
  for (uint32_t i = 0; i < out->link_count; i++) {
    const uint32_t *end = out->links[i].end;
    for (int side = 0; side < 2; side++)
      if (end[side] != QUHUA__LINEAGE_NONE) out->nodes[end[side]].links++;
    if (end[0] != QUHUA__LINEAGE_NONE && end[1] != QUHUA__LINEAGE_NONE) tie(out->nodes, end[0], end[1]);
  }
  for (uint32_t i = 0; i < out->node_count; i++) out->nodes[i].block = find_block(out->nodes, i);
}

/* Mark the units that stand on both sides. */
static void find_lasting(builder *b) {
  for (uint32_t i = 0; i < b->out->node_count; i++) {
    quhua__lineage_node *node = &b->out->nodes[i];
    node_key other = {node->unit->id, (uint32_t)node->level, 1u - (uint32_t)node->side};
    node->lasts = quhua__table_find(&b->known, &other, sizeof other) != NULL;
  }
}

/* ---- order ---- */

/* Levels from the top down; units without a level last. */
static int rank_of(quhua_level level) { return level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_MAX + 1 : (int)level; }

static int by_number(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* Section, block, side, mean place of the partners, code; the sort is stable. */
static int compare_nodes(const void *ctx, uint32_t ia, uint32_t ib) {
  const builder *b = ctx;
  const quhua__lineage_node *x = &b->out->nodes[ia];
  const quhua__lineage_node *y = &b->out->nodes[ib];
  if (x->level != y->level) return rank_of(x->level) - rank_of(y->level);
  if (x->block != y->block) return by_number(x->block, y->block);
  if (x->side != y->side) return (int)x->side - (int)y->side;
  int order = by_number(b->pull[ia], b->pull[ib]);
  return order || x->side == QUHUA__AFTER ? order : quhua_code_compare(&x->unit->code, &y->unit->code);
}

static void sort_nodes(builder *b) {
  uint32_t place[2] = {0, 0};
  quhua__sort(b->out->order, b->scratch, b->out->node_count, compare_nodes, b);
  for (uint32_t i = 0; i < b->out->node_count; i++) {
    quhua__lineage_node *node = &b->out->nodes[b->out->order[i]];
    node->place = place[node->side]++;
  }
}

/* Pull the units of one side to the mean place of their partners. */
static void pull_side(builder *b, quhua__lineage_side side) {
  quhua__lineage_layout *out = b->out;
  for (uint32_t i = 0; i < out->node_count; i++)
    if (out->nodes[i].side == side) b->pull[i] = 0;
  for (uint32_t i = 0; i < out->link_count; i++) {
    const uint32_t *end = out->links[i].end;
    if (end[0] == QUHUA__LINEAGE_NONE || end[1] == QUHUA__LINEAGE_NONE) continue;
    b->pull[end[side]] += ((uint64_t)out->nodes[end[1 - side]].place << 10) / out->nodes[end[side]].links;
  }
  sort_nodes(b);
}

/* First the order of the rows, then each side after the other. */
static void order_nodes(builder *b) {
  for (uint32_t i = 0; i < b->out->node_count; i++) b->out->order[i] = i;
  sort_nodes(b);
  pull_side(b, QUHUA__AFTER);
  pull_side(b, QUHUA__BEFORE);
  pull_side(b, QUHUA__AFTER);
}

/* ---- places ---- */

static void measure_nodes(quhua__lineage_layout *out) {
  for (uint32_t i = 0; i < out->link_count; i++)
    for (int side = 0; side < 2; side++)
      if (out->links[i].end[side] != QUHUA__LINEAGE_NONE)
        out->nodes[out->links[i].end[side]].flow_width += out->links[i].width + LINK_GAP;
  for (uint32_t i = 0; i < out->node_count; i++) {
    quhua__lineage_node *node = &out->nodes[i];
    node->flow_width -= LINK_GAP;
    int32_t need = node->flow_width + 2 * CARD_INSET;
    node->height = need > CARD_HEIGHT ? need : CARD_HEIGHT;
  }
}

/* Stack the units of one block; returns its bottom edge. order[0..count) are its units. */
static int32_t place_block(quhua__lineage_layout *out, const uint32_t *order, uint32_t count, int32_t top) {
  int32_t height[2] = {-CARD_GAP, -CARD_GAP};
  for (uint32_t i = 0; i < count; i++)
    height[out->nodes[order[i]].side] += out->nodes[order[i]].height + CARD_GAP;
  int32_t tall = height[0] > height[1] ? height[0] : height[1];
  int32_t y[2] = {top + (tall - height[0]) / 2, top + (tall - height[1]) / 2};
  for (uint32_t i = 0; i < count; i++) {
    quhua__lineage_node *node = &out->nodes[order[i]];
    node->y = y[node->side];
    y[node->side] += node->height + CARD_GAP;
  }
  return top + tall;
}

static void place_nodes(builder *b, int32_t top) {
  quhua__lineage_layout *out = b->out;
  quhua__lineage_section *section = NULL;
  int32_t y = top;
  for (uint32_t i = 0, next = 0; i < out->node_count; i = next) {
    const quhua__lineage_node *first = &out->nodes[b->out->order[i]];
    if (!section || section->level != first->level) {
      if (section) y += SECTION_GAP;
      section = &out->sections[out->section_count++];
      *section = (quhua__lineage_section){.level = first->level, .y = y};
      y += QUHUA__LINEAGE_HEADING;
    }
    while (next < i || (next < out->node_count && out->nodes[b->out->order[next]].block == first->block))
      next++;
    for (uint32_t k = i; k < next; k++) section->count[out->nodes[b->out->order[k]].side]++;
    y = place_block(out, b->out->order + i, next - i, y) + BLOCK_GAP;
  }
  out->bottom = y;
}

typedef struct link_order {
  const quhua__lineage_layout *out;
  int side;
} link_order;

/* Flows leave a unit in the order of the units that they lead to: by place on this side, then on the other. */
static int compare_links(const void *ctx, uint32_t ia, uint32_t ib) {
  const link_order *by = ctx;
  const uint32_t *x = by->out->links[ia].end;
  const uint32_t *y = by->out->links[ib].end;
  for (int step = 0; step < 2; step++) {
    int side = step == 0 ? by->side : 1 - by->side;
    uint32_t a = x[side] == QUHUA__LINEAGE_NONE ? UINT32_MAX : by->out->nodes[x[side]].place;
    uint32_t b = y[side] == QUHUA__LINEAGE_NONE ? UINT32_MAX : by->out->nodes[y[side]].place;
    if (a != b) return by_number(a, b);
  }
  return 0;
}

static void place_links(builder *b, int side) {
  quhua__lineage_layout *out = b->out;
  link_order by = {out, side};
  for (uint32_t i = 0; i < out->link_count; i++) b->links[i] = i;
  quhua__sort(b->links, b->scratch, out->link_count, compare_links, &by);
  uint32_t at = QUHUA__LINEAGE_NONE;
  int32_t y = 0;
  for (uint32_t i = 0; i < out->link_count; i++) {
    quhua__lineage_link *link = &out->links[b->links[i]];
    if (link->end[side] == QUHUA__LINEAGE_NONE) break; /* they are last */
    const quhua__lineage_node *node = &out->nodes[link->end[side]];
    if (link->end[side] != at) y = node->y + (node->height - node->flow_width) / 2;
    at = link->end[side];
    link->y[side] = y + link->width / 2;
    y += link->width + LINK_GAP;
  }
}

static bool allocate(builder *b, quhua__arena *arena, size_t rows) {
  size_t nodes = 3 * rows; /* both ends of each row, and for each unit after itself before */
  b->out->nodes = quhua__arena_alloc(arena, nodes * sizeof *b->out->nodes);
  b->out->links = quhua__arena_alloc(arena, 2 * rows * sizeof *b->out->links);
  b->scratch = quhua__arena_alloc(arena, nodes * sizeof *b->scratch);
  b->out->order = quhua__arena_alloc(arena, nodes * sizeof *b->out->order);
  b->links = quhua__arena_alloc(arena, 2 * rows * sizeof *b->links);
  b->stood = quhua__arena_alloc(arena, nodes * sizeof *b->stood);
  b->pull = quhua__arena_alloc(arena, nodes * sizeof *b->pull);
  return b->out->nodes && b->out->links && b->scratch && b->out->order && b->links && b->stood && b->pull;
}

bool quhua__lineage_layout_make(quhua__lineage_layout *out, quhua__arena *arena,
                                const quhua_crosswalk_row *const *rows, size_t count, int32_t top) {
  builder b = {.out = out};
  size_t drawn = count < QUHUA__LINEAGE_ROWS_MAX ? count : QUHUA__LINEAGE_ROWS_MAX;
  *out = (quhua__lineage_layout){.bottom = top, .row_count = (uint32_t)drawn};
  quhua__table_init(&b.known, arena->allocator);
  bool done = allocate(&b, arena, drawn) && add_rows(&b, rows, drawn) && add_unchanged(&b);
  if (done) {
    find_blocks(out);
    find_lasting(&b);
    order_nodes(&b);
    measure_nodes(out);
    place_nodes(&b, top);
    place_links(&b, QUHUA__BEFORE);
    place_links(&b, QUHUA__AFTER);
  }
  quhua__table_free(&b.known);
  return done;
}
