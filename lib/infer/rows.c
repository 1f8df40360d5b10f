/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c: the rows that turn the first list into the second, and no more.
 *
 * A unit needs a row where it would not come out right by itself. By reading rule 5 whatever lies below a unit that gets
 * another code follows it and keeps its own number, if that number was never used there; so such units need none. Every
 * row says the code, and the kind where it could be taken for another; the parent where the code does not say it. */
#include "infer/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "code/issue.h"

#define NOTES_MAX 2
#define ALTERNATIVES_MAX 4

typedef struct writing {
  quhua__matching *m;
  const quhua_infer_options *options;
  quhua_changeset *changeset;
  quhua_infer_counts *counts;
  quhua_str document;
  bool *forced; /* units of the first list whose row others rely on */
  quhua__bytes alternatives;
  size_t rival; /* the next that was not written */
  quhua_error *err;
} writing;

static bool same_code(const quhua_code *a, const quhua_code *b) { return quhua_code_compare(a, b) == 0; }

/* Does it stand below the same unit as before, as far as that goes on? */
static bool keeps_parent(const quhua__matching *m, uint32_t before, uint32_t after) {
  uint32_t x = quhua__before(m, before)->parent, y = quhua__after(m, after)->parent;
  if (!x || !y) return !x && !y;
  return m->ties[x].same && m->ties[x].after == y;
}

/* The code that a unit which no row names will have; false where that is not certain. */
static bool follows_to(const quhua__matching *m, uint32_t before, uint32_t after, quhua_code *code) {
  const quhua__census_unit *x = quhua__before(m, before), *y = quhua__after(m, after);
  *code = x->code;
  if (!x->parent || !quhua_scheme_is_structured(m->before.scheme)) return true;
  const quhua__census_unit *p = quhua__before(m, x->parent), *q = quhua__after(m, y->parent);
  if (same_code(&p->code, &q->code)) return true;
  int segment = quhua_code_segment(m->before.scheme, &x->code, (quhua_level)x->level);
  int width = strlen(x->code.text) == 14 ? 2 : 3;
  if (!quhua__code_compose(m->before.scheme, &q->code, (quhua_level)q->level, (quhua_level)x->level, segment,
                           width, code))
    return false;
  if (same_code(code, &x->code)) return true;
  return !quhua__census_was_used(&m->before, (quhua_level)x->level, code) &&
         !quhua__census_find(&m->after, (quhua_level)x->level, &x->code);
}

static bool comes_out_right(const quhua__matching *m, uint32_t before) {
  const quhua__tie *tie = &m->ties[before];
  quhua_code code;
  if (!tie->same || !keeps_parent(m, before, tie->after)) return false;
  const quhua__census_unit *x = quhua__before(m, before), *y = quhua__after(m, tie->after);
  bool nameless = y->name.len == 0;
  return x->kind == y->kind && (nameless || quhua_str_equal(x->name, y->name)) &&
         follows_to(m, before, tie->after, &code) && same_code(&code, &y->code);
}

static quhua_inferred class_of(const quhua__matching *m, uint32_t before) {
  const quhua__tie *tie = &m->ties[before];
  if (!tie->after) return QUHUA_INFERRED_VANISHED;
  if (!tie->same) return QUHUA_INFERRED_MERGED;
  const quhua__census_unit *x = quhua__before(m, before), *y = quhua__after(m, tie->after);
  bool recoded = !same_code(&x->code, &y->code), named = y->name.len && !quhua_str_equal(x->name, y->name);
  if (comes_out_right(m, before)) return recoded ? QUHUA_INFERRED_FOLLOWED : QUHUA_INFERRED_SAME;
  if (!keeps_parent(m, before, tie->after)) return QUHUA_INFERRED_TRANSFERRED;
  if (x->kind != y->kind) return QUHUA_INFERRED_RETYPED;
  bool permuted = quhua__census_find(&m->before, (quhua_level)y->level, &y->code) != 0;
  if (recoded) return permuted ? QUHUA_INFERRED_PERMUTED : QUHUA_INFERRED_RECODED;
  if (named && x->stem != y->stem) return QUHUA_INFERRED_RENAMED;
  return named ? QUHUA_INFERRED_RESPELT : QUHUA_INFERRED_RECODED;
}

