/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.h: text files to UTF-8. */
#ifndef QUHUA_IO_ENCODING_H
#define QUHUA_IO_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include <quhua/error.h>
#include <quhua/memory.h>

#include "base/arena.h"

/* A text in UTF-8 without byte order mark and without NUL characters. */
typedef struct quhua__decoded {
  quhua_str text; /* a view of the input, or of what is owned */
  char *owned;    /* NULL where the input was UTF-8 */
  size_t owned_size;
} quhua__decoded;

/* Valid UTF-8 is taken as it is. Other text is read as GB18030, never as GBK: the rare characters of place names
 * (㭎, 䢺, 𬮿) are in GB18030 only. Text that is UTF-8 but for a few bytes is refused rather than read as GB18030,
 * which has a meaning for nearly every pair of bytes. source is for errors.
 * Returns QUHUA_OK, QUHUA_E_INVALID with line and column, QUHUA_E_UNSUPPORTED without a converter, QUHUA_E_NOMEM. */
quhua_status quhua__decode(const quhua_allocator *allocator, quhua_str data, quhua_str source,
                           quhua__decoded *out, quhua_error *err);
/* The same for a text that is known to be GB18030. */
quhua_status quhua__decode_gb18030(const quhua_allocator *allocator, quhua_str data, quhua_str source,
                                   quhua__decoded *out, quhua_error *err);
void quhua__decoded_free(const quhua_allocator *allocator, quhua__decoded *decoded);

/* Is a text with characters beyond ASCII UTF-8, from which at most a few bytes were lost? */
bool quhua__is_mostly_utf8(quhua_str text);

/* UTF-8 to GB18030, in memory of the arena. As quhua__decode() without a converter. */
quhua_status quhua__encode_gb18030(quhua__arena *arena, quhua_str text, quhua_str *out, quhua_error *err);

#endif
