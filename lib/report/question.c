/* SPDX-License-Identifier: Apache-2.0 */
/* question.c: questions as canonical texts. */
#include <string.h>

#include "base/fail.h"
#include "base/text_internal.h"
#include "report/exports_internal.h"

#define LONGEST_NAME 40 /* of a kind or a key */
#define MOST_PARAMETERS 64
#define LONGEST_QUESTION ((size_t)1024 * 1024)
#define SIGNS "%&=?"

/* --- escaping ------------------------------------------------------------------------------------------------------- */

static bool is_plain(char c) {
  unsigned char byte = (unsigned char)c;
  return byte > ' ' && byte != 0x7F && !memchr(SIGNS, c, sizeof SIGNS - 1);
}

void quhua__escape(quhua__bytes *out, quhua_str text) {
  static const char digits[] = "0123456789ABCDEF";
  for (size_t i = 0; i < text.len; i++) {
    unsigned char byte = (unsigned char)text.ptr[i];
    if (is_plain(text.ptr[i]))
      quhua__bytes_add(out, &text.ptr[i], 1);
    else
      quhua__bytes_add(out, (const char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
  }
}

static int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static quhua_status malformed(quhua_error *err, quhua_str text) {
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("“{1}” is not a question in canonical form", "“{1}”不是规范形式的问题"),
                     QUHUA__T("docs/formats/exports.md describes the form", "形式见 docs/formats/exports.md"),
                     QUHUA__ARGS(text));
}

quhua_status quhua__unescape(quhua__arena *arena, quhua_str escaped, quhua_str *out, quhua_error *err) {
  char *text = quhua__arena_bytes(arena, escaped.len + 1);
  size_t len = 0;
  if (!text) return quhua__fail_nomem(err);
  for (size_t i = 0; i < escaped.len; i++) {
    text[len] = escaped.ptr[i];
    if (escaped.ptr[i] == '%') {
      int high = i + 2 < escaped.len ? hexadecimal(escaped.ptr[i + 1]) : -1;
      int low = high < 0 ? -1 : hexadecimal(escaped.ptr[i + 2]);
      if (low < 0) return malformed(err, escaped);
      text[len] = (char)(high << 4 | low);
      i += 2;
    }
    len++;
  }
  *out = (quhua_str){text, len};
  return QUHUA_OK;
}

/* --- what may stand in a question ----------------------------------------------------------------------------------- */

static bool is_name(quhua_str name, const char *signs) {
  if (name.len == 0 || name.len > LONGEST_NAME) return false;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && (!c || !strchr(signs, c))) return false;
  }
  return true;
}

static quhua_status check_name(quhua_str name, const char *signs, quhua_error *err) {
  if (is_name(name, signs)) return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("“{1}” is no name of a kind of question or of a parameter", "“{1}”不是问题类型名或参数名"),
      QUHUA__T("write 1 to 40 characters of a-z, 0-9 and {2}", "请用 1 至 40 个 a-z、0-9 和 {2}"),
      QUHUA__ARGS(name, quhua_str_from(signs)));
}

static bool is_day(quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  quhua_date again;
  return quhua_date_parse((quhua_str){text, quhua_date_format(date, text)}, &again);
}

static quhua_status check_days(quhua_date from, quhua_date to, quhua_error *err) {
  if (is_day(from) && is_day(to)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the question has no day", "问题没有日期"),
                     QUHUA__T("give days of the years 1000 to 9999", "请给出 1000 年至 9999 年之间的日期"),
                     QUHUA__NO_ARGS);
}

static quhua_status check_value(const quhua_attribute *parameter, quhua_error *err) {
  quhua_str value = parameter->value;
  if (value.len == 0 || (!memchr(value.ptr, '\0', value.len) && quhua__utf8_valid(value))) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the parameter {1} is not valid UTF-8, or holds a NUL character",
                              "参数 {1} 不是有效的 UTF-8，或含有空字符"),
                     QUHUA__T("write it as UTF-8", "请改为有效的 UTF-8 文本"), QUHUA__ARGS(parameter->key));
}

