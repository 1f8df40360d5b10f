/* SPDX-License-Identifier: Apache-2.0 */
/* opening_effects.c: who is above whom on the first day, and the effects that follow. */
#include <string.h>

#include "base/fail.h"
#include "code/issue.h"
#include "plan/opening.h"
#include "plan/opening_rows.h"
#include "registry/effect.h"

/* What is worked out for a unit. */
typedef struct node {
  uint32_t parent;   /* number in the tree; 0 at the top */
  uint32_t identity; /* number in the register */
  uint8_t level;
  uint8_t mark; /* of the search for cycles: 0 new, 1 on this walk, 2 done */
} node;

/* Units are numbered as in the opening; implied parents go on after the last. */
typedef struct tree {
  const quhua_opening *opening;
  const quhua_allocator *allocator;
  quhua__segments implied; /* quhua__opening_unit */
  quhua__index codes;      /* of implied units */
  node *nodes;             /* by number - 1 */
  size_t count, cap;
} tree;

static const quhua__opening_unit *unit_at(const tree *t, uint32_t number) {
  uint32_t listed = t->opening->units.count;
  return number <= listed ? quhua__opening_unit_at(t->opening, number)
                          : quhua__segments_at(&t->implied, number - listed - 1);
}

typedef struct code_key {
  const quhua_code *code;
  quhua_level level;
} code_key;

static bool implied_has_code(const void *ctx, uint32_t number, const void *key) {
  const quhua__opening_unit *unit = unit_at(ctx, number);
  const code_key *wanted = key;
  return unit->level == wanted->level && memcmp(&unit->code, wanted->code, sizeof unit->code) == 0;
}

static uint32_t find(const tree *t, quhua_level level, const quhua_code *code) {
  uint32_t listed = quhua__opening_find(t->opening, level, code);
  if (listed) return listed;
  code_key key = {code, level};
  uint64_t hash = quhua__hash(code->text, sizeof code->text, (uint64_t)level);
  return quhua__index_find(&t->codes, hash, implied_has_code, t, &key);
}

static node *node_at(const tree *t, uint32_t number) { return &t->nodes[number - 1]; }

static bool grow(tree *t, size_t need) {
  void *nodes = t->nodes;
  bool ok = quhua__grow(t->allocator, &nodes, &t->cap, need, sizeof *t->nodes);
  t->nodes = nodes;
  return ok && need < UINT32_MAX;
}

static quhua_status add_implied(tree *t, quhua_level level, const quhua_code *code, uint32_t *number,
                                quhua_error *err) {
  if (!grow(t, t->count + 1) || !quhua__segments_reserve(&t->implied, 1) ||
      !quhua__index_reserve(&t->codes, 1))
    return quhua__fail_nomem(err);
  static const quhua__opening_more nothing = {0};
  quhua__opening_unit *unit = quhua__segments_append(&t->implied);
  unit->code = *code;
  unit->level = (uint8_t)level;
  unit->kind = (uint8_t)quhua_kind_of_code(t->opening->scheme, code, level, (quhua_str){"", 0});
  unit->standing = QUHUA_STANDING_IMPLIED;
  unit->name = "";
  unit->more = &nothing;
  t->nodes[t->count++] = (node){.level = (uint8_t)level};
  *number = (uint32_t)t->count;
  code_key key = {code, level};
  quhua__index_put(&t->codes, quhua__hash(code->text, sizeof code->text, (uint64_t)level), *number,
                   implied_has_code, t, &key);
  return QUHUA_OK;
}

/* The parent that the code says. A level whose segment is zero does not exist unless it is listed (东莞: towns hang on
 * the city); any other missing parent is implied. */
static quhua_status parent_by_code(tree *t, const quhua__opening_unit *unit, uint32_t *parent,
                                   quhua_error *err) {
  const quhua_scheme *scheme = t->opening->scheme;
  quhua_code code = unit->code, above;
  *parent = 0;
  for (int level = unit->level; level > QUHUA_LEVEL_PROVINCE; level--, code = above) {
    if (!quhua_code_parent(scheme, &code, (quhua_level)level, &above)) return QUHUA_OK;
    *parent = find(t, (quhua_level)(level - 1), &above);
    if (*parent) return QUHUA_OK;
    if (quhua_code_segment(scheme, &above, (quhua_level)(level - 1)) != 0)
      return add_implied(t, (quhua_level)(level - 1), &above, parent, err);
  }
  return QUHUA_OK;
}

