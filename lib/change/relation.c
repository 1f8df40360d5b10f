/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/change.h>

/* The words of a relation, by number and language. */
static const char *const words[QUHUA_RELATION_LIMIT][QUHUA_LANG_COUNT] = {
    [QUHUA_RELATION_NONE] = {"", ""},
    [QUHUA_RELATION_MERGE] = {"merge", "合并"},
    [QUHUA_RELATION_ABSORB] = {"absorb", "并入"},
    [QUHUA_RELATION_SPLIT] = {"split", "分设"},
    [QUHUA_RELATION_SPLIT_OFF] = {"split-off", "析出"},
    [QUHUA_RELATION_TRANSFER] = {"transfer", "划归"},
    [QUHUA_RELATION_RENAME] = {"rename", "更名"},
    [QUHUA_RELATION_RESPELL] = {"respell", "规范"},
    [QUHUA_RELATION_RETYPE] = {"retype", "改设"},
    [QUHUA_RELATION_RECODE] = {"recode", "换码"},
    [QUHUA_RELATION_ABOLISH] = {"abolish", "撤销"},
    [QUHUA_RELATION_ESTABLISH] = {"establish", "设立"},
    [QUHUA_RELATION_RESTORE] = {"restore", "恢复"},
    [QUHUA_RELATION_BOUNDARY] = {"boundary", "界线变更"},
    [QUHUA_RELATION_REDISTRIBUTE] = {"redistribute", "重组"},
    [QUHUA_RELATION_SEAT] = {"seat", "驻地迁移"},
    [QUHUA_RELATION_STATUS] = {"status", "状态"},
    [QUHUA_RELATION_CORRECT] = {"correct", "更正"},
    [QUHUA_RELATION_REPEAL] = {"repeal", "废止"},
    [QUHUA_RELATION_ANNUL] = {"annul", "自始无效"},
    [QUHUA_RELATION_POSTPONE] = {"postpone", "延期"},
    [QUHUA_RELATION_WITHDRAW] = {"withdraw", "撤回"},
};

const char *quhua_relation_word(quhua_relation relation, quhua_lang lang) {
  if ((unsigned)relation >= QUHUA_RELATION_LIMIT || (unsigned)lang >= QUHUA_LANG_COUNT) return "";
  return words[relation][lang];
}

quhua_relation quhua_relation_find(quhua_str word) {
  for (int relation = 1; relation < QUHUA_RELATION_LIMIT; relation++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(word, quhua_str_from(words[relation][lang]))) return (quhua_relation)relation;
  return QUHUA_RELATION_NONE;
}
