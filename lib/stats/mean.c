/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/mean.h"

/* What bounds are rounded to where exact fractions grow too large. */
#define GRID ((quhua__wide)1 << 32)

static quhua__wide common_divisor(quhua__wide a, quhua__wide b) {
  while (a) {
    quhua__wide rest = b % a;
    b = a;
    a = rest;
  }
  return b;
}

static quhua__ratio reduced(quhua__wide num, quhua__wide den) {
  quhua__wide divisor = common_divisor(num, den);
  return (quhua__ratio){num / divisor, den / divisor};
}

/* Compares the continued fractions term by term, which needs no number larger than those given. */
static int compare(quhua__ratio a, quhua__ratio b) {
  for (int sign = 1;; sign = -sign) {
    quhua__wide whole_a = a.num / a.den, whole_b = b.num / b.den;
    quhua__wide rest_a = a.num % a.den, rest_b = b.num % b.den;
    if (whole_a != whole_b) return whole_a < whole_b ? -sign : sign;
    if (!rest_a || !rest_b) return sign * ((rest_a > 0) - (rest_b > 0));
    a = (quhua__ratio){a.den, rest_a};
    b = (quhua__ratio){b.den, rest_b};
  }
}

/* Denominators by their common divisor first (Knuth, The Art of Computer Programming, 4.5.1). */
static bool add(quhua__ratio *sum, quhua__ratio more) {
  quhua__wide divisor = common_divisor(sum->den, more.den), left, right, num, den;
  if (__builtin_mul_overflow(sum->num, more.den / divisor, &left)) return false;
  if (__builtin_mul_overflow(more.num, sum->den / divisor, &right)) return false;
  if (__builtin_add_overflow(left, right, &num)) return false;
  if (__builtin_mul_overflow(sum->den, more.den / divisor, &den)) return false;
  *sum = reduced(num, den);
  return true;
}

static bool multiply(quhua__ratio value, int64_t weight, quhua__ratio *out) {
  quhua__wide divisor = common_divisor(weight, value.den), num;
  if (__builtin_mul_overflow(value.num, weight / divisor, &num)) return false;
  *out = (quhua__ratio){num, value.den / divisor};
  return true;
}

static bool divide(quhua__ratio value, quhua__wide weight, quhua__ratio *out) {
  quhua__wide divisor = common_divisor(value.num, weight), den;
  if (__builtin_mul_overflow(value.den, weight / divisor, &den)) return false;
  *out = (quhua__ratio){value.num / divisor, den};
  return true;
}

int64_t quhua__ratio_round(quhua__ratio value) {
  quhua__wide whole = value.num / value.den, rest = value.num % value.den;
  return (int64_t)(whole + (rest >= value.den - rest));
}

quhua__average quhua__average_of(int64_t value, quhua_date day) {
  quhua__ratio ratio = {value, 1};
  return (quhua__average){ratio, ratio, day, true, true};
}

/* --- means --------------------------------------------------------------------------------------------------------- */

/* The next multiple of the grid that is not larger (not smaller). */
static quhua__ratio coarse(quhua__ratio value, bool up) {
  quhua__wide whole = value.num / value.den, rest = value.num % value.den, part = 0;
  for (quhua__wide bit = GRID / 2; bit; bit /= 2) { /* long division: rest × 2 fits */
    bool carries = rest >= value.den - rest;
    rest = carries ? rest - (value.den - rest) : rest + rest;
    if (carries) part += bit;
  }
  if (up && rest) part++;
  return reduced(whole * GRID + part, GRID); /* the whole part is that of a 64-bit number */
}

typedef enum bound { LOWER, UPPER } bound;

static quhua__ratio bound_of(const quhua__average *a, bound which, bool rounded) {
  quhua__ratio value = which == LOWER ? a->lo : a->hi;
  return rounded ? coarse(value, which == UPPER) : value;
}

/* Does it count? Only what has a value, and what weighs nothing only where nothing weighs. */
static bool counts(const quhua__ingredient *i, bool weightless) {
  return i->average.known && (weightless || i->weight.hi > 0);
}

static bool mean(const quhua__ingredient *list, size_t count, bound which, bool rounded, quhua__ratio *out) {
  quhua__ratio sum = {0, 1}, product;
  quhua__wide weight = 0;
  for (size_t i = 0; i < count; i++) {
    if (!counts(&list[i], false)) continue;
    quhua__ratio value = bound_of(&list[i].average, which, rounded);
    if (!multiply(value, list[i].weight.lo, &product) || !add(&sum, product)) return false;
    weight += list[i].weight.lo;
  }
  return divide(sum, weight, out);
}

static bool both_means(const quhua__ingredient *list, size_t count, bool rounded, quhua__average *out) {
  return mean(list, count, LOWER, rounded, &out->lo) && mean(list, count, UPPER, rounded, &out->hi);
}

static void widen(quhua__average *a, const quhua__average *b) {
  if (!a->known || compare(b->lo, a->lo) < 0) a->lo = b->lo;
  if (!a->known || compare(b->hi, a->hi) > 0) a->hi = b->hi;
  if (b->oldest < a->oldest) a->oldest = b->oldest;
  a->known = true;
}

quhua__average quhua__mix(const quhua__ingredient *list, size_t count) {
  quhua__average result = {.oldest = QUHUA_DATE_OPEN, .full = true};
  bool weightless = true, exact = true;
  size_t parts = 0;
  for (size_t i = 0; i < count; i++) weightless &= list[i].weight.hi == 0;
  for (size_t i = 0; i < count; i++) {
    if (weightless || list[i].weight.hi > 0) result.full &= list[i].average.known && list[i].average.full;
    if (!counts(&list[i], weightless)) continue;
    exact &= list[i].weight.lo == list[i].weight.hi && !weightless;
    widen(&result, &list[i].average);
    parts++;
  }
  result.full &= result.known;
  quhua__average mixed = result;
  if (parts < 2 || !exact) return result;
  if (both_means(list, count, false, &mixed) || both_means(list, count, true, &mixed)) return mixed;
  return result;
}
