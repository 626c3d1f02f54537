/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import under way: what the readers of all formats share. */

#pragma once

#include "ponder-import-tree.h"
#include "ponder-import-value.h"
#include "ponder-importer.h"

G_BEGIN_DECLS

/* All bytes of the pictures and files of one chat: they are in memory together. */
#define PONDER_IMPORT_FILES_LIMIT (256 * 1024 * 1024)

/* Items that are told one by one; of more of them only the number is. */
#define PONDER_IMPORT_MAX_SKIPS 10000

typedef struct _PonderImportSpill PonderImportSpill;

/* Lives as long as ponder_importer_read() runs. */
typedef struct
{
  const PonderImportSink *sink;
  gpointer           user_data;
  GCancellable      *cancellable;
  const char        *path;
  char              *format;    /* (nullable): not known yet */
  char              *entry;     /* (nullable): the file inside an archive that is being read */
  guint              n_chats;   /* that were begun, for people */
  guint              n_taken;
  guint              n_skipped;
  GError            *failure;   /* (nullable): what ends the import */
  PonderImportSpill *spill;     /* (nullable): what has to wait for the rest of the file */
  GHashTable        *projects;  /* (nullable): id -> name, of Claude */
} PonderImport;

/* The first one wins. */
void        ponder_import_set_format  (PonderImport        *self,
                                       const char          *format);
/* FALSE: it has failed, or the user has cancelled it. */
gboolean    ponder_import_goes_on     (PonderImport        *self);
/* Made for this import: its source is @format. (transfer full) */
PonderConversation *ponder_import_begin (PonderImport      *self,
                                         const char        *format,
                                         const char        *external_id,
                                         const char        *title);
/* Gives @conversation (transfer full) to the sink, with a title, times and an id where the file had none. */
void        ponder_import_take        (PonderImport        *self,
                                       PonderConversation  *conversation);
/* Tells that the chat @title (nullable), or another thing of the file, is not taken. */
void        ponder_import_skip_chat   (PonderImport        *self,
                                       const char          *title,
                                       const char          *why);
void        ponder_import_skip        (PonderImport        *self,
                                       const char          *what,
                                       const char          *why);
/* The same with @what that names the file already. */
void        ponder_import_count_skip  (PonderImport        *self,
                                       const char          *what,
                                       const char          *why);
/* Where unfinished things are kept; made when it is first asked for. NULL: the import has failed. */
PonderImportSpill *ponder_import_get_spill (PonderImport   *self);
void        ponder_import_clear       (PonderImport        *self);

/* A message of @node, with its place in the tree of @conversation. (transfer none) */
PonderMessage *ponder_import_add_node (PonderConversation  *conversation,
                                       PonderImportNode    *node,
                                       PonderRole           role);

/* ponder-import-stream.c: a text of JSON or JSON Lines, fed in any pieces. */
typedef struct _PonderImportStream PonderImportStream;

PonderImportStream *ponder_import_stream_new    (PonderImport        *import);
void                ponder_import_stream_free   (PonderImportStream  *self);
gboolean            ponder_import_stream_feed   (PonderImportStream  *self,
                                                 const char          *data,
                                                 gsize                length,
                                                 GError             **error);
gboolean            ponder_import_stream_finish (PonderImportStream  *self,
                                                 GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderImportStream, ponder_import_stream_free)

/* Whole files. FALSE with @error ends the import. */
gboolean    ponder_import_read_text     (PonderImport  *self,
                                         GError       **error);
gboolean    ponder_import_read_archive  (PonderImport  *self,
                                         GError       **error);
gboolean    ponder_import_read_gzip     (PonderImport  *self,
                                         GError       **error);
gboolean    ponder_import_read_database (PonderImport  *self,
                                         GError       **error);

G_END_DECLS
