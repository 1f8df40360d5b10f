/* SPDX-License-Identifier: Apache-2.0 */
/* answers.h: answers that are handed to others (--export) and can be asked for again.
 *
 * A verb that prints data opens its register with session_open_to_answer(), prints, and calls one of the functions below.
 * Without --export nothing is written. */
#ifndef TOOL_ANSWERS_H
#define TOOL_ANSWERS_H

#include "buffer.h"
#include "session.h"

/* Open the register: for writing when the answer is to be recorded. */
int session_open_to_answer(const tool *t, session *out);

/* "csv" or "json": tables for people are made from CSV. */
const char *data_format(const tool *t);
const char *lang_word(const tool *t);

/* Ask the library a question of one of its own kinds and print the answer in the format of the run; with --export, record
 * it. */
int answer_print(const tool *t, const session *s, const char *kind, quhua_period days,
                 const quhua_attribute *parameters, size_t count);

/* With --export, record what the verb has just printed by itself: its options and codes (parted by commas, or empty) are
 * the question. The verb stands in the table of answers.c, so that it can be run again. */
int answer_export(const tool *t, const session *s, quhua_period days, quhua_str codes);

/* The id that answer_export() would record, for a verb that prints it. An option --to that is not the last of the days is
 * a parameter, `last`. */
int answer_id(const tool *t, const session *s, quhua_period days, quhua_str codes,
              char out[QUHUA_EXPORT_ID_MAX]);

/* How this tool answers questions of its own kinds. */
typedef struct answerer {
  const tool *t;
  quhua_registry *registry;
} answerer;
quhua_host_answer answers_of_tool(answerer *self);

/* The text that a snapshot gives for a question. Owned in `out`. Returns an exit status; says what went wrong. */
int answer_text(const tool *t, quhua_registry *registry, const quhua_snapshot *snapshot, quhua_str question,
                buffer *out);

#endif
