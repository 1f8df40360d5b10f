/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/held.h"

#include <quhua/stats.h>

#include "registry/registry_internal.h"

/* Rows stand in the order of (code, level), the register as a whole behind them. */
static const quhua_stat *find_row(const quhua_stats *stats, const quhua__row *row) {
  size_t first = 0, end = quhua_stats_count(stats);
  end -= end > 0;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    const quhua_stat *at = quhua_stats_at(stats, middle);
    int order = quhua_code_compare(&at->unit.code, &row->code);
    if (!order) order = ((int)at->unit.level > (int)row->level) - ((int)at->unit.level < (int)row->level);
    if (!order) return at;
    if (order < 0)
      first = middle + 1;
    else
      end = middle;
  }
  return NULL;
}

static void answer(const quhua_stats *stats, const quhua__state *state, quhua__held *held) {
  const quhua_stat *found = find_row(stats, quhua__state_row(state, held->row));
  if (!found || !found->complete) return;
  held->lo = found->lo;
  held->hi = found->hi;
  held->scale = found->scale;
  held->known = true;
}

quhua_status quhua__stats_held(const quhua_snapshot *snapshot, quhua_str series, quhua_date day,
                               quhua__held *list, size_t count) {
  quhua_stats *stats;
  quhua_status status = quhua_stats_new(snapshot, series, QUHUA_LEVEL_ANY, day, &stats, NULL);
  if (status) return status == QUHUA_E_NOMEM ? status : QUHUA_OK;
  for (size_t i = 0; i < count; i++) answer(stats, snapshot->state, &list[i]);
  quhua_stats_free(stats);
  return QUHUA_OK;
}
