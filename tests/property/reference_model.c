/* SPDX-License-Identifier: Apache-2.0 */
#include "property/reference_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A unit after the act, as rows speak of it: one code, one label, or one row alone. */
typedef struct node {
  const model_row *row; /* first */
  int rows;
  int unit;
} node;

typedef struct desk {
  const model_world *before;
  const model_act *act;
  model_world *after;
  node nodes[MODEL_ROWS];
  int node_count, node_of_row[MODEL_ROWS]; /* -1: nowhere */
  int node_of_unit[MODEL_UNITS], rows_of_old[MODEL_UNITS];
  bool settled[MODEL_UNITS]; /* the code is final */
} desk;

bool model_was_used(const model_world *world, int level, const char *code) {
  int i = 0;
  while (i < world->used_count && (world->used[i].level != level || strcmp(world->used[i].code, code))) i++;
  return i < world->used_count;
}

static void use(model_world *world, int unit) {
  const model_unit *u = &world->units[unit];
  if (model_was_used(world, u->level, u->code) || world->used_count == MODEL_USED) return;
  strcpy(world->used[world->used_count].code, u->code);
  world->used[world->used_count++].level = u->level;
}

static int push(model_world *world, int level, int parent, const char *code, const char *name) {
  if (world->count == MODEL_UNITS) abort();
  model_unit *u = &world->units[world->count];
  *u = (model_unit){.parent = parent, .level = level, .alive = true};
  snprintf(u->code, sizeof u->code, "%s", code);
  snprintf(u->name, sizeof u->name, "%s", name);
  return world->count++;
}

int model_add(model_world *world, int level, int parent, const char *code, const char *name) {
  use(world, push(world, level, parent, code, name));
  return world->count - 1;
}

static int holder(const model_world *world, int level, const char *code) {
  for (int i = 0; i < world->count; i++)
    if (world->units[i].alive && world->units[i].level == level && strcmp(world->units[i].code, code) == 0)
      return i;
  return -1;
}

/* Rule 4: do two rows speak of one unit after the act? */
static bool same_node(const model_row *a, const model_row *b) {
  bool same = a->code[0] || b->code[0] ? !strcmp(a->code, b->code) : a->label && a->label == b->label;
  return same && a->level == b->level;
}

static void find_nodes(desk *d) {
  for (int i = 0; i < d->act->count; i++) {
    const model_row *row = &d->act->rows[i];
    if (row->old >= 0) d->rows_of_old[row->old]++;
    d->node_of_row[i] = -1;
    if (row->nowhere) continue;
    int n = 0;
    while (n < d->node_count && !same_node(d->nodes[n].row, row)) n++;
    if (n == d->node_count) d->nodes[d->node_count++] = (node){row, 0, -1};
    d->nodes[n].rows++;
    d->node_of_row[i] = n;
  }
}

/* The unit that a node is, among those that lived before; -1: a new one. */
static int identity(const desk *d, int n) {
  const node *spoken = &d->nodes[n];
  const char *code = spoken->row->code;
  for (int i = 0; code[0] && i < d->act->count; i++) /* a row joins equal codes */
    if (d->node_of_row[i] == n && d->act->rows[i].old >= 0 &&
        strcmp(d->before->units[d->act->rows[i].old].code, code) == 0)
      return d->act->rows[i].old;
  int held = code[0] ? holder(d->before, spoken->row->level, code) : -1;
  if (held >= 0 && d->rows_of_old[held] == 0) return held; /* it stands on no old side */
  /* 1:1 and whole; a lone row that may be whole is, for the shares sum to 1 (rule 6) */
  int old = spoken->row->old;
  return spoken->rows == 1 && old >= 0 && d->rows_of_old[old] == 1 && spoken->row->cell != CELL_HALF ? old
                                                                                                     : -1;
}

static bool identify(desk *d) {
  for (int u = 0; u < MODEL_UNITS; u++) d->node_of_unit[u] = -1;
  for (int n = 0; n < d->node_count; n++) {
    node *spoken = &d->nodes[n];
    spoken->unit = identity(d, n);
    if (spoken->unit < 0) {
      if (!spoken->row->name[0]) return false; /* a new unit needs a name */
      spoken->unit = push(d->after, spoken->row->level, -1, "", spoken->row->name);
    }
    if (d->node_of_unit[spoken->unit] >= 0) return false; /* one unit would go on as two */
    d->node_of_unit[spoken->unit] = n;
    if (spoken->row->name[0]) strcpy(d->after->units[spoken->unit].name, spoken->row->name);
  }
  for (int u = 0; u < d->before->count; u++)
    if (d->rows_of_old[u] && d->node_of_unit[u] < 0) d->after->units[u].alive = false;
  return true;
}

