/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_words.h"

#include <stddef.h>
#include <string.h>

/* A keyword that may stand in a column, and what people of the other language call it. */
static const struct {
  const char *column, *keyword, *zh;
} words[] = {
    {"status", "formal", "正式"}, {"status", "implied", "隐含"}, {"share", "children", "依下级"},
    {"complete", "yes", "是"},    {"complete", "no", "否"},      {"divided", "yes", "是"},
    {"divided", "no", "否"},      {"record", "version", "版本"}, {"record", "flow", "沿革"},
    {"direction", "in", "来自"},  {"direction", "out", "去向"},  {"direction", "itself", "自身"},
    {"kind", "opening", "建册"},  {"kind", "act", "变更"},       {"kind", "record", "登记"},
    {"identity", "same", "同一"}, {"identity", "new", "新设"},
};

quhua_str cell_word(quhua_str column, quhua_str cell, quhua_lang lang) {
  for (size_t i = 0; lang == QUHUA_LANG_ZH && i < sizeof words / sizeof *words; i++)
    if (quhua_str_equal(quhua_str_from(words[i].keyword), cell) &&
        quhua_str_equal(quhua_str_from(words[i].column), column))
      return quhua_str_from(words[i].zh);
  return cell;
}
