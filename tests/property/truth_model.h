/* SPDX-License-Identifier: Apache-2.0 */
/* truth_model.h: a world in which every acre lies in a parcel (地块) and every person in a village, and that knows what
 * registers do not: which parcels went where when an act said only `?`.
 *
 * A parcel is one mu (亩) of one village, or of a town where its village ended without successor, or never was: a village
 * that is set up (设立) gets such wild land, which the town had and nobody counted. Deeds move parcels. They
 * are replayed in the order of (day, journal entry), so a deed that is recorded late, taken back or postponed gives
 * another history of the world, and one that would make a share or a count on record untrue is refused. The model
 * shares no code with the library.
 *
 * Land goes exactly by shares, because a drawn share is the parcels' fraction, or an interval around it. People do
 * not, so where a share is exact they go by the rule of docs/guide/statistics.md: largest remainders, of equal ones the
 * lowest code, what the exact shares leave being the last part. Where it is an interval they go somehow within it, each
 * bound rounded away from the middle; where nothing is said, in any way. */
#ifndef QUHUA_TESTS_TRUTH_MODEL_H
#define QUHUA_TESTS_TRUTH_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRUTH_PARCELS 768
#define TRUTH_UNITS 3072
#define TRUTH_DEEDS 2048
#define TRUTH_FLOWS 6
#define TRUTH_MOVES 40
#define TRUTH_COUNTY 3
#define TRUTH_TOWN 4
#define TRUTH_VILLAGE 5

/* A set of parcels. */
typedef struct truth_land {
  uint64_t bits[TRUTH_PARCELS / 64];
} truth_land;

/* The world between two deeds. Unit 0 is no unit. */
typedef struct truth_state {
  int32_t day;
  int16_t village[TRUTH_PARCELS]; /* 0: in none */
  int16_t town[TRUTH_PARCELS];    /* of a parcel in no village */
  bool wild[TRUTH_PARCELS];       /* it never was in a village, and nobody counts it */
  bool alive[TRUTH_UNITS];
  int16_t parent[TRUTH_UNITS];
  int32_t people[TRUTH_UNITS]; /* of villages; of towns: those whose village ended */
} truth_state;

typedef enum truth_share { TRUTH_WHOLE, TRUTH_EXACT, TRUTH_INTERVAL, TRUTH_UNKNOWN } truth_share;

/* Territory goes from a unit to another. `from` 0: wild land of the town. `to` 0: they stay in the town, in no village. */
typedef struct truth_flow {
  int from, to;
  truth_share share;
  int32_t lo_num, lo_den, hi_num, hi_den;
  truth_land land; /* of a village, or, of a town, of its parcels in no village */
  char code[16];   /* of `to`, just after the deed */
} truth_flow;

/* A village, or a town, comes under another unit. */
typedef struct truth_move {
  int unit, parent;
} truth_move;

typedef enum truth_kind { TRUTH_ACT, TRUTH_OBSERVATION, TRUTH_REPEAL } truth_kind;

typedef struct truth_deed {
  truth_kind kind;
  bool undone; /* taken back: it never happened */
  int32_t day;
  uint64_t entry; /* of the journal */
  uint64_t luck;  /* for what nobody knows */
  truth_flow flows[TRUTH_FLOWS];
  int flow_count;
  truth_move moves[TRUTH_MOVES]; /* newborn units included */
  int move_count;
  int born[TRUTH_FLOWS], born_count;
  int newcomers;    /* people who settle on wild land */
  int target;       /* TRUTH_REPEAL: index of the deed */
  int unit;         /* TRUTH_OBSERVATION: of what */
  int land, people; /* and what was counted */
} truth_deed;

typedef struct truth_world {
  int level[TRUTH_UNITS];
  uint64_t id[TRUTH_UNITS]; /* in the register */
  int unit_count;           /* 0 included */
  truth_deed deeds[TRUTH_DEEDS];
  int deed_count;
  int order[TRUTH_DEEDS], order_count;  /* those that happened, in time */
  truth_state *states[TRUTH_DEEDS + 1]; /* [0] the opening; [i + 1] after order[i] */
  int place[TRUTH_DEEDS];               /* in the order */
  bool absurd;   /* the last playing failed because a deed moved units that do not live */
  uint64_t luck; /* of the generator */
} truth_world;

truth_world *truth_new(uint64_t seed);
void truth_free(truth_world *w);
/* From 0 to below - 1. */
uint32_t truth_draw(truth_world *w, uint32_t below);

/* A new unit, alive where the state says so. */
int truth_unit(truth_world *w, int level);
/* Play everything again. False, with nothing changed that matters, when the deeds contradict one another: the caller takes
 * the last change of a deed back and plays again. */
bool truth_play(truth_world *w, int32_t since);

const truth_state *truth_on(const truth_world *w, int32_t day);
/* Of unit 0: of all. */
truth_land truth_land_of(const truth_world *w, const truth_state *s, int unit);
int truth_people_of(const truth_world *w, const truth_state *s, int unit);
int truth_size(const truth_land *land);
/* Without wild land. */
int truth_counted_size(const truth_state *s, const truth_land *land);
truth_land truth_common(const truth_land *a, const truth_land *b);
bool truth_has(const truth_land *land, int parcel);
void truth_put(truth_land *land, int parcel);

#endif
