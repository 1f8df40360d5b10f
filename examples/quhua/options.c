/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdlib.h>
#include <string.h>

static const char *const option_names[OPT_COUNT] = {
    [OPT_AT] = "at",           [OPT_FROM] = "from",     [OPT_TO] = "to",
    [OPT_OUT] = "out",         [OPT_FORMAT] = "format", [OPT_LANG] = "lang",
    [OPT_ACTOR] = "actor",     [OPT_WAIVE] = "waive",   [OPT_SINCE] = "since",
    [OPT_HEAD] = "head",       [OPT_KNOWN] = "known",   [OPT_DATE] = "date",
    [OPT_SCHEME] = "scheme",   [OPT_ISSUE] = "issue",   [OPT_SET] = "set",
    [OPT_RULES] = "rules",     [OPT_SIZE] = "size",     [OPT_NEIGHBOURS] = "neighbours",
    [OPT_RELEASE] = "release", [OPT_UNDER] = "under",   [OPT_ORGANS] = "organs",
    [OPT_DUE] = "due",         [OPT_SERIES] = "series", [OPT_LEVEL] = "level",
    [OPT_AS] = "as",           [OPT_HINTS] = "hints",   [OPT_AT2] = "at2",
    [OPT_LIMIT] = "limit",     [OPT_MODE] = "mode",     [OPT_KEEPER] = "keeper",
    [OPT_SUMS] = "sums",       [OPT_STRICT] = "strict", [OPT_EXPORT] = "export",
    [OPT_CHANGED] = "changed", [OPT_DIFF] = "diff",
    [OPT_COLUMN] = "column",
    [OPT_POLICY] = "policy",
    [OPT_OTHERWISE] = "otherwise",
    [OPT_NAME] = "name",
    [OPT_DELIMITER] = "delimiter",
    [OPT_HEADER] = "header",
    [OPT_CHECK] = "check",
    [OPT_UNDO] = "undo",
    [OPT_APPLY_UNDO] = "apply-undo",
    [OPT_CHECKPOINT] = "checkpoint",
    [OPT_THREADS] = "threads",
    [OPT_SQLITE] = "sqlite",
    [OPT_TABLE] = "table",
    [OPT_VIEWS] = "views",
    [OPT_SUMMARY] = "summary",
};

/* Options without a value. */
static const option_set switches =
    OPTION(OPT_ORGANS) | OPTION(OPT_SUMS) | OPTION(OPT_VIEWS) | OPTION(OPT_SUMMARY) | OPTION(OPT_STRICT) | OPTION(OPT_CHANGED) | OPTION(OPT_DIFF) | OPTION(OPT_CHECK);

/* Options whose value may be left out; it is given with "=" only. */
static const option_set optional = OPTION(OPT_EXPORT);

const char *option_name(option_id id) { return option_names[id]; }

bool option_is_switch(option_id id) { return (switches & OPTION(id)) != 0; }

#define LONGEST_NAME 31u

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* Number of letters to change, insert or drop between two words (Levenshtein); large for long words. */
static size_t edit_distance(const char *a, const char *b) {
  size_t rows = strlen(a);
  size_t columns = strlen(b);
  if (rows > LONGEST_NAME || columns > LONGEST_NAME) return SIZE_MAX;
  size_t cost[LONGEST_NAME + 1];
  for (size_t j = 0; j <= columns; j++) cost[j] = j;
  for (size_t i = 1; i <= rows; i++) {
    size_t diagonal = cost[0];
    cost[0] = i;
    for (size_t j = 1; j <= columns; j++) {
      size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = cost[j];
      cost[j] = smaller(change, smaller(cost[j], cost[j - 1]) + 1);
    }
  }
  return cost[columns];
}

const char *nearest_name(const char *text, const char *const *names, size_t count) {
  const char *best = NULL;
  size_t best_distance = 3; /* farther than two letters is another word */
  for (size_t i = 0; i < count; i++) {
    size_t distance = edit_distance(text, names[i]);
    if (distance < best_distance && distance < strlen(names[i])) {
      best = names[i];
      best_distance = distance;
    }
  }
  return best;
}

const char *options_peek_lang(char **argv, size_t count) {
  const char *found = NULL;
  for (size_t i = 0; i < count && strcmp(argv[i], "--") != 0; i++) {
    if (strncmp(argv[i], "--lang=", 7) == 0)
      found = argv[i] + 7;
    else if (strcmp(argv[i], "--lang") == 0 && i + 1 < count)
      found = argv[++i];
  }
  return found;
}

