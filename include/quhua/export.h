/* SPDX-License-Identifier: Apache-2.0 */
/** @file export.h
 * Visibility and linkage macros of the public interface. */
#ifndef QUHUA_EXPORT_H
#define QUHUA_EXPORT_H

/** Marks a function that libquhua exports; everything else in the library is hidden. */
#if defined(__GNUC__) && !defined(QUHUA_STATIC)
#define QUHUA_API __attribute__((visibility("default")))
#else
#define QUHUA_API
#endif

/** Marks a result that a caller must not ignore. */
#if defined(__GNUC__)
#define QUHUA_NODISCARD __attribute__((warn_unused_result))
#else
#define QUHUA_NODISCARD
#endif

/** Opens a block of C declarations, also for C++ callers. */
#ifdef __cplusplus
#define QUHUA_BEGIN_DECLS extern "C" {
#define QUHUA_END_DECLS }
#else
#define QUHUA_BEGIN_DECLS
/** Closes a block that QUHUA_BEGIN_DECLS opened. */
#define QUHUA_END_DECLS
#endif

#endif
