/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/authority.h"

#include <string.h>

#include "base/text_internal.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define SHORTEST_NAME 6 /* bytes of two characters: one alone ends too many words */

typedef struct word {
  const char *text;
  quhua_level level; /* QUHUA_LEVEL_ANY: it does not say */
} word;

/* Longer words before those that they end with. */
static const word places[] = {
    {"省", QUHUA_LEVEL_PROVINCE},   {"自治区", QUHUA_LEVEL_PROVINCE},   {"地区", QUHUA_LEVEL_PREFECTURE},
    {"盟", QUHUA_LEVEL_PREFECTURE}, {"自治州", QUHUA_LEVEL_PREFECTURE}, {"社区", QUHUA_LEVEL_VILLAGE},
    {"新区", QUHUA_LEVEL_ANY},      {"开发区", QUHUA_LEVEL_ANY},        {"园区", QUHUA_LEVEL_ANY},
    {"矿区", QUHUA_LEVEL_ANY},      {"林区", QUHUA_LEVEL_ANY},          {"管理区", QUHUA_LEVEL_ANY},
    {"行政区", QUHUA_LEVEL_ANY},    {"景区", QUHUA_LEVEL_ANY},          {"区", QUHUA_LEVEL_COUNTY},
    {"县", QUHUA_LEVEL_COUNTY},     {"旗", QUHUA_LEVEL_COUNTY},         {"镇", QUHUA_LEVEL_TOWNSHIP},
    {"乡", QUHUA_LEVEL_TOWNSHIP},   {"苏木", QUHUA_LEVEL_TOWNSHIP},     {"街道", QUHUA_LEVEL_TOWNSHIP},
    {"村", QUHUA_LEVEL_VILLAGE},
};

static const word institutions[] = {
    {"人民政府", QUHUA_LEVEL_ANY},
    {"政府", QUHUA_LEVEL_ANY},
    {"人民代表大会", QUHUA_LEVEL_ANY},
    {"人大", QUHUA_LEVEL_ANY},
    {"民政局", QUHUA_LEVEL_ANY},
    {"民政厅", QUHUA_LEVEL_PROVINCE},
    {"行政公署", QUHUA_LEVEL_PREFECTURE},
    {"行署", QUHUA_LEVEL_PREFECTURE},
    {"街道办", QUHUA_LEVEL_TOWNSHIP},
    {"办事处", QUHUA_LEVEL_ANY},
    {"村民", QUHUA_LEVEL_VILLAGE},
    {"居民", QUHUA_LEVEL_VILLAGE},
    {"村委", QUHUA_LEVEL_VILLAGE},
    {"居委", QUHUA_LEVEL_VILLAGE},
    {"委", QUHUA_LEVEL_ANY},
};

static const char *const national[] = {"国务院", "民政部", "中央"};
static const char *const municipalities[] = {"北京市", "天津市", "上海市", "重庆市"};
static const char *const separators[] = {"、", "，", "；", ",", ";", " "};

static bool ends_with(quhua_str text, const char *end) { return quhua__ends_with(text, quhua_str_from(end)); }

/* Where a word stands in a text; the length of the text when it does not. */
static size_t find(quhua_str text, const char *wanted) {
  size_t len = strlen(wanted);
  for (size_t at = 0; at + len <= text.len; at++)
    if (memcmp(text.ptr + at, wanted, len) == 0) return at;
  return text.len;
}

/* --- the place --------------------------------------------------------------------------------------------------- */

/* 三台 of 三台县; the whole name when too little would be left. */
static quhua_str short_name(quhua_str name) {
  static const char city[] = "市";
  size_t class_word = ends_with(name, city) ? strlen(city) : 0;
  for (size_t i = 0; !class_word && i < LENGTH(places); i++)
    if (ends_with(name, places[i].text)) class_word = strlen(places[i].text);
  if (name.len >= class_word + SHORTEST_NAME) name.len -= class_word;
  return name;
}

