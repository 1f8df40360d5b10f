/* SPDX-License-Identifier: Apache-2.0 */
#include "scan/sql_text.h"

#include <string.h>

#include "base/fail.h"

/* --- bytes -------------------------------------------------------------------------------------------------------- */

/* Two bytes are needed to tell comments and doubled quotes. */
static void refill(quhua__sql *s) {
  bool more = true;
  quhua__scan_input_drop(s->in, s->at);
  s->at = 0;
  while (!s->status && more && s->in->len < 2)
    s->status = quhua__scan_input_more(s->scan, s->in, s->in->cap, &more, s->err);
  if (!s->status) quhua__scan_tell_encoding(s->scan, s->in->data, s->in->len);
}

static int byte_at(quhua__sql *s, size_t ahead) {
  if (s->in->len - s->at < 2 && !s->in->ended && !s->status) refill(s);
  if (s->status || s->at + ahead >= s->in->len) return QUHUA__SQL_END;
  return (unsigned char)s->in->data[s->at + ahead];
}

int quhua__sql_peek(quhua__sql *sql) { return byte_at(sql, 0); }

int quhua__sql_peek_second(quhua__sql *sql) { return byte_at(sql, 1); }

int quhua__sql_take(quhua__sql *sql) {
  int c = byte_at(sql, 0);
  if (c == QUHUA__SQL_END) return c;
  sql->at++;
  sql->line += c == '\n';
  return c;
}

/* --- blanks and comments ------------------------------------------------------------------------------------------ */

static bool is_blank(int c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0xFEFF;
}

static void keep(quhua__sql *s, int c) {
  if (s->word_len < QUHUA__SQL_LONGEST_NAME) s->word[s->word_len++] = (char)c;
  s->word[s->word_len] = '\0';
}

/* Whoever wrote the dump signs it in a comment at its head. */
static void notice_author(quhua__sql *s) {
  if (strstr(s->word, "MySQL") || strstr(s->word, "MariaDB")) s->backslash = true;
}

static void skip_line_comment(quhua__sql *s) {
  int c;
  for (s->word_len = 0; (c = quhua__sql_take(s)) != QUHUA__SQL_END && c != '\n';) keep(s, c);
  notice_author(s);
}

static void skip_block_comment(quhua__sql *s) {
  int c, before = 0;
  quhua__sql_take(s), quhua__sql_take(s);
  while ((c = quhua__sql_take(s)) != QUHUA__SQL_END && !(before == '*' && c == '/')) before = c;
}

void quhua__sql_skip_line(quhua__sql *sql) {
  int c;
  while ((c = quhua__sql_take(sql)) != QUHUA__SQL_END && c != '\n') {
  }
}

void quhua__sql_skip_blanks(quhua__sql *sql) {
  for (;;) {
    int c = quhua__sql_peek(sql), second = quhua__sql_peek_second(sql);
    if (is_blank(c))
      quhua__sql_take(sql);
    else if (c == '-' && second == '-')
      skip_line_comment(sql);
    else if (c == '/' && second == '*')
      skip_block_comment(sql);
    else
      return;
  }
}

/* --- tokens ------------------------------------------------------------------------------------------------------- */

static bool in_word(int c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '$' ||
         c >= 0x80;
}

static void refuse_open(quhua__sql *s, uint64_t line) {
  if (s->status) return;
  quhua__fail(s->err, QUHUA_E_INVALID, QUHUA__T("this quote is never closed", "此引号没有配对的右引号"),
              QUHUA__T("check that the dump is whole", "请检查转储文件是否完整"), QUHUA__NO_ARGS);
  s->status = quhua__fail_at(s->err, QUHUA_E_INVALID, s->scan->file,
                             line > UINT32_MAX ? UINT32_MAX : (uint32_t)line, 0);
}

/* A name up to its closing quote; a doubled one stands for itself. */
static void read_name(quhua__sql *s, int closing) {
  uint64_t line = s->line;
  if (quhua__sql_take(s) == '`') s->backslash = true; /* only MySQL writes these */
  for (s->word_len = 0, s->word[0] = '\0';;) {
    int c = quhua__sql_take(s);
    if (c == QUHUA__SQL_END) {
      refuse_open(s, line);
      return;
    }
    if (c == closing && quhua__sql_peek(s) != closing) return;
    if (c == closing) quhua__sql_take(s);
    keep(s, c);
  }
}

static void read_word(quhua__sql *s) {
  for (s->word_len = 0; in_word(quhua__sql_peek(s));) keep(s, quhua__sql_take(s));
}