/* Rule 3. Where the children of an old unit go that no row names: with it where it goes on, else to its only successor. */
static int heir(const desk *d, int unit) {
  int only = -1;
  if (d->after->units[unit].alive) return unit;
  for (int i = 0; i < d->act->count; i++) {
    if (d->act->rows[i].old != unit || d->node_of_row[i] < 0) continue;
    if (only >= 0) return -1;
    only = d->nodes[d->node_of_row[i]].unit;
  }
  return only;
}

/* The unit that holds, after the act, the code that stands above a given one. */
static int holder_above(const desk *d, int level, const char *code) {
  char above[16];
  snprintf(above, sizeof above, "%.*s%s", level == 5 ? 9 : 6, code, level == 5 ? "000" : "000000");
  return holder(d->after, level - 1, above);
}

/* A code of a parent means who holds it after the act; where nobody does, who held it before and lives on. */
static int said_holder(const desk *d, int level, const char *code) {
  int now = holder(d->after, level, code), then = holder(d->before, level, code);
  return now >= 0 ? now : then >= 0 && d->after->units[then].alive ? then : -1;
}

static int said_parent(const desk *d, const node *of) {
  const model_row *row = of->row;
  for (int n = 0; row->parent_label && n < d->node_count; n++)
    if (d->nodes[n].row->level == row->level - 1 && d->nodes[n].row->label == row->parent_label)
      return d->nodes[n].unit;
  if (row->parent[0]) return said_holder(d, row->level - 1, row->parent);
  int old_parent = of->unit < d->before->count ? d->before->units[of->unit].parent : -1;
  bool recoded = row->code[0] && (old_parent < 0 || strcmp(d->before->units[of->unit].code, row->code) != 0);
  int above = row->code[0] ? holder_above(d, row->level, row->code) : -1;
  if (recoded && above >= 0) return above; /* a code that is given anew says where the unit stands */
  int stays = old_parent >= 0 ? heir(d, old_parent) : -1;
  return stays >= 0 ? stays : above;
}

static bool has_row(const desk *d, int unit) {
  return d->node_of_unit[unit] >= 0 && (unit >= d->before->count || d->rows_of_old[unit]);
}

/* Of several successors, the only one that no listed child of the ended unit goes to takes the children without a row. */
static int heir_of_rest(const desk *d, int ended) {
  int rest = heir(d, ended), found = -1, open = 0;
  for (int i = 0; rest < 0 && i < d->act->count; i++) {
    bool listed = false;
    if (d->act->rows[i].old != ended || d->node_of_row[i] < 0) continue;
    int to = d->nodes[d->node_of_row[i]].unit;
    for (int j = 0; j < d->act->count; j++)
      listed |= d->node_of_row[j] >= 0 && d->act->rows[j].old >= 0 &&
                d->before->units[d->act->rows[j].old].parent == ended &&
                d->after->units[d->nodes[d->node_of_row[j]].unit].parent == to;
    if (!listed && ++open > 1) return -1;
    if (!listed) found = to;
  }
  return rest >= 0 ? rest : found;
}

/* Units with rows first: they say where the others go. */
static bool place(desk *d, int level) {
  for (int pass = 0; pass < 2; pass++)
    for (int u = 0; u < d->after->count; u++) {
      model_unit *unit = &d->after->units[u];
      if (!unit->alive || unit->level != level || has_row(d, u) == (pass == 1)) continue;
      unit->parent =
          pass == 0 ? said_parent(d, &d->nodes[d->node_of_unit[u]]) : heir_of_rest(d, unit->parent);
      if (unit->parent < 0 || !d->after->units[unit->parent].alive) return false;
    }
  return true;
}

static void code_below(const desk *d, int unit, int segment, char out[16]) {
  const model_unit *u = &d->after->units[unit];
  snprintf(out, 16, "%.*s%03u%s", u->level == 5 ? 9 : 6, d->after->units[u->parent].code,
           (unsigned)segment % 1000U, u->level == 5 ? "" : "000");
}

static int segment(const model_unit *u) {
  const char *digit = u->code + (u->level == 5 ? 9 : 6);
  return (digit[0] - '0') * 100 + (digit[1] - '0') * 10 + digit[2] - '0';
}

static void settle(desk *d, int unit, const char *code) {
  memmove(d->after->units[unit].code, code, strlen(code) + 1);
  d->settled[unit] = true;
  use(d->after, unit);
}

