/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fraction.h"

#define ROUNDING_BITS 30

/* Greatest common divisor of a magnitude and a positive number. */
static int64_t common_divisor(int64_t a, int64_t b) {
  a = a < 0 ? -a : a;
  while (a) {
    int64_t rest = b % a;
    b = a;
    a = rest;
  }
  return b;
}

bool quhua__fraction_make(int64_t num, int64_t den, quhua_fraction *out) {
  if (den <= 0 || num == INT64_MIN) return false;
  int64_t divisor = common_divisor(num, den);
  *out = (quhua_fraction){num / divisor, den / divisor};
  return true;
}

bool quhua__fraction_is_part(quhua_fraction value) {
  return value.den > 0 && value.num >= 0 && value.num <= value.den &&
         common_divisor(value.num, value.den) == 1;
}

/* num / den rounded towards minus infinity, and what is left over, 0 <= rest < den. */
static int64_t divide_floor(int64_t num, int64_t den, int64_t *rest) {
  int64_t quotient = num / den;
  *rest = num % den;
  if (*rest < 0) {
    *rest += den;
    quotient--;
  }
  return quotient;
}

/* Compares the continued fractions term by term, which needs no number larger than those given. */
int quhua__fraction_compare(quhua_fraction a, quhua_fraction b) {
  int sign = 1;
  for (;;) {
    int64_t rest_a, rest_b;
    int64_t whole_a = divide_floor(a.num, a.den, &rest_a);
    int64_t whole_b = divide_floor(b.num, b.den, &rest_b);
    if (whole_a != whole_b) return whole_a < whole_b ? -sign : sign;
    if (rest_a == 0 || rest_b == 0) return sign * ((rest_a > 0) - (rest_b > 0));
    a = (quhua_fraction){a.den, rest_a};
    b = (quhua_fraction){b.den, rest_b};
    sign = -sign;
  }
}

/* Divides by the common divisor of the denominators first (Knuth, The Art of Computer Programming, 4.5.1), so that
 * only sums that are too large in themselves overflow. */
bool quhua__fraction_add(quhua_fraction a, quhua_fraction b, quhua_fraction *out) {
  int64_t divisor = common_divisor(a.den, b.den);
  int64_t left, right, num, den;
  if (__builtin_mul_overflow(a.num, b.den / divisor, &left)) return false;
  if (__builtin_mul_overflow(b.num, a.den / divisor, &right)) return false;
  if (__builtin_add_overflow(left, right, &num) || num == INT64_MIN) return false;
  int64_t reducible = common_divisor(num, divisor);
  if (__builtin_mul_overflow(a.den / divisor, b.den / reducible, &den)) return false;
  *out = (quhua_fraction){num / reducible, den};
  return true;
}

bool quhua__fraction_multiply(quhua_fraction a, quhua_fraction b, quhua_fraction *out) {
  int64_t across = common_divisor(a.num, b.den), other = common_divisor(b.num, a.den);
  int64_t num, den;
  if (__builtin_mul_overflow(a.num / across, b.num / other, &num) || num == INT64_MIN) return false;
  if (__builtin_mul_overflow(a.den / other, b.den / across, &den)) return false;
  *out = (quhua_fraction){num, den};
  return true;
}

bool quhua__fraction_complement(quhua_fraction value, quhua_fraction *out) {
  int64_t num;
  if (__builtin_sub_overflow(value.den, value.num, &num) || num == INT64_MIN) return false;
  *out = (quhua_fraction){num, value.den};
  return true;
}

/* Long division in base 2; the rest stays below den, so doubling it fits an unsigned number. */
static quhua_fraction round_part(quhua_fraction value, bool up) {
  uint64_t den = (uint64_t)value.den, rest = (uint64_t)value.num;
  int64_t quotient = 0;
  for (int bit = 0; bit <= ROUNDING_BITS; bit++) {
    quotient = quotient * 2 + (rest >= den);
    if (rest >= den) rest -= den;
    rest *= 2;
  }
  quhua_fraction rounded = value;
  (void)quhua__fraction_make(quotient + (up && rest > 0), (int64_t)1 << ROUNDING_BITS, &rounded);
  return rounded;
}

quhua_fraction quhua__fraction_round_down(quhua_fraction value) { return round_part(value, false); }

quhua_fraction quhua__fraction_round_up(quhua_fraction value) { return round_part(value, true); }
