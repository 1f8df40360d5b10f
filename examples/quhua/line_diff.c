/* SPDX-License-Identifier: Apache-2.0 */
#include "line_diff.h"

#include <stdlib.h>
#include <string.h>

/* A line without its end, and where it stands. */
typedef struct line {
  const char *text;
  size_t len;
  size_t place;
  bool paired; /* the other text has it, too */
} line;

typedef struct lines {
  line *list;
  size_t count;
} lines;

static int compare(const line *a, const line *b) {
  size_t len = a->len < b->len ? a->len : b->len;
  int order = memcmp(a->text, b->text, len);
  return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int by_text(const void *a, const void *b) { return compare(a, b); }

static int by_place(const void *a, const void *b) {
  const line *x = a, *y = b;
  return (x->place > y->place) - (x->place < y->place);
}

static bool cut(const buffer *text, lines *out) {
  size_t count = 1;
  for (size_t i = 0; i < text->len; i++) count += text->data[i] == '\n';
  *out = (lines){calloc(count, sizeof *out->list), 0};
  if (!out->list) return false;
  for (size_t at = 0; at < text->len;) {
    const char *end = memchr(text->data + at, '\n', text->len - at);
    size_t len = end ? (size_t)(end - text->data) - at : text->len - at;
    out->list[out->count] = (line){text->data + at, len, out->count, false};
    out->count++;
    at += len + 1;
  }
  qsort(out->list, out->count, sizeof *out->list, by_text);
  return true;
}

/* Walk both sorted lists at once; equal lines are paired one by one. */
static void pair(lines *before, lines *after) {
  for (size_t i = 0, j = 0; i < before->count && j < after->count;) {
    int order = compare(&before->list[i], &after->list[j]);
    if (order == 0) before->list[i].paired = after->list[j].paired = true;
    i += order <= 0;
    j += order >= 0;
  }
}

static void print_alone(lines *l, char sign, FILE *stream) {
  qsort(l->list, l->count, sizeof *l->list, by_place);
  for (size_t i = 0; i < l->count; i++) {
    if (l->list[i].paired) continue;
    fputc(sign, stream);
    fwrite(l->list[i].text, 1, l->list[i].len, stream);
    fputc('\n', stream);
  }
}

bool line_diff_print(const buffer *before, const buffer *after, FILE *stream) {
  lines old = {0}, new = {0};
  bool cut_both = cut(before, &old) && cut(after, &new);
  if (cut_both) {
    pair(&old, &new);
    print_alone(&old, '-', stream);
    print_alone(&new, '+', stream);
  }
  free(old.list);
  free(new.list);
  return cut_both;
}
