/* SPDX-License-Identifier: Apache-2.0 */
/* quhua: the command-line tool over libquhua. It uses nothing but the public headers. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "help.h"
#include "tool.h"
#include "verbs.h"

typedef struct verb {
  const char *name;
  int (*run)(tool *t);
  option_set allowed; /* beside --format, --lang and --help */
  size_t least_args;
  size_t most_args;
  const verb_help *help;
} verb;

/* Settings that hold for one plan. */
#define OPTIONS_OF_PLAN                                                                                      \
  (OPTION(OPT_ISSUE) | OPTION(OPT_SET) | OPTION(OPT_RULES) | OPTION(OPT_SIZE) | OPTION(OPT_NEIGHBOURS))

/* Answers that are handed to others. */
#define OPTIONS_OF_EXPORT (OPTION(OPT_EXPORT) | OPTION(OPT_ACTOR))

static const verb verbs[] = {
    {"init", verb_init, OPTION(OPT_DATE) | OPTION(OPT_SCHEME) | OPTION(OPT_ACTOR), 1, 2, &help_init},
    {"simulate", verb_simulate, OPTION(OPT_OUT) | OPTIONS_OF_PLAN, 2, 2, &help_simulate},
    {"apply", verb_apply, OPTION(OPT_ACTOR) | OPTION(OPT_WAIVE) | OPTIONS_OF_PLAN, 2, 2, &help_apply},
    {"milestone", verb_milestone, OPTION(OPT_ACTOR), 3, SIZE_MAX, &help_milestone},
    {"acts", verb_acts, OPTION(OPT_AT) | OPTION(OPT_DUE), 1, 1, &help_acts},
    {"show", verb_show, OPTION(OPT_AT) | OPTION(OPT_KNOWN), 2, 2, &help_show},
    {"find", verb_find, OPTION(OPT_AT) | OPTION(OPT_KNOWN) | OPTION(OPT_LIMIT), 2, 2, &help_find},
    {"history", verb_history, OPTION(OPT_AT) | OPTION(OPT_KNOWN), 2, 2, &help_history},
    {"lineage", verb_lineage, OPTION(OPT_AT) | OPTION(OPT_AT2) | OPTION(OPT_KNOWN) | OPTION(OPT_AS), 2, 3,
     &help_lineage},
    {"snapshot", verb_snapshot, OPTION(OPT_AT) | OPTION(OPT_KNOWN) | OPTIONS_OF_EXPORT, 1, 1, &help_snapshot},
    {"tags", verb_tags, OPTION(OPT_AT) | OPTION(OPT_KNOWN) | OPTION(OPT_UNDER) | OPTION(OPT_ORGANS), 1, 2,
     &help_tags},
    {"room", verb_room, OPTION(OPT_AT), 2, 2, &help_room},
    {"reserve", verb_reserve, OPTION(OPT_RELEASE) | OPTION(OPT_ACTOR) | OPTIONS_OF_PLAN, 1, 2, &help_reserve},
    {"set", verb_set, OPTION(OPT_ACTOR), 1, SIZE_MAX, &help_set},
    {"rules", verb_rules, 0, 0, 1, &help_rules},
    {"project", verb_project, OPTION(OPT_FROM) | OPTION(OPT_TO) | OPTION(OPT_KNOWN) | OPTIONS_OF_EXPORT, 2,
     SIZE_MAX, &help_project},
    {"crosswalk", verb_crosswalk,
     OPTION(OPT_FROM) | OPTION(OPT_TO) | OPTION(OPT_KNOWN) | OPTION(OPT_AS) | OPTIONS_OF_EXPORT, 1, 1,
     &help_crosswalk},
    {"infer", verb_infer, OPTION(OPT_DATE) | OPTION(OPT_FROM) | OPTION(OPT_SCHEME) | OPTION(OPT_HINTS), 2, 2,
     &help_infer},
    {"observe", verb_observe, OPTION(OPT_DATE) | OPTION(OPT_SERIES) | OPTION(OPT_STRICT) | OPTION(OPT_ACTOR),
     2, 2, &help_observe},
    {"stats", verb_stats,
     OPTION(OPT_AT) | OPTION(OPT_KNOWN) | OPTION(OPT_SERIES) | OPTION(OPT_LEVEL) | OPTIONS_OF_EXPORT, 1, 1,
     &help_stats},
    {"report", verb_report,
     OPTION(OPT_FROM) | OPTION(OPT_TO) | OPTION(OPT_OUT) | OPTION(OPT_SERIES) | OPTION(OPT_KNOWN) |
         OPTIONS_OF_EXPORT,
     1, 2, &help_report},
    {"ledger", verb_ledger,
     OPTION(OPT_AT) | OPTION(OPT_SERIES) | OPTION(OPT_SUMS) | OPTION(OPT_MODE) | OPTION(OPT_DATE) |
         OPTION(OPT_KEEPER) | OPTION(OPT_ACTOR),
     1, 2, &help_ledger},
    {"exports", verb_exports, OPTION(OPT_CHANGED) | OPTION(OPT_DIFF), 1, 2, &help_exports},
    {"recode", verb_recode,
     OPTION(OPT_FROM) | OPTION(OPT_TO) | OPTION(OPT_KNOWN) | OPTION(OPT_OUT) | OPTION(OPT_COLUMN) |
         OPTION(OPT_POLICY) | OPTION(OPT_OTHERWISE) | OPTION(OPT_NAME) | OPTION(OPT_DELIMITER) |
         OPTION(OPT_HEADER) | OPTION(OPT_CHECK) | OPTION(OPT_UNDO) | OPTION(OPT_APPLY_UNDO) |
         OPTION(OPT_CHECKPOINT) | OPTION(OPT_THREADS) | OPTION(OPT_SQLITE) | OPTION(OPT_TABLE),
     1, 2, &help_recode},
    {"vintage", verb_vintage, OPTION(OPT_COLUMN) | OPTION(OPT_NAME) | OPTION(OPT_AT) | OPTION(OPT_KNOWN), 2,
     2, &help_vintage},
    {"scan", verb_scan,
     OPTION(OPT_SUMMARY) | OPTION(OPT_AS) | OPTION(OPT_DELIMITER) | OPTION(OPT_HEADER) | OPTION(OPT_VIEWS) |
         OPTION(OPT_KNOWN) | OPTIONS_OF_PLAN,
     3, SIZE_MAX, &help_scan},
    {"log", verb_log, OPTION(OPT_SINCE), 1, 1, &help_log},
    {"verify", verb_verify, OPTION(OPT_HEAD), 1, 1, &help_verify},
};
#define VERB_COUNT (sizeof verbs / sizeof *verbs)

