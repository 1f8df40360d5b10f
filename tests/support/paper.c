/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/paper.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 64
#define NAME_MAX 32

paper paper_blank(void) { return (paper){.room = SIZE_MAX}; }

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (len > p->room - p->len) return false;
  if (p->len + len + 1 > p->cap) {
    p->cap = (p->len + len + 1) * 2;
    p->text = realloc(p->text, p->cap);
    assert_non_null(p->text);
  }
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

quhua_writer paper_writer(paper *p) { return (quhua_writer){p, take}; }

void paper_free(paper *p) {
  free(p->text);
  *p = paper_blank();
}

size_t paper_count(const paper *p, const char *what) {
  size_t count = 0;
  for (const char *at = p->text; at && (at = strstr(at, what)); at += strlen(what)) count++;
  return count;
}

/* The end of a tag whose inside begins at `at`: quotes may hold anything but '<'. */
static const char *end_of_tag(const char *at) {
  char quote = '\0';
  for (; *at; at++) {
    if (quote && *at == quote)
      quote = '\0';
    else if (!quote && (*at == '"' || *at == '\''))
      quote = *at;
    else if (!quote && *at == '>')
      return at;
    else
      assert_true(*at != '<');
  }
  fail_msg("a tag does not end");
  return at;
}

static void check_reference(const char *at) {
  static const char *const known[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#13;"};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strncmp(at, known[i], strlen(known[i])) == 0) return;
  fail_msg("a bare ampersand: %.20s", at);
}

static void read_name(const char *at, char name[NAME_MAX]) {
  size_t len = 0;
  while (len < NAME_MAX - 1 && isalnum((unsigned char)at[len])) len++;
  memset(name, 0, NAME_MAX);
  memcpy(name, at, len);
  assert_true(len > 0);
}

void paper_expect_well_formed(const paper *p) {
  static char open[DEEPEST][NAME_MAX];
  size_t depth = 0, roots = 0;
  char name[NAME_MAX];
  assert_non_null(p->text);
  for (const char *at = p->text; *at; at++) {
    assert_true((unsigned char)*at >= 0x20 || *at == '\n' || *at == '\t');
    if (*at == '&') check_reference(at);
    if (*at != '<') continue;
    const char *end = end_of_tag(at + 1);
    if (at[1] == '?' || at[1] == '!') {
      assert_int_equal(roots, 0);
    } else if (at[1] == '/') {
      read_name(at + 2, name);
      assert_true(depth > 0);
      assert_string_equal(open[--depth], name);
    } else {
      read_name(at + 1, name);
      assert_true(depth < DEEPEST);
      roots += depth == 0;
      if (end[-1] != '/') memcpy(open[depth++], name, sizeof name);
    }
    at = end;
  }
  assert_int_equal(depth, 0);
  assert_int_equal(roots, 1);
}
