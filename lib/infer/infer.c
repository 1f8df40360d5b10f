/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/fail.h"
#include "base/options.h"
#include "infer/rows.h"
#include "plan/opening.h"
#include "plan/opening_rows.h"
#include "registry/registry_internal.h"

#define LEAST_DEFAULT 5000

void quhua_infer_options_init_sized(quhua_infer_options *options, size_t size) {
  quhua_infer_options defaults = {.struct_size = size,
                                  .effective = QUHUA_DATE_NONE,
                                  .earliest = QUHUA_DATE_NONE,
                                  .least = LEAST_DEFAULT,
                                  .lang = QUHUA_LANG_ZH};
  quhua__options_fill(options, size, &defaults, sizeof defaults);
}

/* The caller's options over the defaults; an older caller knows fewer. */
static quhua_infer_options options_from(const quhua_infer_options *given) {
  quhua_infer_options options;
  quhua_infer_options_init(&options);
  quhua__options_take(&options, sizeof options, given);
  return options;
}

static quhua_status check(const quhua_infer_options *options, const quhua_scheme *before,
                          const quhua_scheme *after, quhua_error *err) {
  if (before != after)
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the lists have codes of two schemes, {1} and {2}", "两份名录的编码方案不同：{1} 与 {2}"),
        QUHUA__T("infer inside one scheme", "请在同一编码方案内推断"),
        QUHUA__ARGS(quhua_str_from(quhua_scheme_name(before)), quhua_str_from(quhua_scheme_name(after))));
  if (options->effective != QUHUA_DATE_NONE) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there is no effective day", "没有生效日期"),
                     QUHUA__T("give the day on which the second list is true", "请给出后一名录对应的日期"),
                     QUHUA__NO_ARGS);
}

static void begin(quhua__matching *m, const quhua_allocator *allocator, const quhua_scheme *scheme,
                  const quhua_infer_options *options) {
  *m = (quhua__matching){.allocator = allocator, .least = options->least};
  quhua__arena_init(&m->arena, allocator);
  quhua__census_texts_init(&m->texts, allocator);
  quhua__census_init(&m->before, allocator, scheme);
  quhua__census_init(&m->after, allocator, scheme);
}

/* Both lists were read. */
static quhua_status infer(quhua__matching *m, const quhua_infer_options *options, quhua_changeset **out,
                          quhua_infer_counts *counts, quhua_error *err) {
  quhua_infer_counts own;
  if (!counts) counts = &own;
  memset(counts, 0, sizeof *counts);
  if (!quhua__matching_begin(m)) return quhua__fail_nomem(err);
  quhua_status status = quhua__match_hints(m, options->hints, &counts->hints_unplaced, err);
  if (status) return status;
  quhua__matching_run(m);
  if (m->failed) return quhua__fail_nomem(err);
  quhua_changeset *changeset;
  status = quhua_changeset_new(m->allocator, &changeset, err);
  if (status) return status;
  quhua_changeset_expect(changeset, m->before.scheme);
  status = quhua__infer_rows(m, options, changeset, counts, err);
  if (status)
    quhua_changeset_free(changeset);
  else
    *out = changeset;
  return status;
}

quhua_status quhua_infer_lists(const quhua_opening *before, const quhua_opening *after,
                               const quhua_infer_options *given, quhua_changeset **out,
                               quhua_infer_counts *counts, quhua_error *err) {
  quhua_infer_options options = options_from(given);
  quhua__matching m;
  *out = NULL;
  quhua_status status = check(&options, before->scheme, after->scheme, err);
  if (status) return status;
  begin(&m, before->allocator, before->scheme, &options);
  status = quhua__census_read_opening(&m.before, before, err);
  if (!status) status = quhua__census_read_opening(&m.after, after, err);
  if (!status) status = infer(&m, &options, out, counts, err);
  quhua__matching_free(&m);
  return status;
}

quhua_status quhua_infer_update(const quhua_snapshot *snapshot, quhua_date day, const quhua_opening *after,
                                const quhua_infer_options *given, quhua_changeset **out,
                                quhua_infer_counts *counts, quhua_error *err) {
  quhua_infer_options options = options_from(given);
  const quhua_scheme *scheme = quhua_snapshot_scheme(snapshot);
  quhua__matching m;
  *out = NULL;
  quhua_status status = check(&options, scheme, after->scheme, err);
  if (status) return status;
  begin(&m, after->allocator, scheme, &options);
  status = quhua__census_read_snapshot(&m.before, snapshot, day, err);
  if (!status) status = quhua__census_read_opening(&m.after, after, err);
  if (!status) status = infer(&m, &options, out, counts, err);
  quhua__matching_free(&m);
  return status;
}
