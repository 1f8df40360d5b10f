/* SPDX-License-Identifier: Apache-2.0 */
/* Random acts on a small register of towns, villages and groups. Whatever they are: on every day a code has one holder
 * on its level, parents live, issued codes are new, what was planned is what was committed and what a replay gives, and
 * each old unit of a crosswalk is given away whole. The seed is fixed; QUHUA_SEED=n tries another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_files.h"
#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 20
#define ACTS_PER_ROUND 100
#define MOST_UNITS 512
#define MOST_CODES 8192

#define TABLE                                                                                                             \
  "code,name\n"                                                                                                           \
  "510722000000,三台县\n"                                                                                              \
  "510722100000,甲镇\n510722100201,甲一村\n510722100202,甲二村\n510722100203,甲三村\n510722100204,甲四村\n" \
  "510722101000,乙镇\n510722101201,乙一村\n510722101202,乙二村\n510722101203,乙三村\n"                         \
  "510722200000,丙乡\n510722200200,丙一村\n510722200201,丙二村\n510722200202,丙三村\n"                         \
  "510722201000,丁乡\n510722201201,丁一村\n510722201202,丁二村\n"

static uint64_t seed;

/* splitmix64 */
static uint64_t draw(uint64_t below) {
  uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (z ^ (z >> 31)) % below;
}

/* What the test keeps beside the register: every (level, code) that was ever in use. */
typedef struct book {
  char codes[MOST_CODES][QUHUA_CODE_MAX + 3];
  size_t count;
} book;

static bool in_book(const book *k, const quhua_unit *unit) {
  char key[QUHUA_CODE_MAX + 3];
  snprintf(key, sizeof key, "%d:%s", (int)unit->level, unit->code.text);
  for (size_t i = 0; i < k->count; i++)
    if (strcmp(k->codes[i], key) == 0) return true;
  return false;
}

static void note(book *k, const quhua_unit *unit) {
  if (in_book(k, unit)) return;
  assert_true(k->count < MOST_CODES);
  snprintf(k->codes[k->count++], sizeof k->codes[0], "%d:%s", (int)unit->level, unit->code.text);
}

static size_t living(const quhua_snapshot *snapshot, quhua_date date, quhua_unit *out) {
  quhua_cursor *cursor = NULL;
  size_t count = 0;
  assert_int_equal(quhua_cursor_new_all(snapshot, date, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &out[count])) assert_true(++count < MOST_UNITS);
  quhua_cursor_free(cursor);
  return count;
}

static size_t of_level(const quhua_unit *all, size_t count, quhua_level level, quhua_unit *out) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    if (all[i].level == level) out[found++] = all[i];
  return found;
}

/* --- acts ------------------------------------------------------------------------------------------------ */

#define HEADER "effective,relation,old_code,new_code,new_name,new_parent,share,reason\n"

/* One random act as a flow table. Names are numbered, so that no two units share one. */
static void write_act(char *out, size_t cap, const char *day, const quhua_unit *all, size_t count,
                      unsigned serial) {
  quhua_unit units[MOST_UNITS], towns[MOST_UNITS];
  quhua_level level = draw(3) ? QUHUA_LEVEL_VILLAGE : QUHUA_LEVEL_TOWNSHIP;
  const char *word = level == QUHUA_LEVEL_VILLAGE ? "村" : "乡";
  size_t n = of_level(all, count, level, units), t = of_level(all, count, QUHUA_LEVEL_TOWNSHIP, towns);
  const char *a = n ? units[draw(n)].code.text : "", *b = n ? units[draw(n)].code.text : "";
  const char *town = t ? towns[draw(t)].code.text : "510722";
  unsigned kind = (unsigned)draw(9);
  if (n < 3 || n > 40) kind = n < 3 ? 8 : 1;
  switch (kind) {
  case 0: /* 合并 */
    snprintf(out, cap, HEADER "%s,合并,%s,,新%u%s,,,\n%s,合并,%s,,新%u%s,,,\n", day, a, serial, word, day, b,
             serial, word);
    break;
  case 1: snprintf(out, cap, HEADER "%s,并入,%s,%s,,,,\n", day, a, b); break;
  case 2: /* 分设 */
    snprintf(out, cap, HEADER "%s,分设,%s,,东%u%s,,2/5,\n%s,分设,%s,,西%u%s,,3/5,\n", day, a, serial, word,
             day, a, serial, word);
    break;
  case 3: snprintf(out, cap, HEADER "%s,更名,%s,,改%u%s,,,\n", day, a, serial, word); break;
  case 4: /* two codes change places */
    snprintf(out, cap, HEADER "%s,换码,%s,%s,,,,\n%s,换码,%s,%s,,,,\n", day, a, b, day, b, a);
    break;
  case 5:
    snprintf(out, cap, HEADER "%s,划归,%s,,,%s,,\n", day, a, level == QUHUA_LEVEL_VILLAGE ? town : "510722");
    break;
  case 6: snprintf(out, cap, HEADER "%s,撤销,%s,,,,,撤并\n", day, a); break;
  case 7: /* a part goes to a neighbour */
    snprintf(out, cap, HEADER "%s,,%s,%s,,,3/4,\n%s,,%s,%s,,,1/4,\n", day, a, a, day, a, b);
    break;
  default: /* 设立 */
    snprintf(out, cap, HEADER "%s,设立,,,立%u%s,%s,,\n", day, serial, word,
             level == QUHUA_LEVEL_VILLAGE ? town : "510722");
    break;
  }
}

/* --- what must hold -------------------------------------------------------------------------------------- */

