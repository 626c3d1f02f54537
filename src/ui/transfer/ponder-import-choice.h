/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat of a file that can be imported, and whether it is wanted. */

#pragma once

#include <glib-object.h>

#include "ponder-workspace-import.h"

G_BEGIN_DECLS

#define PONDER_TYPE_IMPORT_CHOICE (ponder_import_choice_get_type ())

G_DECLARE_FINAL_TYPE (PonderImportChoice, ponder_import_choice, PONDER, IMPORT_CHOICE, GObject)

/* Of the @file-th file. Property "wanted": TRUE unless everything of it is here already. */
PonderImportChoice *ponder_import_choice_new       (guint                   file,
                                                    const PonderImportItem *item);
guint               ponder_import_choice_get_file  (PonderImportChoice     *self);
const char         *ponder_import_choice_get_key   (PonderImportChoice     *self);
/* Never empty. */
const char         *ponder_import_choice_get_title (PonderImportChoice     *self);
/* "2 May 2023, 12 messages" */
const char         *ponder_import_choice_get_facts (PonderImportChoice     *self);
PonderImportOutcome ponder_import_choice_get_outcome (PonderImportChoice   *self);
gboolean            ponder_import_choice_get_wanted (PonderImportChoice    *self);
void                ponder_import_choice_set_wanted (PonderImportChoice    *self,
                                                     gboolean               wanted);

G_END_DECLS
