/* SPDX-License-Identifier: Apache-2.0 */
/* opening.c: collecting the units of the first day. */
#include <stddef.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "base/sort.h"
#include "code/issue.h"
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
  opening->plain = NULL;
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

/* A row that is being checked. */
typedef struct checking {
  const quhua_opening *opening;
  const quhua_opening_row *row;
  quhua__opening_unit *unit; /* what becomes of it */
  quhua__opening_more *more;
  quhua__opening_fault *fault;
  quhua_error *err;
} checking;

static quhua_status bad_row(const checking *c, quhua__opening_field field, quhua__text2 message,
                            quhua__text2 remedy, const quhua_str *args, size_t count) {
  *c->fault = (quhua__opening_fault){field, 0};
  return quhua__fail(c->err, QUHUA_E_INVALID, message, remedy, args, count);
}

/* The code can be read, but not as one of the level on which its kind stands. */
static quhua_status bad_kind(const checking *c, quhua_level level) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  quhua_kind kind = c->row->kind ? c->row->kind : (quhua_kind)c->unit->kind;
  return bad_row(c, QUHUA__OPENING_KIND,
                 QUHUA__T("the kind “{2}” does not stand on level {4}, the level of unit {1}",
                          "类型“{3}”不属于单位 {1} 所在的层级 {4}"),
                 QUHUA__T("correct the kind or the code", "请更正类型或代码"),
                 QUHUA__ARGS(c->row->code, quhua_str_from(quhua_kind_word(kind, QUHUA_LANG_EN)),
                             quhua_str_from(quhua_kind_word(kind, QUHUA_LANG_ZH)),
                             quhua__number_text((uint64_t)level, number)));
}

/* Read the unit's own code and level. The kind may say the level where the code cannot. */
static quhua_status read_code(const checking *c) {
  const quhua_opening_row *row = c->row;
  quhua_level level = row->level ? row->level : quhua_kind_level(row->kind), read = level, alone;
  quhua_error own;
  quhua_error_clear(&own);
  quhua_status status = quhua_code_parse(c->opening->scheme, row->code, level, &c->unit->code, &read, &own);
  if (status == QUHUA_OK) {
    c->unit->level = (uint8_t)read;
    return QUHUA_OK;
  }
  bool right_alone = quhua_code_parse(c->opening->scheme, row->code, QUHUA_LEVEL_ANY, &(quhua_code){""},
                                      &alone, NULL) == QUHUA_OK;
  if (right_alone && !row->level) return bad_kind(c, alone);
  *c->fault = right_alone ? (quhua__opening_fault){QUHUA__OPENING_LEVEL, 0}
                          : (quhua__opening_fault){QUHUA__OPENING_CODE, own.column};
  if (c->err) *c->err = own;
  return status;
}

static quhua_status read_parent(const checking *c) {
  const quhua_scheme *scheme = c->opening->scheme;
  const quhua_opening_row *row = c->row;
  quhua__opening_unit *unit = c->unit;
  if (row->parent.len == 0) return QUHUA_OK;
  quhua_level level = QUHUA_LEVEL_ANY;
  quhua_status status =
      quhua_code_parse(scheme, row->parent, QUHUA_LEVEL_ANY, &c->more->parent_code, &level, NULL);
  bool itself = status == QUHUA_OK && !memcmp(&c->more->parent_code, &unit->code, sizeof unit->code) &&
                (level == unit->level || !quhua_scheme_is_structured(scheme));
  if (status != QUHUA_OK)
    return bad_row(
        c, QUHUA__OPENING_PARENT, QUHUA__T("«{1}» is not the code of a parent", "上级代码“{1}”无法识别"),
        QUHUA__T("write the code of a unit above", "请填写上级单位的代码"), QUHUA__ARGS(row->parent));
  if (itself)
    return bad_row(
        c, QUHUA__OPENING_PARENT, QUHUA__T("the unit {1} is its own parent", "单位 {1} 以自身为上级"),
        QUHUA__T("write the code of a unit above", "请填写上级单位的代码"), QUHUA__ARGS(row->code));
  /* a level that was read from trailing zeros is a guess; a unit just above the child is tried first */
  unit->parent_level = row->parent.len > 1 && row->parent.ptr[1] == ':' ? (uint8_t)level : QUHUA_LEVEL_ANY;
  return QUHUA_OK;
}

static quhua_status check_name(const checking *c) {
  if (c->row->name.len > 0 || c->row->standing == QUHUA_STANDING_IMPLIED) return QUHUA_OK;
  return bad_row(c, QUHUA__OPENING_NAME, QUHUA__T("the unit {1} has no name", "单位 {1} 没有名称"),
                 QUHUA__T("write its name", "请填写名称"), QUHUA__ARGS(c->row->code));
}

/* Grids and groups stand on one level and are told apart by the forms of their codes. */
static quhua_status bad_grid(const checking *c) {
  quhua_kind kind = (quhua_kind)c->unit->kind;
  return bad_row(
      c, QUHUA__OPENING_KIND,
      QUHUA__T("the code {1} cannot be that of a unit of the kind “{2}”", "代码 {1} 不能用于类型“{3}”"),
      QUHUA__T("grids have G01 to G99 behind the code of the village, groups 01 (001) and up",
               "网格在村代码之后为 G01 至 G99，小组为 01（001）起"),
      QUHUA__ARGS(c->row->code, quhua_str_from(quhua_kind_word(kind, QUHUA_LANG_EN)),
                  quhua_str_from(quhua_kind_word(kind, QUHUA_LANG_ZH))));
}

