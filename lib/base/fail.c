/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fail.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#define LONGEST_ARGUMENT 160u

/* Text that is being written into a buffer of limited size; len goes on counting past the end. */
typedef struct sink {
  char *out;
  size_t cap;
  size_t len;
} sink;

/* Appends whole characters only, so that a cut text stays valid UTF-8. */
static void put(sink *s, const char *bytes, size_t len) {
  if (s->len + len < s->cap)
    memcpy(s->out + s->len, bytes, len);
  else if (s->len < s->cap) {
    s->out[s->len] = '\0';
    s->cap = s->len + 1; /* nothing more fits */
  }
  s->len += len;
}

static void put_argument(sink *s, quhua_str text) {
  size_t at = 0;
  while (at < text.len) {
    utf8proc_int32_t point;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &point);
    if (at + (used > 0 ? (size_t)used : 1) > LONGEST_ARGUMENT) {
      put(s, "…", strlen("…"));
      return;
    }
    if (used <= 0) {
      put(s, "?", 1);
      at += 1;
      continue;
    }
    utf8proc_category_t category = utf8proc_category(point);
    bool harmless = category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF;
    if (harmless)
      put(s, text.ptr + at, (size_t)used);
    else
      put(s, "?", 1);
    at += (size_t)used;
  }
}

size_t quhua__fill(const char *template_text, const quhua_str *args, size_t count, char *out, size_t cap) {
  sink s = {out, cap, 0};
  const char *p = template_text;
  while (*p) {
    const char *open = strchr(p, '{');
    bool argument = open && open[1] >= '1' && open[1] <= '9' && open[2] == '}';
    if (!open) {
      put(&s, p, strlen(p));
      break;
    }
    if (!argument) {
      put(&s, p, (size_t)(open - p) + 1);
      p = open + 1;
      continue;
    }
    put(&s, p, (size_t)(open - p));
    size_t index = (size_t)(open[1] - '1');
    if (index < count) put_argument(&s, args[index]);
    p = open + 3;
  }
  if (s.len < s.cap) out[s.len] = '\0';
  return s.len;
}

quhua_status quhua__fail(quhua_error *err, quhua_status status, quhua__text2 message, quhua__text2 remedy,
                         const quhua_str *args, size_t count) {
  if (!err) return status;
  memset(err, 0, sizeof *err);
  err->status = status;
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    quhua__fill(message.lang[lang], args, count, err->message[lang], sizeof err->message[lang]);
    quhua__fill(remedy.lang[lang], args, count, err->remedy[lang], sizeof err->remedy[lang]);
  }
  return status;
}

quhua_status quhua__fail_at(quhua_error *err, quhua_status status, quhua_str subject, uint32_t line,
                            uint32_t column) {
  if (!err) return status;
  quhua__fill("{1}", &subject, 1, err->subject, sizeof err->subject);
  err->line = line;
  err->column = column;
  return err->status;
}

quhua_status quhua__fail_nomem(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_NOMEM,
                     QUHUA__T("out of memory; nothing was changed", "内存不足，未作任何更改"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

quhua_status quhua__fail_digest(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the digest provider failed", "摘要算法不可用"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

const char *quhua_status_name(quhua_status status) {
  switch (status) {
  case QUHUA_OK: return "QUHUA_OK";
  case QUHUA_E_NOT_FOUND: return "QUHUA_E_NOT_FOUND";
  case QUHUA_E_AMBIGUOUS: return "QUHUA_E_AMBIGUOUS";
  case QUHUA_E_INVALID: return "QUHUA_E_INVALID";
  case QUHUA_E_EXISTS: return "QUHUA_E_EXISTS";
  case QUHUA_E_BLOCKED: return "QUHUA_E_BLOCKED";
  case QUHUA_E_CONFLICT: return "QUHUA_E_CONFLICT";
  case QUHUA_E_BUSY: return "QUHUA_E_BUSY";
  case QUHUA_E_NOMEM: return "QUHUA_E_NOMEM";
  case QUHUA_E_IO: return "QUHUA_E_IO";
  case QUHUA_E_FORMAT: return "QUHUA_E_FORMAT";
  case QUHUA_E_NEWER: return "QUHUA_E_NEWER";
  case QUHUA_E_CORRUPT: return "QUHUA_E_CORRUPT";
  case QUHUA_E_EXHAUSTED: return "QUHUA_E_EXHAUSTED";
  case QUHUA_E_UNSUPPORTED: return "QUHUA_E_UNSUPPORTED";
  case QUHUA_E_MISMATCH: return "QUHUA_E_MISMATCH";
  }
  return "QUHUA_E_UNKNOWN";
}

void quhua_error_clear(quhua_error *err) {
  if (err) memset(err, 0, sizeof *err);
}

size_t quhua_error_format(const quhua_error *err, quhua_lang lang, char *out, size_t cap) {
  char place[32] = "";
  if (err->line && err->column)
    snprintf(place, sizeof place, ":%u:%u", err->line, err->column);
  else if (err->line)
    snprintf(place, sizeof place, ":%u", err->line);
  const char *stop = lang == QUHUA_LANG_ZH ? "。" : ". ";
  int len = snprintf(out, cap, "%s%s%s%s%s%s", err->subject, place, err->subject[0] || place[0] ? ": " : "",
                     err->message[lang], err->remedy[lang][0] ? stop : "", err->remedy[lang]);
  return len < 0 ? 0 : (size_t)len;
}
