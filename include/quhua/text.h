/* SPDX-License-Identifier: Apache-2.0 */
/** @file text.h
 * Borrowed views of UTF-8 text, and the normal form in which names are compared. */
#ifndef QUHUA_TEXT_H
#define QUHUA_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <quhua/export.h>

QUHUA_BEGIN_DECLS

/** A borrowed view of UTF-8 text: @p len bytes at @p ptr, not terminated. An absent text has len 0;
 * its ptr may be NULL. Who owns the bytes, and how long, is said where a view is returned. */
typedef struct quhua_str {
  const char *ptr; /**< first byte */
  size_t len;      /**< bytes, without a terminator */
} quhua_str;

/** Language of texts for people. */
typedef enum quhua_lang {
  QUHUA_LANG_EN = 0, /**< English */
  QUHUA_LANG_ZH = 1  /**< Chinese (中文) */
} quhua_lang;

/** Number of languages in which every message exists. */
#define QUHUA_LANG_COUNT 2

/** View a C string.
 * @param text a terminated string, or NULL for the absent text
 * @return a view that borrows @p text
 * @threadsafe */
QUHUA_API quhua_str quhua_str_from(const char *text);

/** Compare two views byte by byte.
 * @param a one view
 * @param b the other
 * @return true when both hold the same bytes
 * @threadsafe */
QUHUA_API bool quhua_str_equal(quhua_str a, quhua_str b);

/** Write the stem of a unit's name: the form in which names are compared.
 *
 * The stem of 东永村村民委员会, 东永村委会, 东永村 and （原）东永村 is 东永村; a town keeps its class word
 * (高渠镇 is not 高渠乡), 街道办事处 and 街道办 become 街道, 社区居民委员会 and 社区居委会 become 社区, a bare 居民委员会 or
 * 居委会 becomes 社区. Text is composed (NFKC), full-width letters and brackets are folded and spaces are
 * dropped, so that spellings that mean one place compare equal; a description of a character, ⿰氵甸, becomes （氵甸）,
 * which is how lists write characters that they have not got (source: mass respelling
 * 村委会 → 村民委员会 in the statistical lists of 2019 to 2022, which is no change in the world).
 *
 * @param name the name as written, valid UTF-8
 * @param out buffer for the stem, not terminated; may be NULL when @p cap is 0
 * @param cap bytes that fit in @p out
 * @return bytes of the whole stem; when larger than @p cap nothing was written. The stem is never
 *   longer than four times the name. Text that is not valid UTF-8, that would grow beyond that, or that has
 *   more than 1024 characters and needs composing is its own stem.
 * @threadsafe
 * @cost linear in the length of the name */
QUHUA_API size_t quhua_name_stem(quhua_str name, char *out, size_t cap);

QUHUA_END_DECLS
#endif
