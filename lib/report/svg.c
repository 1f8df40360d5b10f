/* SPDX-License-Identifier: Apache-2.0 */
/* svg.c: the lineage of a crosswalk as a drawing, SVG 1.1 with presentation attributes only, so that office programs
 * and printers show it like browsers do. Colour never speaks alone: each flow and each end also has a word. */
#include "report/svg.h"

#include <quhua/report.h>

#include "base/arena.h"
#include "base/fail.h"
#include "report/drawing.h"

#define CARD_MIN 190
#define CARD_MAX 420
#define CARD_PADDING 16
#define NAME_SIZE 15
#define HEAD_HEIGHT 118 /* title, summary and legend */

#define FONTS                                                                                                \
  "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"                  \
  "'WenQuanYi Micro Hei',SimHei,SimSun-ExtB,sans-serif"
#define CODE_FONTS "'Noto Sans Mono CJK SC','DejaVu Sans Mono',Consolas,Menlo,monospace"

static const char *level_word(quhua_level level, quhua_lang lang) {
  static const char *const words[QUHUA_LEVEL_MAX + 1][QUHUA_LANG_COUNT] = {
      {"Units", "单位"},    {"Provinces", "省级"},         {"Prefectures", "地级"},
      {"Counties", "县级"}, {"Townships", "乡镇（街道）"}, {"Villages", "村（社区）"},
      {"Groups", "组"},
  };
  return words[level >= 0 && level <= QUHUA_LEVEL_MAX ? level : 0][lang];
}

/* Text that is at most `room` pixels wide; a longer one is cut and marked with an ellipsis. */
static void fitted_text(quhua__drawing *d, int32_t x, int32_t y, int size, int32_t room,
                        const char *attributes, quhua_str text) {
  int32_t width = room * 100 / size;
  if (quhua__text_width(text) <= width) {
    quhua__draw_text(d, x, y, size, attributes, text);
    return;
  }
  quhua__xml_markup(&d->xml, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" %s>", x, y, size, attributes);
  quhua__xml_text(&d->xml, quhua__text_fit(text, width - 100));
  quhua__xml_raw(&d->xml, "…</text>\n");
}

/* ---- units ---- */

/* The word on a card: only a unit that ends or begins has one. */
static const char *state_word(const quhua__drawing *d, const quhua__lineage_node *node) {
  if (node->lasts) return "";
  return node->side == QUHUA__BEFORE ? quhua__draw_either(d, "ends", "终止")
                                     : quhua__draw_either(d, "new", "新设");
}

static const char *state_color(const quhua__lineage_node *node) {
  return node->lasts                   ? QUHUA__DRAW_LASTING
         : node->side == QUHUA__BEFORE ? QUHUA__DRAW_ENDED
                                       : QUHUA__DRAW_BEGUN;
}

static quhua_str shown_name(const quhua__drawing *d, const quhua_unit *unit) {
  return unit->name.len ? unit->name : quhua_str_from(quhua__draw_either(d, "(no name)", "（无名称）"));
}

static int32_t wanted_width(const quhua__drawing *d, const quhua__lineage_node *node) {
  int32_t first = quhua__draw_pixels(shown_name(d, node->unit), NAME_SIZE) + 12 +
                  quhua__draw_pixels(quhua_str_from(state_word(d, node)), QUHUA__DRAW_SMALL);
  int32_t second =
      quhua__draw_pixels(quhua_str_from(node->unit->code.text), QUHUA__DRAW_SMALL) + 12 +
      quhua__draw_pixels(quhua_str_from(quhua_kind_word(node->unit->kind, d->lang)), QUHUA__DRAW_SMALL);
  return (first > second ? first : second) + 2 * CARD_PADDING;
}

static void choose_card_width(quhua__drawing *d) {
  d->card_width = CARD_MIN;
  for (uint32_t i = 0; i < d->layout.node_count; i++) {
    int32_t wanted = wanted_width(d, &d->layout.nodes[i]);
    if (wanted > d->card_width) d->card_width = wanted;
  }
  if (d->card_width > CARD_MAX) d->card_width = CARD_MAX;
}

