/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/truth_acts.h"

#include <stdio.h>
#include <string.h>

#define WILD_LAND 8 /* parcels of each town */
#define HEADER "document,effective,old_code,new_code,new_name,new_parent,share,reason\n"

int truth_living(const truth_world *w, const truth_state *s, int level, int *out) {
  int count = 0;
  for (int u = 1; u < w->unit_count; u++)
    if (s->alive[u] && w->level[u] == level) out[count++] = u;
  return count;
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

static void write(truth_draft *d, const char *text) {
  size_t len = strlen(text);
  assert_true(d->len + len < sizeof d->table);
  memcpy(d->table + d->len, text, len + 1);
  d->len += len;
}

static quhua_unit version(const truth_draft *d, int unit) {
  quhua_unit found;
  assert_int_equal(quhua_unit_find_id(d->snapshot, d->world->id[unit], d->day, &found), QUHUA_OK);
  return found;
}

static bool is_new(const truth_draft *d, int unit) { return unit >= d->first_born; }

/* How a unit is cited: by its code, or by its label. */
static const char *cite(const truth_draft *d, int unit, char out[32]) {
  if (!unit)
    out[0] = '\0';
  else if (is_new(d, unit))
    snprintf(out, 32, "@%d", unit - d->first_born);
  else
    snprintf(out, 32, "%s", version(d, unit).code.text);
  return out;
}

static const char *share_text(const truth_flow *f, bool alone, char out[64]) {
  if (f->share == TRUTH_EXACT)
    snprintf(out, 64, "%d/%d", (int)f->lo_num, (int)f->lo_den);
  else if (f->share == TRUTH_INTERVAL)
    snprintf(out, 64, "%d/%d..%d/%d", (int)f->lo_num, (int)f->lo_den, (int)f->hi_num, (int)f->hi_den);
  else
    snprintf(out, 64, "%s", alone ? "" : "?");
  return out;
}

static void row(truth_draft *d, const char *old_code, const char *new_code, const char *name,
                const char *parent, const char *share, const char *reason) {
  char line[256], day[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(d->day, day);
  snprintf(line, sizeof line, "文%u,%s,%s,%s,%s,%s,%s,%s\n", d->serial, day, old_code, new_code, name, parent,
           share, reason);
  write(d, line);
}

static int parent_of_born(const truth_draft *d, int unit) {
  for (int i = 0; i < d->deed->move_count; i++)
    if (d->deed->moves[i].unit == unit) return d->deed->moves[i].parent;
  return 0;
}

/* Rows of all flows. */
static void write_flows(truth_draft *d) {
  for (int i = 0; i < d->deed->flow_count; i++) {
    const truth_flow *f = &d->deed->flows[i];
    char old_code[32], new_code[32], parent[32] = "", share[64];
    bool born = f->to && is_new(d, f->to);
    if (born) cite(d, parent_of_born(d, f->to), parent);
    row(d, cite(d, f->from, old_code), cite(d, f->to, new_code), born ? d->names[f->to - d->first_born] : "",
        parent, share_text(f, f->share == TRUTH_WHOLE, share), f->to ? "" : "撤并");
  }
}

/* --- parts of a deed --------------------------------------------------------------------------------------------- */

static int give_birth(truth_draft *d, int level, int parent) {
  static const char *const heads[] = {"东", "西", "中", "南"};
  truth_deed *deed = d->deed;
  int unit = truth_unit(d->world, level), at = unit - d->first_born;
  assert_true(at < 4);
  snprintf(d->names[at], sizeof d->names[at], "%s%u%s", heads[at], d->serial,
           level == TRUTH_TOWN ? d->serial % 2 ? "镇" : "乡" : "村");
  deed->born[deed->born_count++] = unit;
  deed->moves[deed->move_count++] = (truth_move){unit, parent};
  return unit;
}

static truth_flow *add_flow(truth_draft *d, int from, int to) {
  truth_flow *f = &d->deed->flows[d->deed->flow_count++];
  assert_true(d->deed->flow_count <= TRUTH_FLOWS);
  *f = (truth_flow){.from = from, .to = to, .share = TRUTH_WHOLE, .lo_den = 1, .hi_num = 1, .hi_den = 1};
  return f;
}

/* What the document says of a part that is k of n parcels. */
static void say(truth_draft *d, truth_flow *f, int k, int n) {
  uint32_t kind = d->exact ? 0 : truth_draw(d->world, 4);
  int32_t slack = 1 + (int32_t)truth_draw(d->world, 20), lo = 100 * k / n - slack,
          hi = 100 * k / n + 1 + slack;
  f->share = kind <= 1 ? TRUTH_EXACT : kind == 2 ? TRUTH_INTERVAL : TRUTH_UNKNOWN;
  f->lo_num = f->share == TRUTH_EXACT ? k : f->share == TRUTH_INTERVAL && lo > 0 ? lo : 0;
  f->hi_num = f->share == TRUTH_EXACT                  ? k
              : f->share == TRUTH_INTERVAL && hi < 100 ? hi
              : f->share == TRUTH_INTERVAL             ? 100
                                                       : 1;
  f->lo_den = f->hi_den = f->share == TRUTH_EXACT ? n : f->share == TRUTH_INTERVAL ? 100 : 1;
}

/* Divide a village among units, each of which gets a parcel at least. */
static bool divide(truth_draft *d, int from, const int *to, int count) {
  truth_land land = truth_land_of(d->world, d->state, from);
  int size = truth_size(&land), parts[TRUTH_FLOWS] = {0};
  truth_flow *flows[TRUTH_FLOWS];
  if (size < count) return false;
  for (int i = 0; i < count; i++) flows[i] = add_flow(d, from, to[i]);
  for (int p = 0, left = size; p < TRUTH_PARCELS; p++) {
    if (!truth_has(&land, p)) continue;
    int empty = 0, last = 0;
    for (int i = 0; i < count; i++)
      if (!parts[i]) empty++, last = i;
    int at = empty == left ? last : (int)truth_draw(d->world, (uint32_t)count);
    truth_put(&flows[at]->land, p);
    parts[at]++;
    left--;
  }
  for (int i = 0; i < count; i++) say(d, flows[i], parts[i], size);
  return true;
}

/* Different units of a level. */
static bool pick(truth_draft *d, int level, int *out, int count) {
  int all[TRUTH_UNITS], n = truth_living(d->world, d->state, level, all);
  if (n < count) return false;
  for (int i = 0; i < count; i++) {
    int at = i + (int)truth_draw(d->world, (uint32_t)(n - i));
    out[i] = all[at];
    all[at] = all[i];
  }
  return true;
}

/* The town of a village, or now and then another. */
static int some_town(truth_draft *d, int village) {
  int town;
  if (truth_draw(d->world, 4)) return d->state->parent[village];
  return pick(d, TRUTH_TOWN, &town, 1) ? town : 0;
}

/* --- acts of villages ---------------------------------------------------------------------------------------------- */

static bool draw_merge(truth_draft *d) {
  int from[3], count = 2 + (int)truth_draw(d->world, 2);
  if (!pick(d, TRUTH_VILLAGE, from, count)) return false;
  int to = give_birth(d, TRUTH_VILLAGE, some_town(d, from[0]));
  for (int i = 0; i < count; i++) add_flow(d, from[i], to);
  write_flows(d);
  return true;
}

static bool draw_absorb(truth_draft *d, int level) {
  int pair[2];
  if (!pick(d, level, pair, 2)) return false;
  add_flow(d, pair[0], pair[1]);
  write_flows(d);
  return true;
}

static bool draw_split(truth_draft *d) {
  int from, to[3], count = 2 + (int)truth_draw(d->world, 2);
  if (!pick(d, TRUTH_VILLAGE, &from, 1)) return false;
  for (int i = 0; i < count; i++) to[i] = give_birth(d, TRUTH_VILLAGE, some_town(d, from));
  if (!divide(d, from, to, count)) return false;
  write_flows(d);
  return true;
}

/* A village goes on and gives a part to a neighbour, a new village, or both. */
static bool draw_cede(truth_draft *d) {
  int pair[2], to[3], count = 1;
  uint32_t who = truth_draw(d->world, 3);
  if (!pick(d, TRUTH_VILLAGE, pair, 2)) return false;
  to[0] = pair[0];
  if (who != 1) to[count++] = pair[1];
  if (who != 0) to[count++] = give_birth(d, TRUTH_VILLAGE, some_town(d, pair[0]));
  if (!divide(d, pair[0], to, count)) return false;
  write_flows(d);
  return true;
}

/* Two villages divide each its land among both, or among two new ones. */
static bool draw_redistribute(truth_draft *d, bool anew) {
  int from[2], to[2];
  if (!pick(d, TRUTH_VILLAGE, from, 2)) return false;
  for (int i = 0; i < 2; i++) to[i] = anew ? give_birth(d, TRUTH_VILLAGE, some_town(d, from[i])) : from[i];
  if (!divide(d, from[0], to, 2) || !divide(d, from[1], to, 2)) return false;
  write_flows(d);
  return true;
}

static bool draw_transfer(truth_draft *d, int level) {
  int unit, above;
  char code[32], parent[32];
  if (!pick(d, level, &unit, 1) || !pick(d, level - 1, &above, 1) || d->state->parent[unit] == above)
    return false;
  d->deed->moves[d->deed->move_count++] = (truth_move){unit, above};
  row(d, cite(d, unit, code), "", "", cite(d, above, parent), "", "");
  return true;
}

static bool draw_rename(truth_draft *d) {
  int unit;
  char code[32], name[32];
  if (!pick(d, TRUTH_VILLAGE, &unit, 1)) return false;
  snprintf(name, sizeof name, "改%u村", d->serial);
  row(d, cite(d, unit, code), "", name, "", "", "");
  return true;
}

/* Two villages of one town exchange their codes. */
static bool draw_recode(truth_draft *d) {
  int pair[2];
  char a[32], b[32];
  if (!pick(d, TRUTH_VILLAGE, pair, 2) || d->state->parent[pair[0]] != d->state->parent[pair[1]])
    return false;
  cite(d, pair[0], a);
  cite(d, pair[1], b);
  row(d, a, b, "", "", "", "");
  row(d, b, a, "", "", "", "");
  return true;
}

/* A village is set up on wild land of a town. */
static bool draw_found(truth_draft *d) {
  int town, size = 1 + (int)truth_draw(d->world, 3);
  truth_land land = {{0}};
  char parent[32];
  if (!pick(d, TRUTH_TOWN, &town, 1)) return false;
  for (int p = 0; p < TRUTH_PARCELS && size; p++)
    if (d->state->wild[p] && d->state->town[p] == town) truth_put(&land, p), size--;
  if (size) return false;
  int unit = give_birth(d, TRUTH_VILLAGE, town);
  add_flow(d, 0, unit)->land = land;
  d->deed->newcomers = (int)truth_draw(d->world, 60);
  row(d, "", "@0", d->names[0], cite(d, town, parent), "", "");
  return true;
}

static bool draw_end(truth_draft *d) {
  int unit;
  if (!pick(d, TRUTH_VILLAGE, &unit, 1)) return false;
  add_flow(d, unit, 0);
  write_flows(d);
  return true;
}

/* --- acts of towns -------------------------------------------------------------------------------------------------- */

static bool draw_town_merge(truth_draft *d) {
  int from[2];
  if (!pick(d, TRUTH_TOWN, from, 2)) return false;
  int to = give_birth(d, TRUTH_TOWN, d->state->parent[from[0]]);
  for (int i = 0; i < 2; i++) add_flow(d, from[i], to);
  write_flows(d);
  return true;
}

/* Each village of the town says where it goes; a town that goes on keeps those that say nothing. */
static bool draw_town_split(truth_draft *d) {
  int town, villages[TRUTH_UNITS], sides[2], moved = 0;
  bool goes_on = truth_draw(d->world, 2);
  char code[32], parent[32];
  if (!pick(d, TRUTH_TOWN, &town, 1)) return false;
  int n = truth_living(d->world, d->state, TRUTH_VILLAGE, villages), county = d->state->parent[town];
  sides[0] = goes_on ? town : give_birth(d, TRUTH_TOWN, county);
  sides[1] = give_birth(d, TRUTH_TOWN, county);
  for (int i = 0; i < 2; i++) {
    truth_flow *f = add_flow(d, town, sides[i]);
    f->share = goes_on ? TRUTH_EXACT : TRUTH_UNKNOWN; /* of those in no village: they stay */
    if (goes_on) f->lo_num = f->hi_num = i == 0;
    row(d, cite(d, town, code), cite(d, sides[i], parent),
        is_new(d, sides[i]) ? d->names[sides[i] - d->first_born] : "", "", "children", "");
  }
  for (int p = 0; p < TRUTH_PARCELS; p++) /* of no village: they stay, or go somewhere */
    if (!d->state->village[p] && d->state->town[p] == town && !goes_on)
      truth_put(&d->deed->flows[truth_draw(d->world, 2)].land, p);
  for (int i = 0; i < n; i++) {
    if (d->state->parent[villages[i]] != town) continue;
    int side = (int)truth_draw(d->world, 2);
    if (goes_on && !side) continue;
    if (d->deed->move_count == TRUTH_MOVES) return false;
    d->deed->moves[d->deed->move_count++] = (truth_move){villages[i], sides[side]};
    row(d, cite(d, villages[i], code), "", "", cite(d, sides[side], parent), "", "");
    moved++;
  }
  return moved > 1;
}

/* --- drawing --------------------------------------------------------------------------------------------------------- */

static bool draw_word(truth_draft *d, truth_word word) {
  switch (word) {
  case TRUTH_MERGE: return draw_merge(d);
  case TRUTH_ABSORB: return draw_absorb(d, TRUTH_VILLAGE);
  case TRUTH_SPLIT: return draw_split(d);
  case TRUTH_CEDE: return draw_cede(d);
  case TRUTH_EXCHANGE: return draw_redistribute(d, false);
  case TRUTH_REDISTRIBUTE: return draw_redistribute(d, true);
  case TRUTH_TRANSFER: return draw_transfer(d, TRUTH_VILLAGE);
  case TRUTH_RENAME: return draw_rename(d);
  case TRUTH_RECODE: return draw_recode(d);
  case TRUTH_FOUND: return draw_found(d);
  case TRUTH_END: return draw_end(d);
  case TRUTH_TOWN_MERGE: return draw_town_merge(d);
  case TRUTH_TOWN_ABSORB: return draw_absorb(d, TRUTH_TOWN);
  case TRUTH_TOWN_SPLIT: return draw_town_split(d);
  case TRUTH_TOWN_TRANSFER: return draw_transfer(d, TRUTH_TOWN);
  case TRUTH_WORDS: break;
  }
  return false;
}

void truth_forget(truth_draft *d) {
  d->world->deed_count--;
  d->world->unit_count = d->first_born;
}

bool truth_draw_act(truth_draft *d, truth_word word) {
  truth_world *w = d->world;
  assert_true(w->deed_count < TRUTH_DEEDS);
  d->word = word;
  d->first_born = w->unit_count;
  d->len = 0;
  d->deed = &w->deeds[w->deed_count++];
  *d->deed = (truth_deed){.kind = TRUTH_ACT, .day = d->day, .luck = truth_draw(w, UINT32_MAX)};
  write(d, HEADER);
  if (draw_word(d, word)) return true;
  truth_forget(d);
  return false;
}

static quhua_unit named(const quhua_snapshot *snapshot, quhua_date day, const char *name) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit, found = {0};
  assert_int_equal(quhua_cursor_new_all(snapshot, day, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit))
    if (quhua_str_equal(unit.name, quhua_str_from(name))) found = unit;
  quhua_cursor_free(cursor);
  assert_true(found.id != 0);
  return found;
}

void truth_bind(truth_draft *d, const quhua_snapshot *after) {
  for (int i = 0; i < d->deed->born_count; i++)
    d->world->id[d->first_born + i] = named(after, d->day, d->names[i]).id;
  d->deed->entry = quhua_snapshot_known(after);
  for (int i = 0; i < d->deed->flow_count; i++) {
    truth_flow *f = &d->deed->flows[i];
    quhua_unit unit;
    strcpy(f->code, "~"); /* nowhere comes last */
    if (f->to && quhua_unit_find_id(after, d->world->id[f->to], d->day, &unit) == QUHUA_OK)
      strcpy(f->code, unit.code.text);
  }
}

/* --- opening ----------------------------------------------------------------------------------------------------------- */

static int found_unit(truth_world *w, int level, int parent) {
  int unit = truth_unit(w, level);
  w->states[0]->alive[unit] = true;
  w->states[0]->parent[unit] = (int16_t)parent;
  return unit;
}

static const char *opening_name(int unit, int level, char out[32]) {
  snprintf(out, 32, "原%d%s", unit, level == TRUTH_COUNTY ? "县" : level == TRUTH_TOWN ? "镇" : "村");
  return out;
}

void truth_opening(truth_world *w, int32_t day, int uncounted, char *table, size_t cap) {
  int parcel = 0, per_county = TRUTH_TOWNS / TRUTH_COUNTIES, per_town = TRUTH_VILLAGES / TRUTH_TOWNS;
  char name[32];
  truth_state *s = w->states[0];
  s->day = day;
  size_t len = (size_t)snprintf(table, cap, "code,name,stat:亩,stat:人\n");
  for (int c = 0; c < TRUTH_COUNTIES; c++) {
    int county = found_unit(w, TRUTH_COUNTY, 0);
    len += (size_t)snprintf(table + len, cap - len, "5107%d,%s,,\n", 21 + c,
                            opening_name(county, TRUTH_COUNTY, name));
    for (int t = 0; t < per_county; t++) {
      int town = found_unit(w, TRUTH_TOWN, county);
      len += (size_t)snprintf(table + len, cap - len, "5107%d%d000,%s,,\n", 21 + c, 100 + t,
                              opening_name(town, TRUTH_TOWN, name));
      for (int wild = 0; wild < WILD_LAND; wild++, parcel++)
        s->wild[parcel] = true, s->town[parcel] = (int16_t)town;
      for (int v = 0; v < per_town; v++) {
        int village = found_unit(w, TRUTH_VILLAGE, town), land = 4 + (int)truth_draw(w, 5);
        s->people[village] = (int32_t)truth_draw(w, 200);
        for (int p = 0; p < land; p++) s->village[parcel++] = (int16_t)village;
        len += (size_t)snprintf(table + len, cap - len, "5107%d%d%d,%s", 21 + c, 100 + t, 201 + v,
                                opening_name(village, TRUTH_VILLAGE, name));
        bool counted = !uncounted || truth_draw(w, (uint32_t)uncounted);
        len += counted ? (size_t)snprintf(table + len, cap - len, ",%d,%d\n", land, (int)s->people[village])
                       : (size_t)snprintf(table + len, cap - len, ",,\n");
      }
    }
  }
  assert_true(len < cap);
}

void truth_bind_opening(truth_world *w, const quhua_snapshot *snapshot, quhua_date day) {
  char name[32];
  for (int u = 1; u < w->unit_count; u++)
    w->id[u] = named(snapshot, day, opening_name(u, w->level[u], name)).id;
}
