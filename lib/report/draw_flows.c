/* SPDX-License-Identifier: Apache-2.0 */
/* draw_flows.c: the lines between the cards, and the words on them. */
#include "report/drawing.h"

#define STUB 46 /* half a flow that leads nowhere */
#define LABEL_HEIGHT 18
#define LABEL_MEMORY                                                                                         \
  64 /* labels that a new one keeps clear of: those of the neighbours come just before it */

/* ---- lines ---- */

static bool is_measured(quhua_share share) {
  return share.kind == QUHUA_SHARE_WHOLE || share.kind == QUHUA_SHARE_EMPTY ||
         share.kind == QUHUA_SHARE_EXACT;
}

/* A band whose thickness is the share. */
static void draw_band(quhua__drawing *d, const quhua__lineage_link *link, int32_t x0, int32_t x1,
                      const char *color) {
  int32_t up = link->width / 2;
  int32_t down = link->width - up;
  int32_t bend = (x0 + x1) / 2;
  int32_t y0 = link->y[QUHUA__BEFORE];
  int32_t y1 = link->y[QUHUA__AFTER];
  quhua__xml_markup(&d->xml,
                    "<path d=\"M%d %dC%d %d %d %d %d %dL%d %dC%d %d %d %d %d %dZ\" fill=\"%s\" "
                    "fill-opacity=\"0.32\" stroke=\"none\"/>\n",
                    x0, y0 - up, bend, y0 - up, bend, y1 - up, x1, y1 - up, x1, y1 + down, bend, y1 + down,
                    bend, y0 + down, x0, y0 + down, color);
}

/* A line, dashed where the share is not known. */
static void draw_line(quhua__drawing *d, const quhua__lineage_link *link, int32_t x0, int32_t x1,
                      const char *color) {
  int32_t bend = (x0 + x1) / 2;
  int32_t y0 = link->y[QUHUA__BEFORE];
  int32_t y1 = link->y[QUHUA__AFTER];
  bool by_children = link->share.kind == QUHUA_SHARE_CHILDREN;
  quhua__xml_markup(
      &d->xml, "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"%s/>\n",
      x0, y0, bend, y0, bend, y1, x1, y1, color, by_children ? 3 : 2,
      by_children ? "" : " stroke-dasharray=\"7 5\"");
}

static const char *color_of(const quhua__lineage_link *link) {
  return quhua__draw_family_color(quhua__draw_family_of(link->relation));
}

static bool joins_two(const quhua__lineage_link *link) {
  return link->end[QUHUA__BEFORE] != QUHUA__LINEAGE_NONE && link->end[QUHUA__AFTER] != QUHUA__LINEAGE_NONE;
}

void quhua__draw_flows(quhua__drawing *d) {
  int32_t x0 = quhua__draw_card_x(d, QUHUA__BEFORE) + d->card_width;
  int32_t x1 = quhua__draw_card_x(d, QUHUA__AFTER);
  for (uint32_t i = 0; i < d->layout.link_count; i++) {
    const quhua__lineage_link *link = &d->layout.links[i];
    if (!joins_two(link)) continue;
    if (is_measured(link->share))
      draw_band(d, link, x0, x1, color_of(link));
    else
      draw_line(d, link, x0, x1, color_of(link));
  }
}

/* ---- words ---- */

typedef struct box {
  int32_t x; /* centre */
  int32_t y;
  int32_t width;
} box;

typedef struct label_memory {
  box placed[LABEL_MEMORY]; /* a ring */
  uint32_t count;
} label_memory;

static bool is_clear(const label_memory *memory, box label) {
  uint32_t known = memory->count < LABEL_MEMORY ? memory->count : LABEL_MEMORY;
  for (uint32_t i = 0; i < known; i++) {
    const box *other = &memory->placed[i];
    int32_t dx = label.x > other->x ? label.x - other->x : other->x - label.x;
    int32_t dy = label.y > other->y ? label.y - other->y : other->y - label.y;
    if (dx < (label.width + other->width) / 2 + 4 && dy < LABEL_HEIGHT + 2) return false;
  }
  return true;
}

static void remember(label_memory *memory, box label) {
  memory->placed[memory->count++ % LABEL_MEMORY] = label;
}

static quhua_str share_text(const quhua__drawing *d, quhua_share share, char out[QUHUA_SHARE_TEXT_MAX]) {
  switch (share.kind) {
  case QUHUA_SHARE_EMPTY:
  case QUHUA_SHARE_WHOLE: return quhua_str_from("");
  case QUHUA_SHARE_UNKNOWN: return quhua_str_from(quhua__draw_either(d, "share unknown", "比例未知"));
  case QUHUA_SHARE_CHILDREN: return quhua_str_from(quhua__draw_either(d, "by its parts", "按下级单位"));
  case QUHUA_SHARE_EXACT:
  case QUHUA_SHARE_INTERVAL: break;
  }
  quhua_share_format(share, out);
  return quhua_str_from(out);
}

/* Width of a label with two words; 0 when both are empty. */
static int32_t label_width(quhua_str first, quhua_str second) {
  int32_t width =
      quhua__draw_pixels(first, QUHUA__DRAW_SMALL) + quhua__draw_pixels(second, QUHUA__DRAW_SMALL);
  if (width == 0) return 0;
  return width + (first.len && second.len ? 5 : 0) + 16;
}

