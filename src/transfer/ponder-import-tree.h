/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a tree of whatever another program wrote down as one. Pure, without recursion. */

#pragma once

#include "ponder-json.h"
#include "ponder-message.h"

G_BEGIN_DECLS

typedef struct _PonderImportNode PonderImportNode;

struct _PonderImportNode
{
  char             *id;         /* unique; made from the place when the file has none or has it twice */
  JsonObject       *data;       /* lent by whoever added it */
  PonderImportNode *parent;     /* (nullable): the nearest one above it that is kept */
  guint             n_children; /* that are kept */
  gboolean          shown;      /* on the path that the other program showed */
  PonderMessage    *message;    /* (nullable), lent: for whoever makes messages of nodes */

  /* Own to the tree. */
  char             *external_id;
  char             *parent_id;
  PonderImportNode *above;
  gboolean          kept;
  guint             place;
  guint             walk;
};

typedef struct _PonderImportTree PonderImportTree;

PonderImportTree *ponder_import_tree_new     (void);
void              ponder_import_tree_free    (PonderImportTree  *self);
/* A node that is not @kept is passed over: what hangs on it hangs on what is above it. */
void              ponder_import_tree_add     (PonderImportTree  *self,
                                              const char        *id,
                                              const char        *parent_id,
                                              JsonObject        *data,
                                              gboolean           kept);
/* Under the last one that was added, for files that are a list. */
void              ponder_import_tree_append  (PonderImportTree  *self,
                                              const char        *id,
                                              JsonObject        *data);
/* The nodes that are kept, parents before children and else as they were added. A parent that is not there makes a
 * root, a circle is cut at the node of it that was added first. Shown are @leaf (nullable: the last one) and what is
 * above it. (element-type PonderImportNode) (transfer container): the nodes live as long as the tree. */
GPtrArray        *ponder_import_tree_arrange (PonderImportTree  *self,
                                              const char        *leaf);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderImportTree, ponder_import_tree_free)

G_END_DECLS
