/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many chats as one file: a ZIP, or lines one after the other. */

#include "config.h"

#include "ponder-exporter.h"

#include "ponder-archive-locale.h"
#include "ponder-error.h"
#include "ponder-export-private.h"
#include "ponder-file-name.h"
#include "ponder-partial-file.h"

#include <archive.h>
#include <archive_entry.h>

/* Used by one thread at a time. */
struct _PonderExportArchive
{
  PonderExportFormat format;
  gboolean           whole_tree;
  PonderPartialFile *file;
  struct archive    *zip;       /* (nullable): lines are written as they are */
  GHashTable        *names;     /* that are taken */
};

static gboolean
check_zip (PonderExportArchive  *self,
           int                   result,
           GError              **error)
{
  int number = archive_errno (self->zip);

  if (result >= ARCHIVE_WARN)
    return TRUE;

  if (number > 0)
    ponder_partial_file_set_error (self->file, number, error);
  else
    g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE, "%s: %s", ponder_partial_file_get_path (self->file),
                 archive_error_string (self->zip));
  return FALSE;
}

static gboolean
begin_zip (PonderExportArchive  *self,
           GError              **error)
{
  self->zip = archive_write_new ();

  return check_zip (self, archive_write_set_format_zip (self->zip), error)
         && check_zip (self, archive_write_set_options (self->zip, "zip:hdrcharset=UTF-8"), error)
         && check_zip (self, archive_write_set_bytes_in_last_block (self->zip, 1), error)
         && check_zip (self, archive_write_open_fd (self->zip, ponder_partial_file_get_fd (self->file)), error);
}

PonderExportArchive *
ponder_export_archive_new (const char          *path,
                           PonderExportFormat   format,
                           gboolean             whole_tree,
                           GError             **error)
{
  g_autoptr(PonderExportArchive) self = NULL;
  locale_t before;
  gboolean begun;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PonderExportArchive, 1);
  self->format = format;
  self->whole_tree = whole_tree;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!(self->file = ponder_partial_file_new (path, error)))
    return NULL;
  if (ponder_export_format_is_lines (format))
    return g_steal_pointer (&self);

  before = ponder_archive_locale_begin ();
  begun = begin_zip (self, error);
  ponder_archive_locale_end (before);
  return begun ? g_steal_pointer (&self) : NULL;
}

/* (transfer full) */
static char *
choose_name (PonderExportArchive *self,
             PonderConversation  *conversation)
{
  const char *suffix = ponder_export_format_get_suffix (self->format);
  g_autofree char *uuid = NULL;

  /* The Python front end finds a chat by the name of its file. */
  if (self->format != PONDER_EXPORT_SIMPLELLMFRONT)
    return ponder_file_name_choose (ponder_session_get_title (conversation->session), suffix, self->names);

  uuid = ponder_export_dup_uuid (conversation->session);
  return ponder_file_name_choose (uuid, suffix, self->names);
}

static gboolean
add_entry (PonderExportArchive  *self,
           const char           *name,
           gint64                updated,
           GBytes               *bytes,
           GError              **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean begun;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) size);
  if (updated > 0)
    archive_entry_set_mtime (entry, updated / G_USEC_PER_SEC, 0);
  begun = check_zip (self, archive_write_header (self->zip, entry), error);
  archive_entry_free (entry);
  if (!begun)
    return FALSE;

  if (archive_write_data (self->zip, data, size) == (la_ssize_t) size)
    return check_zip (self, archive_write_finish_entry (self->zip), error);

  check_zip (self, ARCHIVE_FATAL, error);
  return FALSE;
}

gboolean
ponder_export_archive_add (PonderExportArchive  *self,
                           PonderConversation   *conversation,
                           GError              **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  locale_t before;
  gboolean added;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!(bytes = ponder_export_conversation (conversation, self->format, self->whole_tree, error)))
    return FALSE;
  if (self->zip == NULL)
    return ponder_partial_file_write (self->file, bytes, error);

  name = choose_name (self, conversation);
  before = ponder_archive_locale_begin ();
  added = add_entry (self, name, ponder_session_get_updated (conversation->session), bytes, error);
  ponder_archive_locale_end (before);
  return added;
}

static gboolean
end_zip (PonderExportArchive  *self,
         GError              **error)
{
  locale_t before = ponder_archive_locale_begin ();
  gboolean ended = check_zip (self, archive_write_close (self->zip), error);

  ponder_archive_locale_end (before);
  return ended;
}

gboolean
ponder_export_archive_finish (PonderExportArchive  *self,
                              GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->zip == NULL || end_zip (self, error)) && ponder_partial_file_finish (self->file, error);
}

void
ponder_export_archive_free (PonderExportArchive *self)
{
  if (self->zip != NULL)
    archive_write_free (self->zip);
  g_clear_pointer (&self->file, ponder_partial_file_free);
  g_hash_table_unref (self->names);
  g_free (self);
}

gboolean
ponder_export_write_file (PonderConversation  *conversation,
                          const char          *path,
                          PonderExportFormat   format,
                          gboolean             whole_tree,
                          GError             **error)
{
  g_autoptr(GBytes) bytes = ponder_export_conversation (conversation, format, whole_tree, error);
  g_autoptr(PonderPartialFile) file = NULL;

  return bytes != NULL && (file = ponder_partial_file_new (path, error))
         && ponder_partial_file_write (file, bytes, error) && ponder_partial_file_finish (file, error);
}