static void draw_card(quhua__drawing *d, const quhua__lineage_node *node) {
  quhua__xml *xml = &d->xml;
  int32_t x = quhua__draw_card_x(d, node->side);
  int32_t right = x + d->card_width;
  int32_t middle = node->y + node->height / 2;
  quhua_str state = quhua_str_from(state_word(d, node));
  int32_t room =
      d->card_width - 2 * CARD_PADDING - (state.len ? 10 + quhua__draw_pixels(state, QUHUA__DRAW_SMALL) : 0);
  quhua__xml_raw(xml, "<g>\n<title>");
  quhua__xml_text(xml, quhua_str_from(node->unit->code.text));
  quhua__xml_raw(xml, " ");
  quhua__xml_text(xml, shown_name(d, node->unit));
  quhua__xml_raw(xml, "</title>\n");
  quhua__xml_markup(xml,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\" "
                    "stroke=\"#cbd5e1\"/>\n",
                    x, node->y, d->card_width, node->height);
  quhua__xml_markup(xml, "<rect x=\"%d\" y=\"%d\" width=\"5\" height=\"%d\" rx=\"2\" fill=\"%s\"/>\n",
                    node->side == QUHUA__BEFORE ? x : right - 5, node->y, node->height, state_color(node));
  fitted_text(d, x + CARD_PADDING, middle - 3, NAME_SIZE, room,
              "font-weight=\"bold\" fill=\"" QUHUA__DRAW_INK "\"", shown_name(d, node->unit));
  quhua__draw_text(d, x + CARD_PADDING, middle + 15, QUHUA__DRAW_SMALL,
                   "font-family=\"" CODE_FONTS "\" fill=\"" QUHUA__DRAW_PALE "\"",
                   quhua_str_from(node->unit->code.text));
  quhua__draw_text(d, right - CARD_PADDING, middle + 15, QUHUA__DRAW_SMALL,
                   "text-anchor=\"end\" fill=\"" QUHUA__DRAW_PALE "\"",
                   quhua_str_from(quhua_kind_word(node->unit->kind, d->lang)));
  if (state.len) {
    const char *look = node->side == QUHUA__BEFORE
                           ? "text-anchor=\"end\" font-weight=\"bold\" fill=\"" QUHUA__DRAW_ENDED "\""
                           : "text-anchor=\"end\" font-weight=\"bold\" fill=\"" QUHUA__DRAW_BEGUN "\"";
    quhua__draw_text(d, right - CARD_PADDING, middle - 3, QUHUA__DRAW_SMALL, look, state);
  }
  quhua__xml_raw(xml, "</g>\n");
}

/* ---- what stands around ---- */

static void draw_section(quhua__drawing *d, const quhua__lineage_section *section) {
  quhua__xml *xml = &d->xml;
  int32_t y = section->y;
  quhua__xml_markup(xml, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"34\" rx=\"6\" fill=\"#eef2f7\"/>\n",
                    QUHUA__DRAW_MARGIN, y, d->width - 2 * QUHUA__DRAW_MARGIN);
  quhua__draw_text(d, QUHUA__DRAW_MARGIN + CARD_PADDING, y + 23, 16,
                   "font-weight=\"bold\" fill=\"" QUHUA__DRAW_INK "\"",
                   quhua_str_from(level_word(section->level, d->lang)));
  quhua__xml_markup(xml,
                    "<text x=\"%d\" y=\"%d\" font-size=\"14\" text-anchor=\"end\" fill=\"" QUHUA__DRAW_PALE
                    "\">%u → %u</text>\n",
                    d->width - QUHUA__DRAW_MARGIN - CARD_PADDING, y + 22, (unsigned)section->count[0],
                    (unsigned)section->count[1]);
  quhua__draw_text(d, quhua__draw_card_x(d, QUHUA__BEFORE), y + 64, 13, "fill=\"" QUHUA__DRAW_PALE "\"",
                   quhua_str_from(quhua__draw_either(d, "Before", "调整前")));
  quhua__draw_text(d, quhua__draw_card_x(d, QUHUA__AFTER) + d->card_width, y + 64, 13,
                   "text-anchor=\"end\" fill=\"" QUHUA__DRAW_PALE "\"",
                   quhua_str_from(quhua__draw_either(d, "After", "调整后")));
}

