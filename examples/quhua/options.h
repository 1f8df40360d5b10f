/* SPDX-License-Identifier: Apache-2.0 */
/* options.h: reading the command line of one verb. */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/plan.h>

typedef enum option_id {
  OPT_AT,
  OPT_FROM,
  OPT_TO,
  OPT_OUT,
  OPT_FORMAT,
  OPT_LANG,
  OPT_ACTOR,
  OPT_WAIVE,
  OPT_SINCE,
  OPT_HEAD,
  OPT_KNOWN,
  OPT_DATE,
  OPT_SCHEME,
  OPT_ISSUE,
  OPT_SET,
  OPT_RULES,
  OPT_SIZE,
  OPT_NEIGHBOURS,
  OPT_RELEASE,
  OPT_UNDER,
  OPT_ORGANS,
  OPT_DUE,
  OPT_SERIES,
  OPT_LEVEL,
  OPT_AS,
  OPT_AT2,
  OPT_LIMIT,
  OPT_HINTS,
  OPT_MODE,
  OPT_KEEPER,
  OPT_SUMS,
  OPT_STRICT,
  OPT_EXPORT,
  OPT_CHANGED,
  OPT_DIFF,
  OPT_COLUMN,
  OPT_POLICY,
  OPT_OTHERWISE,
  OPT_NAME,
  OPT_DELIMITER,
  OPT_HEADER,
  OPT_CHECK,
  OPT_UNDO,
  OPT_APPLY_UNDO,
  OPT_CHECKPOINT,
  OPT_THREADS,
  OPT_SQLITE,
  OPT_TABLE,
  OPT_VIEWS,
  OPT_SUMMARY,
  OPT_COUNT
} option_id;

/* A set of options: bit 1 << id. */
typedef uint64_t option_set;
#define OPTION(id) ((option_set)1 << (id))

typedef struct options {
  const char *value[OPT_COUNT]; /* the last value given, or NULL */
  char **args;                  /* what is no option, in order; part of argv */
  size_t arg_count;
  quhua_waiver *waivers; /* every --waive, cut into its parts; owned */
  size_t waiver_count;
  const char **sets; /* every --set, KEY=VALUE; owned */
  size_t set_count;
  bool help;
} options;

/* What is wrong with a command line. */
typedef enum option_problem {
  OPTION_FINE,
  OPTION_UNKNOWN,    /* no verb has it */
  OPTION_ELSEWHERE,  /* other verbs have it, this one has not */
  OPTION_NO_VALUE,   /* its value is missing */
  OPTION_STRAY,      /* a value was given to an option without one */
  OPTION_BAD_WAIVER, /* not RULE=REASON or RULE@CODE=REASON */
  OPTION_NO_MEMORY
} option_problem;

typedef struct option_fault {
  option_problem problem;
  const char *text; /* the argument at fault */
  const char *near; /* name of the option that was meant perhaps, or NULL */
} option_fault;

/* Read the arguments after the verb. argv is rearranged and its waivers are cut in place. On a fault nothing
 * needs freeing. */
option_fault options_parse(options *out, char **argv, size_t count, option_set allowed);
void options_free(options *opt);

/* The value of --lang anywhere before "--", or NULL: needed before anything can be said. */
const char *options_peek_lang(char **argv, size_t count);

/* The name of an option, as it is written after "--"; and whether it takes no value. */
const char *option_name(option_id id);
bool option_is_switch(option_id id);

/* The name in a list that is nearest to a misspelled one, or NULL when none is near. */
const char *nearest_name(const char *text, const char *const *names, size_t count);

#endif