static quhua_status too_much(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the question is longer than 1 MiB or has more than 64 parameters",
                              "问题超过 1 MiB，或参数超过 64 个"),
                     QUHUA__T("divide it into several questions", "请分成几个问题"), QUHUA__NO_ARGS);
}

static int compare_keys(quhua_str a, quhua_str b) {
  size_t len = a.len < b.len ? a.len : b.len;
  int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Copy the parameters in the order of their keys: they are few, so each is inserted where it belongs. */
static quhua_status take_parameters(quhua_question *q, const quhua_attribute *given, size_t count,
                                    quhua_error *err) {
  if (count > MOST_PARAMETERS) return too_much(err);
  q->parameters = quhua__arena_alloc(&q->arena, count * sizeof *q->parameters);
  if (!q->parameters) return quhua__fail_nomem(err);
  for (; q->count < count; q->count++) {
    quhua_attribute own;
    size_t at = q->count;
    quhua_status status = check_name(given[q->count].key, "-_:", err);
    if (status == QUHUA_OK) status = check_value(&given[q->count], err);
    if (status != QUHUA_OK) return status;
    if (given[q->count].value.len > LONGEST_QUESTION) return too_much(err);
    if (!quhua__arena_copy(&q->arena, given[q->count].key, &own.key) ||
        !quhua__arena_copy(&q->arena, given[q->count].value, &own.value))
      return quhua__fail_nomem(err);
    for (; at > 0 && compare_keys(q->parameters[at - 1].key, own.key) > 0; at--)
      q->parameters[at] = q->parameters[at - 1];
    q->parameters[at] = own;
  }
  return QUHUA_OK;
}

/* The days have keys of their own, which stand first. */
static quhua_status check_keys(const quhua_question *q, quhua_error *err) {
  for (size_t i = 0; i < q->count; i++) {
    quhua_str key = q->parameters[i].key;
    bool taken = quhua_str_equal(key, quhua_str_from("from")) || quhua_str_equal(key, quhua_str_from("to"));
    if (!taken && (i == 0 || !quhua_str_equal(key, q->parameters[i - 1].key))) continue;
    return quhua__fail(
        err, QUHUA_E_INVALID, QUHUA__T("the parameter {1} is given twice", "参数 {1} 重复给出"),
        QUHUA__T("keep one of the two; from and to are the days", "请只保留一个；from 和 to 是两个日期"),
        QUHUA__ARGS(key));
  }
  return QUHUA_OK;
}

/* --- making and reading --------------------------------------------------------------------------------------------- */

static void put_pair(quhua__bytes *out, char sign, quhua_str key, quhua_str value) {
  quhua__bytes_add(out, &sign, 1);
  quhua__bytes_add(out, key.ptr, key.len);
  quhua__bytes_add(out, "=", 1);
  quhua__escape(out, value);
}

static quhua_status write_text(quhua_question *q, quhua_error *err) {
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX];
  quhua__bytes text;
  quhua__bytes_init(&text, q->allocator);
  quhua__bytes_add(&text, q->kind.ptr, q->kind.len);
  put_pair(&text, '?', quhua_str_from("from"), (quhua_str){from, quhua_date_format(q->from, from)});
  put_pair(&text, '&', quhua_str_from("to"), (quhua_str){to, quhua_date_format(q->to, to)});
  for (size_t i = 0; i < q->count && text.len <= LONGEST_QUESTION; i++)
    put_pair(&text, '&', q->parameters[i].key, q->parameters[i].value);
  quhua_status status = QUHUA_OK;
  if (text.len > LONGEST_QUESTION) status = too_much(err);
  if (status == QUHUA_OK &&
      (text.failed || !quhua__arena_copy(&q->arena, (quhua_str){text.data, text.len}, &q->text)))
    status = quhua__fail_nomem(err);
  quhua__bytes_free(&text);
  return status;
}

