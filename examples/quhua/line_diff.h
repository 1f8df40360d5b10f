/* SPDX-License-Identifier: Apache-2.0 */
/* line_diff.h: which lines went and which came between two texts. */
#ifndef TOOL_LINE_DIFF_H
#define TOOL_LINE_DIFF_H

#include <stdbool.h>
#include <stdio.h>

#include "buffer.h"

/* Print the lines that only the old text has with "-" in front and those that only the new one has with "+", each group in
 * the order of its text: answers are sorted tables, so a line that moves has changed. A line that stands there twice must
 * be in both texts twice. false when out of memory. */
bool line_diff_print(const buffer *before, const buffer *after, FILE *stream);

#endif
