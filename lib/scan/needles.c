/* SPDX-License-Identifier: Apache-2.0 */
#include "scan/needles.h"

#include "base/fail.h"
#include "base/fraction.h"
#include "base/text_internal.h"
#include "io/encoding.h"
#include "registry/registry_internal.h"

/* A growing list of words for a filter. */
typedef struct words {
  quhua_str *list;
  size_t count, cap;
} words;

typedef struct making {
  quhua_scan_needles *needles;
  const quhua_plan *plan;
  words codes, names, gb_names;
} making;

static bool add_word(const making *m, words *w, quhua_str word) {
  void *list = w->list;
  bool ok = quhua__grow(m->needles->allocator, &list, &w->cap, w->count + 1, sizeof *w->list);
  w->list = list;
  if (ok) w->list[w->count++] = word;
  return ok;
}

static void free_words(const making *m, words *w) {
  const quhua_allocator *a = m->needles->allocator;
  if (w->list) a->free(a->ctx, w->list, w->cap * sizeof *w->list);
}

/* --- fates -------------------------------------------------------------------------------------------------------- */

static bool is_all(quhua_share share) {
  return quhua__fraction_compare(share.lo, QUHUA__ONE) == 0 &&
         quhua__fraction_compare(share.hi, QUHUA__ONE) == 0;
}

static bool is_exact(quhua_share share) {
  return share.kind == QUHUA_SHARE_CHILDREN || quhua__fraction_compare(share.lo, share.hi) == 0;
}

/* Paths in memory of the arena; NULL when out of memory. */
static const char *path_of(making *m, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day,
                           size_t *len) {
  *len = quhua_unit_path(snapshot, unit, day, NULL, 0);
  char *path = quhua__arena_bytes(&m->needles->arena, *len + 1);
  if (path) quhua_unit_path(snapshot, unit, day, path, *len + 1);
  return path;
}

static bool compare_paths(making *m, const quhua_crosswalk_row *row, bool *differ) {
  quhua_period days = quhua_plan_days(m->plan);
  size_t old_len, new_len;
  const char *old_path = path_of(m, m->needles->before, &row->before, days.from, &old_len);
  const char *new_path = path_of(m, quhua_plan_after(m->plan), &row->after, days.to, &new_len);
  if (!old_path || !new_path) return false;
  *differ = old_len != new_len || memcmp(old_path, new_path, old_len) != 0;
  return true;
}

static bool join_codes(making *m, const quhua_crosswalk *crosswalk, size_t first, size_t count,
                       quhua__fate *fate) {
  char *text = quhua__arena_bytes(&m->needles->arena, count * (QUHUA_CODE_MAX + 1));
  size_t len = 0;
  if (!text) return false;
  for (size_t i = first; i < first + count; i++) {
    const quhua_unit *after = &quhua_crosswalk_at(crosswalk, i)->after;
    size_t more = strlen(after->code.text);
    if (!after->id) continue;
    if (len) text[len++] = ';';
    memcpy(text + len, after->code.text, more);
    len += more;
    fate->successors++;
  }
  fate->new_codes = (quhua_str){text, len};
  return true;
}

/* The rows of one old unit, which stand together. */
static bool describe(making *m, const quhua_crosswalk *crosswalk, size_t first, size_t count,
                     quhua__fate *fate) {
  const quhua_crosswalk_row *row = quhua_crosswalk_at(crosswalk, first);
  *fate = (quhua__fate){
      .unit = row->before.id, .level = row->before.level, .code = row->before.code, .exact = true};
  if (!quhua__arena_copy(&m->needles->arena, row->before.name, &fate->name)) return false;
  if (!join_codes(m, crosswalk, first, count, fate)) return false;
  for (size_t i = first; i < first + count; i++)
    fate->exact &=
        quhua_crosswalk_at(crosswalk, i)->after.id && is_exact(quhua_crosswalk_at(crosswalk, i)->share);
  fate->whole = count == 1 && row->after.id && is_all(row->share);
  fate->code_changes = fate->name_changes = fate->path_changes = true;
  if (!fate->whole) return true;
  fate->code_changes = quhua_code_compare(&row->before.code, &row->after.code) != 0;
  fate->name_changes = !quhua_str_equal(row->before.name, row->after.name);
  return compare_paths(m, row, &fate->path_changes);
}