/* Rule 5. Next above the highest number ever used in the range: villages count from 201, towns (镇) from 100. */
static void append(desk *d, int unit) {
  const model_unit *u = &d->after->units[unit];
  int last = u->level == 5 ? 399 : 199, next = u->level == 5 ? 201 : 100;
  char code[16];
  for (int s = next; s <= last; s++) {
    code_below(d, unit, s, code);
    if (model_was_used(d->after, u->level, code)) next = s + 1;
  }
  code_below(d, unit, next, code);
  settle(d, unit, code);
}

/* Did the unit get another parent, or its parent another code? */
static bool moves(const desk *d, int unit) {
  int was = d->before->units[unit].parent, is = d->after->units[unit].parent;
  return was != is || strcmp(d->before->units[was].code, d->after->units[is].code) != 0;
}

/* Is one code issued for it? */
static bool is_labelled(const desk *d, int unit) {
  return d->node_of_unit[unit] >= 0 && d->nodes[d->node_of_unit[unit]].row->label;
}

static void settle_level(desk *d, int level) {
  int movers[MODEL_UNITS], mover_count = 0;
  for (int u = 0; u < d->after->count; u++) {
    const model_unit *unit = &d->after->units[u];
    int n = d->node_of_unit[u];
    bool fresh = u >= d->before->count;
    if (!unit->alive || unit->level != level) continue;
    if (n >= 0 && d->nodes[n].row->code[0] &&
        (fresh || d->rows_of_old[u])) /* rows that cite a receiver give no code */
      settle(d, u, d->nodes[n].row->code);
    else if (fresh)
      continue;
    else if (!is_labelled(d, u) && !moves(d, u))
      settle(d, u, unit->code);
    else {
      int at = mover_count++; /* in the order of old codes */
      for (; at > 0 && strcmp(d->before->units[movers[at - 1]].code, unit->code) > 0; at--)
        movers[at] = movers[at - 1];
      movers[at] = u;
    }
  }
  for (int i = 0; i < mover_count; i++) {
    char code[16];
    const model_unit *old = &d->before->units[movers[i]];
    if (is_labelled(d, movers[i])) continue;
    code_below(d, movers[i], segment(old), code);
    if (!model_was_used(d->after, level, code) || !strcmp(code, old->code)) settle(d, movers[i], code);
  }
  for (int i = 0; i < mover_count; i++)
    if (!d->settled[movers[i]]) append(d, movers[i]);
  for (int n = 0; n < d->node_count; n++)
    if (d->nodes[n].row->level == level && !d->settled[d->nodes[n].unit]) append(d, d->nodes[n].unit);
}

/* Does a row lead a child of the unit below one that no row of the unit itself leads to? */
static bool child_leaves(const desk *d, int unit, int row) {
  int old = d->act->rows[row].old, n = d->node_of_row[row];
  if (old < 0 || n < 0 || d->before->units[old].parent != unit) return false;
  for (int i = 0; i < d->act->count; i++)
    if (d->act->rows[i].old == unit && d->node_of_row[i] >= 0 &&
        d->nodes[d->node_of_row[i]].unit == d->after->units[d->nodes[n].unit].parent)
      return false;
  return true;
}

/* Rule 6. */
static bool shares_can_be_one(const desk *d) {
  for (int u = 0; u < d->before->count; u++) {
    int halves = 0, open = 0;
    if (!d->rows_of_old[u]) continue;
    for (int i = 0; i < d->act->count; i++) {
      if (child_leaves(d, u, i)) open++; /* how much goes with it is what the children say */
      if (d->act->rows[i].old != u) continue;
      model_cell cell = d->act->rows[i].cell;
      halves += cell == CELL_HALF ? 1 : cell == CELL_WHOLE ? 2 : 0;
      open += cell != CELL_HALF && cell != CELL_WHOLE;
    }
    if (halves > 2 || (halves < 2 && !open)) return false;
  }
  return true;
}

bool model_apply(const model_world *before, const model_act *act, model_world *after) {
  desk d = {.before = before, .act = act, .after = after};
  *after = *before;
  find_nodes(&d);
  if (!identify(&d)) return false;
  for (int level = 4; level <= 5; settle_level(&d, level++))
    if (!place(&d, level)) return false;
  for (int i = 0; i < after->count; i++) /* no code twice */
    if (after->units[i].alive && holder(after, after->units[i].level, after->units[i].code) != i)
      return false;
  return shares_can_be_one(&d);
}
