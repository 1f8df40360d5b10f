/* SPDX-License-Identifier: Apache-2.0 */
#include "recode/map.h"

/* Digits of a full code of a unit (国统字〔2009〕91号), and of the short forms of levels 1 to 4. */
#define FULL_CODE 12
static const uint8_t short_form[] = {0, 2, 4, 6, 9};

const unsigned char quhua__recode_keep[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                              255, 255, 255, 255, 255, 255, 255, 255};

static const char *const words[][QUHUA_LANG_COUNT] = {
    [QUHUA_RECODE_EMPTY] = {"empty", "空"},       [QUHUA_RECODE_SAME] = {"same", "未变"},
    [QUHUA_RECODE_NEW] = {"recoded", "换码"},     [QUHUA_RECODE_LARGEST] = {"largest", "取大"},
    [QUHUA_RECODE_SPLIT] = {"split", "拆分"},     [QUHUA_RECODE_AMBIGUOUS] = {"ambiguous", "不唯一"},
    [QUHUA_RECODE_ENDED] = {"ended", "撤销"},     [QUHUA_RECODE_UNKNOWN] = {"unknown", "无此代码"},
    [QUHUA_RECODE_CURRENT] = {"current", "现行"}, [QUHUA_RECODE_REUSED] = {"reused", "两可"},
    [QUHUA_RECODE_OLD] = {"old", "旧码"},
};

const char *quhua_recode_outcome_word(quhua_recode_outcome outcome, quhua_lang lang) {
  bool known = (unsigned)outcome < QUHUA_RECODE_OUTCOMES && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[outcome][lang] : "";
}

/* No slot may lie in two lines, and allocators give no more than 16. */
#define LINE ((size_t)64)

static size_t block_size(const quhua_recode_map *map) {
  return ((size_t)map->mask + 1) * sizeof *map->slots + LINE;
}

bool quhua__recode_map_room(quhua_recode_map *map, size_t codes) {
  const quhua_allocator *a = map->allocator;
  size_t size = 16;
  if (codes > UINT32_MAX / 4) return false;
  while (size < codes + codes / 3) size *= 2; /* at most three quarters full, so that a search ends soon */
  map->mask = (uint32_t)(size - 1);
  map->slot_block = a->alloc(a->ctx, block_size(map));
  if (!map->slot_block) return false;
  memset(map->slot_block, 0, block_size(map));
  map->slots = (void *)((char *)map->slot_block + LINE - (uintptr_t)map->slot_block % LINE);
  map->slot_answers = a->alloc(a->ctx, size * sizeof *map->slot_answers);
  if (!map->slot_answers) return false;
  memset(map->slot_answers, 0, size * sizeof *map->slot_answers);
  return true;
}

static bool only_zeros(const char *text) { return text[strspn(text, "0")] == '\0'; }

size_t quhua__recode_form(const quhua_recode_map *map, const quhua__recode_target *target, size_t asked,
                          char out[QUHUA_CODE_MAX + 1]) {
  size_t len = strlen(target->code.text);
  if (map->short_forms && asked < FULL_CODE && len == FULL_CODE && target->level <= QUHUA_LEVEL_TOWNSHIP) {
    size_t own = short_form[target->level];
    len = asked >= own && only_zeros(target->code.text + asked) ? asked : own;
  }
  memcpy(out, target->code.text, len);
  out[len] = '\0';
  return len;
}

static uint8_t look(const quhua_recode_map *map, quhua_str code, const quhua__recode_answer **answer) {
  char text[QUHUA_CODE_MAX + 1] = "";
  *answer = NULL;
  if (code.len == 0 || code.len > QUHUA_CODE_MAX) return 0;
  memcpy(text, code.ptr, code.len);
  quhua__recode_key key = quhua__recode_key_of(text, code.len);
  return quhua__recode_look(map, key, quhua__recode_hash(key), answer);
}

quhua_recode_outcome quhua_recode_map_find(const quhua_recode_map *map, quhua_str code) {
  const quhua__recode_answer *answer;
  uint8_t tag = look(map, code, &answer);
  return tag ? (quhua_recode_outcome)(tag - 1) : QUHUA_RECODE_UNKNOWN;
}

bool quhua_recode_map_candidate(const quhua_recode_map *map, quhua_str code, size_t index,
                                quhua_recode_candidate *out) {
  const quhua__recode_answer *answer;
  if (!look(map, code, &answer) || !answer || index >= answer->count) return false;
  const quhua__recode_target *target = &map->targets[answer->first + index];
  *out = (quhua_recode_candidate){.name = target->name, .share = target->share};
  quhua__recode_form(map, target, code.len, out->code.text);
  return true;
}

void quhua_recode_map_free(quhua_recode_map *map) {
  if (!map) return;
  const quhua_allocator *a = map->allocator;
  if (map->slot_block) a->free(a->ctx, map->slot_block, block_size(map));
  if (map->slot_answers)
    a->free(a->ctx, map->slot_answers, ((size_t)map->mask + 1) * sizeof *map->slot_answers);
  if (map->answers) a->free(a->ctx, map->answers, map->answer_cap * sizeof *map->answers);
  if (map->targets) a->free(a->ctx, map->targets, map->target_cap * sizeof *map->targets);
  quhua__arena_free(&map->arena);
  a->free(a->ctx, map, sizeof *map);
}
