/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers that sort by the time they were made. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 26 characters of Crockford base 32 in lower case: 48 bits of milliseconds, 80 random bits (the
 * ULID layout). Two made in the same millisecond by one thread still sort in the order made. */
char *ponder_id_new (void);

G_END_DECLS
