/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/event_name.h"

#define FITS QUHUA__FITS

static quhua__event_name named(quhua_relation relation, uint32_t more) {
  return (quhua__event_name){relation, FITS(relation) | more};
}

quhua__event_name quhua__event_name_of(const quhua__event_shape *shape) {
  quhua__event_shape s = *shape;
  uint32_t abolish = s.ended ? FITS(QUHUA_RELATION_ABOLISH) : 0; /* 撤销 A，划归 B says how, too */
  if (s.reborn && s.reborn == s.born)
    return named(QUHUA_RELATION_RESTORE, abolish | FITS(QUHUA_RELATION_ESTABLISH) |
                                             FITS(QUHUA_RELATION_SPLIT) | FITS(QUHUA_RELATION_SPLIT_OFF));
  if (s.olds == 0) return named(QUHUA_RELATION_ESTABLISH, FITS(QUHUA_RELATION_RESTORE));
  if (s.news == 0) return named(QUHUA_RELATION_ABOLISH, 0);
  if (s.news == 1 && s.ended == s.olds && s.born == 1 && !s.nowhere) {
    if (s.olds > 1) return named(QUHUA_RELATION_MERGE, abolish | FITS(QUHUA_RELATION_RETYPE));
    return named(QUHUA_RELATION_RETYPE, abolish | FITS(QUHUA_RELATION_ESTABLISH)); /* by order: end and new */
  }
  if (s.news == 1 && s.born == 0 && s.ended)
    return named(QUHUA_RELATION_ABSORB,
                 abolish | (s.olds > 1 ? FITS(QUHUA_RELATION_MERGE) : 0) | FITS(QUHUA_RELATION_TRANSFER));
  if (s.olds == 1 && s.ended == 1) {
    if (s.born == s.news) return named(QUHUA_RELATION_SPLIT, abolish);
    if (s.born == 0)
      return named(QUHUA_RELATION_ABOLISH,
                   FITS(QUHUA_RELATION_SPLIT) | FITS(QUHUA_RELATION_TRANSFER) | FITS(QUHUA_RELATION_ABSORB));
    return named(QUHUA_RELATION_SPLIT, abolish);
  }
  if (s.ended == 0 && s.born == 0) return named(QUHUA_RELATION_BOUNDARY, FITS(QUHUA_RELATION_TRANSFER));
  if (s.ended == 0 && s.born) return named(QUHUA_RELATION_SPLIT_OFF, FITS(QUHUA_RELATION_ESTABLISH));
  return named(QUHUA_RELATION_REDISTRIBUTE, abolish | FITS(QUHUA_RELATION_MERGE) |
                                                FITS(QUHUA_RELATION_ABSORB) | FITS(QUHUA_RELATION_SPLIT) |
                                                FITS(QUHUA_RELATION_TRANSFER));
}
