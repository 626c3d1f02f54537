/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think that Ponder itself wrote as JSON. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-stored-run.h"

G_BEGIN_DECLS

/* @object may be NULL. Nobody drives what was under way; events that are not known here are kept. (nullable): *@why
 * says in a sentence why it cannot be taken. (transfer full) */
PonderStoredRun *ponder_import_run_read (JsonObject  *object,
                                         const char **why);

G_END_DECLS
