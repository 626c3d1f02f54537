/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads ZIP archives and gzip files as streams, and is not to be blown up by them. */

#include "config.h"

#include "ponder-archive-reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>

#include "ponder-archive-locale.h"
#include "ponder-error.h"

#define BLOCK (64 * 1024)

struct _PonderArchiveReader
{
  struct archive *archive;
  char    *name;
  guint    n_entries;
  gint64   n_bytes;             /* of all entries */
  gint64   n_entry_bytes;
  goffset  entry_start;         /* in the file */
};

static gboolean
fail (PonderArchiveReader  *self,
      GError              **error)
{
  const char *why = archive_error_string (self->archive);
  g_autofree char *words = g_utf8_make_valid (why != NULL ? why : "", -1);

  /* Translators: %s is what the reader of archives says, in English. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("The archive cannot be read: %s"), words);
  return FALSE;
}

static gboolean
refuse (const char  *why,
        GError     **error)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, why);
  return FALSE;
}

PonderArchiveReader *
ponder_archive_reader_open (const char  *path,
                            GError     **error)
{
  g_autoptr(PonderArchiveReader) self = g_new0 (PonderArchiveReader, 1);

  self->archive = archive_read_new ();
  archive_read_support_filter_gzip (self->archive);
  archive_read_support_format_zip (self->archive);
  archive_read_support_format_raw (self->archive);
  if (archive_read_open_filename (self->archive, path, BLOCK) != ARCHIVE_OK)
    {
      fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
ponder_archive_reader_close (PonderArchiveReader *self)
{
  archive_read_free (self->archive);
  g_free (self->name);
  g_free (self);
}

static void
take_entry (PonderArchiveReader  *self,
            struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);

  if (name == NULL)
    name = archive_entry_pathname (entry);
  g_free (self->name);
  self->name = g_utf8_make_valid (name != NULL ? name : "", -1);
  self->n_entry_bytes = 0;
  self->entry_start = ponder_archive_reader_get_position (self);
}

static gboolean
next (PonderArchiveReader  *self,
      GError              **error)
{
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (self->archive, &entry)) != ARCHIVE_EOF)
    {
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return fail (self, error);
      if (++self->n_entries > PONDER_ARCHIVE_MAX_ENTRIES)
        return refuse (_("The archive has more than 100,000 files."), error);
      if (archive_entry_filetype (entry) == AE_IFREG && archive_entry_hardlink (entry) == NULL)
        {
          take_entry (self, entry);
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
ponder_archive_reader_next (PonderArchiveReader  *self,
                            GError              **error)
{
  locale_t before = ponder_archive_locale_begin ();
  gboolean found = next (self, error);

  ponder_archive_locale_end (before);
  return found;
}

const char *
ponder_archive_reader_get_name (PonderArchiveReader *self)
{
  return self->name;
}

static gboolean
check_growth (PonderArchiveReader  *self,
              gssize                n_read,
              GError              **error)
{
  goffset consumed = MAX (ponder_archive_reader_get_position (self) - self->entry_start, 1);

  self->n_bytes += n_read;
  self->n_entry_bytes += n_read;
  if (self->n_bytes > PONDER_ARCHIVE_MAX_BYTES)
    return refuse (_("The archive holds more than 16 GB."), error);
  if (self->n_entry_bytes > PONDER_ARCHIVE_FREE_BYTES
      && self->n_entry_bytes / PONDER_ARCHIVE_MAX_RATIO > consumed)
    return refuse (_("The archive holds far more than a file of its size can: it is made to fill the disk."), error);
  return TRUE;
}

gssize
ponder_archive_reader_read (PonderArchiveReader  *self,
                            char                 *buffer,
                            gsize                 size,
                            GError              **error)
{
  la_ssize_t n_read = archive_read_data (self->archive, buffer, size);

  if (n_read < 0)
    {
      fail (self, error);
      return -1;
    }
  return check_growth (self, n_read, error) ? n_read : -1;
}

GBytes *
ponder_archive_reader_read_all (PonderArchiveReader  *self,
                                gsize                 limit,
                                GError              **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (BLOCK);
  gssize n_read;

  while ((n_read = ponder_archive_reader_read (self, buffer, BLOCK, error)) > 0)
    {
      if (bytes->len + (gsize) n_read > limit)
        {
          refuse (_("It is too large."), error);
          return NULL;
        }
      g_byte_array_append (bytes, (const guint8 *) buffer, (guint) n_read);
    }
  return n_read == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

goffset
ponder_archive_reader_get_position (PonderArchiveReader *self)
{
  return archive_filter_bytes (self->archive, -1);
}
