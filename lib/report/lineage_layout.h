/* SPDX-License-Identifier: Apache-2.0 */
/* lineage_layout.h: where the units and flows of a crosswalk stand in a drawing.
 *
 * Two columns, before and after, in one section for each level. Inside a section, units that are tied by flows stand
 * together in a block; blocks follow each other, so lines of different blocks never cross. Inside a block each side
 * is put in the order of the mean place of its partners (barycentre method, Sugiyama et al. 1981). Everything is in
 * whole pixels: no locale and no rounding of the machine shows in the picture. */
#ifndef QUHUA_REPORT_LINEAGE_LAYOUT_H
#define QUHUA_REPORT_LINEAGE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/crosswalk.h>

#include "base/arena.h"

/* Rows that are drawn at most; the drawing says so when there are more. */
#define QUHUA__LINEAGE_ROWS_MAX 2000u
#define QUHUA__LINEAGE_NONE UINT32_MAX

typedef enum quhua__lineage_side { QUHUA__BEFORE = 0, QUHUA__AFTER = 1 } quhua__lineage_side;

/* A unit on one side. */
typedef struct quhua__lineage_node {
  const quhua_unit *unit; /* borrowed from the crosswalk */
  uint32_t block;         /* units with one number are tied by flows */
  uint32_t place;         /* position among all units of its side, from the top */
  uint32_t links;         /* flows that end here */
  int32_t y;              /* top edge */
  int32_t height;
  int32_t flow_width; /* what the flows take of the edge, with the gaps between them */
  quhua_level level;
  quhua__lineage_side side;
  bool lasts; /* the unit is on the other side too */
} quhua__lineage_node;

/* A flow; one of its ends may be missing. */
typedef struct quhua__lineage_link {
  quhua_share share;
  quhua_relation relation;
  uint32_t end[2]; /* units before and after, or QUHUA__LINEAGE_NONE */
  int32_t y[2];    /* middle of the line at its ends */
  int32_t width;   /* thickness of the line */
  bool unchanged;  /* no row of the crosswalk: a unit that takes others in and goes on as it was */
} quhua__lineage_link;

/* A level. */
typedef struct quhua__lineage_section {
  quhua_level level;
  int32_t y;         /* top of the heading */
  uint32_t count[2]; /* units on each side */
} quhua__lineage_section;

typedef struct quhua__lineage_layout {
  quhua__lineage_node *nodes;
  quhua__lineage_link *links;
  uint32_t *order; /* units in the order in which they are read: block by block, before and after */
  quhua__lineage_section sections[QUHUA_LEVEL_MAX + 1];
  uint32_t node_count;
  uint32_t link_count;
  uint32_t row_count; /* rows of the crosswalk that are drawn */
  uint32_t section_count;
  int32_t bottom; /* below the last block */
} quhua__lineage_layout;

/* Thickness of a whole flow, and of the line for a share that is not known exactly. */
#define QUHUA__LINEAGE_WHOLE 16
#define QUHUA__LINEAGE_THIN 3
/* Height of a section's heading. */
#define QUHUA__LINEAGE_HEADING 84

/* Lay out rows, from `top` downwards. All memory comes from the arena. false when out of memory. */
bool quhua__lineage_layout_make(quhua__lineage_layout *out, quhua__arena *arena,
                                const quhua_crosswalk_row *const *rows, size_t count, int32_t top);

#endif
