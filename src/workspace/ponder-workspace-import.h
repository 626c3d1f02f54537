/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of other programs into the workspace. */

#pragma once

#include "ponder-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_IMPORT_NEW,
  PONDER_IMPORT_MERGED,         /* it was here, and has messages that it had not */
  PONDER_IMPORT_KNOWN,          /* it is here already */
} PonderImportOutcome;

/* One chat that was found. */
typedef struct
{
  char                *key;             /* says which it is, for importing some of them */
  char                *title;           /* may be "" */
  gint64               updated;         /* microseconds since 1970, 0: unknown */
  guint                n_messages;      /* in the file */
  PonderImportOutcome  outcome;
} PonderImportItem;

/* One thing that was not taken: words for people. */
typedef struct
{
  char *what;
  char *why;
} PonderImportSkip;

/* What an import did, or would do. Plain data. */
typedef struct
{
  char      *format;            /* (nullable): "chatgpt", ... */
  GPtrArray *items;             /* (element-type PonderImportItem), in the order of the file */
  GPtrArray *skipped;           /* (element-type PonderImportSkip) */
  guint      n_sessions;        /* that are new */
  guint      n_messages;        /* that were added, also to chats that were here */
  guint      n_duplicates;      /* chats in which nothing is new */
} PonderImportReport;

void ponder_import_report_free (PonderImportReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderImportReport, ponder_import_report_free)

/* @done of @total bytes have been read. On the main thread, a few times in a second at most. */
typedef void (*PonderImportProgressFunc) (goffset  done,
                                          goffset  total,
                                          gpointer user_data);

/* Reads the file at @path on a thread and stores its chats one by one, each as a whole; @only (nullable) (element-
 * type utf8): keys of the items to take. With @pretend nothing is stored. What was stored before it was cancelled,
 * or before an error, stays, and importing the same again adds what is missing. The report is there after an error
 * too. */
void     ponder_workspace_import_async  (PonderWorkspace           *self,
                                         const char                *path,
                                         GHashTable                *only,
                                         gboolean                   pretend,
                                         PonderImportProgressFunc   progress,
                                         gpointer                   progress_data,
                                         GCancellable              *cancellable,
                                         GAsyncReadyCallback        callback,
                                         gpointer                   user_data);
/* @report (out) (transfer full) */
gboolean ponder_workspace_import_finish (PonderWorkspace           *self,
                                         GAsyncResult              *result,
                                         PonderImportReport       **report,
                                         GError                   **error);

G_END_DECLS
