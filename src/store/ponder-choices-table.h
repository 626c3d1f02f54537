/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person chose for this folder of chats, by name. On the worker's thread. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* (element-type utf8 utf8) (transfer full) */
GHashTable *ponder_choices_table_list (PonderDb    *db,
                                       GError     **error);
/* Of an empty @value nothing is kept. */
gboolean    ponder_choices_table_save (PonderDb    *db,
                                       const char  *name,
                                       const char  *value,
                                       GError     **error);

G_END_DECLS
