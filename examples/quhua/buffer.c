/* SPDX-License-Identifier: Apache-2.0 */
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

void buffer_add(buffer *b, const char *data, size_t len) {
  if (b->failed || len == 0) return;
  if (len > b->cap - b->len) {
    size_t cap = (b->len + len) * 2;
    char *grown = cap > len ? realloc(b->data, cap) : NULL;
    if (!grown) {
      b->failed = true;
      return;
    }
    b->data = grown;
    b->cap = cap;
  }
  memcpy(b->data + b->len, data, len);
  b->len += len;
}

void buffer_free(buffer *b) {
  free(b->data);
  *b = (buffer){0};
}

static bool write_buffer(void *ctx, const char *data, size_t len) {
  buffer *b = ctx;
  buffer_add(b, data, len);
  return !b->failed;
}

quhua_writer buffer_writer(buffer *b) { return (quhua_writer){b, write_buffer}; }
