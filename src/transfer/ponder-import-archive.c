/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives: which of their files hold chats, and what has to be known before those are read. */

#include "config.h"

#include "ponder-import-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-archive-reader.h"
#include "ponder-error.h"
#include "ponder-import-shapes.h"
#include "ponder-import-spill.h"

#define BLOCK (64 * 1024)

/* A picture or file beside the chats; a list of projects; a thread's description. */
#define FILE_LIMIT    (32 * 1024 * 1024)
#define LIST_LIMIT    (16 * 1024 * 1024)
#define THREAD_LIMIT  (1024 * 1024)
/* All of the threads' descriptions and pictures: more is not kept, and is told as missing. */
#define KEPT_LIMIT    (G_GINT64_CONSTANT (8) * 1024 * 1024 * 1024)

/* What the names in an archive say about it. */
typedef struct
{
  gboolean has_conversations;
  gboolean has_backup;          /* of Cherry Studio */
  gboolean has_indexed_db;
  gboolean has_threads;         /* of Jan */
  gboolean has_projects;
  gint64   n_kept;
} Contents;

static const char *
get_base (const char *name)
{
  const char *slash = strrchr (name, '/');

  return slash != NULL ? slash + 1 : name;
}

/* "conversations.json", "conversations-012.json" */
static gboolean
is_conversations (const char *base)
{
  const char *rest = base + strlen ("conversations");

  if (!g_str_has_prefix (base, "conversations"))
    return FALSE;
  if (*rest == '-' || *rest == '_')
    rest += 1 + strspn (rest + 1, "0123456789");
  return g_str_equal (rest, ".json");
}

/* Archives put them beside the chats under the name that the chats know them by. */
static gboolean
is_kept_file (const char *base)
{
  return g_str_has_prefix (base, "file-") || g_str_has_prefix (base, "file_");
}

static void
note_name (Contents   *contents,
           const char *name)
{
  const char *base = get_base (name);

  contents->has_conversations |= is_conversations (base);
  contents->has_backup |= g_str_equal (name, "data.json");
  contents->has_indexed_db |= g_str_has_prefix (name, "IndexedDB/");
  contents->has_threads |= g_str_equal (base, "messages.jsonl");
  contents->has_projects |= g_str_equal (base, "projects.json");
}

static gboolean
list (PonderImport  *self,
      Contents      *contents,
      GError       **error)
{
  g_autoptr(PonderArchiveReader) reader = ponder_archive_reader_open (self->path, error);
  g_autoptr(GError) local_error = NULL;

  if (reader == NULL)
    return FALSE;
  while (ponder_import_goes_on (self) && ponder_archive_reader_next (reader, &local_error))
    note_name (contents, ponder_archive_reader_get_name (reader));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* --- what is kept before the chats are read --- */

static void
keep_projects (PonderImport *self,
               GBytes       *bytes)
{
  gsize length;
  const char *json = g_bytes_get_data (bytes, &length);
  g_autoptr(JsonNode) root = ponder_json_parse (json, (gssize) length, NULL);
  JsonArray *projects = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (self->projects == NULL)
    self->projects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; projects != NULL && i < json_array_get_length (projects); i++)
    {
      JsonObject *project = ponder_json_array_object (projects, i);
      const char *id = ponder_json_get_string (project, "uuid");
      const char *name = ponder_json_get_string (project, "name");

      if (id != NULL && name != NULL && *name != '\0')
        g_hash_table_insert (self->projects, g_strdup (id), g_strdup (name));
    }
}

/* A piece that is too large or damaged is told; the chats do without it. */
static void
keep_entry (PonderImport        *self,
            Contents            *contents,
            PonderArchiveReader *reader)
{
  const char *name = ponder_archive_reader_get_name (reader);
  const char *base = get_base (name);
  gboolean is_projects = g_str_equal (base, "projects.json") && contents->has_conversations;
  gboolean is_thread = g_str_equal (base, "thread.json") && contents->has_threads;
  gboolean is_file = contents->has_conversations && is_kept_file (base);
  g_autofree char *folder = g_path_get_dirname (name);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  PonderImportSpill *spill;

  if (!is_projects && !is_thread && !is_file)
    return;
  bytes = ponder_archive_reader_read_all (reader, is_projects ? LIST_LIMIT : is_thread ? THREAD_LIMIT : FILE_LIMIT,
                                          &error);
  if (bytes != NULL && (contents->n_kept += g_bytes_get_size (bytes)) > KEPT_LIMIT)
    g_set_error_literal (&error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("There are too many files."));
  if (error != NULL)
    ponder_import_skip (self, name, error->message);
  else if (is_projects)
    keep_projects (self, bytes);
  else if ((spill = ponder_import_get_spill (self)))
    ponder_import_spill_put (spill, is_thread ? "thread" : "file", is_thread ? folder : base,
                             g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &self->failure);
}

