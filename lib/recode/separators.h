/* SPDX-License-Identifier: Apache-2.0 */
/* separators.h: where the delimiters and line ends of a stretch of bytes are, found for 64 bytes at once. Looking for
 * each with a search of its own costs more than everything else that is done with a short row. */
#ifndef QUHUA_RECODE_SEPARATORS_H
#define QUHUA_RECODE_SEPARATORS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a stretch: a few dozen rows, and small enough to stay in the first cache with the places. */
#define QUHUA__RECODE_STRETCH 4096

typedef struct quhua__recode_separators {
  uint32_t count;
  /* From the beginning of the stretch, ascending. Eight more than there can be, so that they are written by eights. */
  uint16_t at[QUHUA__RECODE_STRETCH + 8];
} quhua__recode_separators;

/* List the places of two bytes in a stretch, and in no more of it than whole blocks of 64 bytes: returns how many bytes
 * were looked at. */
size_t quhua__recode_separators_find(quhua__recode_separators *out, const char *data, size_t len, char a,
                                     char b);

/* How often a byte is there. */
uint64_t quhua__recode_count(const char *data, size_t len, char byte);

/* Bit i: byte i of 64 is one of two. The fast way of this machine, and the one for all others. */
uint64_t quhua__recode_block(const char *data, char a, char b);
uint64_t quhua__recode_block_anywhere(const char *data, char a, char b);

#endif
