/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_names.c: whose name is it? There are thousands of 胜利村, so the rows that ask for one name are answered
 * together: its holders are sorted by code once, and each row finds those whose codes begin like its own by halving. */
#include "base/fail.h"
#include "base/sort.h"
#include "infer/vintage.h"

/* Digits that say the county: a name alone is too little evidence beyond it, unless nobody else is called so. */
#define COUNTY_DIGITS 6

typedef struct namesakes {
  const quhua_vintage *v;
  quhua__rows holders; /* of one name, on the day, that no row of the list is true by; by code */
} namesakes;

static int by_stem(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_vintage *v = ctx;
  uint32_t x = v->rows[a].reading.stem, y = v->rows[b].reading.stem;
  return (x > y) - (x < y);
}

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  return quhua_code_compare(&quhua__state_row(ctx, a)->code, &quhua__state_row(ctx, b)->code);
}

static bool collect(namesakes *n, uint32_t stem) {
  const quhua__state *state = n->v->snapshot->state;
  quhua__chain chain = quhua__chain_of_stem(state, n->v->snapshot->known, stem);
  n->holders.count = 0;
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;)
    if (quhua__row_holds_on(quhua__state_row(state, number), n->v->day) &&
        !quhua__vintage_is_taken(n->v, number) && !quhua__rows_add(&n->holders, number))
      return false;
  if (n->holders.count < 2) return true;
  uint32_t *scratch =
      n->holders.allocator->alloc(n->holders.allocator->ctx, n->holders.count * sizeof *scratch);
  if (!scratch) return false;
  quhua__sort(n->holders.list, scratch, n->holders.count, by_code, state);
  n->holders.allocator->free(n->holders.allocator->ctx, scratch, n->holders.count * sizeof *scratch);
  return true;
}

static size_t common(const namesakes *n, size_t at, const quhua_str code) {
  const char *other = quhua__state_row(n->v->snapshot->state, n->holders.list[at])->code.text;
  size_t count = 0;
  while (count < code.len && other[count] && other[count] == code.ptr[count]) count++;
  return count;
}

/* The first holder whose code is not before a text. */
static size_t lower_bound(const namesakes *n, quhua_str code) {
  size_t low = 0, high = n->holders.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const char *other = quhua__state_row(n->v->snapshot->state, n->holders.list[middle])->code.text;
    size_t same = common(n, middle, code);
    if (same < code.len && (unsigned char)other[same] < (unsigned char)code.ptr[same])
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Codes that begin alike stand together, so the best is beside the place of the code, and so is its nearest rival. */
static uint32_t choose(const namesakes *n, quhua_str code) {
  if (n->holders.count == 1) return n->holders.list[0];
  size_t at = lower_bound(n, code), best = 0, length = 0;
  bool several = false;
  for (size_t i = at > 1 ? at - 2 : 0; i < n->holders.count && i < at + 2; i++) {
    size_t same = common(n, i, code);
    several = same == length ? true : same > length ? false : several;
    if (same > length) {
      length = same;
      best = i;
    }
  }
  return length >= COUNTY_DIGITS && !several ? n->holders.list[best] : 0;
}

quhua_status quhua__vintage_find_namesakes(const quhua_vintage *v, uint32_t *rows, size_t count,
                                           uint32_t *out, quhua_error *err) {
  namesakes n = {.v = v, .holders = {.allocator = v->allocator}};
  bool ok = true;
  quhua__sort(rows, out, count, by_stem, v); /* out is scratch until it is filled */
  for (size_t i = 0; ok && i < count; i++) {
    uint32_t stem = v->rows[rows[i]].reading.stem;
    if (i == 0 || stem != v->rows[rows[i - 1]].reading.stem) ok = collect(&n, stem);
    if (ok) out[i] = choose(&n, v->listing->rows[rows[i]].code);
  }
  quhua__rows_free(&n.holders);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}
