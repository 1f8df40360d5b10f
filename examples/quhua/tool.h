/* SPDX-License-Identifier: Apache-2.0 */
/* tool.h: what every verb knows about this run, and how it speaks to people.
 *
 * Data goes to standard output, words for people to standard error. */
#ifndef TOOL_TOOL_H
#define TOOL_TOOL_H

#include <stdbool.h>
#include <stdio.h>

#include <quhua/quhua.h>

#include "options.h"

/* Exit statuses. */
enum {
  DONE = 0,
  ANSWER_IS_NO = 1, /* blocking findings, verification failed, not found, ambiguous */
  BAD_USAGE = 2,    /* bad usage or bad input; nothing was written */
  STORE_BUSY = 3,   /* the store is busy, or changed meanwhile: try again */
  FAILED = 4        /* out of memory, or the operating system failed */
};

typedef enum output_format { OUTPUT_TEXT, OUTPUT_CSV, OUTPUT_JSON } output_format;

typedef struct tool {
  const char *verb;
  options opt;
  quhua_lang lang;
  output_format format;
  bool color_out; /* standard output is a terminal that knows colours */
  bool color_err; /* likewise standard error */
  bool quiet;     /* a question is asked again: nothing is said to people */
} tool;

/* The text in the language of this run. */
const char *in_language(const tool *t, const char *en, const char *zh);

/* Say "quhua: …" on standard error. Both formats take the same arguments in the same order; control characters
 * and malformed bytes in the result are shown as '?'. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) void say(const tool *t, const char *en,
                                                                     const char *zh, ...);
/* Say what is wrong with the command line; returns BAD_USAGE. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) int usage_fault(const tool *t, const char *en,
                                                                            const char *zh, ...);
/* Say an error of the library; returns the exit status that it means. */
int library_fault(const tool *t, const quhua_error *err);
/* Say that there is no memory; returns FAILED. */
int no_memory(const tool *t);
/* The exit status that a status means. */
int exit_of(quhua_status status);

/* Text that is safe on a terminal: control characters and malformed bytes become '?'. Writes to the stream. */
void put_safe(FILE *stream, const char *text, size_t len);

/* A writer of the library onto a stream. */
quhua_writer stream_writer(FILE *stream);

/* Today by the clock and time zone of this computer. */
quhua_date today(void);
/* The day in an option; `fallback` when the option is absent (QUHUA_DATE_NONE: it is required). false when it was
 * said on standard error what is wrong. */
bool date_option(const tool *t, option_id id, const char *name, quhua_date fallback, quhua_date *out);

#endif
