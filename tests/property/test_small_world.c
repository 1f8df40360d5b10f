/* SPDX-License-Identifier: Apache-2.0 */
/* Proof by exhaustion: all acts on three units, up to symmetry, with flow cells of nothing, a half, the whole and unknown;
 * acts after and beside them on a second day and on the same day; and samples of larger worlds. small_world.c says what
 * must hold after each.
 *
 * QUHUA_SMALL_WORLD=soak takes more cells, no symmetry and more samples; QUHUA_SEED=n samples others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/small_world.h"
#include "store/store_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TARGETS 12 /* units that may be named on the new side, two labels, nowhere */
#define MOST_CHOICES 400
#define EACH_REPLAYED 97 /* one story in so many is also kept in a file and read again */

static bool soak;
static char folder[STORE_PATH_MAX];
static uint64_t seed;

/* splitmix64 */
static int draw(int below) {
  uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (int)((z ^ (z >> 31)) % (uint64_t)below);
}

/* What one old unit does: a cell for each target. */
typedef struct choice {
  unsigned char cells[TARGETS];
} choice;

typedef struct choices {
  choice list[MOST_CHOICES];
  int count;
} choices;

/* All ways in which a unit's cells can be filled: nothing at all first, then at most `most` cells, whose certain part is
 * not more than the whole. Parts that leave a remainder are among them: they must be refused. */
static void fill(choices *all, choice *now, int target, int targets, int halves, int used, int most) {
  if (target == targets) {
    assert_true(all->count < MOST_CHOICES);
    all->list[all->count++] = *now;
    return;
  }
  for (int cell = CELL_NONE; cell <= CELL_UNKNOWN; cell++) {
    int more = cell == CELL_HALF ? 1 : cell == CELL_WHOLE ? 2 : 0;
    if (cell != CELL_NONE && (used == most || halves + more > 2)) continue;
    if ((cell == CELL_WHOLE && used) || (cell != CELL_NONE && halves == 2)) continue;
    now->cells[target] = (unsigned char)cell;
    fill(all, now, target + 1, targets, halves + more, used + (cell != CELL_NONE), most);
  }
  now->cells[target] = CELL_NONE;
}

static void choose(choices *all, int targets, int most) {
  choice now = {{0}};
  all->count = 0;
  fill(all, &now, 0, targets, 0, 0, most);
}

/* --- tellers ----------------------------------------------------------------------------------------------- */

static void tell(const small_story *story, small_tally *tally) {
  char path[STORE_PATH_MAX];
  bool kept = tally->stories % EACH_REPLAYED == 0;
  small_tell(story, kept ? store_path(path, folder, "world.quhua") : NULL, tally);
  if (kept) store_folder_empty(folder);
}

static void finish(const char *what, const small_tally *t) {
  print_message(
      "%s: %lu stories, %lu acts carried out, %lu refused, %lu repealed, %lu replayed, %lu disagreements\n",
      what, t->stories, t->committed, t->refused, t->repealed, t->replayed, t->disagreements);
  for (int i = 0; i < SMALL_KINDS && t->kinds[i].what; i++)
    print_message("  %lu times: %s\n", t->kinds[i].count, t->kinds[i].what);
  assert_true(t->committed > t->stories / 20); /* or the test tests nothing */
  assert_int_equal(t->disagreements, 0);
}

/* Rows of one unit: targets are the units in `units`, then two labels, then nowhere. */
static void add_rows(model_act *act, const model_world *w, int level, int old, const choice *c,
                     const int *units, int unit_count, int serial, const char *parent) {
  for (int t = 0; t < unit_count + 3; t++) {
    if (c->cells[t] == CELL_NONE) continue;
    model_row *row = small_row(act, level, old, (model_cell)c->cells[t]);
    if (t < unit_count)
      small_to_unit(w, row, units[t]);
    else if (t < unit_count + 2)
      small_to_label(row, t - unit_count + 1, serial, parent, 0);
    else
      row->nowhere = true;
  }
}

/* --- three villages in a town ------------------------------------------------------------------------------ */

static const int villages[] = {2, 3, 4};
#define TOWN "510722100000"

/* Units of the act in another order, labels too: is the picture smaller? */
static int picture(const choice *const act[3], const int order[3], bool turned) {
  for (int u = 0; u < 3; u++)
    for (int t = 0; t < 6; t++) {
      int from = t < 3 ? order[t] : t < 5 && turned ? 7 - t : t;
      int d = (int)act[order[u]]->cells[from] - (int)act[u]->cells[t];
      if (d) return d;
    }
  return 0;
}

static bool is_first_of_its_kind(const choice *const act[3]) {
  static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (int o = 0; o < 6; o++)
    for (int turned = 0; turned < 2; turned++)
      if (picture(act, orders[o], turned) < 0) return false;
  return true;
}

