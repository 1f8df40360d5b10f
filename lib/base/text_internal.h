/* SPDX-License-Identifier: Apache-2.0 */
/* text_internal.h: stepping through UTF-8, and the parts of a name. */
#ifndef QUHUA_BASE_TEXT_INTERNAL_H
#define QUHUA_BASE_TEXT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/text.h>

/* The offset after the character at offset `at`, which is below text.len. *point (NULL is allowed) becomes its code
 * point; a byte that starts no valid character is a step of one byte with *point -1. */
size_t quhua__utf8_next(quhua_str text, size_t at, int32_t *point);

/* True when the whole text is valid UTF-8: no surrogates, no overlong forms. */
bool quhua__utf8_valid(quhua_str text);

/* True when the text begins, or ends, with the word. */
bool quhua__begins_with(quhua_str text, const char *word);
bool quhua__ends_with(quhua_str text, quhua_str word);
/* True for a key of a family: its prefix and a name behind it, "external:发包方编码". */
bool quhua__in_family(quhua_str key, const char *prefix);

/* The first step towards a stem: one spelling (NFKC, brackets, no spaces), with the words for the committee. Returns and
 * writes as quhua_name_stem(). */
size_t quhua__name_spelling(quhua_str name, char *out, size_t cap);

/* Bytes of a stem without its class word at the end: 6 (东永) for 东永村. Never 0 for a stem that is not empty: 村 is
 * its own proper name. */
size_t quhua__name_proper(quhua_str stem);

#endif
