/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/fail.h"
#include "base/text_internal.h"
#include "code/issue.h"
#include "code/scheme.h"

/* A code as it is being read. */
typedef struct reading {
  const quhua_scheme *scheme;
  quhua_str text;    /* as written, for errors */
  quhua_str digits;  /* without LEVEL: */
  quhua_level level; /* as asked for, or QUHUA_LEVEL_ANY */
  quhua_error *err;
} reading;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Column, in characters from 1, of a place in the text. */
static uint32_t column_of(quhua_str text, const char *place) {
  uint32_t column = 1;
  for (size_t at = 0; text.ptr + at < place; column++) at = quhua__utf8_next(text, at, NULL);
  return column;
}

static quhua_status refuse(const reading *r, const char *place, quhua__text2 message, quhua__text2 remedy) {
  quhua__fail(r->err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(r->text));
  quhua__fail_at(r->err, QUHUA_E_INVALID, r->text, 0, place ? column_of(r->text, place) : 1);
  return QUHUA_E_INVALID;
}

static quhua_status refuse_level(const reading *r, quhua__text2 remedy) {
  return refuse(
      r, r->text.ptr,
      QUHUA__T("“{1}” cannot be a code of the level that was asked for", "“{1}”不可能是所指层级的代码"),
      remedy);
}

/* Takes a leading LEVEL: off. */
static quhua_status read_level(reading *r) {
  quhua_str d = r->digits;
  if ((int)r->level < QUHUA_LEVEL_ANY || (int)r->level > QUHUA_LEVEL_MAX)
    return refuse_level(r, QUHUA__T("levels are 1 to 6", "层级应为 1 至 6"));
  if (d.len < 2 || d.ptr[1] != ':') return QUHUA_OK;
  if (d.ptr[0] < '1' || d.ptr[0] > '0' + QUHUA_LEVEL_MAX)
    return refuse(r, d.ptr, QUHUA__T("“{1}” names a level that does not exist", "“{1}”所写的层级不存在"),
                  QUHUA__T("write LEVEL:CODE with a level from 1 to 6, for example 3:441900000000",
                           "应写作“层级:代码”，层级为 1 至 6，例如 3:441900000000"));
  quhua_level level = (quhua_level)(d.ptr[0] - '0');
  if (r->level != QUHUA_LEVEL_ANY && r->level != level)
    return refuse_level(
        r, QUHUA__T("give the level once, or the same level twice", "层级只需写一次，写两次时应一致"));
  r->level = level;
  r->digits = (quhua_str){d.ptr + 2, d.len - 2};
  return QUHUA_OK;
}

/* Does the letter of a grid stand behind the village? Written small it is read as well. */
static bool is_grid(const reading *r) {
  size_t place = (size_t)r->scheme->length;
  if (!r->scheme->structured || r->digits.len <= place) return false;
  char c = r->digits.ptr[place], letter = r->scheme->grid_letter;
  return c == letter || c == letter - 'A' + 'a';
}

static quhua_status refuse_character(const reading *r, size_t at) {
  const char *place = r->digits.ptr + at;
  if (!r->scheme->structured)
    return refuse(r, place,
                  QUHUA__T("“{1}” is no code: it may hold only letters and digits",
                           "“{1}”不是代码：只能由字母和数字组成"),
                  QUHUA__T("write letters A to Z, a to z and digits 0 to 9, without spaces or signs",
                           "请用半角字母和数字，不含空格和符号"));
  if (at == (size_t)r->scheme->length && is_letter(*place))
    return refuse(r, place,
                  QUHUA__T("“{1}” is no code: behind a village may stand only digits, or the G of a grid",
                           "“{1}”不是代码：村代码之后只能是数字或网格的 G"),
                  QUHUA__T("groups are numbered from 01 (001), grids from G01 to G99",
                           "小组从 01（001）编起，网格编号为 G01 至 G99"));
  return refuse(r, place,
                QUHUA__T("“{1}” is no code: it may hold only digits", "“{1}”不是代码：只能由数字组成"),
                QUHUA__T("write digits 0 to 9 (half width), without spaces or signs",
                         "请用半角数字 0 至 9，不含空格和符号"));
}

static quhua_status check_characters(const reading *r) {
  size_t grid_letter = is_grid(r) ? (size_t)r->scheme->length : SIZE_MAX;
  for (size_t i = 0; i < r->digits.len; i++) {
    char c = r->digits.ptr[i];
    bool fits = is_digit(c) || (!r->scheme->structured && is_letter(c)) || i == grid_letter;
    if (!fits) return refuse_character(r, i);
  }
  return QUHUA_OK;
}