quhua__sql_kind quhua__sql_next(quhua__sql *sql, int *sign) {
  quhua__sql_skip_blanks(sql);
  int c = quhua__sql_peek(sql);
  *sign = 0;
  if (c == QUHUA__SQL_END) return QUHUA__SQL_NOTHING;
  if (c == '\'') return QUHUA__SQL_STRING;
  if (c == '"' || c == '`' || c == '[') {
    read_name(sql, c == '[' ? ']' : c);
    return sql->status ? QUHUA__SQL_NOTHING : QUHUA__SQL_NAME;
  }
  if (in_word(c)) {
    read_word(sql);
    return QUHUA__SQL_WORD;
  }
  *sign = quhua__sql_take(sql);
  return QUHUA__SQL_SIGN;
}

bool quhua__sql_is(const quhua__sql *sql, const char *word) {
  size_t len = strlen(word);
  if (sql->word_len != len) return false;
  for (size_t i = 0; i < len; i++) {
    char c = sql->word[i];
    if ((c >= 'a' && c <= 'z' ? c - 32 : c) != word[i]) return false;
  }
  return true;
}

/* --- strings ------------------------------------------------------------------------------------------------------ */

/* What a letter behind a backslash stands for. */
static char escaped(int c) {
  switch (c) {
  case 'n': return '\n';
  case 't': return '\t';
  case 'r': return '\r';
  case 'b': return '\b';
  case '0': return '\0';
  default: return (char)c;
  }
}

/* In GB18030 the byte behind such a one belongs to it, and may look like a backslash. */
static bool leads_pair(const quhua__sql *s, int c) {
  return s->scan->encoding == QUHUA__SCAN_GB18030 && (c & 0xFF) >= 0x81;
}

/* Bytes that stand for themselves are passed together. */
static void pass_plain(quhua__sql *s, int closing, bool keeps) {
  const char *start = s->in->data + s->at, *end = s->in->data + s->in->len, *at = start;
  for (; at < end && *at != closing && *at != '\\'; at++) {
    s->line += *at == '\n';
    if (!leads_pair(s, *at)) continue;
    if (at + 1 == end) break;
    at++;
  }
  if (keeps && at > start) quhua__scan_add(s->scan, start, (size_t)(at - start));
  s->at += (size_t)(at - start);
}

void quhua__sql_string(quhua__sql *sql, bool escapes, bool keep) {
  uint64_t line = sql->line;
  int closing = quhua__sql_take(sql);
  for (;;) {
    pass_plain(sql, closing, keep);
    int c = quhua__sql_take(sql);
    char byte = (char)c;
    if (c == QUHUA__SQL_END) {
      refuse_open(sql, line);
      return;
    }
    if (c == closing && quhua__sql_peek(sql) != closing) return;
    if (c == closing) quhua__sql_take(sql);
    if (c == '\\' && escapes) {
      int next = quhua__sql_take(sql);
      if (next == QUHUA__SQL_END) continue;
      byte = escaped(next);
    }
    if (keep) quhua__scan_add(sql->scan, &byte, 1);
    if (!leads_pair(sql, c)) continue;
    byte = (char)quhua__sql_take(sql);
    if (keep) quhua__scan_add(sql->scan, &byte, 1);
  }
}

/* $tag$ … $tag$ of PostgreSQL, whose opening is passed up to its second dollar. */
static void skip_dollars(quhua__sql *s) {
  char tag[QUHUA__SQL_LONGEST_NAME + 1];
  size_t len = s->word_len, same = 0;
  memcpy(tag, s->word, len);
  for (int c; same < len && (c = quhua__sql_take(s)) != QUHUA__SQL_END;)
    same = c == tag[same] ? same + 1 : (size_t)(c == tag[0]);
}

/* The words that a tag is part of: $$, $body$. */
static bool is_dollar_tag(const quhua__sql *s) {
  return s->word_len >= 2 && s->word[0] == '$' && s->word[s->word_len - 1] == '$';
}

void quhua__sql_skip_statement(quhua__sql *sql) {
  int sign = 0;
  while (sign != ';') {
    quhua__sql_kind kind = quhua__sql_next(sql, &sign);
    if (kind == QUHUA__SQL_NOTHING) return;
    if (kind == QUHUA__SQL_STRING) quhua__sql_string(sql, sql->backslash, false);
    if (kind == QUHUA__SQL_WORD && is_dollar_tag(sql)) skip_dollars(sql);
  }
}