static quhua_status bad_parent(const quhua__opening_unit *unit, quhua_error *err, quhua__text2 message,
                               quhua__text2 remedy) {
  quhua_str code = quhua_str_from(unit->code.text), parent = quhua_str_from(unit->more->parent_code.text);
  quhua_status status = quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(code, parent));
  const quhua_str *named = unit->more->source;
  quhua_str source = named ? *named : (quhua_str){"", 0};
  return quhua__fail_at(err, status, unit->line ? source : code, unit->line, unit->column);
}

/* The parent that the table names: on the level it says, else the nearest level above the unit. */
static quhua_status parent_by_name(tree *t, const quhua__opening_unit *unit, uint32_t *parent,
                                   quhua_error *err) {
  int top = unit->level ? unit->level - 1 : QUHUA_LEVEL_MAX;
  *parent = 0;
  if (unit->parent_level)
    *parent = find(t, (quhua_level)unit->parent_level, &unit->more->parent_code);
  else
    for (int level = top; level >= QUHUA_LEVEL_ANY && !*parent; level--)
      *parent = find(t, (quhua_level)level, &unit->more->parent_code);
  for (int level = top + 1; !unit->parent_level && level <= QUHUA_LEVEL_MAX && !*parent; level++)
    *parent =
        find(t, (quhua_level)level, &unit->more->parent_code); /* wrong, but then the error can say so */
  if (*parent) return QUHUA_OK;
  quhua_level level = QUHUA_LEVEL_ANY;
  quhua_str text = quhua_str_from(unit->more->parent_code.text);
  if (quhua_scheme_is_structured(t->opening->scheme) &&
      quhua_code_parse(t->opening->scheme, text, (quhua_level)unit->parent_level, &(quhua_code){""}, &level,
                       NULL) == QUHUA_OK &&
      (int)level < unit->level)
    return add_implied(t, level, &unit->more->parent_code, parent, err);
  return bad_parent(
      unit, err, QUHUA__T("the parent {2} of unit {1} is not in the table", "单位 {1} 的上级 {2} 不在表中"),
      QUHUA__T("add a row for {2}", "请为 {2} 增加一行"));
}

static quhua_status link_all(tree *t, quhua_error *err) {
  for (uint32_t number = 1; number <= t->count; number++) { /* implied units are added while we walk */
    const quhua__opening_unit *unit = unit_at(t, number);
    uint32_t parent;
    quhua_status status = unit->more->parent_code.text[0] ? parent_by_name(t, unit, &parent, err)
                                                          : parent_by_code(t, unit, &parent, err);
    if (status != QUHUA_OK) return status;
    node_at(t, number)->parent = parent;
  }
  return QUHUA_OK;
}

/* A unit of a cycle whose parent stands in the table: what the codes say never leads back. */
static const quhua__opening_unit *guilty_of_cycle(const tree *t, uint32_t number) {
  uint32_t at = number;
  while (!unit_at(t, at)->more->parent_code.text[0] && node_at(t, at)->parent != number)
    at = node_at(t, at)->parent;
  return unit_at(t, at);
}

/* Walks from every unit to the top; a unit that is met twice on one walk is in a cycle. */
static quhua_status check_cycles(const tree *t, quhua_error *err) {
  for (uint32_t start = 1; start <= t->count; start++) {
    uint32_t at = start;
    for (; at && node_at(t, at)->mark == 0; at = node_at(t, at)->parent) node_at(t, at)->mark = 1;
    if (at && node_at(t, at)->mark == 1)
      return bad_parent(guilty_of_cycle(t, at), err,
                        QUHUA__T("unit {1} and its parent {2} are above each other: a cycle",
                                 "单位 {1} 与上级 {2} 互为上下级，形成循环"),
                        QUHUA__T("correct the parent", "请更正上级"));
    for (at = start; at && node_at(t, at)->mark == 1; at = node_at(t, at)->parent) node_at(t, at)->mark = 2;
  }
  return QUHUA_OK;
}

