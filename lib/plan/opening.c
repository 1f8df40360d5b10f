/* SPDX-License-Identifier: Apache-2.0 */
/* opening.c: collecting the units of the first day. */
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/sort.h"
#include "plan/opening.h"
#include "plan/opening_rows.h"

typedef struct code_key {
  const quhua_code *code;
  quhua_level level;
} code_key;

const quhua__opening_unit *quhua__opening_unit_at(const quhua_opening *opening, uint32_t number) {
  return quhua__segments_at(&opening->units, number - 1);
}

static bool has_code(const void *ctx, uint32_t number, const void *key) {
  const quhua__opening_unit *unit = quhua__opening_unit_at(ctx, number);
  const code_key *wanted = key;
  return unit->level == wanted->level && memcmp(&unit->code, wanted->code, sizeof unit->code) == 0;
}

static uint64_t hash_of(const code_key *key) {
  return quhua__hash(key->code->text, sizeof key->code->text, (uint64_t)key->level);
}

uint32_t quhua__opening_find(const quhua_opening *opening, quhua_level level, const quhua_code *code) {
  code_key key = {code, level};
  return quhua__index_find(&opening->codes, hash_of(&key), has_code, opening, &key);
}

const quhua_scheme *quhua__opening_scheme(const quhua_opening *opening) { return opening->scheme; }
quhua_date quhua__opening_date(const quhua_opening *opening) { return opening->date; }

void quhua_opening_row_init_sized(quhua_opening_row *row, size_t size) {
  memset(row, 0, size);
  row->struct_size = size;
}

quhua_status quhua_opening_new(const quhua_allocator *allocator, const quhua_scheme *scheme, quhua_date date,
                               quhua_opening **out, quhua_error *err) {
  allocator = quhua__allocator_or_default(allocator);
  quhua_opening *opening = allocator->alloc(allocator->ctx, sizeof *opening);
  *out = opening;
  if (!opening) return quhua__fail_nomem(err);
  opening->allocator = allocator;
  opening->scheme = scheme;
  opening->date = date;
  quhua__arena_init(&opening->arena, allocator);
  quhua__segments_init(&opening->units, allocator, sizeof(quhua__opening_unit));
  quhua__index_init(&opening->codes, allocator);
  return QUHUA_OK;
}

void quhua_opening_free(quhua_opening *opening) {
  if (!opening) return;
  const quhua_allocator *allocator = opening->allocator;
  quhua__arena_free(&opening->arena);
  quhua__segments_free(&opening->units);
  quhua__index_free(&opening->codes);
  allocator->free(allocator->ctx, opening, sizeof *opening);
}

size_t quhua_opening_count(const quhua_opening *opening) { return opening->units.count; }

static quhua_status bad_row(quhua_error *err, const quhua_opening_row *row, quhua__text2 message,
                            quhua__text2 remedy, quhua_str argument) {
  quhua_status status = quhua__fail(err, QUHUA_E_INVALID, message, remedy, &argument, 1);
  return quhua__fail_at(err, status, row->code, row->line, 0);
}

/* Read the unit's own code and level. The kind may say the level where the code cannot. */
static quhua_status read_code(const quhua_opening *opening, const quhua_opening_row *row,
                              quhua__opening_unit *unit, quhua_error *err) {
  quhua_level level = row->level ? row->level : quhua_kind_level(row->kind), read = level;
  quhua_status status = quhua_code_parse(opening->scheme, row->code, level, &unit->code, &read, err);
  if (status != QUHUA_OK) {
    if (err) err->line = row->line;
    return status;
  }
  unit->level = (uint8_t)read;
  return QUHUA_OK;
}

static quhua_status read_parent(const quhua_opening *opening, const quhua_opening_row *row,
                                quhua__opening_unit *unit, quhua_error *err) {
  if (row->parent.len == 0) return QUHUA_OK;
  quhua_level level = QUHUA_LEVEL_ANY;
  quhua_status status =
      quhua_code_parse(opening->scheme, row->parent, QUHUA_LEVEL_ANY, &unit->parent_code, &level, NULL);
  bool itself = status == QUHUA_OK && !memcmp(&unit->parent_code, &unit->code, sizeof unit->code) &&
                (level == unit->level || !quhua_scheme_is_structured(opening->scheme));
  if (status != QUHUA_OK)
    return bad_row(err, row, QUHUA__T("«{1}» is not the code of a parent", "上级代码“{1}”无法识别"),
                   QUHUA__T("write the code of a unit above", "请填写上级单位的代码"), row->parent);
  if (itself)
    return bad_row(err, row, QUHUA__T("the unit {1} is its own parent", "单位 {1} 以自身为上级"),
                   QUHUA__T("write the code of a unit above", "请填写上级单位的代码"), row->code);
  /* a level that was read from trailing zeros is a guess; a unit just above the child is tried first */
  unit->parent_level = row->parent.len > 1 && row->parent.ptr[1] == ':' ? (uint8_t)level : QUHUA_LEVEL_ANY;
  return QUHUA_OK;
}

