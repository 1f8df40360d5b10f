/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h: a growing buffer, and the canonical encoding of numbers and texts in it.
 *
 * u: unsigned LEB128 in the fewest bytes. s: zigzag of a signed number, then u. t: u with the length, then the bytes.
 * Reading refuses encodings that are not the shortest, so that every value has one encoding. */
#ifndef QUHUA_BASE_BYTES_H
#define QUHUA_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/memory.h>
#include <quhua/text.h>

typedef struct quhua__bytes {
  const quhua_allocator *allocator;
  char *data;
  size_t len;
  size_t cap;
  bool failed; /* an allocation failed; everything after it was dropped */
} quhua__bytes;

void quhua__bytes_init(quhua__bytes *bytes, const quhua_allocator *allocator);
void quhua__bytes_free(quhua__bytes *bytes);
void quhua__bytes_add(quhua__bytes *bytes, const void *data, size_t len);
void quhua__bytes_u(quhua__bytes *bytes, uint64_t value);
void quhua__bytes_s(quhua__bytes *bytes, int64_t value);
void quhua__bytes_t(quhua__bytes *bytes, quhua_str text);

/* A place in bytes that are being read. After a failure everything reads as 0 and empty. */
typedef struct quhua__reader {
  const char *at;
  const char *end;
  bool failed;
} quhua__reader;

/* Read a text's bytes from its beginning. */
quhua__reader quhua__reader_on(quhua_str bytes);
uint64_t quhua__read_u(quhua__reader *reader);
/* As u, and at most max. */
uint64_t quhua__read_upto(quhua__reader *reader, uint64_t max);
int64_t quhua__read_s(quhua__reader *reader);
quhua_str quhua__read_t(quhua__reader *reader);
/* Exactly len raw bytes, or NULL. */
const char *quhua__read_raw(quhua__reader *reader, size_t len);

#endif
