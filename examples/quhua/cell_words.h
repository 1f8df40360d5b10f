/* SPDX-License-Identifier: Apache-2.0 */
/* cell_words.h: keywords in cells, which are the same for all programs, in the language of a person who reads a table. */
#ifndef TOOL_CELL_WORDS_H
#define TOOL_CELL_WORDS_H

#include <quhua/text.h>

/* What a cell of a column says: the word of the language for a keyword of that column, else the cell as it is. */
quhua_str cell_word(quhua_str column, quhua_str cell, quhua_lang lang);

#endif
