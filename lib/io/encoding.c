/* SPDX-License-Identifier: Apache-2.0 */
#include "io/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/fail.h"
#include "base/text_internal.h"
#include "base/utf8.h"

/* A text is damaged UTF-8, and not GB18030, when so many bytes belong to characters of UTF-8 for each byte that does
 * not. In GB18030 text the two are of one order. */
#define SURELY_UTF8 4u

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static quhua_str without_mark(quhua_str text) {
  size_t len = strlen(BYTE_ORDER_MARK);
  return quhua__begins_with(text, BYTE_ORDER_MARK) ? (quhua_str){text.ptr + len, text.len - len} : text;
}

/* Line and column of a byte offset, by walking there: only for errors. */
static void find_place(quhua_str text, size_t offset, uint32_t *line, uint32_t *column) {
  const char *start = text.ptr, *at = text.ptr, *stop = text.ptr + offset;
  *line = 1;
  for (; at < stop; at++) {
    bool ends = *at == '\n' || (*at == '\r' && !(at + 1 < text.ptr + text.len && at[1] == '\n'));
    if (!ends) continue;
    ++*line;
    start = at + 1;
  }
  *column = quhua__utf8_count(start, stop) + 1;
}

static quhua_status refuse_byte(quhua_str source, quhua_str readable, size_t offset, unsigned char byte,
                                quhua__text2 message, quhua_error *err) {
  char shown[8];
  uint32_t line, column;
  find_place(readable, offset, &line, &column);
  snprintf(shown, sizeof shown, "%02X", byte);
  quhua__fail(err, QUHUA_E_INVALID, message,
              QUHUA__T("save the file as UTF-8 or GB18030", "请把文件另存为 UTF-8 或 GB18030 编码"),
              QUHUA__ARGS(quhua_str_from(shown)));
  return quhua__fail_at(err, QUHUA_E_INVALID, source, line, column);
}

static quhua_status refuse_utf16(quhua_str source, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the file is UTF-16", "文件是 UTF-16 编码"),
              QUHUA__T("save the file as UTF-8 or GB18030", "请把文件另存为 UTF-8 或 GB18030 编码"),
              QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, source, 1, 1);
}

static quhua_status check_nul(quhua_str text, quhua_str source, quhua_error *err) {
  const char *nul = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
  if (!nul) return QUHUA_OK;
  return refuse_byte(source, text, (size_t)(nul - text.ptr), 0,
                     QUHUA__T("a NUL byte: this is not a text file", "出现空字节：不是文本文件"), err);
}

static quhua_status refuse_damaged(quhua_str text, size_t bad, quhua_str source, quhua_error *err) {
  return refuse_byte(
      source, text, bad, (unsigned char)text.ptr[bad],
      QUHUA__T("the byte {1} breaks the UTF-8 of this file", "字节 {1} 不符合本文件的 UTF-8 编码"), err);
}

bool quhua__is_mostly_utf8(quhua_str text) {
  size_t in_characters = 0, stray = 0;
  const char *end = text.ptr + text.len;
  for (const char *at = text.ptr; at < end;) {
    size_t step = quhua__utf8_step(at, end);
    if (step == 0) stray++;
    if (step > 1) in_characters += step;
    at += step ? step : 1;
  }
  return in_characters > stray * SURELY_UTF8;
}

/* Converts as far as it goes and returns the bytes that were read. */
static size_t convert(iconv_t converter, quhua_str data, quhua__bytes *out) {
  char *in = (char *)data.ptr; /* iconv's type is older than const; it writes nothing there */
  size_t left = data.len;
  char chunk[8192];
  while (left > 0 && !out->failed) {
    char *to = chunk;
    size_t room = sizeof chunk;
    size_t result = iconv(converter, &in, &left, &to, &room);
    int reason = errno;
    quhua__bytes_add(out, chunk, (size_t)(to - chunk));
    if (result == (size_t)-1 && reason != E2BIG) break;
  }
  return data.len - left;
}

