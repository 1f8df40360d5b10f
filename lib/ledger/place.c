/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/place.h"

#include "registry/registry_internal.h"

quhua__path quhua__path_of(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date day) {
  quhua__path upwards = {.count = 0}, path = {.count = 0};
  quhua_unit unit;
  /* levels rise strictly towards the top, so the walk ends */
  while (id && upwards.count <= QUHUA_LEVEL_MAX && quhua_unit_find_id(snapshot, id, day, &unit) == QUHUA_OK) {
    upwards.units[upwards.count++] = id;
    id = unit.parent;
  }
  while (path.count < upwards.count) {
    path.units[path.count] = upwards.units[upwards.count - 1 - path.count];
    path.count++;
  }
  return path;
}

bool quhua__path_has(const quhua__path *path, quhua_unit_id unit) {
  if (!unit) return true;
  for (size_t i = 0; i < path->count; i++)
    if (path->units[i] == unit) return true;
  return false;
}

/* Shorten a path to what it has in common with another. */
static void meet(quhua__path *path, const quhua__path *other) {
  size_t common = 0;
  while (common < path->count && common < other->count && path->units[common] == other->units[common])
    common++;
  path->count = common;
}

/* What ended without successor stays with the unit above. */
static quhua_status place_above(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from,
                                quhua_date to, quhua__path *out) {
  quhua_unit unit;
  quhua__place above;
  *out = (quhua__path){.count = 0};
  if (quhua_unit_find_id(snapshot, id, from, &unit) != QUHUA_OK || !unit.parent) return QUHUA_OK;
  quhua_status status = quhua__place_on(snapshot, unit.parent, from, to, &above);
  if (status == QUHUA_OK) *out = above.path;
  return status == QUHUA_E_NOT_FOUND ? QUHUA_OK : status;
}

quhua_status quhua__place_of(const quhua_snapshot *snapshot, const quhua_projection *territory,
                             quhua_unit_id unit, quhua_date from, quhua_date to, quhua__place *out) {
  size_t count = quhua_projection_count(territory);
  for (size_t i = 0; i < count; i++) {
    const quhua_projected *row = quhua_projection_at(territory, i);
    quhua__path path;
    if (row->unit.id) {
      path = quhua__path_of(snapshot, row->unit.id, to);
    } else {
      quhua_status status = place_above(snapshot, unit, from, to, &path);
      if (status != QUHUA_OK) return status;
    }
    if (i == 0) *out = (quhua__place){path, !row->unit.id || count > 1};
    meet(&out->path, &path);
  }
  return QUHUA_OK;
}

quhua_status quhua__place_on(const quhua_snapshot *snapshot, quhua_unit_id unit, quhua_date from,
                             quhua_date to, quhua__place *out) {
  quhua_projection *territory = NULL;
  quhua_status status = quhua_projection_new(snapshot, unit, from, to, &territory, NULL);
  if (status == QUHUA_OK) status = quhua__place_of(snapshot, territory, unit, from, to, out);
  quhua_projection_free(territory);
  return status;
}