static quhua_inferred class_of_new(const quhua__matching *m, uint32_t after) {
  const quhua__census_unit *y = quhua__after(m, after);
  return quhua__census_find(&m->before, (quhua_level)y->level, &y->code) ? QUHUA_INFERRED_REUSED
                                                                         : QUHUA_INFERRED_APPEARED;
}

static quhua_relation relation_of(quhua_inferred inferred) {
  static const quhua_relation relations[QUHUA_INFERRED_LIMIT] = {
      [QUHUA_INFERRED_SAME] = QUHUA_RELATION_RECODE,
      [QUHUA_INFERRED_FOLLOWED] = QUHUA_RELATION_RECODE,
      [QUHUA_INFERRED_RESPELT] = QUHUA_RELATION_RESPELL,
      [QUHUA_INFERRED_RENAMED] = QUHUA_RELATION_RENAME,
      [QUHUA_INFERRED_RECODED] = QUHUA_RELATION_RECODE,
      [QUHUA_INFERRED_PERMUTED] = QUHUA_RELATION_RECODE,
      [QUHUA_INFERRED_RETYPED] = QUHUA_RELATION_RETYPE,
      [QUHUA_INFERRED_TRANSFERRED] = QUHUA_RELATION_TRANSFER,
      [QUHUA_INFERRED_MERGED] = QUHUA_RELATION_NONE,
      [QUHUA_INFERRED_VANISHED] = QUHUA_RELATION_ABOLISH,
      [QUHUA_INFERRED_APPEARED] = QUHUA_RELATION_ESTABLISH,
      [QUHUA_INFERRED_REUSED] = QUHUA_RELATION_ESTABLISH,
  };
  return relations[inferred];
}

/* --- what rows rely on ----------------------------------------------------------------------------------------------- */

/* A row that leads to a unit, or below it, cites the code that the unit has afterwards; a unit that takes that code only
 * by following others cannot be found by it. */
static void rely_on(writing *w, uint32_t after) {
  uint32_t origin = after ? w->m->origin[after] : 0;
  if (!origin) return;
  if (!same_code(&quhua__before(w->m, origin)->code, &quhua__after(w->m, after)->code))
    w->forced[origin] = true;
}

static void note_reliance(writing *w) {
  const quhua__matching *m = w->m;
  for (uint32_t u = 1; u <= m->before.count; u++) {
    const quhua__tie *tie = &m->ties[u];
    size_t hint_count;
    const quhua__hint *hints = quhua__hints_of(m, u, &hint_count);
    for (size_t i = 0; i < hint_count; i++)
      if (hints[i].after) rely_on(w, hints[i].after);
    if (!tie->after) continue;
    if (!tie->same) rely_on(w, tie->after);
    if (!tie->same || !keeps_parent(m, u, tie->after)) rely_on(w, quhua__after(m, tie->after)->parent);
  }
  for (uint32_t v = 1; v <= m->after.count; v++)
    if (!m->origin[v]) rely_on(w, quhua__after(m, v)->parent);
}

/* --- cells ------------------------------------------------------------------------------------------------------------ */

/* The unit that the code of a unit says is above it: the first that has one of the codes above. */
static uint32_t parent_by_code(const quhua__matching *m, const quhua__census_unit *unit) {
  const quhua_scheme *scheme = m->after.scheme;
  quhua_code code = unit->code, above;
  for (int level = unit->level; level > QUHUA_LEVEL_PROVINCE; level--, code = above) {
    if (!quhua_code_parent(scheme, &code, (quhua_level)level, &above)) return 0;
    uint32_t holder = quhua__census_find(&m->after, (quhua_level)(level - 1), &above);
    if (holder) return holder;
    if (quhua_code_segment(scheme, &above, (quhua_level)(level - 1)) != 0) return 0;
  }
  return 0;
}