static quhua_status refuse_both(quhua_str data, quhua_str converted, size_t read, quhua_str source,
                                quhua_error *err) {
  const quhua__text2 message =
      QUHUA__T("the byte {1} is neither UTF-8 nor GB18030", "字节 {1} 既不是 UTF-8 也不是 GB18030");
  size_t valid = quhua__utf8_span(data);
  if (valid >= read) return refuse_byte(source, data, valid, (unsigned char)data.ptr[valid], message, err);
  quhua_str seen = without_mark(converted);
  return refuse_byte(source, seen, seen.len, (unsigned char)data.ptr[read], message, err);
}

static quhua_status refuse_converter(int reason, quhua_error *err) {
  return quhua__fail(err, reason == ENOMEM ? QUHUA_E_NOMEM : QUHUA_E_UNSUPPORTED,
                     QUHUA__T("this system cannot convert GB18030", "本系统不能转换 GB18030 编码"),
                     QUHUA__T("save the file as UTF-8", "请把文件另存为 UTF-8 编码"), QUHUA__NO_ARGS);
}

quhua_status quhua__decode_gb18030(const quhua_allocator *allocator, quhua_str data, quhua_str source,
                                   quhua__decoded *out, quhua_error *err) {
  quhua__bytes bytes;
  iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == (iconv_t)-1) return refuse_converter(errno, err);
  quhua__bytes_init(&bytes, allocator);
  size_t read = convert(converter, data, &bytes);
  iconv_close(converter);
  quhua_status status = QUHUA_OK;
  if (bytes.failed)
    status = quhua__fail_nomem(err);
  else if (read < data.len)
    status = refuse_both(data, (quhua_str){bytes.data, bytes.len}, read, source, err);
  if (status) {
    quhua__bytes_free(&bytes);
    return status;
  }
  *out = (quhua__decoded){without_mark((quhua_str){bytes.data, bytes.len}), bytes.data, bytes.cap};
  return QUHUA_OK;
}

quhua_status quhua__decode(const quhua_allocator *allocator, quhua_str data, quhua_str source,
                           quhua__decoded *out, quhua_error *err) {
  bool marked = quhua__begins_with(data, BYTE_ORDER_MARK);
  quhua_str text = without_mark(data);
  size_t valid = quhua__utf8_span(text);
  quhua__decoded decoded = {text, NULL, 0};
  quhua_status status = QUHUA_OK;
  if (quhua__begins_with(data, "\xFF\xFE") || quhua__begins_with(data, "\xFE\xFF"))
    return refuse_utf16(source, err);
  if (valid < text.len && (marked || quhua__is_mostly_utf8(text))) return refuse_damaged(text, valid, source, err);
  if (valid < text.len) status = quhua__decode_gb18030(allocator, data, source, &decoded, err);
  if (!status) status = check_nul(decoded.text, source, err);
  if (status)
    quhua__decoded_free(allocator, &decoded);
  else
    *out = decoded;
  return status;
}

void quhua__decoded_free(const quhua_allocator *allocator, quhua__decoded *decoded) {
  if (decoded->owned) allocator->free(allocator->ctx, decoded->owned, decoded->owned_size);
  *decoded = (quhua__decoded){{"", 0}, NULL, 0};
}

quhua_status quhua__encode_gb18030(quhua__arena *arena, quhua_str text, quhua_str *out, quhua_error *err) {
  iconv_t converter = iconv_open("GB18030", "UTF-8");
  if (converter == (iconv_t)-1) return refuse_converter(errno, err);
  char *in = (char *)text.ptr;                 /* iconv's type is older than const; it writes nothing there */
  size_t left = text.len, room = 4 * text.len; /* a character has at most four bytes */
  char *start = quhua__arena_bytes(arena, room + 1), *to = start;
  size_t result = start ? iconv(converter, &in, &left, &to, &room) : 0;
  iconv_close(converter);
  if (!start) return quhua__fail_nomem(err);
  if (result == (size_t)-1)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("“{1}” cannot be written in GB18030", "“{1}”无法写成 GB18030 编码"),
                       QUHUA__T("save the file as UTF-8", "请把文件另存为 UTF-8 编码"), QUHUA__ARGS(text));
  *out = (quhua_str){start, (size_t)(to - start)};
  return QUHUA_OK;
}