static bool find_fates(making *m, const quhua_crosswalk *crosswalk) {
  quhua_scan_needles *n = m->needles;
  size_t rows = quhua_crosswalk_count(crosswalk);
  n->cap = rows;
  n->fates = rows ? n->allocator->alloc(n->allocator->ctx, rows * sizeof *n->fates) : NULL;
  if (rows && !n->fates) return false;
  for (size_t first = 0, count; first < rows; first += count) {
    quhua_unit_id unit = quhua_crosswalk_at(crosswalk, first)->before.id;
    quhua__fate *fate = &n->fates[n->count];
    for (count = 1; first + count < rows; count++)
      if (quhua_crosswalk_at(crosswalk, first + count)->before.id != unit) break;
    if (!unit) break; /* new units come last */
    if (!describe(m, crosswalk, first, count, fate)) return false;
    if (!fate->code_changes && !fate->name_changes && !fate->path_changes) continue;
    if (!quhua__table_add(&n->units, &fate->unit, sizeof fate->unit, fate)) return false;
    n->count++;
  }
  return true;
}

/* --- codes -------------------------------------------------------------------------------------------------------- */

/* Bytes of a code that tell something: what is behind them are zeros. */
static size_t telling_digits(const quhua_scan_needles *n, const quhua__fate *fate) {
  static const size_t digits[QUHUA_LEVEL_MAX + 1] = {0, 2, 4, 6, 9, 0, 0};
  size_t len = strlen(fate->code.text);
  bool structured = quhua_scheme_is_structured(quhua_snapshot_scheme(n->before));
  const char *grid = structured ? strchr(fate->code.text, 'G') : NULL;
  if (grid) return (size_t)(grid - fate->code.text); /* g is read as well */
  bool padded = structured && digits[fate->level];
  return padded && digits[fate->level] < len ? digits[fate->level] : len;
}

