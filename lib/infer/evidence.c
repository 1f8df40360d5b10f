/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/evidence.h"

static const char *const texts[QUHUA__EVIDENCE_LIMIT][QUHUA_LANG_COUNT] = {
    [QUHUA__EVIDENCE_NONE] = {"", ""},
    [QUHUA__EVIDENCE_HINT] = {"a known act", "已知文件"},
    [QUHUA__EVIDENCE_CODE_AND_NAME] = {"same code and name", "代码与名称相同"},
    [QUHUA__EVIDENCE_NAME] = {"same name below the same parent", "同一上级之下名称相同"},
    [QUHUA__EVIDENCE_PROPER_NAME] = {"same name with another class word", "专名相同而通名不同"},
    [QUHUA__EVIDENCE_CHILDREN] = {"most of its units went there", "多数下级转入"},
    [QUHUA__EVIDENCE_NAME_MOVED] = {"same name below the successor of its parent",
                                    "原上级承接单位之下名称相同"},
    [QUHUA__EVIDENCE_NAME_ELSEWHERE] = {"the only one of this name left nearby", "邻近范围内仅余同名单位"},
    [QUHUA__EVIDENCE_CODE] = {"same code, another name", "代码相同而名称不同"},
    [QUHUA__EVIDENCE_SIMILAR_NAME] = {"nearly the same name", "名称相近"},
    [QUHUA__EVIDENCE_COMPOUND_NAME] = {"the successor's name takes up its own", "承接单位名称含其名"},
    [QUHUA__EVIDENCE_NEIGHBOUR] = {"neighbour in the order of codes", "代码相邻"},
    [QUHUA__EVIDENCE_ONLY_ONE] = {"the only unit that could have taken it", "唯一可能的承接单位"},
};

const char *quhua__evidence_text(quhua__evidence evidence, quhua_lang lang) { return texts[evidence][lang]; }

const char *quhua__vanished_text(quhua_lang lang) {
  return lang == QUHUA_LANG_ZH ? "后一名录中无可信的承接单位" : "no plausible successor in the later list";
}

const char *quhua__appeared_text(quhua_lang lang) {
  return lang == QUHUA_LANG_ZH ? "前一名录中无可信的来源单位"
                               : "no plausible predecessor in the earlier list";
}

uint32_t quhua__confidence_of_part(uint32_t none, uint32_t full, uint64_t part, uint64_t all) {
  if (all == 0 || part >= all) return all ? full : none;
  return none + (uint32_t)((uint64_t)(full - none) * part / all);
}

const char *quhua_inferred_word(quhua_inferred inferred, quhua_lang lang) {
  static const char *const words[QUHUA_INFERRED_LIMIT][QUHUA_LANG_COUNT] = {
      [QUHUA_INFERRED_SAME] = {"same", "未变"},
      [QUHUA_INFERRED_FOLLOWED] = {"followed", "随上级换码"},
      [QUHUA_INFERRED_RESPELT] = {"respelt", "规范"},
      [QUHUA_INFERRED_RENAMED] = {"renamed", "更名"},
      [QUHUA_INFERRED_RECODED] = {"recoded", "换码"},
      [QUHUA_INFERRED_PERMUTED] = {"permuted", "代码互换"},
      [QUHUA_INFERRED_RETYPED] = {"retyped", "改设"},
      [QUHUA_INFERRED_TRANSFERRED] = {"transferred", "划归"},
      [QUHUA_INFERRED_MERGED] = {"merged", "并入"},
      [QUHUA_INFERRED_VANISHED] = {"vanished", "消失"},
      [QUHUA_INFERRED_APPEARED] = {"appeared", "新现"},
      [QUHUA_INFERRED_REUSED] = {"reused", "复用代码"},
  };
  if ((unsigned)inferred >= QUHUA_INFERRED_LIMIT) return "";
  return words[inferred][lang];
}