/* Does a unit of another level have the code, too? */
static bool is_ambiguous(const quhua__census *census, const quhua__census_unit *unit) {
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    if (level != unit->level && quhua__census_find(census, (quhua_level)level, &unit->code)) return true;
  return false;
}

/* The code of the unit above, for units that are new or moved; for others only where their code leads elsewhere. */
static quhua_str parent_cell(const quhua__matching *m, uint32_t after, bool goes_on,
                             char out[QUHUA_CODE_MAX + 3]) {
  const quhua__census_unit *unit = quhua__after(m, after);
  uint32_t by_code = goes_on && unit->parent ? parent_by_code(m, unit) : 0;
  if (!unit->parent || (goes_on && (!by_code || by_code == unit->parent))) return (quhua_str){"", 0};
  const quhua__census_unit *parent = quhua__after(m, unit->parent);
  if (!is_ambiguous(&m->after, parent)) return quhua_str_from(parent->code.text);
  int len = snprintf(out, QUHUA_CODE_MAX + 3, "%d:%s", parent->level, parent->code.text);
  return (quhua_str){out, (size_t)len};
}

static bool add_alternative(writing *w, const quhua__rival *rival) {
  const quhua__census_unit *unit = quhua__after(w->m, rival->after);
  char number[16];
  int len =
      snprintf(number, sizeof number, " %d.%02d", rival->confidence / 10000, rival->confidence % 10000 / 100);
  if (w->alternatives.len) quhua__bytes_add(&w->alternatives, "; ", 2);
  quhua__bytes_add(&w->alternatives, unit->code.text, strlen(unit->code.text));
  quhua__bytes_add(&w->alternatives, " ", 1);
  quhua__bytes_add(&w->alternatives, unit->name.ptr, unit->name.len);
  quhua__bytes_add(&w->alternatives, number, (size_t)len);
  return !w->alternatives.failed;
}

/* Rivals lie in the order of units, as the rows are written. */
static quhua_str alternatives_of(writing *w, uint32_t before) {
  const quhua__matching *m = w->m;
  size_t written = 0;
  w->alternatives.len = 0;
  while (w->rival < m->rival_count && m->rivals[w->rival].before < before) w->rival++;
  for (; w->rival < m->rival_count && m->rivals[w->rival].before == before; w->rival++)
    if (m->rivals[w->rival].after != m->ties[before].after && written++ < ALTERNATIVES_MAX)
      add_alternative(w, &m->rivals[w->rival]);
  return (quhua_str){w->alternatives.data, w->alternatives.len};
}

/* --- rows ------------------------------------------------------------------------------------------------------------- */

static void begin_row(const writing *w, quhua_inferred class, quhua_attribute *notes, quhua_flow_row *row) {
  quhua_flow_row_init(row);
  row->document = w->document;
  row->effective = w->options->effective;
  row->earliest = w->options->earliest;
  row->relation = relation_of(class);
  notes[0] = (quhua_attribute){quhua_str_from("class"),
                               quhua_str_from(quhua_inferred_word(class, w->options->lang))};
  row->notes = notes;
  row->note_count = 1;
}

static void put_old_side(const writing *w, uint32_t before, quhua_flow_row *row) {
  const quhua__census_unit *unit = quhua__before(w->m, before);
  row->old_code = quhua_str_from(unit->code.text);
  row->old_name = unit->name;
  row->old_level = (quhua_level)unit->level;
}

static void put_new_side(const writing *w, uint32_t after, quhua_flow_row *row) {
  const quhua__census_unit *unit = quhua__after(w->m, after);
  row->new_code = quhua_str_from(unit->code.text);
  row->new_name = unit->name;
  row->new_level = (quhua_level)unit->level;
  row->new_kind = (quhua_kind)unit->kind;
}

static quhua_status add_row(writing *w, const quhua_flow_row *row) {
  return quhua_changeset_add(w->changeset, row, w->err);
}

static quhua_relation relation_of_end(const quhua__matching *m, uint32_t after) {
  if (m->origin[after]) return QUHUA_RELATION_ABSORB;
  return m->joined[after] > 1 ? QUHUA_RELATION_MERGE : QUHUA_RELATION_NONE;
}