/* "3 units before, 1 after, 3 flows", and how many rows are not drawn. */
static void put_summary(quhua__drawing *d) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < d->layout.node_count; i++) before += d->layout.nodes[i].side == QUHUA__BEFORE;
  quhua__xml_markup(&d->xml,
                    quhua__draw_either(d, "%u units before, %u after, %u flows",
                                       "调整前 %u 个单位，调整后 %u 个，对应关系 %u 条"),
                    (unsigned)before, (unsigned)(d->layout.node_count - before),
                    (unsigned)d->layout.row_count);
  if (d->rows > d->layout.row_count)
    quhua__xml_markup(&d->xml,
                      quhua__draw_either(
                          d, ". Only the first %u of %zu rows are drawn; the crosswalk table has all of them",
                          "。图中只画出前 %u 条，对照表共 %zu 条，全部内容见对照表"),
                      (unsigned)d->layout.row_count, d->rows);
}

/* A mark and its word; returns where the next one may begin. */
static int32_t draw_key(quhua__drawing *d, int32_t x, int32_t y, bool dashed, const char *color,
                        const char *word) {
  if (dashed)
    quhua__xml_markup(&d->xml,
                      "<path d=\"M%d %dh28\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"7 5\"/>\n",
                      x, y, color);
  else
    quhua__xml_markup(
        &d->xml,
        "<rect x=\"%d\" y=\"%d\" width=\"28\" height=\"10\" rx=\"2\" fill=\"%s\" fill-opacity=\"0.5\"/>\n", x,
        y - 5, color);
  quhua__draw_text(d, x + 34, y + 4, QUHUA__DRAW_SMALL, "fill=\"" QUHUA__DRAW_INK "\"", quhua_str_from(word));
  return x + 34 + quhua__draw_pixels(quhua_str_from(word), QUHUA__DRAW_SMALL) + 22;
}

/* Only what occurs in the drawing is explained. */
static void draw_legend(quhua__drawing *d) {
  bool used[QUHUA__DRAW_FAMILIES] = {false};
  bool unknown = false;
  int32_t x = QUHUA__DRAW_MARGIN;
  for (uint32_t i = 0; i < d->layout.link_count; i++) {
    const quhua__lineage_link *link = &d->layout.links[i];
    if (!link->unchanged) used[quhua__draw_family_of(link->relation)] = true;
    unknown |= link->share.kind == QUHUA_SHARE_UNKNOWN || link->share.kind == QUHUA_SHARE_INTERVAL;
  }
  for (int f = 0; f < QUHUA__DRAW_FAMILIES; f++)
    if (used[f])
      x = draw_key(d, x, HEAD_HEIGHT - 22, false, quhua__draw_family_color((quhua__draw_family)f),
                   quhua__draw_family_word((quhua__draw_family)f, d->lang));
  if (unknown)
    draw_key(d, x, HEAD_HEIGHT - 22, true, QUHUA__DRAW_PALE,
             quhua__draw_either(d, "share not known exactly", "比例不确定"));
}