/* ---- the surroundings ---- */

static bool parse_lang(const char *text, quhua_lang *out) {
  bool zh = strcmp(text, "zh") == 0;
  if (zh || strcmp(text, "en") == 0) *out = zh ? QUHUA_LANG_ZH : QUHUA_LANG_EN;
  return zh || strcmp(text, "en") == 0;
}

/* The first of the three variables that is set decides, as in POSIX. */
static quhua_lang lang_of_environment(void) {
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value && value[0]) return strncmp(value, "zh", 2) == 0 ? QUHUA_LANG_ZH : QUHUA_LANG_EN;
  }
  return QUHUA_LANG_EN;
}

static bool shows_color(int fd) {
  const char *terminal = getenv("TERM");
  const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */
  return isatty(fd) && terminal && strcmp(terminal, "dumb") != 0 && !(no_color && no_color[0]);
}

static tool look_around(char **argv, size_t count) {
  tool t = {.verb = "quhua"};
  const char *lang = options_peek_lang(argv, count);
  t.lang = lang_of_environment();
  if (lang) parse_lang(lang, &t.lang); /* a bad one is refused later, in the language of the environment */
  t.color_out = shows_color(STDOUT_FILENO);
  t.color_err = shows_color(STDERR_FILENO);
  return t;
}

/* ---- help ---- */

static void print_usage(const tool *t, FILE *stream) {
  fputs(in_language(t, "quhua: codes and lineage of administrative divisions\n\nUsage:\n",
                    "quhua：行政区划代码与沿革\n\n用法：\n"),
        stream);
  for (size_t i = 0; i < VERB_COUNT; i++)
    fprintf(stream, "  quhua %s %s\n        %s\n", verbs[i].name, verbs[i].help->usage,
            verbs[i].help->line[t->lang]);
  fputs(in_language(t, "\n  quhua VERB --help  more about a verb\n  quhua --version    the version\n",
                    "\n  quhua VERB --help  某个命令的说明\n  quhua --version    版本\n"),
        stream);
  fputs(help_common[t->lang], stream);
}

static void print_verb_help(const tool *t, const verb *v) {
  printf("quhua %s %s\n\n%s%s", v->name, v->help->usage, v->help->text[t->lang], help_common[t->lang]);
}

/* ---- what may be wrong with a command line ---- */

static int option_usage(const tool *t, option_fault fault) {
  switch (fault.problem) {
  case OPTION_UNKNOWN:
    if (fault.near)
      return usage_fault(t, "unknown option %s; did you mean --%s?", "没有选项 %s，是否指 --%s？", fault.text,
                         fault.near);
    return usage_fault(t, "unknown option %s; see quhua %s --help", "没有选项 %s，请看 quhua %s --help",
                       fault.text, t->verb);
  case OPTION_ELSEWHERE:
    return usage_fault(t, "%s has no option %s; see quhua %s --help", "%s 没有选项 %s，请看 quhua %s --help",
                       t->verb, fault.text, t->verb);
  case OPTION_NO_VALUE: return usage_fault(t, "%s needs a value", "%s 需要一个值", fault.text);
  case OPTION_STRAY: return usage_fault(t, "%s takes no value", "%s 不带值", fault.text);
  case OPTION_BAD_WAIVER:
    return usage_fault(t, "--waive: “%s” must be RULE=REASON or RULE@CODE=REASON",
                       "--waive：“%s”应写作 规则=理由 或 规则@代码=理由", fault.text);
  case OPTION_NO_MEMORY: return no_memory(t);
  case OPTION_FINE: break;
  }
  return DONE;
}

