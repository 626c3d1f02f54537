/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of messages as rows. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-message.h"

G_BEGIN_DECLS

/* Adds the parts of row @serial to @message. */
gboolean ponder_parts_table_load (PonderDb       *db,
                                  gint64          serial,
                                  PonderMessage  *message,
                                  GError        **error);
/* Writes the parts that are not the same in the database already. */
gboolean ponder_parts_table_save (PonderDb       *db,
                                  gint64          serial,
                                  PonderMessage  *message,
                                  GError        **error);
/* Whether the stored parts of row @serial have the words that @message has: then it is found as before. */
gboolean ponder_parts_table_compare (PonderDb       *db,
                                     gint64          serial,
                                     PonderMessage  *message,
                                     gboolean       *same,
                                     GError        **error);

G_END_DECLS
