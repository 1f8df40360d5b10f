/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.h: how far a text is UTF-8, and how many characters are in it: the fast walk for whole files. */
#ifndef QUHUA_BASE_UTF8_H
#define QUHUA_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/text.h>

/* Bytes of the well-formed sequence at the start of [at, end), at < end; 0 when there is none (Unicode 15, table
 * 3-7: no overlong forms, no surrogates, nothing above U+10FFFF). */
size_t quhua__utf8_step(const char *at, const char *end);
/* Bytes before the first malformed sequence; text.len when there is none. */
size_t quhua__utf8_span(quhua_str text);
/* Characters (code points) of [at, end), counted by their first bytes. */
uint32_t quhua__utf8_count(const char *at, const char *end);

#endif
