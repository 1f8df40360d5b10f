/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_list.c: an undated list. */
#include "base/fail.h"
#include "base/text_internal.h"
#include "infer/vintage.h"

quhua_status quhua_listing_new(const quhua_allocator *allocator, quhua_listing **out, quhua_error *err) {
  const quhua_allocator *a = quhua__allocator_or_default(allocator);
  *out = a->alloc(a->ctx, sizeof **out);
  if (!*out) return quhua__fail_nomem(err);
  **out = (quhua_listing){.allocator = a};
  quhua__arena_init(&(*out)->texts, a);
  return QUHUA_OK;
}

void quhua_listing_free(quhua_listing *listing) {
  if (!listing) return;
  const quhua_allocator *a = listing->allocator;
  if (listing->rows) a->free(a->ctx, listing->rows, listing->cap * sizeof *listing->rows);
  quhua__arena_free(&listing->texts);
  a->free(a->ctx, listing, sizeof *listing);
}

size_t quhua_listing_count(const quhua_listing *listing) { return listing->count; }

static quhua_status refuse(quhua_error *err, quhua__text2 message, quhua__text2 remedy) {
  return quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__NO_ARGS);
}

quhua_status quhua_listing_add(quhua_listing *listing, quhua_str code, quhua_str name, uint32_t line,
                               quhua_error *err) {
  if (!quhua__utf8_valid(code) || !quhua__utf8_valid(name))
    return refuse(err, QUHUA__T("the text is not UTF-8", "文字不是 UTF-8 编码"),
                  QUHUA__T("convert it to UTF-8", "请转换为 UTF-8"));
  if (listing->count >= INT32_MAX)
    return refuse(err, QUHUA__T("the list has too many rows", "名单行数过多"),
                  QUHUA__T("date its parts one by one", "请分批处理"));
  void *rows = listing->rows;
  if (!quhua__grow(listing->allocator, &rows, &listing->cap, listing->count + 1, sizeof *listing->rows))
    return quhua__fail_nomem(err);
  listing->rows = rows;
  quhua__listed row = {.line = line};
  if (!quhua__arena_copy(&listing->texts, code, &row.code) ||
      !quhua__arena_copy(&listing->texts, name, &row.name))
    return quhua__fail_nomem(err);
  listing->rows[listing->count++] = row;
  return QUHUA_OK;
}
