/* SPDX-License-Identifier: Apache-2.0 */
/* checksum.h: a checksum as fast as memory, against accidents (a torn file, a bad disk). Not for adversaries: those are
 * what digest.h is for. The result depends on the bytes alone, not on how they were cut into pieces. */
#ifndef QUHUA_BASE_CHECKSUM_H
#define QUHUA_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

typedef struct quhua__checksum {
  uint64_t lane[4];
  uint64_t len;
  unsigned char rest[32]; /* bytes that do not fill a block yet */
  size_t held;
} quhua__checksum;

void quhua__checksum_init(quhua__checksum *c);
void quhua__checksum_add(quhua__checksum *c, const void *data, size_t len);
uint64_t quhua__checksum_end(quhua__checksum *c);
/* Of one piece. */
uint64_t quhua__checksum_of(const void *data, size_t len);

#endif
