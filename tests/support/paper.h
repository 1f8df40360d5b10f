/* SPDX-License-Identifier: Apache-2.0 */
/* paper.h: what the library writes, collected, and whether it is well-formed XML. */
#ifndef QUHUA_TESTS_PAPER_H
#define QUHUA_TESTS_PAPER_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/io.h>

typedef struct paper {
  char *text; /* terminated; NULL while nothing was written */
  size_t len;
  size_t cap;
  size_t room; /* bytes that are taken before writing fails */
} paper;

/* Paper that takes everything. */
paper paper_blank(void);
quhua_writer paper_writer(paper *p);
void paper_free(paper *p);
/* How often a text occurs. */
size_t paper_count(const paper *p, const char *what);

/* Every element is closed by its own name, there is one root, and no text holds a bare & or a control character. What
 * stands before the root (<?xml …?>, <!DOCTYPE …>) is passed over; there are no comments. */
void paper_expect_well_formed(const paper *p);

#endif