static gboolean
keep (PonderImport  *self,
      Contents      *contents,
      GError       **error)
{
  g_autoptr(PonderArchiveReader) reader = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!contents->has_conversations && !contents->has_threads)
    return TRUE;
  if (!(reader = ponder_archive_reader_open (self->path, error)))
    return FALSE;
  while (ponder_import_goes_on (self) && ponder_archive_reader_next (reader, &local_error))
    keep_entry (self, contents, reader);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* --- the chats --- */

static void
report (PonderImport        *self,
        PonderArchiveReader *reader,
        goffset              total)
{
  goffset position = ponder_archive_reader_get_position (reader);

  self->sink->progress (CLAMP (position, 0, total), total, self->user_data);
}

static gboolean
read_entry (PonderImport         *self,
            PonderArchiveReader  *reader,
            goffset               total,
            GError              **error)
{
  g_autoptr(PonderImportStream) stream = ponder_import_stream_new (self);
  g_autofree char *buffer = g_malloc (BLOCK);
  gssize n_read;

  while (ponder_import_goes_on (self) && (n_read = ponder_archive_reader_read (reader, buffer, BLOCK, error)) != 0)
    {
      if (n_read < 0 || !ponder_import_stream_feed (stream, buffer, (gsize) n_read, error))
        return FALSE;
      report (self, reader, total);
    }
  return self->failure == NULL && ponder_import_stream_finish (stream, error);
}

/* In an archive of a known kind only the files with chats; in another one all that can be text. */
static gboolean
holds_chats (const Contents *contents,
             const char     *name)
{
  const char *base = get_base (name);

  if (contents->has_conversations)
    return is_conversations (base);
  if (contents->has_backup)
    return g_str_equal (name, "data.json");
  if (contents->has_threads)
    return g_str_equal (base, "messages.jsonl");
  return g_str_has_suffix (base, ".json") || g_str_has_suffix (base, ".jsonl");
}

static goffset
get_size (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInfo) info = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  return info != NULL ? g_file_info_get_size (info) : 0;
}

static gboolean
read_chats (PonderImport    *self,
            const Contents  *contents,
            GError         **error)
{
  g_autoptr(PonderArchiveReader) reader = ponder_archive_reader_open (self->path, error);
  goffset total = get_size (self->path);
  g_autoptr(GError) local_error = NULL;
  guint n_read = 0;

  if (reader == NULL)
    return FALSE;
  while (ponder_import_goes_on (self) && ponder_archive_reader_next (reader, &local_error))
    {
      g_autoptr(GError) entry_error = NULL;

      if (!holds_chats (contents, ponder_archive_reader_get_name (reader)))
        continue;
      g_free (self->entry);
      self->entry = g_strdup (ponder_archive_reader_get_name (reader));
      self->n_chats = 0;
      if (read_entry (self, reader, total, &entry_error))
        n_read++;
      else if (self->failure == NULL)
        {
          g_autofree char *entry = g_steal_pointer (&self->entry);

          ponder_import_skip (self, entry, entry_error->message);
        }
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return n_read > 0 || self->n_taken > 0 || self->failure != NULL
         || ponder_import_fail (error, _("No file in this archive holds chats that this program can read."));
}

gboolean
ponder_import_read_archive (PonderImport  *self,
                            GError       **error)
{
  Contents contents = { FALSE, };

  if (!list (self, &contents, error))
    return FALSE;
  if (contents.has_indexed_db && !contents.has_backup && !contents.has_conversations)
    {
      ponder_import_set_format (self, "cherry-studio");
      return ponder_import_fail (error, _("This backup of Cherry Studio is of version 6 or newer: a copy of its own "
                                          "database, which cannot be read. In Cherry Studio, export the topics "
                                          "themselves."));
    }
  return keep (self, &contents, error) && read_chats (self, &contents, error);
}

gboolean
ponder_import_read_gzip (PonderImport  *self,
                         GError       **error)
{
  g_autoptr(PonderArchiveReader) reader = ponder_archive_reader_open (self->path, error);

  if (reader == NULL || !ponder_archive_reader_next (reader, error))
    return FALSE;
  return read_entry (self, reader, get_size (self->path), error);
}
