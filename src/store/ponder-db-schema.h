/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, as the steps that lead to them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many steps there are: the user_version of an up-to-date database. */
#define PONDER_DB_VERSION 4

/* Step n leads from version n to n + 1. A step that was shipped is never changed again. */
extern const char *const ponder_db_schema[PONDER_DB_VERSION];

G_END_DECLS