/* Who the new unit is, where rule 4 would decide otherwise: several rows lead to a unit that gets another code, or one
 * leads to a new one. */
static quhua_identity identity_of(const quhua__matching *m, const quhua__tie *tie) {
  if (tie->same) return m->joined[tie->after] ? QUHUA_IDENTITY_SAME : QUHUA_IDENTITY_RULE;
  return m->origin[tie->after] ? QUHUA_IDENTITY_RULE : QUHUA_IDENTITY_NEW;
}

static quhua_status add_before(writing *w, uint32_t before, quhua_flow_row *row, quhua_attribute *notes) {
  quhua_str alternatives = alternatives_of(w, before);
  if (alternatives.len)
    notes[row->note_count++] = (quhua_attribute){quhua_str_from("alternatives"), alternatives};
  return w->alternatives.failed ? quhua__fail_nomem(w->err) : add_row(w, row);
}

/* What a known act says of a unit: its shares and its words, and the document where the note says nothing. */
static void put_hint(const quhua__hint *hint, quhua_flow_row *row) {
  const quhua_flow_row *known = hint->row;
  row->share = known->share;
  row->amounts = known->amounts;
  row->amount_count = known->amount_count;
  row->note = known->note.len ? known->note : known->document;
  if (known->reason.len) row->reason = known->reason;
  row->confidence = known->confidence >= 0 ? known->confidence : (int32_t)QUHUA__CERTAIN;
}

/* Several rows of a known act divide the unit. */
static quhua_status write_divided(writing *w, uint32_t before, const quhua__hint *hints, size_t count) {
  const quhua__matching *m = w->m;
  const quhua__tie *tie = &m->ties[before];
  quhua_inferred class = class_of(m, before);
  quhua_status status = QUHUA_OK;
  w->counts->of[quhua__before(m, before)->level][class]++;
  for (size_t i = 0; !status && i < count; i++) {
    quhua_attribute notes[NOTES_MAX];
    char parent[QUHUA_CODE_MAX + 3];
    quhua_flow_row row;
    begin_row(w, class, notes, &row);
    row.relation = QUHUA_RELATION_NONE;
    put_old_side(w, before, &row);
    row.reason = quhua_str_from(quhua__evidence_text(QUHUA__EVIDENCE_HINT, w->options->lang));
    if (hints[i].after) put_new_side(w, hints[i].after, &row);
    bool itself = tie->same && tie->after == hints[i].after;
    if (itself) row.identity = QUHUA_IDENTITY_SAME;
    if (hints[i].after && (itself || !m->origin[hints[i].after]))
      row.new_parent = parent_cell(m, hints[i].after, false, parent);
    put_hint(&hints[i], &row);
    status = add_row(w, &row);
  }
  return status;
}

static quhua_status write_before(writing *w, uint32_t before) {
  const quhua__matching *m = w->m;
  const quhua__tie *tie = &m->ties[before];
  quhua_inferred class = class_of(m, before);
  char parent[QUHUA_CODE_MAX + 3];
  quhua_attribute notes[NOTES_MAX];
  quhua_flow_row row;
  size_t hint_count;
  const quhua__hint *hints = quhua__hints_of(m, before, &hint_count);
  if (hint_count > 1) return write_divided(w, before, hints, hint_count);
  w->counts->of[quhua__before(m, before)->level][class]++;
  if (class <= QUHUA_INFERRED_FOLLOWED && !w->forced[before]) return QUHUA_OK;
  begin_row(w, class, notes, &row);
  put_old_side(w, before, &row);
  row.confidence = tie->confidence;
  row.reason = quhua_str_from(quhua__evidence_text((quhua__evidence)tie->evidence, w->options->lang));
  if (tie->after) {
    put_new_side(w, tie->after, &row);
    row.identity = identity_of(m, tie);
    if (!tie->same) row.relation = relation_of_end(m, tie->after);
    bool tells_parent = tie->same || !m->origin[tie->after]; /* a receiver is where it is */
    if (tells_parent)
      row.new_parent = parent_cell(m, tie->after, tie->same && keeps_parent(m, before, tie->after), parent);
  } else {
    row.reason = quhua_str_from(quhua__vanished_text(w->options->lang));
    row.confidence = -1;
  }
  if (hint_count) put_hint(hints, &row);
  return add_before(w, before, &row, notes);
}