/* The option that a text "name" or "name=value" means; OPT_COUNT when there is none. */
static option_id find_option(const char *text, size_t name_len) {
  for (int id = 0; id < OPT_COUNT; id++)
    if (strlen(option_names[id]) == name_len && memcmp(option_names[id], text, name_len) == 0)
      return (option_id)id;
  return OPT_COUNT;
}

static option_fault fault(option_problem problem, const char *text) {
  return (option_fault){problem, text, NULL};
}

/* Only what the verb takes is suggested. */
static option_fault unknown_option(const char *text, size_t name_len, option_set allowed) {
  const char *names[OPT_COUNT];
  size_t count = 0;
  char name[LONGEST_NAME + 1] = "";
  option_fault result = fault(OPTION_UNKNOWN, text);
  if (name_len > LONGEST_NAME) return result;
  memcpy(name, text + 2, name_len);
  for (int id = 0; id < OPT_COUNT; id++)
    if (allowed & OPTION(id)) names[count++] = option_names[id];
  result.near = nearest_name(name, names, count);
  return result;
}

/* Cut RULE=REASON or RULE@CODE=REASON in place. */
static bool add_waiver(options *out, char *text) {
  char *equals = strchr(text, '=');
  if (!equals || equals == text || equals[1] == '\0') return false;
  *equals = '\0';
  char *at = strchr(text, '@');
  if (at && (at == text || at[1] == '\0')) return false;
  if (at) *at++ = '\0';
  out->waivers[out->waiver_count++] = (quhua_waiver){.rule = text, .reason = equals + 1, .code = at};
  return true;
}

static option_fault take_option(options *out, char **argv, size_t count, size_t *at, option_set allowed) {
  char *text = argv[*at];
  char *equals = strchr(text, '=');
  size_t name_len = (equals ? (size_t)(equals - text) : strlen(text)) - 2;
  if (name_len == 4 && memcmp(text + 2, "help", 4) == 0) {
    if (equals) return fault(OPTION_STRAY, text);
    out->help = true;
    return fault(OPTION_FINE, NULL);
  }
  option_id id = find_option(text + 2, name_len);
  if (id == OPT_COUNT) return unknown_option(text, name_len, allowed);
  if (!(allowed & OPTION(id))) return fault(OPTION_ELSEWHERE, text);
  char *value = equals ? equals + 1 : NULL;
  if (switches & OPTION(id)) {
    out->value[id] = "";
    return fault(equals ? OPTION_STRAY : OPTION_FINE, text);
  }
  if (!value && (optional & OPTION(id))) value = "";
  if (!value && *at + 1 < count) value = argv[++*at];
  if (!value) return fault(OPTION_NO_VALUE, text);
  out->value[id] = value;
  if (id == OPT_WAIVE && !add_waiver(out, value)) return fault(OPTION_BAD_WAIVER, value);
  if (id == OPT_SET) out->sets[out->set_count++] = value;
  return fault(OPTION_FINE, NULL);
}

option_fault options_parse(options *out, char **argv, size_t count, option_set allowed) {
  memset(out, 0, sizeof *out);
  out->args = argv;
  out->waivers = calloc(count + 1, sizeof *out->waivers);
  out->sets = calloc(count + 1, sizeof *out->sets);
  if (!out->waivers || !out->sets) {
    options_free(out);
    return fault(OPTION_NO_MEMORY, "");
  }
  bool only_args = false;
  for (size_t i = 0; i < count; i++) {
    char *text = argv[i];
    option_fault result = fault(OPTION_FINE, NULL);
    if (only_args || text[0] != '-' || text[1] == '\0')
      out->args[out->arg_count++] = text;
    else if (strcmp(text, "--") == 0)
      only_args = true;
    else if (strcmp(text, "-h") == 0)
      out->help = true;
    else if (text[1] == '-')
      result = take_option(out, argv, count, &i, allowed);
    else
      result = fault(OPTION_UNKNOWN, text);
    if (result.problem != OPTION_FINE) {
      options_free(out);
      return result;
    }
  }
  return fault(OPTION_FINE, NULL);
}

void options_free(options *opt) {
  free(opt->waivers);
  free(opt->sets);
  opt->waivers = NULL;
  opt->sets = NULL;
}
