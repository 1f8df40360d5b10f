/* SPDX-License-Identifier: Apache-2.0 */
/* drawing.h: a lineage drawing under way, shared by the files that draw its parts. */
#ifndef QUHUA_REPORT_DRAWING_H
#define QUHUA_REPORT_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/lineage_layout.h"
#include "report/xml.h"

#define QUHUA__DRAW_MARGIN 36
#define QUHUA__DRAW_GAP 320  /* between the columns: room for the flows */
#define QUHUA__DRAW_SMALL 12 /* size of small letters */

#define QUHUA__DRAW_INK "#1f2933"
#define QUHUA__DRAW_PALE "#5f6b7a"
#define QUHUA__DRAW_ENDED "#c53030"
#define QUHUA__DRAW_BEGUN "#2f855a"
#define QUHUA__DRAW_LASTING "#8a97a6"

typedef struct quhua__drawing {
  quhua__xml xml;
  quhua__lineage_layout layout;
  quhua_lang lang;
  bool inlined;       /* an element of a page */
  size_t rows;        /* of the crosswalk */
  int32_t card_width; /* of a unit */
  int32_t width;
  int32_t height;
} quhua__drawing;

/* Families of relations that share a colour. */
typedef enum quhua__draw_family {
  QUHUA__BY_MERGING,
  QUHUA__BY_SPLITTING,
  QUHUA__BY_MOVING,
  QUHUA__BY_NAMING,
  QUHUA__BY_BEGINNING,
  QUHUA__BY_ENDING
} quhua__draw_family;
#define QUHUA__DRAW_FAMILIES 6

quhua__draw_family quhua__draw_family_of(quhua_relation relation);
const char *quhua__draw_family_color(quhua__draw_family family);
const char *quhua__draw_family_word(quhua__draw_family family, quhua_lang lang);

/* The text in the language of the drawing. */
const char *quhua__draw_either(const quhua__drawing *d, const char *en, const char *zh);
/* Left edge of the cards of a side. */
int32_t quhua__draw_card_x(const quhua__drawing *d, quhua__lineage_side side);
/* Width of a text in pixels. */
int32_t quhua__draw_pixels(quhua_str text, int size);
void quhua__draw_text(quhua__drawing *d, int32_t x, int32_t y, int size, const char *attributes,
                      quhua_str text);

/* All bands and lines, then (above the cards) their labels, and the ends without a partner. */
void quhua__draw_flows(quhua__drawing *d);
void quhua__draw_flow_labels(quhua__drawing *d);

#endif