static void check_living(const quhua_snapshot *snapshot, quhua_date date, const quhua_unit *all,
                         size_t count) {
  for (size_t i = 0; i < count; i++) {
    quhua_unit parent;
    for (size_t j = i + 1; j < count; j++)
      assert_false(all[i].level == all[j].level && !quhua_code_compare(&all[i].code, &all[j].code));
    if (!all[i].parent) continue;
    assert_int_equal(quhua_unit_find_id(snapshot, all[i].parent, date, &parent), QUHUA_OK);
    assert_true(parent.level < all[i].level);
  }
}

/* A code that somebody has now and did not have before was never in use, unless the act gave it (an exchange). */
static void check_issued(book *k, const quhua_unit *before, size_t n, const quhua_unit *after, size_t m,
                         bool exchange) {
  for (size_t i = 0; i < m; i++) {
    bool same = false;
    for (size_t j = 0; j < n; j++)
      same |= before[j].id == after[i].id && !quhua_code_compare(&before[j].code, &after[i].code);
    if (!same && !exchange) assert_false(in_book(k, &after[i]));
  }
  for (size_t i = 0; i < m; i++) note(k, &after[i]);
}

static double value(quhua_fraction f) { return (double)f.num / (double)f.den; }

static void check_shares(const quhua_crosswalk *crosswalk) {
  const quhua_crosswalk_row *row, *other;
  for (size_t i = 0; (row = quhua_crosswalk_at(crosswalk, i)); i++) {
    double lo = 0, hi = 0;
    if (!row->before.id) continue;
    for (size_t j = 0; (other = quhua_crosswalk_at(crosswalk, j)); j++)
      if (other->before.id == row->before.id) lo += value(other->share.lo), hi += value(other->share.hi);
    assert_true(lo <= 1 + 1e-9);
    assert_true(hi >= 1 - 1e-9);
  }
}

static void check_crosswalk(const bench *b, quhua_date from, quhua_date to) {
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(quhua_crosswalk_new(b->before, from, to, &crosswalk, NULL), QUHUA_OK);
  check_shares(crosswalk);
  quhua_crosswalk_free(crosswalk);
}

/* One act: plan, compare, commit. Returns whether it was carried out. */
static bool take_step(bench *b, book *k, quhua_date date, unsigned serial) {
  static quhua_unit before[MOST_UNITS], after[MOST_UNITS];
  char acts[2048], day[QUHUA_DATE_TEXT_MAX], planned[QUHUA_DIGEST_TEXT_MAX];
  quhua_date_format(date, day);
  size_t n = living(b->before, date, before);
  write_act(acts, sizeof acts, day, before, n, serial);
  if (bench_read(b, acts) != QUHUA_OK) return false; /* the same unit twice */
  bool exchange = strstr(acts, "换码") != NULL;
  bench_plan(b, acts);
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(quhua_crosswalk_new_of_plan(b->plan, &crosswalk, NULL), QUHUA_OK);
  check_shares(crosswalk);
  quhua_crosswalk_free(crosswalk);
  strcpy(planned, bench_digest(b, quhua_plan_after(b->plan)));
  quhua_sequence head = quhua_registry_head(b->registry);
  quhua_status status = bench_commit(b, NULL, 0);
  if (status != QUHUA_OK) {
    assert_int_equal(status, QUHUA_E_BLOCKED);
    assert_int_equal(quhua_registry_head(b->registry), head);
    return false;
  }
  assert_string_equal(bench_digest(b, b->before), planned);
  size_t m = living(b->before, date, after);
  check_living(b->before, date, after, m);
  check_issued(k, before, n, after, m, exchange);
  return true;
}

static void check_replay(bench *b, const char *path) {
  char digest[QUHUA_DIGEST_TEXT_MAX];
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  strcpy(digest, bench_digest(b, b->before));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  assert_int_equal(quhua_registry_open(path, NULL, &registry, &b->err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &b->err), QUHUA_OK);
  assert_string_equal(bench_digest(b, snapshot), digest);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

static void test_random_acts(void **state) {
  (void)state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX], name[32];
  const char *given = getenv("QUHUA_SEED");
  uint64_t first = given ? strtoull(given, NULL, 10) : 20191227;
  size_t done = 0;
  book *k = malloc(sizeof *k);
  assert_non_null(k);
  store_folder_make(folder);
  for (unsigned round = 0; round < ROUNDS; round++) {
    static quhua_unit units[MOST_UNITS];
    seed = first + round;
    print_message("seed %llu\n", (unsigned long long)seed);
    snprintf(name, sizeof name, "%u.quhua", round);
    bench *b = bench_open_as(store_path(path, folder, name), "cn-stat", "2019-01-01", TABLE);
    quhua_date opened = bench_day("2019-01-01"), date = opened;
    k->count = 0;
    for (size_t i = living(b->before, date, units); i-- > 0;) note(k, &units[i]);
    for (unsigned i = 0; i < ACTS_PER_ROUND; i++) {
      date += (quhua_date)draw(3); /* several acts on one day, too */
      done += take_step(b, k, date, i);
    }
    check_crosswalk(b, opened, date);
    check_crosswalk(b, opened + (date - opened) / 3, date - (date - opened) / 3);
    check_replay(b, path);
    bench_close(b);
  }
  store_folder_remove(folder);
  free(k);
  print_message("%zu of %d acts carried out\n", done, ROUNDS * ACTS_PER_ROUND);
  assert_true(done > ROUNDS * ACTS_PER_ROUND / 3); /* or the test tests nothing */
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_acts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