static quhua_status read_kind(const checking *c) {
  quhua_level level = (quhua_level)c->unit->level;
  quhua_kind kind = c->row->kind;
  if (!kind) kind = quhua_kind_of_code(c->opening->scheme, &c->unit->code, level, c->row->name);
  quhua_level kind_level = quhua_kind_level(kind);
  c->unit->kind = (uint8_t)kind;
  if (level && kind_level && kind_level != level) return bad_kind(c, level);
  bool structured = quhua_scheme_is_structured(c->opening->scheme);
  bool grid = quhua__code_is_grid(c->opening->scheme, &c->unit->code);
  return structured && grid != (kind == QUHUA_KIND_GRID) ? bad_grid(c) : QUHUA_OK;
}

static quhua_status check_twin(const checking *c) {
  uint32_t twin = quhua__opening_find(c->opening, (quhua_level)c->unit->level, &c->unit->code);
  if (!twin) return QUHUA_OK;
  char number[QUHUA__NUMBER_TEXT_MAX];
  quhua_str first = quhua__number_text(quhua__opening_unit_at(c->opening, twin)->line, number);
  return bad_row(c, QUHUA__OPENING_CODE,
                 QUHUA__T("the code {1} stands here a second time (first on line {2})",
                          "代码 {1} 重复（首次见于第 {2} 行）"),
                 QUHUA__T("keep one of the rows", "请只保留一行"), QUHUA__ARGS(c->row->code, first));
}

static quhua_status check_row(const checking *c) {
  quhua_status status = read_code(c);
  if (status == QUHUA_OK) status = read_parent(c);
  if (status == QUHUA_OK) status = check_name(c);
  if (status == QUHUA_OK) status = read_kind(c);
  if (status == QUHUA_OK) status = check_twin(c);
  c->unit->standing = (uint8_t)c->row->standing;
  return status;
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

static const quhua__opening_more *keep_more(quhua_opening *opening, const quhua__opening_more *more) {
  bool plain = !more->attribute_count && !more->observation_count && !more->parent_code.text[0];
  if (plain && opening->plain && opening->plain->source == more->source) return opening->plain;
  quhua__opening_more *copy = quhua__arena_alloc(&opening->arena, sizeof *copy);
  if (copy) *copy = *more;
  if (copy && plain) opening->plain = copy;
  return copy;
}

/* Copy the texts of a row. */
static bool copy_texts(quhua_opening *opening, const quhua_opening_row *row, quhua__opening_unit *unit,
                       quhua__opening_more *more) {
  quhua__arena *arena = &opening->arena;
  quhua_str name;
  if (row->name.len > UINT32_MAX || !quhua__arena_copy(arena, row->name, &name) ||
      !copy_pairs(arena, row->attributes, row->attribute_count, &more->attributes, &more->attribute_count) ||
      !copy_pairs(arena, row->observations, row->observation_count, &more->observations,
                  &more->observation_count))
    return false;
  unit->name = name.ptr;
  unit->name_len = (uint32_t)name.len;
  unit->more = keep_more(opening, more);
  return unit->more != NULL;
}

quhua_status quhua__opening_add(quhua_opening *opening, const quhua_opening_row *given,
                                quhua__opening_place place, quhua__opening_fault *fault, quhua_error *err) {
  quhua_opening_row row;
  quhua_opening_row_init(&row);
  quhua__options_take(&row, sizeof row, given);
  quhua__opening_unit unit;
  memset(&unit, 0, sizeof unit);
  unit.line = place.line;
  unit.column = place.column;
  quhua__opening_more more;
  memset(&more, 0, sizeof more);
  more.source = place.source;
  quhua_status status = check_row(&(checking){opening, &row, &unit, &more, fault, err});
  if (status != QUHUA_OK) return status;
  if (!copy_texts(opening, &row, &unit, &more) || !quhua__segments_reserve(&opening->units, 1) ||
      !quhua__index_reserve(&opening->codes, 1))
    return quhua__fail_nomem(err);
  quhua__opening_unit *stored = quhua__segments_append(&opening->units);
  *stored = unit;
  code_key key = {&stored->code, (quhua_level)stored->level};
  quhua__index_put(&opening->codes, hash_of(&key), opening->units.count, has_code, opening, &key);
  return QUHUA_OK;
}

quhua_status quhua_opening_add(quhua_opening *opening, const quhua_opening_row *row, quhua_error *err) {
  quhua__opening_fault fault;
  bool has_line = row->struct_size >= offsetof(quhua_opening_row, line) + sizeof row->line;
  quhua__opening_place place = {NULL, has_line ? row->line : 0, 0};
  quhua_status status = quhua__opening_add(opening, row, place, &fault, err);
  if (!status || status == QUHUA_E_NOMEM) return status;
  return quhua__fail_at(err, status, place.line ? (quhua_str){"", 0} : row->code, place.line, 0);
}
