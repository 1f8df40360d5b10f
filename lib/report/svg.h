/* SPDX-License-Identifier: Apache-2.0 */
/* svg.h: drawing the rows of a crosswalk. */
#ifndef QUHUA_REPORT_SVG_H
#define QUHUA_REPORT_SVG_H

#include <stddef.h>

#include <quhua/crosswalk.h>
#include <quhua/io.h>

/* Draw `count` rows, in the order of a crosswalk, as quhua_report_lineage_svg() does; of more than
 * QUHUA__LINEAGE_ROWS_MAX only the first are drawn (and looked at), and the drawing says so. */
quhua_status quhua__lineage_svg(const quhua_crosswalk_row *const *rows, size_t count, quhua_str title,
                                quhua_lang lang, const quhua_allocator *allocator, const quhua_writer *writer,
                                quhua_error *err);
/* The same as an element of an HTML page: without the declaration of XML. */
quhua_status quhua__lineage_svg_inline(const quhua_crosswalk_row *const *rows, size_t count, quhua_str title,
                                       quhua_lang lang, const quhua_allocator *allocator,
                                       const quhua_writer *writer, quhua_error *err);

#endif
