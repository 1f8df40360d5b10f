/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <string.h>

#include "base/arena.h"

void quhua__bytes_init(quhua__bytes *bytes, const quhua_allocator *allocator) {
  *bytes = (quhua__bytes){.allocator = allocator};
}

void quhua__bytes_free(quhua__bytes *bytes) {
  if (bytes->data) bytes->allocator->free(bytes->allocator->ctx, bytes->data, bytes->cap);
  bytes->data = NULL;
  bytes->len = bytes->cap = 0;
}

void quhua__bytes_add(quhua__bytes *bytes, const void *data, size_t len) {
  void *array = bytes->data;
  if (bytes->failed || len == 0) return;
  if (len > SIZE_MAX - bytes->len ||
      !quhua__grow(bytes->allocator, &array, &bytes->cap, bytes->len + len, 1)) {
    bytes->failed = true;
    return;
  }
  bytes->data = array;
  memcpy(bytes->data + bytes->len, data, len);
  bytes->len += len;
}

void quhua__bytes_u(quhua__bytes *bytes, uint64_t value) {
  char out[10];
  size_t len = 0;
  do {
    out[len++] = (char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>= 7;
  } while (value);
  quhua__bytes_add(bytes, out, len);
}

void quhua__bytes_s(quhua__bytes *bytes, int64_t value) {
  uint64_t twice = (uint64_t)value << 1;
  quhua__bytes_u(bytes, value < 0 ? ~twice : twice);
}

void quhua__bytes_t(quhua__bytes *bytes, quhua_str text) {
  quhua__bytes_u(bytes, text.len);
  quhua__bytes_add(bytes, text.ptr, text.len);
}

quhua__reader quhua__reader_on(quhua_str bytes) {
  if (bytes.len == 0) return (quhua__reader){"", "", false}; /* no arithmetic on a null pointer */
  return (quhua__reader){bytes.ptr, bytes.ptr + bytes.len, false};
}

uint64_t quhua__read_u(quhua__reader *reader) {
  uint64_t value = 0;
  for (unsigned shift = 0; !reader->failed && reader->at < reader->end && shift < 64; shift += 7) {
    uint64_t byte = (unsigned char)*reader->at++;
    if (shift == 63 && byte > 1) break;
    value |= (byte & 0x7f) << shift;
    if (byte & 0x80) continue;
    if (byte == 0 && shift > 0) break;
    return value;
  }
  reader->failed = true;
  return 0;
}

uint64_t quhua__read_upto(quhua__reader *reader, uint64_t max) {
  uint64_t value = quhua__read_u(reader);
  if (value <= max) return value;
  reader->failed = true;
  return 0;
}

int64_t quhua__read_s(quhua__reader *reader) {
  uint64_t twice = quhua__read_u(reader);
  return (int64_t)(twice >> 1) ^ -(int64_t)(twice & 1);
}

const char *quhua__read_raw(quhua__reader *reader, size_t len) {
  if (reader->failed || (size_t)(reader->end - reader->at) < len) {
    reader->failed = true;
    return NULL;
  }
  const char *at = reader->at;
  reader->at += len;
  return at;
}

quhua_str quhua__read_t(quhua__reader *reader) {
  size_t len = (size_t)quhua__read_upto(reader, (uint64_t)(reader->end - reader->at));
  const char *at = quhua__read_raw(reader, len);
  return at ? (quhua_str){at, len} : (quhua_str){"", 0};
}
