/* SPDX-License-Identifier: Apache-2.0 */
#include "change/share.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fraction.h"
#include "base/utf8.h"

/* Decimal digits that always fit an int64_t. */
#define MOST_DIGITS 18

static bool is_digit(const char *at, const char *end) { return at < end && *at >= '0' && *at <= '9'; }

/* Digits as a number; false when there are none or too many that count. */
static bool read_digits(const char **at, const char *end, int64_t *out) {
  const char *start = *at;
  int64_t value = 0;
  int digits = 0;
  if (!is_digit(*at, end)) return false;
  for (; is_digit(*at, end); ++*at) {
    if (digits == 0 && **at == '0') continue;
    if (++digits > MOST_DIGITS) {
      *at = start;
      return false;
    }
    value = value * 10 + (**at - '0');
  }
  *out = value;
  return true;
}

/* The digits behind the point; zeros at the end do not count against their number. */
static bool read_decimals(const char **at, const char *end, int64_t whole, quhua_fraction *out) {
  const char *stop = *at, *last = *at;
  int64_t num = whole, den = 1;
  for (; is_digit(stop, end); stop++)
    if (*stop != '0') last = stop + 1;
  if (whole > 1 || last - *at > MOST_DIGITS) return false; /* more than 1 would be out of bounds anyway */
  for (const char *p = *at; p < last; p++) {
    num = num * 10 + (*p - '0');
    den *= 10;
  }
  if (!quhua__fraction_make(num, den, out)) return false;
  *at = stop;
  return true;
}

bool quhua__share_number(const char **at, const char *end, quhua_fraction *out) {
  const char *start = *at;
  int64_t num = 0, den = 1;
  quhua_fraction value;
  if (!read_digits(at, end, &num)) return false;
  bool decimal = *at + 1 < end && (*at)[0] == '.' && is_digit(*at + 1, end);
  if (decimal) {
    ++*at;
    if (!read_decimals(at, end, num, &value)) {
      *at = start;
      return false;
    }
  } else {
    if (*at < end && **at == '/') {
      ++*at;
      if (!read_digits(at, end, &den)) return false;
    }
    if (!quhua__fraction_make(num, den, &value)) { /* divided by zero */
      *at = start;
      return false;
    }
  }
  if (!quhua__fraction_is_part(value)) {
    *at = start;
    return false;
  }
  *out = value;
  return true;
}

static quhua_share share_of(quhua_share_kind kind, quhua_fraction lo, quhua_fraction hi) {
  return (quhua_share){lo, hi, kind};
}

/* A share from its bounds: equal ones are exact, 0..1 says nothing. */
static quhua_share share_between(quhua_fraction lo, quhua_fraction hi) {
  bool from_zero = lo.num == 0, to_one = hi.num == hi.den;
  if (quhua__fraction_compare(lo, hi) == 0)
    return share_of(to_one ? QUHUA_SHARE_WHOLE : QUHUA_SHARE_EXACT, lo, hi);
  return share_of(from_zero && to_one ? QUHUA_SHARE_UNKNOWN : QUHUA_SHARE_INTERVAL, lo, hi);
}

static bool text_is(quhua_str text, const char *word) { return quhua_str_equal(text, quhua_str_from(word)); }

/* The words that are no numbers. */
static bool parse_word(quhua_str text, quhua_share *out) {
  quhua_share_kind kind;
  if (text.len == 0)
    kind = QUHUA_SHARE_EMPTY;
  else if (text_is(text, "?"))
    kind = QUHUA_SHARE_UNKNOWN;
  else if (text_is(text, "children"))
    kind = QUHUA_SHARE_CHILDREN;
  else
    return false;
  *out = share_of(kind, QUHUA__ZERO, QUHUA__ONE);
  return true;
}

/* A number or an interval; *at is where it goes wrong. */
static bool parse_bounds(const char **at, const char *end, quhua_share *out) {
  quhua_fraction lo, hi;
  if (!quhua__share_number(at, end, &lo)) return false;
  hi = lo;
  if (end - *at >= 2 && (*at)[0] == '.' && (*at)[1] == '.') {
    *at += 2;
    const char *second = *at;
    if (!quhua__share_number(at, end, &hi)) return false;
    if (quhua__fraction_compare(lo, hi) > 0) {
      *at = second;
      return false;
    }
  }
  if (*at < end) return false;
  *out = share_between(lo, hi);
  return true;
}

bool quhua_share_parse(quhua_str text, quhua_share *out, uint32_t *column) {
  if (parse_word(text, out)) return true;
  const char *at = text.ptr;
  quhua_share share;
  if (parse_bounds(&at, text.ptr + text.len, &share)) {
    *out = share;
    return true;
  }
  if (column) *column = quhua__utf8_count(text.ptr, at) + 1;
  return false;
}

static size_t format_fraction(quhua_fraction value, char *out, size_t cap) {
  int len = value.den == 1 ? snprintf(out, cap, "%" PRId64, value.num)
                           : snprintf(out, cap, "%" PRId64 "/%" PRId64, value.num, value.den);
  return len < 0 ? 0 : (size_t)len;
}

static size_t format_word(const char *word, char out[QUHUA_SHARE_TEXT_MAX]) {
  size_t len = strlen(word);
  memcpy(out, word, len + 1);
  return len;
}

size_t quhua_share_format(quhua_share share, char out[QUHUA_SHARE_TEXT_MAX]) {
  size_t len;
  switch (share.kind) {
  case QUHUA_SHARE_EMPTY: break;
  case QUHUA_SHARE_WHOLE: return format_word("1", out);
  case QUHUA_SHARE_UNKNOWN: return format_word("?", out);
  case QUHUA_SHARE_CHILDREN: return format_word("children", out);
  case QUHUA_SHARE_EXACT: return format_fraction(share.lo, out, QUHUA_SHARE_TEXT_MAX);
  case QUHUA_SHARE_INTERVAL:
    len = format_fraction(share.lo, out, QUHUA_SHARE_TEXT_MAX / 2);
    memcpy(out + len, "..", 2);
    return len + 2 + format_fraction(share.hi, out + len + 2, QUHUA_SHARE_TEXT_MAX - len - 2);
  }
  return format_word("", out);
}

bool quhua__share_normal(quhua_share share, quhua_share *out) {
  bool parts = quhua__fraction_is_part(share.lo) && quhua__fraction_is_part(share.hi);
  switch (share.kind) {
  case QUHUA_SHARE_EMPTY:
  case QUHUA_SHARE_UNKNOWN:
  case QUHUA_SHARE_CHILDREN: *out = share_of(share.kind, QUHUA__ZERO, QUHUA__ONE); return true;
  case QUHUA_SHARE_WHOLE: *out = share_of(share.kind, QUHUA__ONE, QUHUA__ONE); return true;
  case QUHUA_SHARE_EXACT:
    if (!parts || quhua__fraction_compare(share.lo, share.hi) != 0) return false;
    break;
  case QUHUA_SHARE_INTERVAL:
    if (!parts || quhua__fraction_compare(share.lo, share.hi) > 0) return false;
    break;
  default: return false;
  }
  *out = share_between(share.lo, share.hi);
  return true;
}
