/* SPDX-License-Identifier: Apache-2.0 */
/* judge_codes.c: old codes in a cell. What counts is a *run* of letters and digits with nothing of that kind beside it: a
 * code inside a telephone number is none. */
#include "base/arena.h"
#include "io/cell.h"
#include "scan/judge.h"

/* Digits of an identifier that may begin with the code of a division: the shortest one is a township's code and more. */
#define SHORTEST_IDENTIFIER 12u

void quhua__scan_findings_add(quhua__scan_findings *out, const quhua__fate *fate, size_t at,
                              quhua_scan_reason reason) {
  void *list = out->list;
  if (out->failed || !quhua__grow(out->allocator, &list, &out->cap, out->count + 1, sizeof *out->list)) {
    out->failed = true;
    return;
  }
  out->list = list;
  out->list[out->count++] = (quhua__scan_finding){fate, at, reason};
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static size_t leading_digits(quhua_str run) {
  size_t len = 0;
  while (len < run.len && is_digit(run.ptr[len])) len++;
  return len;
}

/* --- identity numbers --------------------------------------------------------------------------------------------- */

static int number_of(const char *digits, int count) {
  int number = 0;
  for (int i = 0; i < count; i++) number = 10 * number + (digits[i] - '0');
  return number;
}

/* GB 11643-1999: six digits of a county, day of birth, three digits, check character by ISO 7064 MOD 11-2. */
static bool is_identity_number(quhua_str run) {
  static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  if (run.len != 18 || leading_digits(run) < 17) return false;
  int year = number_of(run.ptr + 6, 4), month = number_of(run.ptr + 10, 2), day = number_of(run.ptr + 12, 2);
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  for (int i = 0; i < 17; i++) sum += weights[i] * (run.ptr[i] - '0');
  char check = "10X98765432"[sum % 11];
  return run.ptr[17] == check || (check == 'X' && run.ptr[17] == 'x');
}

/* --- a run -------------------------------------------------------------------------------------------------------- */

/* How a run stands in its cell. */
typedef enum standing { ALONE, AMONG_SIGNS, AMONG_WORDS } standing;

static quhua_scan_reason reason_of(const quhua__fate *fate, quhua_scan_reason certain) {
  if (fate->levels) return QUHUA_SCAN_CODE_LEVELS;
  if (fate->successors == 0) return QUHUA_SCAN_CODE_ENDED;
  if (fate->whole) return certain;
  return fate->exact && certain == QUHUA_SCAN_CODE ? QUHUA_SCAN_CODE_SHARES : QUHUA_SCAN_CODE_SEVERAL;
}

static quhua_scan_reason reason_standing(const quhua__fate *fate, standing where) {
  if (where == AMONG_WORDS) return QUHUA_SCAN_CODE_IN_TEXT;
  return reason_of(fate, where == ALONE ? QUHUA_SCAN_CODE : QUHUA_SCAN_CODE_LISTED);
}

/* The code that a text is in some form of the scheme. */
static bool read_code(const quhua_scan_needles *n, quhua_str text, quhua_code *out) {
  if (text.len > QUHUA_CODE_MAX) return false;
  return quhua_code_parse(quhua_snapshot_scheme(n->before), text, QUHUA_LEVEL_ANY, out, NULL, NULL) ==
         QUHUA_OK;
}

static bool is_unit(const quhua_scan_needles *n, const quhua_code *code) {
  quhua_unit holder;
  quhua_status found = quhua_unit_find(n->before, QUHUA_LEVEL_ANY, code, n->day, &holder);
  return found == QUHUA_OK || found == QUHUA_E_AMBIGUOUS;
}

/* The longest beginning that is the code of some unit decides: below a changed township, a village that is known and
 * does not change is no hit. */
static void judge_beginning(const quhua_scan_needles *n, quhua_str run, size_t at,
                            quhua__scan_findings *out) {
  static const size_t forms[] = {15, 14, 12, 9, 6};
  bool identity = is_identity_number(run);
  size_t digits = leading_digits(run);
  for (size_t i = identity ? 4 : 0; i < sizeof forms / sizeof *forms; i++) {
    quhua_code code;
    if (forms[i] > digits || forms[i] >= run.len || !read_code(n, (quhua_str){run.ptr, forms[i]}, &code))
      continue;
    const quhua__fate *fate = quhua__needle_of_code(n, &code);
    if (fate) {
      quhua_scan_reason certain = identity ? QUHUA_SCAN_CODE_IDENTITY : QUHUA_SCAN_CODE_INSIDE;
      quhua__scan_findings_add(out, fate, at, reason_of(fate, certain));
    }
    if (fate || is_unit(n, &code)) return;
  }
}

static void judge_run(const quhua_scan_needles *n, quhua_str run, size_t at, standing where,
                      quhua__scan_findings *out) {
  quhua_code code;
  bool structured = quhua_scheme_is_structured(quhua_snapshot_scheme(n->before));
  bool read = read_code(n, run, &code);
  const quhua__fate *fate = read ? quhua__needle_of_code(n, &code) : NULL;
  bool short_form = structured && run.len < SHORTEST_IDENTIFIER;
  if (short_form && where != ALONE) return;
  if (fate)
    quhua__scan_findings_add(out, fate, at, reason_standing(fate, where));
  else if (structured && run.len >= SHORTEST_IDENTIFIER && !(read && is_unit(n, &code)))
    judge_beginning(n, run, at, out);
}

/* --- a cell ------------------------------------------------------------------------------------------------------- */

static bool in_run(char c) { return is_digit(c) || is_letter(c); }

static quhua_str next_run(quhua_str cell, size_t at) {
  size_t start = at;
  while (start < cell.len && !in_run(cell.ptr[start])) start++;
  size_t end = start;
  while (end < cell.len && in_run(cell.ptr[end])) end++;
  return (quhua_str){cell.ptr + start, end - start};
}

/* Is there a word in the cell: a character beyond ASCII, or a run without a digit? */
static bool has_words(quhua_str cell) {
  for (size_t i = 0; i < cell.len; i++)
    if ((unsigned char)cell.ptr[i] >= 0x80) return true;
  for (quhua_str run = next_run(cell, 0); run.len;
       run = next_run(cell, (size_t)(run.ptr - cell.ptr) + run.len)) {
    size_t digits = 0;
    for (size_t i = 0; i < run.len; i++) digits += is_digit(run.ptr[i]);
    if (digits == 0) return true;
  }
  return false;
}

static standing standing_of(quhua_str cell, quhua_str run) {
  if (quhua_str_equal(quhua__cell_trim(cell), run)) return ALONE;
  return has_words(cell) ? AMONG_WORDS : AMONG_SIGNS;
}

void quhua__scan_codes(const quhua_scan_needles *needles, quhua_str cell, quhua__scan_findings *out) {
  quhua_str run = next_run(cell, 0);
  standing where = run.len ? standing_of(cell, run) : ALONE;
  for (; run.len; run = next_run(cell, (size_t)(run.ptr - cell.ptr) + run.len))
    judge_run(needles, run, (size_t)(run.ptr - cell.ptr), where, out);
}
