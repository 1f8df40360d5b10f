/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "tool.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <utf8proc.h>

const char *in_language(const tool *t, const char *en, const char *zh) {
  return t->lang == QUHUA_LANG_ZH ? zh : en;
}

void put_safe(FILE *stream, const char *text, size_t len) {
  for (size_t at = 0; at < len;) {
    utf8proc_int32_t point;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &point);
    utf8proc_category_t category = used > 0 ? utf8proc_category(point) : UTF8PROC_CATEGORY_CC;
    if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF)
      fputc('?', stream);
    else
      fwrite(text + at, 1, (size_t)used, stream);
    at += used > 0 ? (size_t)used : 1;
  }
}

static void say_list(const tool *t, const char *en, const char *zh, va_list args) {
  char text[4096];
  if (t->quiet) return;
  vsnprintf(text, sizeof text, in_language(t, en, zh), args);
  fputs("quhua: ", stderr);
  put_safe(stderr, text, strlen(text));
  fputc('\n', stderr);
}

void say(const tool *t, const char *en, const char *zh, ...) {
  va_list args;
  va_start(args, zh);
  say_list(t, en, zh, args);
  va_end(args);
}

int usage_fault(const tool *t, const char *en, const char *zh, ...) {
  va_list args;
  va_start(args, zh);
  say_list(t, en, zh, args);
  va_end(args);
  return BAD_USAGE;
}

int exit_of(quhua_status status) {
  switch (status) {
  case QUHUA_OK: return DONE;
  case QUHUA_E_AMBIGUOUS:
  case QUHUA_E_BLOCKED:
  case QUHUA_E_CORRUPT:
  case QUHUA_E_EXHAUSTED:
  case QUHUA_E_MISMATCH: return ANSWER_IS_NO;
  case QUHUA_E_NOT_FOUND: /* of a file; verbs say themselves what they did not find in a register */
  case QUHUA_E_INVALID:
  case QUHUA_E_EXISTS:
  case QUHUA_E_FORMAT:
  case QUHUA_E_NEWER:
  case QUHUA_E_UNSUPPORTED: return BAD_USAGE;
  case QUHUA_E_CONFLICT:
  case QUHUA_E_BUSY: return STORE_BUSY;
  case QUHUA_E_NOMEM:
  case QUHUA_E_IO: return FAILED;
  }
  return FAILED;
}

int library_fault(const tool *t, const quhua_error *err) {
  char text[sizeof *err];
  quhua_error_format(err, t->lang, text, sizeof text);
  say(t, "%s", "%s", text);
  return exit_of(err->status);
}

int no_memory(const tool *t) {
  say(t, "out of memory", "内存不足");
  return FAILED;
}

static bool write_stream(void *ctx, const char *data, size_t len) { return fwrite(data, 1, len, ctx) == len; }

quhua_writer stream_writer(FILE *stream) { return (quhua_writer){stream, write_stream}; }

quhua_date today(void) {
  time_t now = time(NULL);
  struct tm civil;
  quhua_date date = 0;
  if (localtime_r(&now, &civil))
    quhua_date_from_civil(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday, &date);
  return date;
}

bool date_option(const tool *t, option_id id, const char *name, quhua_date fallback, quhua_date *out) {
  const char *text = t->opt.value[id];
  *out = fallback;
  if (!text && fallback != QUHUA_DATE_NONE) return true;
  if (!text) {
    say(t, "%s needs --%s YYYY-MM-DD", "%s 需要 --%s YYYY-MM-DD", t->verb, name);
    return false;
  }
  if (quhua_date_parse(quhua_str_from(text), out)) return true;
  say(t, "--%s: “%s” is not a day; write YYYY-MM-DD", "--%s：“%s”不是日期，请写成 YYYY-MM-DD", name, text);
  return false;
}