/* Two words on a white plate. */
static void draw_label(quhua__drawing *d, box label, const char *color, quhua_str first, quhua_str second) {
  quhua__xml_markup(
      &d->xml,
      "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"9\" fill=\"#ffffff\" stroke=\"%s\" "
      "stroke-opacity=\"0.5\"/>\n<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"middle\" "
      "fill=\"%s\">",
      label.x - label.width / 2, label.y - LABEL_HEIGHT / 2, label.width, LABEL_HEIGHT, color, label.x,
      label.y + 4, QUHUA__DRAW_SMALL, color);
  quhua__xml_text(&d->xml, first);
  if (first.len && second.len) quhua__xml_raw(&d->xml, " ");
  quhua__xml_text(&d->xml, second);
  quhua__xml_raw(&d->xml, "</text>\n");
}

/* Places on a curve, in thousandths of the way across and of the way up or down. The control points lie in the middle,
 * so that x(t) = 1.5t - 1.5t² + t³ and y(t) = 3t² - 2t³; here for t = 1/4, 1/3, 1/2, 2/3, 3/4. */
static const struct {
  int32_t x;
  int32_t y;
} stations[] = {{297, 156}, {370, 259}, {500, 500}, {630, 741}, {703, 844}};
#define STATION_COUNT 5

static int32_t along(int32_t from, int32_t to, int32_t thousandths) {
  return from + (int32_t)((int64_t)(to - from) * thousandths / 1000);
}

static box label_at(const quhua__drawing *d, const quhua__lineage_link *link, int station, int32_t width) {
  int32_t x0 = quhua__draw_card_x(d, QUHUA__BEFORE) + d->card_width;
  int32_t x1 = quhua__draw_card_x(d, QUHUA__AFTER);
  return (box){along(x0, x1, stations[station].x),
               along(link->y[QUHUA__BEFORE], link->y[QUHUA__AFTER], stations[station].y), width};
}

/* A label stands where its line has come apart from the others: near the end that it has for itself, or else where
 * there is room. */
static box place_label(const quhua__drawing *d, const quhua__lineage_link *link, int32_t width,
                       const label_memory *memory) {
  static const int orders[3][STATION_COUNT] = {{0, 1, 2, 3, 4}, {2, 1, 3, 0, 4}, {4, 3, 2, 1, 0}};
  bool own_start = d->layout.nodes[link->end[QUHUA__BEFORE]].links == 1;
  bool own_end = d->layout.nodes[link->end[QUHUA__AFTER]].links == 1;
  const int *order = orders[own_start == own_end ? 1 : own_start ? 0 : 2];
  for (int i = 0; i < STATION_COUNT; i++) {
    box label = label_at(d, link, order[i], width);
    if (is_clear(memory, label)) return label;
  }
  return label_at(d, link, order[0], width);
}

static void label_flow(quhua__drawing *d, const quhua__lineage_link *link, label_memory *memory) {
  char text[QUHUA_SHARE_TEXT_MAX];
  quhua_str relation = quhua_str_from(link->unchanged ? quhua__draw_either(d, "goes on", "延续")
                                                      : quhua_relation_word(link->relation, d->lang));
  quhua_str share = share_text(d, link->share, text);
  int32_t width = label_width(relation, share);
  if (width == 0) return;
  box label = place_label(d, link, width, memory);
  remember(memory, label);
  draw_label(d, label, color_of(link), relation, share);
}

/* Half a flow: an end without successor (a cross), or a beginning without predecessor (a ring). */
static void draw_stub(quhua__drawing *d, const quhua__lineage_link *link, quhua__lineage_side side) {
  bool ends = side == QUHUA__BEFORE;
  const char *color = color_of(link);
  int32_t y = link->y[side];
  int32_t x = quhua__draw_card_x(d, side) + (ends ? d->card_width : 0);
  int32_t far = ends ? x + STUB : x - STUB;
  quhua__xml_markup(&d->xml,
                    "<path d=\"M%d %dL%d %d\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"2 4\" "
                    "fill=\"none\"/>\n",
                    x, y, far, y, color);
  if (ends)
    quhua__xml_markup(
        &d->xml, "<path d=\"M%d %dl10 10m0 -10l-10 10\" stroke=\"%s\" stroke-width=\"2\" fill=\"none\"/>\n",
        far - 5, y - 5, color);
  else
    quhua__xml_markup(
        &d->xml, "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#ffffff\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        far, y, color);
  quhua_str word = quhua_str_from(quhua_relation_word(link->relation, d->lang));
  quhua_str lack = quhua_str_from(ends ? quhua__draw_either(d, "no successor", "无后继")
                                       : quhua__draw_either(d, "no predecessor", "无前身"));
  int32_t width = label_width(word, lack);
  int32_t away = width / 2 + 12;
  draw_label(d, (box){ends ? far + away : far - away, y, width}, color, word, lack);
}

void quhua__draw_flow_labels(quhua__drawing *d) {
  label_memory memory = {.count = 0};
  for (uint32_t i = 0; i < d->layout.link_count; i++) {
    const quhua__lineage_link *link = &d->layout.links[i];
    if (joins_two(link))
      label_flow(d, link, &memory);
    else if (link->end[QUHUA__BEFORE] != QUHUA__LINEAGE_NONE)
      draw_stub(d, link, QUHUA__BEFORE);
    else if (link->end[QUHUA__AFTER] != QUHUA__LINEAGE_NONE)
      draw_stub(d, link, QUHUA__AFTER);
  }
}