static int check_args(const tool *t, const verb *v) {
  if (t->opt.arg_count < v->least_args)
    return usage_fault(t, "too few arguments; usage: quhua %s %s", "参数不足；用法：quhua %s %s", v->name,
                       v->help->usage);
  if (t->opt.arg_count > v->most_args)
    return usage_fault(t, "unexpected argument “%s”; usage: quhua %s %s", "多余的参数“%s”；用法：quhua %s %s",
                       t->opt.args[v->most_args], v->name, v->help->usage);
  return DONE;
}

/* The formats; the journal is JSON by habit, because it is a feed for programs. */
static int choose_format(tool *t, const verb *v) {
  const char *text = t->opt.value[OPT_FORMAT];
  t->format = isatty(STDOUT_FILENO) ? OUTPUT_TEXT : OUTPUT_CSV;
  if (v->run == verb_log) t->format = OUTPUT_JSON;
  if (!text) return DONE;
  if (strcmp(text, "text") == 0)
    t->format = OUTPUT_TEXT;
  else if (strcmp(text, "csv") == 0)
    t->format = OUTPUT_CSV;
  else if (strcmp(text, "json") == 0)
    t->format = OUTPUT_JSON;
  else
    return usage_fault(t, "--format: “%s” is not text, csv or json", "--format：“%s”不是 text、csv 或 json",
                       text);
  return DONE;
}

static int unknown_verb(const tool *t, const char *name) {
  const char *names[VERB_COUNT];
  for (size_t i = 0; i < VERB_COUNT; i++) names[i] = verbs[i].name;
  const char *near = nearest_name(name, names, VERB_COUNT);
  if (near)
    return usage_fault(t, "unknown verb “%s”; did you mean %s?", "没有命令“%s”，是否指 %s？", name, near);
  return usage_fault(t, "unknown verb “%s”; see quhua --help", "没有命令“%s”，请看 quhua --help", name);
}

/* ---- running ---- */

static int run_verb(tool *t, const verb *v, char **argv, size_t count) {
  quhua_lang lang;
  t->verb = v->name;
  option_set allowed = v->allowed | OPTION(OPT_FORMAT) | OPTION(OPT_LANG);
  option_fault fault = options_parse(&t->opt, argv, count, allowed);
  if (fault.problem != OPTION_FINE) return option_usage(t, fault);
  int exit_status = choose_format(t, v);
  const char *lang_text = t->opt.value[OPT_LANG];
  if (exit_status == DONE && lang_text && !parse_lang(lang_text, &lang))
    exit_status = usage_fault(t, "--lang: “%s” is not zh or en", "--lang：“%s”不是 zh 或 en", lang_text);
  if (exit_status == DONE && t->opt.help)
    print_verb_help(t, v);
  else if (exit_status == DONE && (exit_status = check_args(t, v)) == DONE)
    exit_status = v->run(t);
  options_free(&t->opt);
  return exit_status;
}

static int run(tool *t, char **argv, size_t count) {
  static const char *const help_words[] = {"--help", "-h", "help"};
  if (count == 0) {
    print_usage(t, stderr);
    return BAD_USAGE;
  }
  if (strcmp(argv[0], "--lang") == 0 && count > 2) return run(t, argv + 2, count - 2); /* heard already */
  for (size_t i = 0; i < VERB_COUNT; i++)
    if (strcmp(argv[0], verbs[i].name) == 0) return run_verb(t, &verbs[i], argv + 1, count - 1);
  for (size_t i = 0; i < sizeof help_words / sizeof *help_words; i++)
    if (strcmp(argv[0], help_words[i]) == 0) {
      print_usage(t, stdout);
      return DONE;
    }
  if (strcmp(argv[0], "--version") == 0) {
    printf("quhua %s\n", quhua_version());
    return DONE;
  }
  if (argv[0][0] == '-')
    return usage_fault(t, "a verb must come first; see quhua --help", "请先给出命令，见 quhua --help");
  return unknown_verb(t, argv[0]);
}

/* A register or report must never get the number of a standard stream that the caller has closed: reads and writes of
 * such a stream are to fail instead. */
static void occupy_standard_streams(void) {
  for (int fd = 0; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv) {
  size_t count = argc > 1 ? (size_t)argc - 1 : 0;
  occupy_standard_streams();
  setvbuf(stderr, NULL, _IOLBF,
          BUFSIZ);          /* one write for a line, not for each of its words: findings may be many */
  signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write that fails */
  tool t = look_around(argv + 1, count);
  int exit_status = run(&t, argv + 1, count);
  bool written = fflush(stdout) == 0 && !ferror(stdout);
  written = fclose(stdout) == 0 && written;
  if (written) return exit_status;
  if (exit_status != FAILED) say(&t, "cannot write to standard output", "无法写入标准输出");
  return FAILED;
}