static quhua_level level_by_name(quhua_str place, const quhua_unit *above, size_t count) {
  size_t longest = 0;
  quhua_level level = QUHUA_LEVEL_ANY;
  for (size_t i = 0; i < count; i++) {
    quhua_str names[] = {above[i].name, short_name(above[i].name)};
    for (size_t n = 0; n < LENGTH(names); n++) {
      if (names[n].len < SHORTEST_NAME || names[n].len < longest || !quhua__ends_with(place, names[n]))
        continue;
      if (names[n].len > longest || above[i].level < level) level = above[i].level;
      longest = names[n].len;
    }
  }
  return level;
}

/* A municipality is known by its kind even where the register has no name for it. */
static bool may_be_city(const quhua_unit *unit) {
  if (unit->level == QUHUA_LEVEL_PROVINCE) return unit->kind == QUHUA_KIND_MUNICIPALITY;
  return unit->level <= QUHUA_LEVEL_COUNTY && (!unit->name.len || ends_with(unit->name, "市"));
}

static quhua_level level_of_city(quhua_str place, const quhua_unit *above, size_t count) {
  for (size_t i = 0; i < LENGTH(municipalities); i++)
    if (ends_with(place, municipalities[i])) return QUHUA_LEVEL_PROVINCE;
  if (place.len > strlen("市")) return QUHUA_LEVEL_PREFECTURE;
  quhua_level level = QUHUA_LEVEL_ANY;
  for (size_t i = 0; i < count; i++)
    if (may_be_city(&above[i]) && (!level || above[i].level < level)) level = above[i].level;
  return level;
}

static quhua_level level_of_place(quhua_str place, const quhua_unit *above, size_t count) {
  quhua_level level = level_by_name(place, above, count);
  if (level) return level;
  if (ends_with(place, "市")) return level_of_city(place, above, count);
  if (quhua_str_equal(place, quhua_str_from("州")))
    return QUHUA_LEVEL_PREFECTURE; /* but 贵州 is no prefecture */
  for (size_t i = 0; i < LENGTH(places); i++)
    if (ends_with(place, places[i].text)) return places[i].level;
  return QUHUA_LEVEL_ANY;
}

/* --- the authority ----------------------------------------------------------------------------------------------- */

static quhua_level level_of_one(quhua_str text, const quhua_unit *above, size_t count) {
  quhua_str place = text;
  quhua_level level = QUHUA_LEVEL_ANY;
  for (size_t i = 0; i < LENGTH(national); i++)
    if (find(text, national[i]) < text.len) return QUHUA_LEVEL_ANY;
  for (size_t i = 0; i < LENGTH(institutions); i++) {
    size_t at = find(text, institutions[i].text);
    if (at >= place.len) continue;
    place.len = at;
    level = institutions[i].level;
  }
  return level ? level : level_of_place(place, above, count);
}

/* Bytes of the separator that the text begins with; 0 for none. */
static size_t separator(quhua_str text) {
  for (size_t i = 0; i < LENGTH(separators); i++) {
    size_t len = strlen(separators[i]);
    if (len <= text.len && memcmp(text.ptr, separators[i], len) == 0) return len;
  }
  return 0;
}

/* Cut off what stands before the next separator. */
static quhua_str take_one(quhua_str *rest) {
  quhua_str one = {rest->ptr, 0};
  while (rest->len) {
    size_t skip = separator(*rest);
    rest->ptr += skip ? skip : 1;
    rest->len -= skip ? skip : 1;
    if (skip) break;
    one.len++;
  }
  return one;
}

quhua_level quhua__authority_level(quhua_str text, const quhua_unit *above, size_t count) {
  quhua_level highest = QUHUA_LEVEL_ANY;
  while (text.len) {
    quhua_str one = take_one(&text);
    if (!one.len) continue;
    quhua_level level = level_of_one(one, above, count);
    if (!level) return QUHUA_LEVEL_ANY;
    if (!highest || level < highest) highest = level;
  }
  return highest;
}