/* Levels whose own segment ends where a code of this many digits ends; QUHUA_LEVEL_ANY when the length is wrong. */
static quhua_level level_of_length(const quhua_scheme *scheme, size_t len) {
  for (int level = QUHUA_LEVEL_PROVINCE; level < QUHUA_LEVEL_GROUP; level++)
    if (len == (size_t)(scheme->start[level] + scheme->width[level])) return (quhua_level)level;
  size_t shortest = (size_t)(scheme->length + scheme->group_width_min);
  size_t longest = (size_t)(scheme->length + scheme->width[QUHUA_LEVEL_GROUP]);
  return len >= shortest && len <= longest ? QUHUA_LEVEL_GROUP : QUHUA_LEVEL_ANY;
}

static size_t grid_length(const quhua_scheme *scheme) {
  return (size_t)(scheme->length + 1 + scheme->grid_width);
}

bool quhua__code_is_grid(const quhua_scheme *scheme, const quhua_code *code) {
  return scheme->structured && code->text[scheme->length] == scheme->grid_letter;
}

bool quhua__code_fits(const quhua_scheme *scheme, const quhua_code *code, quhua_level level) {
  if (!scheme->structured || level < QUHUA_LEVEL_PROVINCE || level > QUHUA_LEVEL_MAX) return false;
  size_t len = strlen(code->text);
  if (quhua__code_is_grid(scheme, code) && len != grid_length(scheme)) return false;
  quhua_level longest = level_of_length(scheme, len);
  return longest == (level == QUHUA_LEVEL_GROUP ? QUHUA_LEVEL_GROUP : QUHUA_LEVEL_VILLAGE);
}

int quhua__code_number(const quhua_scheme *scheme, const quhua_code *code, quhua_level level) {
  bool grid = level == QUHUA_LEVEL_GROUP && quhua__code_is_grid(scheme, code);
  const char *digit = code->text + scheme->start[level] + (grid ? 1 : 0);
  int width = grid ? scheme->grid_width : scheme->width[level], number = 0;
  for (int i = 0; i < width && digit[i]; i++) number = number * 10 + (digit[i] - '0');
  return grid ? QUHUA__GRID_BASE + number : number;
}

/* The deepest level that has a number. */
static quhua_level deepest_number(const quhua_scheme *scheme, const quhua_code *code, quhua_level from) {
  int level = (int)from;
  while (level > QUHUA_LEVEL_PROVINCE && quhua__code_number(scheme, code, (quhua_level)level) == 0) level--;
  return (quhua_level)level;
}

/* The deepest level on which a code may stand whose deepest number is on a level: its own, or one below which official
 * lists put it without a number (东莞市 441900000000 as its own county). */
static quhua_level deepest_standing(const quhua_scheme *scheme, const quhua_code *code, quhua_level own) {
  quhua_level deepest = own < scheme->deepest_empty ? scheme->deepest_empty : own;
  for (size_t i = 0; i < scheme->deep_code_count; i++)
    if (strcmp(scheme->deep_codes[i].code, code->text) == 0) deepest = scheme->deep_codes[i].deepest;
  return deepest;
}

static quhua_status refuse_standing(const reading *r, quhua_level own) {
  static const quhua__text2 remedies[] = {
      [QUHUA_LEVEL_PROVINCE] = {{"its numbers end at the province (level 1)", "其编号止于省级（层级 1）"}},
      [QUHUA_LEVEL_PREFECTURE] = {{"its numbers end at the prefecture (level 2)",
                                   "其编号止于地级（层级 2）"}},
      [QUHUA_LEVEL_COUNTY] = {{"its numbers end at the county (level 3)", "其编号止于县级（层级 3）"}},
      [QUHUA_LEVEL_TOWNSHIP] = {{"its numbers end at the township (level 4)", "其编号止于乡级（层级 4）"}},
      [QUHUA_LEVEL_VILLAGE] = {{"its numbers end at the village (level 5)", "其编号止于村级（层级 5）"}},
      [QUHUA_LEVEL_GROUP] = {{"it is that of a group or grid (level 6)", "其为组级代码（层级 6）"}},
  };
  return refuse_level(r, remedies[own]);
}

static quhua_status refuse_grid(const reading *r) {
  return refuse(r, r->digits.ptr + r->scheme->length + 1,
                QUHUA__T("“{1}” has no number that a grid can have", "“{1}”的网格编号不对"),
                QUHUA__T("the number of a grid has two digits, G01 to G99", "网格编号为两位，G01 至 G99"));
}

