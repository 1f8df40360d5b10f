/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/text_internal.h"
#include "code/issue.h"
#include "code/scheme.h"

static bool is_kind(quhua_kind kind) {
  return kind > QUHUA_KIND_NONE && kind < QUHUA_KIND_LIMIT && quhua__kinds[kind].word[QUHUA_LANG_EN];
}

quhua_kind quhua_kind_find(quhua_str word) {
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    if (!is_kind((quhua_kind)kind)) continue;
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(word, quhua_str_from(quhua__kinds[kind].word[lang]))) return (quhua_kind)kind;
  }
  for (size_t i = 0; i < quhua__kind_alias_count; i++)
    if (quhua_str_equal(word, quhua_str_from(quhua__kind_aliases[i].word)))
      return quhua__kind_aliases[i].kind;
  return QUHUA_KIND_NONE;
}

const char *quhua_kind_word(quhua_kind kind, quhua_lang lang) {
  bool known = is_kind(kind) && (lang == QUHUA_LANG_EN || lang == QUHUA_LANG_ZH);
  return known ? quhua__kinds[kind].word[lang] : "";
}

quhua_level quhua_kind_level(quhua_kind kind) {
  return is_kind(kind) ? quhua__kinds[kind].level : QUHUA_LEVEL_ANY;
}

static bool hint_fits(const quhua__kind_hint *hint, const quhua_code *code, quhua_level level, int number,
                      quhua_str name) {
  if (hint->level != level || number < hint->lo || number > hint->hi) return false;
  if (strncmp(code->text, hint->prefix, strlen(hint->prefix)) != 0) return false;
  return hint->ending ? quhua__ends_with(name, quhua_str_from(hint->ending)) : name.len == 0;
}

/* The first kind of a level whose range holds the number, or QUHUA_KIND_NONE. */
static quhua_kind kind_of_number(const quhua_scheme *scheme, quhua_level level, int number) {
  for (size_t i = 0; i < scheme->range_count; i++) {
    const quhua__range *range = &scheme->ranges[i];
    if (quhua__kinds[range->kind].level == level && range->lo <= number && number <= range->hi)
      return range->kind;
  }
  return QUHUA_KIND_NONE;
}

/* Groups of a community are 居民小组. */
static bool is_in_community(const quhua_scheme *scheme, const quhua_code *code) {
  int village = quhua__code_number(scheme, code, QUHUA_LEVEL_VILLAGE);
  quhua_kind kind = kind_of_number(scheme, QUHUA_LEVEL_VILLAGE, village);
  return kind == QUHUA_KIND_COMMUNITY || kind == QUHUA_KIND_COMMUNITY_LIKE ||
         kind == QUHUA_KIND_VIRTUAL_COMMUNITY;
}

quhua_kind quhua_kind_of_code(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                              quhua_str name) {
  if (!scheme->structured) return QUHUA_KIND_UNIT;
  if (!quhua__code_fits(scheme, code, level)) return QUHUA_KIND_NONE;
  int number = quhua__code_number(scheme, code, level);
  for (size_t i = 0; i < scheme->hint_count; i++)
    if (hint_fits(&scheme->hints[i], code, level, number, name)) return scheme->hints[i].kind;
  quhua_kind kind = kind_of_number(scheme, level, number);
  if (kind == QUHUA_KIND_VILLAGER_GROUP && is_in_community(scheme, code)) return QUHUA_KIND_RESIDENT_GROUP;
  return kind ? kind : scheme->fallback[level];
}

bool quhua_code_in_range(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                         quhua_kind kind) {
  if (!scheme->structured || level <= QUHUA_LEVEL_COUNTY) return true;
  if (quhua_kind_level(kind) != level || !quhua__code_fits(scheme, code, level)) return false;
  int number = quhua__code_number(scheme, code, level);
  for (size_t i = 0; i < scheme->range_count; i++) {
    const quhua__range *range = &scheme->ranges[i];
    if (range->kind == kind && range->lo <= number && number <= range->hi) return true;
  }
  return false;
}

bool quhua__code_is_odd(const quhua_scheme *scheme, const quhua_code *code, quhua_level level) {
  if (level != QUHUA_LEVEL_VILLAGE || !quhua__code_fits(scheme, code, level)) return false;
  int number = quhua__code_number(scheme, code, level);
  for (size_t i = 0; i < scheme->odd_village_count; i++)
    if (scheme->odd_villages[i] == number) return true;
  return false;
}
