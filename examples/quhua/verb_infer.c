/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "labels.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

/* The two lists, and the register where the first one is a register. */
typedef struct lists {
  quhua_opening *before, *after;
  session old;
  bool is_register;
  quhua_date day; /* of the first list in the register */
  quhua_changeset *hints;
} lists;

/* Does the file begin as a register in SQLite does? */
static bool is_register(const char *path) {
  static const char magic[] = "SQLite format 3";
  char head[sizeof magic] = "";
  FILE *file = strcmp(path, "-") != 0 ? fopen(path, "rb") : NULL;
  if (!file) return false;
  size_t got = fread(head, 1, sizeof head, file);
  fclose(file);
  return got == sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

static int load(const tool *t, const char *path, const quhua_scheme *scheme, quhua_date date,
                quhua_opening **out) {
  quhua_error err = {0};
  if (quhua_opening_new(NULL, scheme, date, out, &err) != QUHUA_OK) return library_fault(t, &err);
  return opening_load(t, path, *out);
}

static int load_hints(const tool *t, const quhua_scheme *scheme, quhua_changeset **out) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  const char *path = t->opt.value[OPT_HINTS];
  if (!path) return DONE;
  quhua_status status = quhua_changeset_new(NULL, out, &err);
  if (status == QUHUA_OK) quhua_changeset_expect(*out, scheme);
  if (status == QUHUA_OK) status = quhua_data_read(NULL, path, &data, &len, &err);
  if (status == QUHUA_OK) status = quhua_changeset_read_csv(*out, data, len, source_name(t, path), &err);
  quhua_data_free(NULL, data, len);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int read_lists(tool *t, quhua_date from, quhua_date date, lists *l) {
  const char *name = t->opt.value[OPT_SCHEME] ? t->opt.value[OPT_SCHEME] : "cn-stat";
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from(name));
  int exit_status = DONE;
  if (!scheme)
    return usage_fault(t, "there is no scheme “%s”; write cn-stat or opaque",
                       "没有编码方案“%s”，请写 cn-stat 或 opaque", name);
  if (is_register(t->opt.args[0])) {
    exit_status = session_open(t, SESSION_READ, &l->old);
    l->is_register = exit_status == DONE;
    if (l->is_register) scheme = quhua_snapshot_scheme(l->old.snapshot);
    l->day = from == QUHUA_DATE_NONE ? date - 1 : from;
  } else {
    exit_status = load(t, t->opt.args[0], scheme, date, &l->before);
  }
  if (exit_status == DONE) exit_status = load(t, t->opt.args[1], scheme, date, &l->after);
  return exit_status == DONE ? load_hints(t, scheme, &l->hints) : exit_status;
}

static void free_lists(lists *l) {
  quhua_opening_free(l->before);
  quhua_opening_free(l->after);
  quhua_changeset_free(l->hints);
  if (l->is_register) session_close(&l->old);
}

/* One line for each level, on standard error. */
static void print_counts(const tool *t, const quhua_infer_counts *counts) {
  for (int level = 1; level <= QUHUA_LEVEL_MAX; level++) {
    bool any = false;
    for (int i = 0; i < QUHUA_INFERRED_LIMIT; i++) {
      if (!counts->of[level][i]) continue;
      if (!any) fputs(level_word((quhua_level)level, t->lang), stderr);
      fprintf(stderr, "%s %s %llu", any ? "," : ":", quhua_inferred_word((quhua_inferred)i, t->lang),
              (unsigned long long)counts->of[level][i]);
      any = true;
    }
    if (any) fputc('\n', stderr);
  }
}

static int print_rows(const tool *t, const quhua_changeset *changeset) {
  quhua_error err = {0};
  buffer csv = {0};
  table b;
  bool people = t->format == OUTPUT_TEXT;
  quhua_writer writer = people ? buffer_writer(&csv) : stream_writer(stdout);
  quhua_format format = t->format == OUTPUT_JSON ? QUHUA_FORMAT_JSON : QUHUA_FORMAT_CSV;
  quhua_status status = quhua_changeset_write(changeset, format, t->lang, &writer, &err);
  int exit_status = csv.failed ? no_memory(t) : status == QUHUA_OK ? DONE : library_fault(t, &err);
  if (exit_status == DONE && people) {
    table_init_csv(&b, csv.data, csv.len);
    exit_status = table_print(&b, t, stdout);
    table_free(&b);
  }
  buffer_free(&csv);
  return exit_status;
}

static int infer(const tool *t, const lists *l, quhua_date from, quhua_date date) {
  quhua_error err = {0};
  quhua_infer_options how;
  quhua_infer_counts counts;
  quhua_changeset *changeset = NULL;
  quhua_infer_options_init(&how);
  how.effective = date;
  how.earliest =
      from == QUHUA_DATE_NONE ? QUHUA_DATE_NONE : from + 1; /* the list of that day was still true */
  how.hints = l->hints;
  how.lang = t->lang;
  quhua_status status =
      l->is_register ? quhua_infer_update(l->old.snapshot, l->day, l->after, &how, &changeset, &counts, &err)
                     : quhua_infer_lists(l->before, l->after, &how, &changeset, &counts, &err);
  if (status != QUHUA_OK) return library_fault(t, &err);
  print_counts(t, &counts);
  if (counts.hints_unplaced)
    say(t, "%llu rows of known acts name units that are not in the lists; they say nothing",
        "已知文件中有 %llu 行所列单位不在名录中，未予采用", (unsigned long long)counts.hints_unplaced);
  int exit_status = print_rows(t, changeset);
  quhua_changeset_free(changeset);
  return exit_status;
}

int verb_infer(tool *t) {
  quhua_date date, from;
  lists l = {0};
  if (!date_option(t, OPT_DATE, "date", QUHUA_DATE_NONE, &date)) return BAD_USAGE;
  from = QUHUA_DATE_NONE;
  if (t->opt.value[OPT_FROM] && !date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &from)) return BAD_USAGE;
  int exit_status = read_lists(t, from, date, &l);
  if (exit_status == DONE) exit_status = infer(t, &l, from, date);
  free_lists(&l);
  return exit_status;
}
