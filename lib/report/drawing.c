/* SPDX-License-Identifier: Apache-2.0 */
#include "report/drawing.h"

static const struct {
  const char *color;
  const char *word[QUHUA_LANG_COUNT];
} families[QUHUA__DRAW_FAMILIES] = {
    [QUHUA__BY_MERGING] = {"#2b6cb0", {"merged", "合并、并入"}},
    [QUHUA__BY_SPLITTING] = {"#c05621", {"split, redistributed", "分设、析出、重组"}},
    [QUHUA__BY_MOVING] = {"#6b46c1", {"transferred, boundary moved", "划归、界线变更"}},
    [QUHUA__BY_NAMING] = {"#64748b", {"renamed, retyped, recoded", "更名、改设、换码"}},
    [QUHUA__BY_BEGINNING] = {QUHUA__DRAW_BEGUN, {"established, restored", "设立、恢复"}},
    [QUHUA__BY_ENDING] = {QUHUA__DRAW_ENDED, {"abolished", "撤销"}},
};

quhua__draw_family quhua__draw_family_of(quhua_relation relation) {
  switch (relation) {
  case QUHUA_RELATION_MERGE:
  case QUHUA_RELATION_ABSORB: return QUHUA__BY_MERGING;
  case QUHUA_RELATION_SPLIT:
  case QUHUA_RELATION_SPLIT_OFF:
  case QUHUA_RELATION_REDISTRIBUTE: return QUHUA__BY_SPLITTING;
  case QUHUA_RELATION_TRANSFER:
  case QUHUA_RELATION_BOUNDARY: return QUHUA__BY_MOVING;
  case QUHUA_RELATION_ESTABLISH:
  case QUHUA_RELATION_RESTORE: return QUHUA__BY_BEGINNING;
  case QUHUA_RELATION_ABOLISH:
  case QUHUA_RELATION_REPEAL:
  case QUHUA_RELATION_ANNUL: return QUHUA__BY_ENDING;
  default: return QUHUA__BY_NAMING;
  }
}

const char *quhua__draw_family_color(quhua__draw_family family) { return families[family].color; }

const char *quhua__draw_family_word(quhua__draw_family family, quhua_lang lang) {
  return families[family].word[lang];
}

const char *quhua__draw_either(const quhua__drawing *d, const char *en, const char *zh) {
  return d->lang == QUHUA_LANG_ZH ? zh : en;
}

int32_t quhua__draw_card_x(const quhua__drawing *d, quhua__lineage_side side) {
  return side == QUHUA__BEFORE ? QUHUA__DRAW_MARGIN : d->width - QUHUA__DRAW_MARGIN - d->card_width;
}

void quhua__draw_text(quhua__drawing *d, int32_t x, int32_t y, int size, const char *attributes,
                      quhua_str text) {
  quhua__xml_markup(&d->xml, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" %s>", x, y, size, attributes);
  quhua__xml_text(&d->xml, text);
  quhua__xml_raw(&d->xml, "</text>\n");
}

int32_t quhua__draw_pixels(quhua_str text, int size) { return (quhua__text_width(text) * size + 99) / 100; }