static void test_one_level(void **state) {
  (void)state;
  static choices all;
  model_world world;
  small_tally tally = {0};
  small_one_level(&world);
  choose(&all, 6, soak ? 3 : 2);
  for (int a = 0; a < all.count; a++)
    for (int b = 0; b < all.count; b++)
      for (int c = 0; c < all.count; c++) {
        const choice *const act[3] = {&all.list[a], &all.list[b], &all.list[c]};
        if (a + b + c == 0 || (!soak && !is_first_of_its_kind(act))) continue;
        small_story story = {.opening = &world, .days = {30}, .count = 1};
        for (int u = 0; u < 3; u++)
          add_rows(&story.acts[0], &world, 5, villages[u], act[u], villages, 3, 0, TOWN);
        tell(&story, &tally);
      }
  finish("one level", &tally);
}

/* --- two acts ---------------------------------------------------------------------------------------------- */

static void second_acts(const small_story *first, const model_world *now, const choices *ways[],
                        small_tally *tally) {
  int alive[MODEL_UNITS], count = 0;
  for (int u = 0; u < now->count; u++)
    if (now->units[u].alive && now->units[u].level == 5) alive[count++] = u;
  for (int u = 0; u < count; u++)
    for (int i = 1; i < ways[count]->count; i++)
      for (int later = 0; later < 2; later++) {
        small_story story = *first;
        story.count = 2;
        story.days[1] = story.days[0] + 30 * later;
        add_rows(&story.acts[1], now, 5, alive[u], &ways[count]->list[i], alive, count, 1, TOWN);
        tell(&story, tally);
      }
}

/* Each thing that one village can do, and then whatever one village can do, on the same day and later. */
static void test_two_acts(void **state) {
  (void)state;
  static choices made[6];
  const choices *ways[6];
  model_world world, now;
  small_tally tally = {0};
  small_one_level(&world);
  for (int i = 0; i < 6; i++) choose(&made[i], i + 3, 2), ways[i] = &made[i];
  for (int i = 1; i < made[3].count; i++) {
    const choice *const act[3] = {&made[3].list[0], &made[3].list[0], &made[3].list[i]};
    bool fresh = is_first_of_its_kind(act);
    for (int u = soak ? 0 : 2; u < 3; u++) {
      small_story story = {.opening = &world, .days = {30}, .count = 1};
      add_rows(&story.acts[0], &world, 5, villages[u], &made[3].list[i], villages, 3, 0, TOWN);
      bool allowed = model_apply(&world, &story.acts[0], &now);
      if (allowed && (soak || fresh)) second_acts(&story, &now, ways, &tally);
    }
  }
  finish("two acts", &tally);
}

/* The first village does one thing, the other two another; no row of one names a unit of the other. */
static void test_acts_commute(void **state) {
  (void)state;
  static choices one, two;
  model_world world;
  small_tally tally = {0};
  small_one_level(&world);
  choose(&one, 4, 2);
  choose(&two, 5, 2);
  for (int a = 1; a < one.count; a++)
    for (int b = 0; b < two.count; b++)
      for (int c = b == 0; c < two.count; c++) {
        if ((b * two.count + c) % (soak ? 1 : 7) != a % (soak ? 1 : 7)) continue;
        small_story story = {.opening = &world, .days = {30, 30}, .count = 2};
        add_rows(&story.acts[0], &world, 5, 2, &one.list[a], villages, 1, 0, TOWN);
        add_rows(&story.acts[1], &world, 5, 3, &two.list[b], villages + 1, 2, 1, TOWN);
        add_rows(&story.acts[1], &world, 5, 4, &two.list[c], villages + 1, 2, 1, TOWN);
        small_commute(&story, &tally);
      }
  print_message("commuting: %lu pairs, %lu disagreements\n", tally.stories, tally.disagreements);
  assert_int_equal(tally.disagreements, 0);
}

/* --- two towns with three villages ------------------------------------------------------------------------- */

#define COUNTY "510722000000"
static const int towns[] = {1, 2};

/* Does a town row of the act lead to the label? */
static bool labelled(const model_act *act, int label) {
  for (int r = 0; r < act->count; r++)
    if (act->rows[r].level == 4 && act->rows[r].label == label) return true;
  return false;
}

/* What a village does by itself: nothing, goes below one of two towns or two labels, joins one of two others, ends.
 * False when there is no such thing. */
#define VILLAGE_WAYS 8
static bool village_goes(model_act *act, const model_world *w, int village, int way) {
  if (way == 0) return true;
  model_row *row = small_row(act, 5, village, CELL_NONE);
  if (way <= 2)
    strcpy(row->parent, w->units[towns[way - 1]].code);
  else if (way <= 4)
    row->parent_label = way - 2;
  else if (way <= 6)
    small_to_unit(w, row, 3 + (village - 3 + way - 4) % 3);
  else
    row->nowhere = true;
  return way != 3 && way != 4 ? true : labelled(act, way - 2);
}