/* Units of a scheme without structure may leave the level open: one below the parent. Parents must lie above. */
static quhua_status settle_level(tree *t, uint32_t number, quhua_error *err) {
  uint32_t chain[QUHUA_LEVEL_MAX + 2];
  int length = 0;
  for (uint32_t at = number; at && node_at(t, at)->level == QUHUA_LEVEL_ANY; at = node_at(t, at)->parent) {
    if (length > QUHUA_LEVEL_MAX)
      return bad_parent(unit_at(t, number), err,
                        QUHUA__T("unit {1} lies deeper than six levels", "单位 {1} 超过六级"),
                        QUHUA__T("give levels 1 to 6", "请填写级别 1 至 6"));
    chain[length++] = at;
  }
  while (length--) {
    uint32_t parent = node_at(t, chain[length])->parent;
    unsigned level = parent ? node_at(t, parent)->level + 1u : QUHUA_LEVEL_PROVINCE;
    if (level > QUHUA_LEVEL_MAX)
      return bad_parent(unit_at(t, number), err,
                        QUHUA__T("unit {1} lies deeper than six levels", "单位 {1} 超过六级"),
                        QUHUA__T("give levels 1 to 6", "请填写级别 1 至 6"));
    node_at(t, chain[length])->level = (uint8_t)level;
  }
  uint32_t parent = node_at(t, number)->parent;
  if (parent && node_at(t, parent)->level >= node_at(t, number)->level)
    return bad_parent(
        unit_at(t, number), err,
        QUHUA__T("the parent of unit {1} does not lie above it", "单位 {1} 的上级不在其上一级或更高级别"),
        QUHUA__T("correct the parent or the level", "请更正上级或级别"));
  return QUHUA_OK;
}

/* A unit whose level was left open may meet one that has the same code on that level. */
static quhua_status check_twin(const tree *t, uint32_t number, quhua_error *err) {
  const quhua__opening_unit *unit = unit_at(t, number);
  if (unit->level != QUHUA_LEVEL_ANY) return QUHUA_OK;
  if (!find(t, (quhua_level)node_at(t, number)->level, &unit->code)) return QUHUA_OK;
  return bad_parent(unit, err,
                    QUHUA__T("the code {1} stands on one level a second time", "代码 {1} 在同一级别重复"),
                    QUHUA__T("keep one of the rows, or give their levels", "请只保留一行，或填写级别"));
}

static void put_unit(const tree *t, uint32_t number, quhua__bytes *out) {
  const quhua__opening_unit *unit = unit_at(t, number);
  uint32_t parent = node_at(t, number)->parent;
  quhua__effect_open open = {
      .name = quhua__opening_name(unit),
      .code = unit->code,
      .unit = node_at(t, number)->identity,
      .parent = parent ? node_at(t, parent)->identity : 0,
      .from = t->opening->date,
      .level = (quhua_level)node_at(t, number)->level,
      .kind = (quhua_kind)unit->kind,
      .standing = (quhua_standing)unit->standing,
  };
  const quhua__opening_more *more = unit->more;
  quhua__effect_put_open(out, &open, more->attributes, more->attribute_count);
  for (uint32_t i = 0; i < more->observation_count; i++)
    quhua__effect_put_observe(out, open.unit, t->opening->date, more->observations[i].key,
                              more->observations[i].value);
}

/* Identities go down the levels, so that a parent is always opened before its children. */
static void put_all(tree *t, quhua__bytes *out) {
  uint32_t next = 1;
  for (unsigned level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    for (uint32_t number = 1; number <= t->count; number++) {
      if (node_at(t, number)->level != level) continue;
      node_at(t, number)->identity = next++;
      put_unit(t, number, out);
    }
}

static bool tree_init(tree *t, const quhua_opening *opening) {
  const quhua_allocator *a = opening->allocator;
  *t = (tree){.opening = opening, .allocator = a};
  quhua__segments_init(&t->implied, a, sizeof(quhua__opening_unit));
  quhua__index_init(&t->codes, a);
  if (!grow(t, opening->units.count)) return false;
  for (; t->count < opening->units.count; t->count++)
    t->nodes[t->count] = (node){.level = quhua__opening_unit_at(opening, (uint32_t)t->count + 1)->level};
  return true;
}

static void tree_free(tree *t) {
  if (t->nodes) t->allocator->free(t->allocator->ctx, t->nodes, t->cap * sizeof *t->nodes);
  quhua__segments_free(&t->implied);
  quhua__index_free(&t->codes);
}

static quhua_status build(tree *t, quhua__bytes *out, quhua_error *err) {
  quhua_status status = link_all(t, err);
  if (status == QUHUA_OK) status = check_cycles(t, err);
  for (uint32_t number = 1; status == QUHUA_OK && number <= t->count; number++)
    status = settle_level(t, number, err);
  for (uint32_t number = 1; status == QUHUA_OK && number <= t->count; number++)
    status = check_twin(t, number, err);
  if (status != QUHUA_OK) return status;
  put_all(t, out);
  return out->failed ? quhua__fail_nomem(err) : QUHUA_OK;
}

quhua_status quhua__opening_effects(const quhua_opening *opening, quhua__bytes *out, quhua_error *err) {
  tree t;
  quhua_status status = tree_init(&t, opening) ? build(&t, out, err) : quhua__fail_nomem(err);
  tree_free(&t);
  return status;
}
