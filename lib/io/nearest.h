/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.h: the known word that a person probably meant. */
#ifndef QUHUA_IO_NEAREST_H
#define QUHUA_IO_NEAREST_H

#include <stddef.h>

#include <quhua/text.h>

typedef struct quhua__nearest {
  quhua_str text;  /* what the person wrote */
  quhua_str word;  /* nearest of the words offered so far */
  size_t distance; /* characters to insert, delete or replace between the two */
} quhua__nearest;

void quhua__nearest_init(quhua__nearest *nearest, quhua_str text);
/* The first of equally near words stays. */
void quhua__nearest_offer(quhua__nearest *nearest, quhua_str word);

#endif