/* The villages 一 and 二 of the first town may change places, and the two labels: the first of each kind is taken. */
static bool is_first_of_two_levels(const choice *a, const choice *b, const int ways[3]) {
  if (ways[0] > ways[1] && ways[0] < 5 && ways[1] < 5) return false;
  return a->cells[2] > a->cells[3] || (a->cells[2] == a->cells[3] && b->cells[2] >= b->cells[3]);
}

static void test_two_levels(void **state) {
  (void)state;
  static choices all;
  model_world world;
  small_tally tally = {0};
  int most = soak ? VILLAGE_WAYS : 5;
  small_two_levels(&world);
  choose(&all, 5, 2);
  for (int a = 0; a < all.count; a++)
    for (int b = 0; b < all.count; b++)
      for (int v = a + b == 0; v < most * most * most; v++) {
        const choice *one = &all.list[a], *other = &all.list[b];
        int ways[3] = {v % most, v / most % most, v / most / most};
        if (!soak && (!is_first_of_two_levels(one, other, ways) || draw(4))) continue;
        small_story story = {.opening = &world, .days = {30}, .count = 1};
        add_rows(&story.acts[0], &world, 4, 1, one, towns, 2, 0, COUNTY);
        add_rows(&story.acts[0], &world, 4, 2, other, towns, 2, 0, COUNTY);
        bool possible = true;
        for (int i = 0; i < 3; i++)
          possible = village_goes(&story.acts[0], &world, 3 + i, ways[i]) && possible;
        if (possible) tell(&story, &tally);
      }
  finish("two levels", &tally);
}

/* --- larger worlds ----------------------------------------------------------------------------------------- */

/* A few units do something; targets are any unit of the level, the labels or nowhere. */
static void random_act(const model_world *w, int serial, model_act *act) {
  static choices ways[MODEL_UNITS];
  for (int level = 4; level <= 5; level++) {
    int alive[MODEL_UNITS], count = 0;
    for (int u = 0; u < w->count; u++)
      if (w->units[u].alive && w->units[u].level == level) alive[count++] = u;
    if (count + 3 > TARGETS) count = TARGETS - 3;
    if (!ways[count].count) choose(&ways[count], count + 3, 2);
    for (int i = 0; i < count; i++) {
      if (draw(level == 4 ? 4 : 3)) continue;
      if (level == 5 && draw(2)) { /* to another town */
        model_row *row = small_row(act, 5, alive[i], CELL_NONE);
        int town = draw(w->count);
        if (w->units[town].alive && w->units[town].level == 4)
          strcpy(row->parent, w->units[town].code);
        else if (labelled(act, 1))
          row->parent_label = 1;
        else
          act->count--;
        continue;
      }
      const choice *c = &ways[count].list[draw(ways[count].count)];
      const char *parent = level == 4 ? COUNTY : w->units[w->units[alive[0]].parent].code;
      add_rows(act, w, level, alive[i], c, alive, count, serial, parent);
    }
  }
}

/* A village that has no row and receives, below a town that ends in several: the rules do not say yet where it stands. */
static bool is_untold(const model_world *w, const model_act *act) {
  int rows[MODEL_UNITS] = {0};
  for (int r = 0; r < act->count; r++) rows[act->rows[r].old]++;
  for (int r = 0; r < act->count; r++)
    for (int u = 0; act->rows[r].level == 5 && u < w->count; u++)
      if (w->units[u].alive && !rows[u] && strcmp(w->units[u].code, act->rows[r].code) == 0 &&
          rows[w->units[u].parent] > 1)
        return true;
  return false;
}

static void test_samples(void **state) {
  (void)state;
  model_world world;
  small_tally tally = {0};
  int rounds = soak ? 200000 : 3000;
  small_larger(&world);
  for (int i = 0; i < rounds; i++) {
    model_world now = world, after;
    small_story story = {.opening = &world};
    for (int day = 30; story.count < SMALL_ACTS; day += 10 * draw(2)) {
      model_act *act = &story.acts[story.count];
      for (int tries = 0; act->count == 0 || (tries < 20 && !model_apply(&now, act, &after)); tries++) {
        act->count = 0;
        random_act(&now, story.count, act);
        if (is_untold(&now, act)) act->count = 0, tries--;
      }
      if (model_apply(&now, act, &after)) now = after;
      story.days[story.count++] = day;
    }
    tell(&story, &tally);
  }
  finish("samples", &tally);
}

int main(void) {
  const char *given = getenv("QUHUA_SEED"), *mode = getenv("QUHUA_SMALL_WORLD");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_level),  cmocka_unit_test(test_two_acts), cmocka_unit_test(test_acts_commute),
      cmocka_unit_test(test_two_levels), cmocka_unit_test(test_samples),
  };
  seed = given ? strtoull(given, NULL, 10) : 20191227;
  soak = mode && strcmp(mode, "soak") == 0;
  store_folder_make(folder);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  store_folder_remove(folder);
  return failed;
}