static bool add_code(making *m, quhua__fate *fate) {
  quhua_scan_needles *n = m->needles;
  quhua_unit holder;
  if (!fate->code_changes) return true;
  fate->levels =
      quhua_unit_find(n->before, QUHUA_LEVEL_ANY, &fate->code, n->day, &holder) == QUHUA_E_AMBIGUOUS;
  if (!add_word(m, &m->codes, (quhua_str){fate->code.text, telling_digits(n, fate)})) return false;
  if (quhua__needle_of_code(n, &fate->code)) return true;
  return quhua__table_add(&n->codes, &fate->code, sizeof fate->code, fate);
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static bool add_gb_name(making *m, quhua_str text, quhua_error *err, quhua_status *status) {
  quhua_str encoded;
  *status = quhua__encode_gb18030(&m->needles->arena, text, &encoded, err);
  if (*status == QUHUA_E_NOMEM) return false;
  if (*status)
    *status = QUHUA_OK; /* no such characters, or no converter: then no such file can be read */
  else if (encoded.len != text.len || memcmp(encoded.ptr, text.ptr, text.len) != 0)
    return add_word(m, &m->gb_names, encoded);
  return true;
}

static bool add_text(making *m, quhua_str text, quhua_str stem, const quhua__fate *fate) {
  quhua_scan_needles *n = m->needles;
  quhua_status status = QUHUA_OK;
  if (text.len == 0 || text.len > QUHUA__SCAN_LONGEST_NAME) return true;
  const quhua__fate *changed = fate->name_changes ? fate : NULL;
  quhua__needle_name *known = quhua__table_find(&n->names, text.ptr, text.len);
  if (known) {
    if (!known->changed) known->changed = changed;
    return true;
  }
  quhua__needle_name *name = quhua__arena_alloc(&n->arena, sizeof *name);
  if (!name || !quhua__arena_copy(&n->arena, text, &name->text) ||
      !quhua__arena_copy(&n->arena, stem, &name->stem))
    return false;
  name->changed = changed;
  if (!quhua__table_add(&n->names, name->text.ptr, name->text.len, name)) return false;
  n->lengths[text.len / 64] |= UINT64_C(1) << text.len % 64;
  return add_word(m, &m->names, name->text) && add_gb_name(m, name->text, NULL, &status);
}

/* 花园社区 is also written 花园居委会, which does not begin with it. 东永村村委会 begins with 东永村. */
static bool add_committees(making *m, quhua_str stem, const quhua__fate *fate) {
  static const char community[] = "社区";
  static const char *const committees[] = {"居委会", "居民委员会"};
  const quhua_str word = {community, sizeof community - 1};
  if (!quhua__ends_with(stem, word) || stem.len == word.len || stem.len > QUHUA__SCAN_LONGEST_NAME)
    return true;
  for (size_t i = 0; i < sizeof committees / sizeof *committees; i++) {
    char text[QUHUA__SCAN_LONGEST_NAME + 32];
    size_t len = stem.len - word.len, more = strlen(committees[i]);
    memcpy(text, stem.ptr, len);
    memcpy(text + len, committees[i], more);
    if (!add_text(m, (quhua_str){text, len + more}, stem, fate)) return false;
  }
  return true;
}

static bool add_name(making *m, const quhua__fate *fate) {
  char buffer[4 * QUHUA__SCAN_LONGEST_NAME];
  if (fate->name.len == 0 || fate->name.len > QUHUA__SCAN_LONGEST_NAME) return true;
  if (!fate->name_changes && !fate->path_changes) return true;
  quhua_str stem = {buffer, quhua_name_stem(fate->name, buffer, sizeof buffer)};
  return add_text(m, stem, stem, fate) && add_text(m, fate->name, stem, fate) &&
         add_committees(m, stem, fate);
}

/* --- needles ------------------------------------------------------------------------------------------------------ */

static bool add_all(making *m, const quhua_crosswalk *crosswalk) {
  quhua_scan_needles *n = m->needles;
  if (!find_fates(m, crosswalk)) return false;
  for (size_t i = 0; i < n->count; i++)
    if (!add_code(m, &n->fates[i]) || !add_name(m, &n->fates[i])) return false;
  return quhua__grams_init(&n->in_codes, n->allocator, m->codes.list, m->codes.count, QUHUA__GRAMS_LAST) &&
         quhua__grams_init(&n->in_names, n->allocator, m->names.list, m->names.count, QUHUA__GRAMS_FIRST) &&
         quhua__grams_init(&n->in_gb_names, n->allocator, m->gb_names.list, m->gb_names.count,
                           QUHUA__GRAMS_FIRST);
}

quhua_status quhua_scan_needles_new(const quhua_plan *plan, quhua_scan_needles **out, quhua_error *err) {
  const quhua_snapshot *before = quhua_plan_before(plan);
  const quhua_allocator *a = before->allocator;
  quhua_crosswalk *crosswalk = NULL;
  *out = NULL;
  quhua_scan_needles *n = a->alloc(a->ctx, sizeof *n);
  if (!n) return quhua__fail_nomem(err);
  *n = (quhua_scan_needles){.allocator = a, .before = before, .day = quhua_plan_days(plan).from};
  quhua__arena_init(&n->arena, a);
  quhua__table_init(&n->codes, a);
  quhua__table_init(&n->units, a);
  quhua__table_init(&n->names, a);
  n->in_codes.allocator = n->in_names.allocator = n->in_gb_names.allocator = a;
  making m = {.needles = n, .plan = plan};
  quhua_status status = quhua_crosswalk_new_of_plan(plan, &crosswalk, err);
  if (!status && !add_all(&m, crosswalk)) status = quhua__fail_nomem(err);
  quhua_crosswalk_free(crosswalk);
  free_words(&m, &m.codes);
  free_words(&m, &m.names);
  free_words(&m, &m.gb_names);
  if (status)
    quhua_scan_needles_free(n);
  else
    *out = n;
  return status;
}

size_t quhua_scan_needles_count(const quhua_scan_needles *needles) { return needles->count; }

void quhua_scan_needles_free(quhua_scan_needles *needles) {
  if (!needles) return;
  const quhua_allocator *a = needles->allocator;
  quhua__grams_free(&needles->in_codes);
  quhua__grams_free(&needles->in_names);
  quhua__grams_free(&needles->in_gb_names);
  quhua__table_free(&needles->codes);
  quhua__table_free(&needles->units);
  quhua__table_free(&needles->names);
  if (needles->fates) a->free(a->ctx, needles->fates, needles->cap * sizeof *needles->fates);
  quhua__arena_free(&needles->arena);
  a->free(a->ctx, needles, sizeof *needles);
}

const quhua__fate *quhua__needle_of_code(const quhua_scan_needles *needles, const quhua_code *code) {
  return quhua__table_find(&needles->codes, code, sizeof *code);
}

const quhua__fate *quhua__needle_of_unit(const quhua_scan_needles *needles, quhua_unit_id unit) {
  return quhua__table_find(&needles->units, &unit, sizeof unit);
}

const quhua__needle_name *quhua__needle_at(const quhua_scan_needles *needles, quhua_str text) {
  size_t longest = text.len < QUHUA__SCAN_LONGEST_NAME ? text.len : QUHUA__SCAN_LONGEST_NAME;
  for (size_t len = longest; len > 0; len--) {
    if (!(needles->lengths[len / 64] >> len % 64 & 1)) continue;
    const quhua__needle_name *name = quhua__table_find(&needles->names, text.ptr, len);
    if (name) return name;
  }
  return NULL;
}