static quhua_status check_group(const reading *r, const quhua_code *code) {
  int number = quhua__code_number(r->scheme, code, QUHUA_LEVEL_GROUP);
  if (number == QUHUA__GRID_BASE) return refuse_grid(r);
  if (number == 0)
    return refuse(r, r->digits.ptr + r->scheme->length,
                  QUHUA__T("“{1}” has no group number", "“{1}”没有小组编号"),
                  QUHUA__T("groups count from 01 (001); the village itself has 12 digits",
                           "小组从 01（001）编起，村本身为 12 位"));
  if (quhua__code_number(r->scheme, code, QUHUA_LEVEL_VILLAGE) == 0)
    return refuse(r, r->digits.ptr + r->scheme->start[QUHUA_LEVEL_VILLAGE],
                  QUHUA__T("“{1}” is a group or grid without a village", "“{1}”是没有所属村的小组或网格"),
                  QUHUA__T("digits 10 to 12 are the village's number", "第 10 至 12 位应为村级编号"));
  return QUHUA_OK;
}

/* The level of padded digits, checked against the one that was asked for. */
static quhua_status decide_level(const reading *r, const quhua_code *code, bool group, quhua_level *out) {
  if (quhua__code_number(r->scheme, code, QUHUA_LEVEL_PROVINCE) == 0)
    return refuse(
        r, r->digits.ptr, QUHUA__T("“{1}” has no province", "“{1}”没有省级编号"),
        QUHUA__T("the first two digits are the province, 11 and up", "前两位应为省级编号，自 11 起"));
  quhua_level own = group ? QUHUA_LEVEL_GROUP : deepest_number(r->scheme, code, QUHUA_LEVEL_VILLAGE);
  if (group) {
    quhua_status status = check_group(r, code);
    if (status != QUHUA_OK) return status;
  }
  *out = r->level == QUHUA_LEVEL_ANY ? own : r->level;
  bool stands = *out == own || (!group && *out > own && *out <= deepest_standing(r->scheme, code, own));
  return stands ? QUHUA_OK : refuse_standing(r, own);
}

static quhua_status read_structured(const reading *r, quhua_code *out, quhua_level *out_level) {
  bool grid = is_grid(r);
  if (grid && r->digits.len != grid_length(r->scheme)) return refuse_grid(r);
  quhua_level longest = level_of_length(r->scheme, r->digits.len);
  if (longest == QUHUA_LEVEL_ANY)
    return refuse(r, r->digits.ptr, QUHUA__T("“{1}” has not the length of a code", "“{1}”的位数不对"),
                  QUHUA__T("a code has 12 digits, or 2, 4, 6 or 9 without the zeros; a group has 14 or 15",
                           "代码为 12 位，省略末尾的零时为 2、4、6、9 位；小组为 14 或 15 位"));
  quhua_code code = {{0}};
  memset(code.text, '0', (size_t)r->scheme->length);
  memcpy(code.text, r->digits.ptr, r->digits.len);
  if (grid) code.text[r->scheme->length] = r->scheme->grid_letter;
  quhua_status status = decide_level(r, &code, longest == QUHUA_LEVEL_GROUP, out_level);
  if (status == QUHUA_OK) *out = code;
  return status;
}

static quhua_status read_opaque(const reading *r, quhua_code *out, quhua_level *out_level) {
  if (r->digits.len == 0 || r->digits.len > QUHUA_CODE_MAX)
    return refuse(r, r->digits.ptr, QUHUA__T("“{1}” has not the length of a code", "“{1}”的位数不对"),
                  QUHUA__T("a code has 1 to 15 letters and digits", "代码为 1 至 15 个字母和数字"));
  quhua_code code = {{0}};
  memcpy(code.text, r->digits.ptr, r->digits.len);
  *out = code;
  *out_level = r->level;
  return QUHUA_OK;
}

quhua_status quhua_code_parse(const quhua_scheme *scheme, quhua_str text, quhua_level level, quhua_code *out,
                              quhua_level *out_level, quhua_error *err) {
  reading r = {scheme, text, text, level, err};
  quhua_level found = QUHUA_LEVEL_ANY;
  quhua_status status = read_level(&r);
  if (status == QUHUA_OK) status = check_characters(&r);
  if (status != QUHUA_OK) return status;
  status = scheme->structured ? read_structured(&r, out, &found) : read_opaque(&r, out, &found);
  if (status == QUHUA_OK && out_level) *out_level = found;
  return status;
}

int quhua_code_compare(const quhua_code *a, const quhua_code *b) {
  return strncmp(a->text, b->text, sizeof a->text);
}

bool quhua__code_prefix(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                        quhua_code *prefix) {
  if (level <= QUHUA_LEVEL_PROVINCE || !quhua__code_fits(scheme, code, level)) return false;
  quhua_code above = {{0}};
  memset(above.text, '0', (size_t)scheme->length);
  memcpy(above.text, code->text, (size_t)scheme->start[level]);
  *prefix = above;
  return true;
}

bool quhua_code_parent(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                       quhua_code *out) {
  return quhua__code_prefix(scheme, code, level, out);
}

int quhua_code_segment(const quhua_scheme *scheme, const quhua_code *code, quhua_level level) {
  return quhua__code_fits(scheme, code, level) ? quhua__code_number(scheme, code, level) : -1;
}
