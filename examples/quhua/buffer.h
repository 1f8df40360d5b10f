/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.h: a growing text. Out of memory is remembered in `failed`. */
#ifndef TOOL_BUFFER_H
#define TOOL_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include <quhua/io.h>

typedef struct buffer {
  char *data;
  size_t len;
  size_t cap;
  bool failed;
} buffer;

void buffer_add(buffer *b, const char *data, size_t len);
void buffer_free(buffer *b);
/* A writer of the library into a buffer. */
quhua_writer buffer_writer(buffer *b);

#endif
