/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

void quhua__xml_init(quhua__xml *xml, const quhua_writer *writer) {
  xml->writer = writer;
  xml->used = 0;
  xml->failed = false;
  xml->plain = false;
}

static void hand_over(quhua__xml *xml) {
  if (xml->used && !xml->failed) xml->failed = !xml->writer->write(xml->writer->ctx, xml->chunk, xml->used);
  xml->used = 0;
}

bool quhua__xml_finish(quhua__xml *xml) {
  hand_over(xml);
  return !xml->failed;
}

static void put(quhua__xml *xml, const char *data, size_t len) {
  while (len) {
    if (xml->used == sizeof xml->chunk) hand_over(xml);
    size_t room = sizeof xml->chunk - xml->used;
    size_t part = len < room ? len : room;
    memcpy(xml->chunk + xml->used, data, part);
    xml->used += part;
    data += part;
    len -= part;
  }
}

void quhua__xml_raw(quhua__xml *xml, const char *markup) { put(xml, markup, strlen(markup)); }

void quhua__xml_markup(quhua__xml *xml, const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  quhua__xml_raw(xml, text);
}

/* The next character; *len is 1 and the result -1 for a malformed byte. */
static utf8proc_int32_t step(quhua_str text, size_t at, size_t *len) {
  utf8proc_int32_t point;
  utf8proc_ssize_t used =
      utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &point);
  *len = used > 0 ? (size_t)used : 1;
  return used > 0 ? point : -1;
}

/* Production Char of XML 1.0; utf8proc has refused surrogates and what lies above U+10FFFF. */
static bool is_xml_char(utf8proc_int32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point != 0xfffe && point != 0xffff;
}

static void put_plain(quhua__xml *xml, quhua_str text) {
  size_t len;
  for (size_t at = 0; at < text.len; at += len) {
    utf8proc_int32_t point = step(text, at, &len);
    bool breaks = (point >= 0 && point < 0x20) || point == 0x85 || point == 0x2028 || point == 0x2029;
    if (point < 0)
      quhua__xml_raw(xml, REPLACEMENT);
    else if (breaks)
      quhua__xml_raw(xml, " ");
    else
      put(xml, text.ptr + at, len);
  }
}

void quhua__xml_text(quhua__xml *xml, quhua_str text) {
  size_t len;
  if (xml->plain) {
    put_plain(xml, text);
    return;
  }
  for (size_t at = 0; at < text.len; at += len) {
    utf8proc_int32_t point = step(text, at, &len);
    switch (point) {
    case '<': quhua__xml_raw(xml, "&lt;"); break;
    case '>': quhua__xml_raw(xml, "&gt;"); break;
    case '&': quhua__xml_raw(xml, "&amp;"); break;
    case '"': quhua__xml_raw(xml, "&quot;"); break;
    case '\r': quhua__xml_raw(xml, "&#13;"); break;
    default:
      if (is_xml_char(point))
        put(xml, text.ptr + at, len);
      else
        quhua__xml_raw(xml, REPLACEMENT);
    }
  }
}

static int32_t width_of_point(utf8proc_int32_t point) {
  if (point < 0) return 100;
  int cells = utf8proc_charwidth(point);
  return cells == 2 ? 100 : cells == 1 ? 57 : 0;
}

quhua_str quhua__text_fit(quhua_str text, int32_t width) {
  size_t len;
  for (size_t at = 0; at < text.len; at += len) {
    width -= width_of_point(step(text, at, &len));
    if (width < 0) return (quhua_str){text.ptr, at};
  }
  return text;
}

int32_t quhua__text_width(quhua_str text) {
  int32_t width = 0;
  size_t len;
  for (size_t at = 0; at < text.len && width < INT32_MAX / 2; at += len)
    width += width_of_point(step(text, at, &len));
  return width;
}