static quhua_status fill(quhua_question *q, quhua_str kind, quhua_date from, quhua_date to,
                         const quhua_attribute *parameters, size_t count, quhua_error *err) {
  quhua_status status = check_name(kind, "-_:/", err);
  if (status == QUHUA_OK) status = check_days(from, to, err);
  if (status == QUHUA_OK && !quhua__arena_copy(&q->arena, kind, &q->kind)) status = quhua__fail_nomem(err);
  q->from = from;
  q->to = to;
  if (status == QUHUA_OK) status = take_parameters(q, parameters, count, err);
  if (status == QUHUA_OK) status = check_keys(q, err);
  return status == QUHUA_OK ? write_text(q, err) : status;
}

quhua_status quhua_question_new(const quhua_allocator *allocator, quhua_str kind, quhua_date from,
                                quhua_date to, const quhua_attribute *parameters, size_t count,
                                quhua_question **out, quhua_error *err) {
  const quhua_allocator *a = quhua__allocator_or_default(allocator);
  quhua_question *q = a->alloc(a->ctx, sizeof *q);
  if (!q) return quhua__fail_nomem(err);
  *q = (quhua_question){.allocator = a};
  quhua__arena_init(&q->arena, a);
  quhua_status status = fill(q, kind, from, to, parameters, count, err);
  if (status == QUHUA_OK)
    *out = q;
  else
    quhua_question_free(q);
  return status;
}

/* Cut what stands before a sign off a text; all of it when the sign is not there. */
static quhua_str cut(quhua_str *rest, char sign) {
  const char *at = rest->len ? memchr(rest->ptr, sign, rest->len) : NULL;
  quhua_str part = {rest->ptr, at ? (size_t)(at - rest->ptr) : rest->len};
  size_t gone = part.len + (at != NULL);
  *rest = (quhua_str){rest->ptr + gone, rest->len - gone};
  return part;
}

static bool cut_day(quhua_str *rest, const char *key, quhua_date *out) {
  quhua_str value = cut(rest, '&');
  return quhua_str_equal(cut(&value, '='), quhua_str_from(key)) && quhua_date_parse(value, out);
}

quhua_status quhua_question_parse(const quhua_allocator *allocator, quhua_str text, quhua_question **out,
                                  quhua_error *err) {
  quhua_attribute parameters[MOST_PARAMETERS];
  quhua_date from, to;
  quhua__arena arena;
  size_t count = 0;
  quhua_str rest = text;
  if (text.len > LONGEST_QUESTION) return too_much(err);
  if (text.len == 0) return malformed(err, text);
  quhua_str kind = cut(&rest, '?');
  if (!cut_day(&rest, "from", &from) || !cut_day(&rest, "to", &to)) return malformed(err, text);
  quhua__arena_init(&arena, quhua__allocator_or_default(allocator));
  quhua_status status = QUHUA_OK;
  while (status == QUHUA_OK && rest.len) {
    quhua_str value = cut(&rest, '&');
    if (count == MOST_PARAMETERS) status = too_much(err);
    if (status != QUHUA_OK) break;
    parameters[count].key = cut(&value, '=');
    status = quhua__unescape(&arena, value, &parameters[count++].value, err);
  }
  quhua_question *q = NULL;
  if (status == QUHUA_OK) status = quhua_question_new(allocator, kind, from, to, parameters, count, &q, err);
  quhua__arena_free(&arena);
  if (status != QUHUA_OK) return status;
  if (quhua_str_equal(q->text, text)) {
    *out = q;
    return QUHUA_OK;
  }
  quhua_question_free(q);
  return malformed(err, text);
}

/* --- looking -------------------------------------------------------------------------------------------------------- */

quhua_str quhua_question_text(const quhua_question *question) { return question->text; }

quhua_str quhua_question_kind(const quhua_question *question) { return question->kind; }

quhua_date quhua_question_from(const quhua_question *question) { return question->from; }

quhua_date quhua_question_to(const quhua_question *question) { return question->to; }

quhua_str quhua_question_parameter(const quhua_question *question, const char *key) {
  for (size_t i = 0; i < question->count; i++)
    if (quhua_str_equal(question->parameters[i].key, quhua_str_from(key)))
      return question->parameters[i].value;
  return (quhua_str){"", 0};
}

void quhua_question_free(quhua_question *question) {
  if (!question) return;
  quhua__arena_free(&question->arena);
  question->allocator->free(question->allocator->ctx, question, sizeof *question);
}
