/* SPDX-License-Identifier: Apache-2.0 */
#include "change/ledger_mode.h"

#include "base/fail.h"

static const char *const words[QUHUA_LEDGER_LIMIT][QUHUA_LANG_COUNT] = {
    [QUHUA_LEDGER_NONE] = {"", ""},
    [QUHUA_LEDGER_UNMERGED] = {"unmerged", "未融合"},
    [QUHUA_LEDGER_DIRECT] = {"direct", "直接并账"},
    [QUHUA_LEDGER_NEGOTIATED] = {"negotiated", "协商并账"},
    [QUHUA_LEDGER_GRADUAL] = {"gradual", "逐步融合"},
};

const char *quhua_ledger_mode_word(quhua_ledger_mode mode, quhua_lang lang) {
  bool known = (unsigned)mode < QUHUA_LEDGER_LIMIT && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[mode][lang] : "";
}

quhua_ledger_mode quhua_ledger_mode_find(quhua_str word) {
  for (int mode = 1; mode < QUHUA_LEDGER_LIMIT; mode++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(word, quhua_str_from(words[mode][lang]))) return (quhua_ledger_mode)mode;
  return QUHUA_LEDGER_NONE;
}

quhua_status quhua__ledger_mode_refuse(quhua_str word, quhua_error *err) {
  return quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” is no way in which books are merged", "“{1}”不是账目融合方式"),
      QUHUA__T("write direct, negotiated, gradual or unmerged", "可写 直接并账 协商并账 逐步融合 未融合"),
      QUHUA__ARGS(word));
}
