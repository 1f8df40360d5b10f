/* SPDX-License-Identifier: Apache-2.0 */
/* xml.h: writing XML piece by piece. A writer that fails is remembered and not called again. */
#ifndef QUHUA_REPORT_XML_H
#define QUHUA_REPORT_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/io.h>
#include <quhua/text.h>

typedef struct quhua__xml {
  const quhua_writer *writer;
  size_t used;
  bool failed;
  bool plain;       /* no markup: texts go out as they are, on one line */
  char chunk[4096]; /* what was not handed to the writer yet */
} quhua__xml;

void quhua__xml_init(quhua__xml *xml, const quhua_writer *writer);
/* Hand over what is left. false when any write failed. */
bool quhua__xml_finish(quhua__xml *xml);

/* Markup as it is. */
void quhua__xml_raw(quhua__xml *xml, const char *markup);
/* Markup with numbers and static words, at most 500 bytes long; printf without anything that a locale changes. */
__attribute__((format(printf, 2, 3))) void quhua__xml_markup(quhua__xml *xml, const char *format, ...);
/* Text: escaped; what XML 1.0 cannot hold becomes U+FFFD. In plain text nothing is escaped, and what would end a line
 * becomes a blank. */
void quhua__xml_text(quhua__xml *xml, quhua_str text);

/* Width of a text in hundredths of the size of its letters: a Chinese character is 100 wide. */
int32_t quhua__text_width(quhua_str text);
/* The longest start of a text that is at most `width` wide. */
quhua_str quhua__text_fit(quhua_str text, int32_t width);

#endif