static void draw_head(quhua__drawing *d, quhua_str title) {
  quhua__xml *xml = &d->xml;
  if (!d->inlined) quhua__xml_raw(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  quhua__xml_markup(xml,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                    "version=\"1.1\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" xml:lang=\"%s\" ",
                    d->width, d->height, d->width, d->height, quhua__draw_either(d, "en", "zh-CN"));
  quhua__xml_raw(xml, "font-family=\"" FONTS "\">\n<title>");
  quhua__xml_text(xml, title);
  quhua__xml_raw(xml, "</title>\n<desc>");
  put_summary(d);
  quhua__xml_markup(xml, "</desc>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", d->width,
                    d->height);
  fitted_text(d, QUHUA__DRAW_MARGIN, 46, 24, d->width - 2 * QUHUA__DRAW_MARGIN,
              "font-weight=\"bold\" fill=\"" QUHUA__DRAW_INK "\"", title);
  quhua__xml_markup(xml, "<text x=\"%d\" y=\"74\" font-size=\"14\" fill=\"" QUHUA__DRAW_PALE "\">",
                    QUHUA__DRAW_MARGIN);
  put_summary(d);
  quhua__xml_raw(xml, "</text>\n");
  draw_legend(d);
}

static void draw(quhua__drawing *d, quhua_str title) {
  draw_head(d, title);
  for (uint32_t i = 0; i < d->layout.section_count; i++) draw_section(d, &d->layout.sections[i]);
  quhua__draw_flows(d);
  for (uint32_t i = 0; i < d->layout.node_count; i++) draw_card(d, &d->layout.nodes[d->layout.order[i]]);
  quhua__draw_flow_labels(d);
  if (d->layout.link_count == 0)
    quhua__draw_text(d, QUHUA__DRAW_MARGIN, HEAD_HEIGHT + 20, 16, "fill=\"" QUHUA__DRAW_PALE "\"",
                     quhua_str_from(quhua__draw_either(d, "Nothing changes.", "没有变动。")));
  quhua__xml_raw(&d->xml, "</svg>\n");
}

static quhua_status make_svg(const quhua_crosswalk_row *const *rows, size_t count, quhua_str title,
                             quhua_lang lang, bool inlined, const quhua_allocator *allocator,
                             const quhua_writer *writer, quhua_error *err) {
  quhua__drawing d = {.lang = lang, .rows = count, .inlined = inlined};
  quhua__arena arena;
  quhua__arena_init(&arena, allocator);
  quhua_status status = QUHUA_OK;
  if (quhua__lineage_layout_make(&d.layout, &arena, rows, count, HEAD_HEIGHT)) {
    choose_card_width(&d);
    d.width = 2 * QUHUA__DRAW_MARGIN + 2 * d.card_width + QUHUA__DRAW_GAP;
    d.height = d.layout.bottom + QUHUA__DRAW_MARGIN + (count == 0 ? 20 : 0);
    quhua__xml_init(&d.xml, writer);
    draw(&d, title.len ? title : quhua_str_from(quhua__draw_either(&d, "Lineage", "区划沿革图")));
    if (!quhua__xml_finish(&d.xml))
      status = quhua__fail(err, QUHUA_E_IO, QUHUA__T("the drawing could not be written", "无法写出图形"),
                           QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  } else {
    status = quhua__fail_nomem(err);
  }
  quhua__arena_free(&arena);
  return status;
}

quhua_status quhua__lineage_svg(const quhua_crosswalk_row *const *rows, size_t count, quhua_str title,
                                quhua_lang lang, const quhua_allocator *allocator, const quhua_writer *writer,
                                quhua_error *err) {
  return make_svg(rows, count, title, lang, false, allocator, writer, err);
}

quhua_status quhua__lineage_svg_inline(const quhua_crosswalk_row *const *rows, size_t count, quhua_str title,
                                       quhua_lang lang, const quhua_allocator *allocator,
                                       const quhua_writer *writer, quhua_error *err) {
  return make_svg(rows, count, title, lang, true, allocator, writer, err);
}

quhua_status quhua_report_lineage_svg(const quhua_crosswalk *crosswalk, quhua_str title, quhua_lang lang,
                                      const quhua_writer *writer, quhua_error *err) {
  const quhua_allocator *allocator = quhua_allocator_default();
  quhua__arena arena;
  quhua__arena_init(&arena, allocator);
  size_t count = quhua_crosswalk_count(crosswalk);
  size_t drawn = count < QUHUA__LINEAGE_ROWS_MAX ? count : QUHUA__LINEAGE_ROWS_MAX;
  const quhua_crosswalk_row **rows = quhua__arena_alloc(&arena, drawn * sizeof *rows);
  for (size_t i = 0; rows && i < drawn; i++) rows[i] = quhua_crosswalk_at(crosswalk, i);
  quhua_status status =
      rows ? quhua__lineage_svg(rows, count, title, lang, allocator, writer, err) : quhua__fail_nomem(err);
  quhua__arena_free(&arena);
  return status;
}