/* A unit that only its children tell of has no name by which an act could establish it. */
static quhua_status refuse_nameless(const writing *w, const quhua__census_unit *unit) {
  return quhua__fail(w->err, QUHUA_E_INVALID,
                     QUHUA__T("the unit {1}, which others of the second list lie below, is in neither list",
                              "后一名录中有单位隶属 {1}，但两份名录均未列出该单位"),
                     QUHUA__T("add a row for {1} to the second list", "请在后一名录中为 {1} 增加一行"),
                     QUHUA__ARGS(quhua_str_from(unit->code.text)));
}

static quhua_status write_new(writing *w, uint32_t after) {
  const quhua__matching *m = w->m;
  const quhua__census_unit *unit = quhua__after(m, after);
  quhua_inferred class = class_of_new(m, after);
  char parent[QUHUA_CODE_MAX + 3];
  quhua_attribute notes[NOTES_MAX];
  quhua_flow_row row;
  if (m->origin[after]) return QUHUA_OK;
  if (!unit->name.len) return refuse_nameless(w, unit);
  w->counts->of[unit->level][class]++;
  if (m->joined[after]) return QUHUA_OK; /* the rows of those that went into it say everything */
  begin_row(w, class, notes, &row);
  put_new_side(w, after, &row);
  row.new_parent = parent_cell(m, after, false, parent);
  row.identity = QUHUA_IDENTITY_NEW;
  row.reason = quhua_str_from(quhua__appeared_text(w->options->lang));
  return add_row(w, &row);
}

/* --- the table -------------------------------------------------------------------------------------------------------- */

static int by_rival(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__rival *x = &((const quhua__rival *)ctx)[a], *y = &((const quhua__rival *)ctx)[b];
  if (x->before != y->before) return x->before < y->before ? -1 : 1;
  if (x->confidence != y->confidence) return x->confidence > y->confidence ? -1 : 1;
  return (x->after > y->after) - (x->after < y->after);
}

static bool sort_rivals(quhua__matching *m) {
  size_t count = m->rival_count;
  uint32_t *order = quhua__arena_alloc(&m->arena, 2 * count * sizeof *order);
  quhua__rival *sorted = quhua__arena_alloc(&m->arena, count * sizeof *sorted);
  if (!order || !sorted) return false;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, by_rival, m->rivals);
  for (size_t i = 0; i < count; i++) sorted[i] = m->rivals[order[i]];
  if (count) memcpy(m->rivals, sorted, count * sizeof *sorted);
  return true;
}

static quhua_status write_rows(writing *w) {
  quhua_status status = QUHUA_OK;
  note_reliance(w);
  for (uint32_t u = 1; !status && u <= w->m->before.count; u++) status = write_before(w, u);
  for (uint32_t v = 1; !status && v <= w->m->after.count; v++) status = write_new(w, v);
  return status;
}

quhua_status quhua__infer_rows(quhua__matching *m, const quhua_infer_options *options,
                               quhua_changeset *changeset, quhua_infer_counts *counts, quhua_error *err) {
  char document[64], day[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(options->effective, day);
  snprintf(document, sizeof document, "%s %s", options->lang == QUHUA_LANG_ZH ? "推断" : "inferred", day);
  writing w = {.m = m,
               .options = options,
               .changeset = changeset,
               .counts = counts,
               .document = quhua_str_from(options->document ? options->document : document),
               .forced = quhua__arena_alloc(&m->arena, m->before.count + 1),
               .err = err};
  if (!w.forced || !sort_rivals(m)) return quhua__fail_nomem(err);
  quhua__bytes_init(&w.alternatives, m->allocator);
  quhua_status status = write_rows(&w);
  quhua__bytes_free(&w.alternatives);
  return status;
}
