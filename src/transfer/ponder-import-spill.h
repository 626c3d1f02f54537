/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a file that are needed later, kept on the disk instead of in memory. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

typedef struct _PonderImportSpill PonderImportSpill;

/* FALSE for a piece ends the walk. */
typedef gboolean (*PonderImportSpillFunc) (const char  *name,
                                           GBytes      *piece,
                                           gpointer     user_data);

/* A file without a name, which goes when it is freed, whatever becomes of the program. */
PonderImportSpill *ponder_import_spill_new      (GError                **error);
void               ponder_import_spill_free     (PonderImportSpill      *self);
/* Pieces of one @kind have different names: the first one stays. */
gboolean           ponder_import_spill_put      (PonderImportSpill      *self,
                                                 const char             *kind,
                                                 const char             *name,
                                                 const char             *data,
                                                 gsize                   length,
                                                 GError                **error);
/* NULL: there is none. (transfer full) */
GBytes            *ponder_import_spill_get      (PonderImportSpill      *self,
                                                 const char             *kind,
                                                 const char             *name);
/* The first one whose name is @prefix or goes on behind it with something that is neither letter nor digit;
 * @name (out) (transfer full). (transfer full) */
GBytes            *ponder_import_spill_find     (PonderImportSpill      *self,
                                                 const char             *kind,
                                                 const char             *prefix,
                                                 char                  **name);
/* All of a kind, in the order they were put. */
void               ponder_import_spill_foreach  (PonderImportSpill      *self,
                                                 const char             *kind,
                                                 PonderImportSpillFunc   func,
                                                 gpointer                user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderImportSpill, ponder_import_spill_free)

G_END_DECLS
