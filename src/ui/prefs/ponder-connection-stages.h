/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection test has found so far: a line per stage, and what went wrong. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-connection-test.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CONNECTION_STAGES (ponder_connection_stages_get_type ())

G_DECLARE_FINAL_TYPE (PonderConnectionStages, ponder_connection_stages, PONDER, CONNECTION_STAGES, GtkWidget)

/* Follows @test (nullable) and clears what was shown. */
void  ponder_connection_stages_set_test    (PonderConnectionStages *self,
                                            PonderConnectionTest   *test);
/* What to say below the stages, with its details behind a button. @error (nullable). */
void  ponder_connection_stages_show_error  (PonderConnectionStages *self,
                                            const GError           *error);
/* "It works: 54 models in 0.3 s". (transfer full) */
char *ponder_connection_stages_dup_praise  (PonderConnectionTest   *test);

G_END_DECLS
