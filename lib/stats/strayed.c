/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/strayed.h"

#include "base/fraction.h"

void quhua__strayed_free(quhua__strayed_list *strayed) {
  const quhua_allocator *a = strayed->allocator;
  if (strayed->list) a->free(a->ctx, strayed->list, strayed->cap * sizeof *strayed->list);
}

quhua_status quhua__strayed_note(quhua__strayed_list *strayed, quhua__strayed what,
                                 const quhua__arrivals *arrivals, size_t since) {
  void *list = strayed->list;
  what.exact = true;
  for (size_t i = since; i < arrivals->count; i++) {
    const quhua__arrival *a = &arrivals->list[i];
    if (a->sort != QUHUA__POOL_STRAY || a->unit != what.above) continue;
    if (a->token) what.exact = false;
    if (!a->token && __builtin_add_overflow(what.amount, a->lo, &what.amount)) return QUHUA_E_INVALID;
  }
  if (!quhua__grow(strayed->allocator, &list, &strayed->cap, strayed->count + 1, sizeof *strayed->list))
    return QUHUA_E_NOMEM;
  strayed->list = list;
  strayed->list[strayed->count++] = what;
  return QUHUA_OK;
}

const quhua__strayed *quhua__strayed_find(const quhua__strayed_list *strayed, uint32_t unit, uint32_t entry) {
  for (size_t i = 0; i < strayed->count; i++)
    if (strayed->list[i].unit == unit && strayed->list[i].entry == entry) return &strayed->list[i];
  return NULL;
}

void quhua__strayed_lose(quhua__strayed_list *strayed, uint32_t above) {
  for (size_t i = 0; i < strayed->count; i++)
    if (strayed->list[i].above == above) strayed->list[i].lost = true;
}

/* What nobody knows in which parts: each may have all of it. What is noted of the same strays is less sure from then on. */
static quhua_status share_strays(quhua__strayed_list *strayed, const quhua__strayed *what,
                                 quhua__pools *pools, uint32_t pool, quhua__arena *arena,
                                 quhua__arrivals *arrivals) {
  static const quhua_share unknown = {{0, 1}, {1, 1}, QUHUA_SHARE_UNKNOWN};
  quhua__transfer transfers[] = {{.from = what->above, .to = what->above, .share = unknown},
                                 {.from = what->above, .to = what->unit, .share = unknown}};
  size_t since = arrivals->count;
  quhua_status status = quhua__transfer_pool(pools, pool, transfers, 2, what->above, arena, arrivals);
  for (size_t i = since; i < arrivals->count; i++)
    if (arrivals->list[i].unit == what->unit) arrivals->list[i].sort = QUHUA__POOL_OWN;
  for (size_t i = 0; i < strayed->count; i++)
    if (strayed->list[i].above == what->above) strayed->list[i].exact = false;
  return status;
}

quhua_status quhua__strayed_return(quhua__strayed_list *strayed, const quhua__strayed *what,
                                   quhua__pools *pools, quhua__arena *arena, quhua__arrivals *arrivals) {
  uint32_t pool = quhua__pools_find(pools, what->above, QUHUA__POOL_STRAY);
  if (!pool) return QUHUA_OK; /* nothing ever strayed there */
  if (!what->exact) return share_strays(strayed, what, pools, pool, arena, arrivals);
  pools->pools[pool].exact -= what->amount;
  return quhua__arrive(arrivals,
                       &(quhua__arrival){QUHUA__POOL_OWN, what->unit, 0, what->amount, what->amount});
}
