/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes chats as files that people, and other programs, can read. */

#pragma once

#include <gio/gio.h>

#include "ponder-conversation.h"

G_BEGIN_DECLS

/* What can be written. Names are those of `export --format`. */
typedef enum
{
  PONDER_EXPORT_JSON,           /* everything, without loss: data/conversation.schema.json */
  PONDER_EXPORT_MARKDOWN,
  PONDER_EXPORT_HTML,           /* one file that shows well in a browser and fetches nothing */
  PONDER_EXPORT_TEXT,
  PONDER_EXPORT_OPENAI_JSONL,   /* for fine-tuning: complete turns, one line for each chat */
  PONDER_EXPORT_SHAREGPT,       /* the same in the other shape that trainers read */
  PONDER_EXPORT_SIMPLELLMFRONT, /* the session file of the Python front end */
} PonderExportFormat;

gboolean    ponder_export_format_from_string (const char         *name,
                                              PonderExportFormat *format);
const char *ponder_export_format_to_string   (PonderExportFormat  format);
/* ".json", ".md"... */
const char *ponder_export_format_get_suffix  (PonderExportFormat  format);

/* One chat; @whole_tree: all branches where the format has them, else the shown one. Pure; sets the places of the
 * messages among their siblings. PONDER_ERROR_INVALID_REQUEST: a format to learn from, and no turn is complete.
 * (transfer full) */
GBytes     *ponder_export_conversation       (PonderConversation  *conversation,
                                              PonderExportFormat   format,
                                              gboolean             whole_tree,
                                              GError             **error);

/* The same into the file at @path, which is there when it is whole. Blocks: for a thread that may. */
gboolean    ponder_export_write_file         (PonderConversation  *conversation,
                                              const char          *path,
                                              PonderExportFormat   format,
                                              gboolean             whole_tree,
                                              GError             **error);

typedef struct _PonderExportArchive PonderExportArchive;

/* Many chats as one file: a ZIP with a file for each, named after its title, safe on any file system and never twice
 * the same; for what is one line for each chat one line after the other. Written beside @path and renamed at the end.
 * Blocks: for a thread that may. Errors: PONDER_ERROR_STORE or PONDER_ERROR_STORE_FULL with the path. */
PonderExportArchive *ponder_export_archive_new    (const char           *path,
                                                   PonderExportFormat    format,
                                                   gboolean              whole_tree,
                                                   GError              **error);
/* When it fails like ponder_export_conversation() the others can still be added. */
gboolean             ponder_export_archive_add    (PonderExportArchive  *self,
                                                   PonderConversation   *conversation,
                                                   GError              **error);
gboolean             ponder_export_archive_finish (PonderExportArchive  *self,
                                                   GError              **error);
/* Leaves nothing behind when it was not finished. */
void                 ponder_export_archive_free   (PonderExportArchive  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderExportArchive, ponder_export_archive_free)

G_END_DECLS