static quhua_status check_row(const quhua_opening *opening, const quhua_opening_row *row,
                              quhua__opening_unit *unit, quhua_error *err) {
  quhua_status status = read_code(opening, row, unit, err);
  if (status == QUHUA_OK) status = read_parent(opening, row, unit, err);
  if (status != QUHUA_OK) return status;
  if (row->name.len == 0 && row->standing != QUHUA_STANDING_IMPLIED)
    return bad_row(err, row, QUHUA__T("the unit {1} has no name", "单位 {1} 没有名称"),
                   QUHUA__T("write its name", "请填写名称"), row->code);
  quhua_kind kind =
      row->kind ? row->kind
                : quhua_kind_of_code(opening->scheme, &unit->code, (quhua_level)unit->level, row->name);
  quhua_level kind_level = quhua_kind_level(kind);
  if (unit->level && kind_level && kind_level != (quhua_level)unit->level)
    return bad_row(err, row,
                   QUHUA__T("the kind of unit {1} belongs to another level than its code",
                            "单位 {1} 的类型与代码级别不符"),
                   QUHUA__T("correct the kind or the code", "请更正类型或代码"), row->code);
  unit->kind = (uint8_t)kind;
  unit->standing = (uint8_t)row->standing;
  unit->line = row->line;
  uint32_t twin = quhua__opening_find(opening, (quhua_level)unit->level, &unit->code);
  if (twin) {
    char number[QUHUA__NUMBER_TEXT_MAX];
    quhua_str first = quhua__number_text(quhua__opening_unit_at(opening, twin)->line, number);
    status = quhua__fail(err, QUHUA_E_INVALID,
                         QUHUA__T("the code {1} stands here a second time (first on line {2})",
                                  "代码 {1} 重复（首次见于第 {2} 行）"),
                         QUHUA__T("keep one of the rows", "请只保留一行"), QUHUA__ARGS(row->code, first));
    return quhua__fail_at(err, status, row->code, row->line, 0);
  }
  return QUHUA_OK;
}

static int by_key(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_attribute *pairs = ctx;
  quhua_str x = pairs[a].key, y = pairs[b].key;
  int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
  return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* Copy pairs that have a value, sorted by key. */
static bool copy_pairs(quhua__arena *arena, const quhua_attribute *pairs, size_t count,
                       const quhua_attribute **out, uint32_t *out_count) {
  *out = NULL;
  *out_count = 0;
  if (count == 0) return true;
  quhua_attribute *copy = quhua__arena_alloc(arena, count * sizeof *copy);
  uint32_t *order = quhua__arena_alloc(arena, 2 * count * sizeof *order);
  if (!copy || !order) return false;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, by_key, pairs);
  for (size_t i = 0; i < count; i++) {
    const quhua_attribute *pair = &pairs[order[i]];
    if (pair->value.len == 0) continue;
    quhua_attribute *fresh = &copy[(*out_count)++];
    if (!quhua__arena_copy(arena, pair->key, &fresh->key) ||
        !quhua__arena_copy(arena, pair->value, &fresh->value))
      return false;
  }
  *out = copy;
  return true;
}

quhua_status quhua_opening_add(quhua_opening *opening, const quhua_opening_row *given, quhua_error *err) {
  quhua_opening_row row;
  quhua_opening_row_init(&row);
  memcpy(&row, given, given->struct_size < sizeof row ? given->struct_size : sizeof row);
  quhua__opening_unit unit;
  memset(&unit, 0, sizeof unit);
  quhua_status status = check_row(opening, &row, &unit, err);
  if (status != QUHUA_OK) return status;
  if (!quhua__arena_copy(&opening->arena, row.name, &unit.name) ||
      !copy_pairs(&opening->arena, row.attributes, row.attribute_count, &unit.attributes,
                  &unit.attribute_count) ||
      !copy_pairs(&opening->arena, row.observations, row.observation_count, &unit.observations,
                  &unit.observation_count) ||
      !quhua__segments_reserve(&opening->units, 1) || !quhua__index_reserve(&opening->codes, 1))
    return quhua__fail_nomem(err);
  quhua__opening_unit *stored = quhua__segments_append(&opening->units);
  *stored = unit;
  code_key key = {&stored->code, (quhua_level)stored->level};
  quhua__index_put(&opening->codes, hash_of(&key), opening->units.count, has_code, opening, &key);
  return QUHUA_OK;
}
