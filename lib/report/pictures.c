/* SPDX-License-Identifier: Apache-2.0 */
/* pictures.c: the lineage of a period as pictures of a page: one when it is short, else one for each township or other
 * unit of the figures, up to a number of rows. */
#include "base/sort.h"
#include "report/sections.h"
#include "report/svg.h"

#define WHOLE_MAX 120 /* rows in one picture that still fit on a few pages */
#define ROWS_MAX                                                                                             \
  2000 /* rows in all pictures: at some hundred bytes each, what a browser shows without waiting */

typedef struct picturing {
  const quhua_figures *f;
  quhua__prose *prose;
  quhua__arena arena;
  quhua__footing footing;
  uint32_t *slot; /* by row: counted unit that it belongs to; 0 the scope itself */
  uint32_t *order;
  size_t count;
} picturing;

/* The counted unit of the last day at or above a unit. */
static uint32_t slot_of(const quhua_figures *f, uint32_t unit) {
  while (unit && !f->slot[unit]) unit = quhua__figures_above(f, f->row_now, unit);
  return f->slot[unit] ? f->slot[unit] - 1 : 0;
}

static uint32_t slot_of_row(picturing *m, const quhua_crosswalk_row *row) {
  if (row->after.id) return slot_of(m->f, (uint32_t)row->after.id);
  quhua__footing_of(&m->footing, (uint32_t)row->before.id);
  return slot_of(m->f, m->footing.ends[0]);
}

static int by_slot(const void *ctx, uint32_t a, uint32_t b) {
  const uint32_t *slot = ctx;
  return (slot[a] > slot[b]) - (slot[a] < slot[b]);
}

static bool arrange(picturing *m) {
  m->count = quhua_crosswalk_count(m->f->crosswalk);
  m->slot = quhua__arena_alloc(&m->arena, m->count * sizeof *m->slot);
  m->order = quhua__arena_alloc(&m->arena, 2 * m->count * sizeof *m->order);
  if (!m->slot || !m->order || !quhua__footing_init(&m->footing, m->f, &m->arena)) return false;
  for (uint32_t i = 0; i < m->count; i++) {
    m->slot[i] = slot_of_row(m, quhua_crosswalk_at(m->f->crosswalk, i));
    m->order[i] = i;
  }
  quhua__sort(m->order, m->order + m->count, m->count, by_slot, m->slot);
  return true;
}

/* What the drawing writes goes on where the page stands. */
static bool pass_on(void *ctx, const char *data, size_t len) {
  quhua__prose *prose = ctx;
  return prose->xml.writer->write(prose->xml.writer->ctx, data, len);
}

static quhua_status draw(picturing *m, size_t first, size_t count, quhua_error *err) {
  quhua_unit unit;
  quhua_writer writer = {m->prose, pass_on};
  const quhua_crosswalk_row **rows = quhua__arena_alloc(&m->arena, count * sizeof *rows);
  if (!rows) return quhua__fail_nomem(err);
  for (size_t i = 0; i < count; i++) rows[i] = quhua_crosswalk_at(m->f->crosswalk, m->order[first + i]);
  quhua_figures_unit(m->f, m->count > WHOLE_MAX ? m->slot[m->order[first]] : 0, &unit);
  quhua__xml_raw(&m->prose->xml, "<figure>\n");
  if (!quhua__xml_finish(&m->prose->xml)) return quhua__prose_finish(m->prose, err);
  quhua_status status =
      quhua__lineage_svg_inline(rows, count, unit.name, m->prose->lang, m->f->allocator, &writer, err);
  quhua__xml_raw(&m->prose->xml, "</figure>\n");
  return status;
}

static void say_rest(picturing *m, size_t drawn) {
  quhua__prose *p = m->prose;
  if (drawn == m->count) return;
  quhua__prose_begin(p, "p");
  quhua__say(p, QUHUA__T("Drawn are ", "图中画出"));
  quhua__say_number(p, drawn);
  quhua__say(p, QUHUA__T(" of ", "条，对照表共"));
  quhua__say_number(p, m->count);
  quhua__say(p, QUHUA__T(" rows; the rest was left out here and stands in crosswalk.csv.",
                         "条，其余未在此画出，见 crosswalk.csv。"));
  quhua__prose_end(p, "p");
}

/* Rows of one counted unit make one picture; it is drawn whole or, from the first that does not fit on, not at all. */
static quhua_status draw_all(picturing *m, quhua_error *err) {
  size_t drawn = 0, same;
  quhua_status status = QUHUA_OK;
  if (m->count <= WHOLE_MAX) return draw(m, 0, m->count, err);
  while (!status && drawn < m->count) {
    for (same = 1; drawn + same < m->count; same++)
      if (m->slot[m->order[drawn + same]] != m->slot[m->order[drawn]]) break;
    if (drawn + same > ROWS_MAX) break;
    status = draw(m, drawn, same, err);
    drawn += same;
  }
  if (!status) say_rest(m, drawn);
  return status;
}

quhua_status quhua__write_pictures(quhua__prose *prose, const quhua_figures *figures, quhua_error *err) {
  picturing m = {.f = figures, .prose = prose};
  quhua__arena_init(&m.arena, figures->allocator);
  quhua_status status = arrange(&m) ? draw_all(&m, err) : quhua__fail_nomem(err);
  quhua__arena_free(&m.arena);
  return status;
}
