/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an SQLite file by its pages alone. The format: https://www.sqlite.org/fileformat2.html */

#include "config.h"

#include "ponder-db-pages.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC             "SQLite format 3"
#define FILE_HEADER       100
#define DEFAULT_PAGE_SIZE 4096
#define MIN_PAGE_SIZE     512
#define MAX_PAGE_SIZE     65536

/* Kinds of pages. */
#define TABLE_INTERIOR 0x05
#define TABLE_LEAF     0x0d
#define LEAF_HEADER    8
#define INNER_HEADER   12

/* The log beside the file. */
#define LOG_HEADER   32
#define FRAME_HEADER 24

/* SQLite allows a billion; nobody wrote a message of more. */
#define MAX_ROW   (256 * 1024 * 1024)
#define MAX_CELLS 200

/* So many times the file may be read for what does not fit into its pages: rows that were left over and others may
 * share a few of those, but not each with all. */
#define MAX_OVERFLOW 16

/* One file being read. Page numbers count from 1. */
typedef struct
{
  int         file;
  int         log;
  guint32     page_size;
  guint32     n_pages;
  GHashTable *logged;           /* page number -> number of its last frame in the log that counts, plus 1 */
  GHashTable *reached;          /* set of page numbers: some interior page leads there */
  guint8     *page;
  guint8     *overflow;
  guint64     n_overflow_left;  /* pages */
} Pages;

static void
pages_clear (Pages *self)
{
  if (self->file >= 0)
    close (self->file);
  if (self->log >= 0)
    close (self->log);
  g_clear_pointer (&self->logged, g_hash_table_unref);
  g_clear_pointer (&self->reached, g_hash_table_unref);
  g_free (self->page);
  g_free (self->overflow);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pages, pages_clear)

/* --- numbers --- */

static guint32
read_u16 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 8 | bytes[1];
}

static guint32
read_u32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* The bytes that it takes, or 0 when it goes past @end. */
static guint
read_varint (const guint8 *bytes,
             const guint8 *end,
             guint64      *value)
{
  *value = 0;
  for (guint i = 0; i < 9 && bytes + i < end; i++)
    {
      if (i == 8)
        {
          *value = *value << 8 | bytes[i];
          return 9;
        }
      *value = *value << 7 | (bytes[i] & 0x7f);
      if ((bytes[i] & 0x80) == 0)
        return i + 1;
    }
  return 0;
}

static gint64
read_integer (const guint8 *bytes,
              gsize         n_bytes)
{
  guint64 value = n_bytes > 0 && (bytes[0] & 0x80) != 0 ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];
  return (gint64) value;
}

/* --- pages --- */

static gboolean
read_at (int      fd,
         gint64   offset,
         guint8  *bytes,
         gsize    n_bytes)
{
  return fd >= 0 && pread (fd, bytes, n_bytes, offset) == (gssize) n_bytes;
}

static gboolean
read_page (Pages   *self,
           guint32  number,
           guint8  *page)
{
  gsize frame = GPOINTER_TO_SIZE (g_hash_table_lookup (self->logged, GUINT_TO_POINTER (number)));
  const gint64 frame_size = FRAME_HEADER + (gint64) self->page_size;

  if (frame > 0)
    return read_at (self->log, LOG_HEADER + (gint64) (frame - 1) * frame_size + FRAME_HEADER, page, self->page_size);

  return number > 0 && read_at (self->file, (gint64) (number - 1) * self->page_size, page, self->page_size);
}

/* As the file says, else as its log does. */
static guint32
find_page_size (Pages *self)
{
  guint8 header[FILE_HEADER];
  guint32 size;

  if (read_at (self->file, 0, header, sizeof header) && memcmp (header, MAGIC, sizeof MAGIC) == 0)
    size = read_u16 (header + 16);
  else if (read_at (self->log, 0, header, LOG_HEADER))
    size = read_u32 (header + 8);
  else
    return DEFAULT_PAGE_SIZE;

  size = size == 1 ? MAX_PAGE_SIZE : size;
  return size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE && (size & (size - 1)) == 0 ? size : DEFAULT_PAGE_SIZE;
}

/* Which frames of the log are newer than the file: those up to the last end of a transaction, of one generation. */
static void
read_log (Pages *self)
{
  g_autoptr(GHashTable) waiting = g_hash_table_new (NULL, NULL);
  const gint64 frame_size = FRAME_HEADER + (gint64) self->page_size;
  const guint32 n_in_file = self->n_pages;
  guint8 header[LOG_HEADER];
  guint8 frame[FRAME_HEADER];

  if (!read_at (self->log, 0, header, sizeof header) || read_u32 (header + 8) != self->page_size)
    return;

  for (gsize i = 0; read_at (self->log, LOG_HEADER + (gint64) i * frame_size, frame, sizeof frame); i++)
    {
      GHashTableIter iter;
      gpointer number;
      gpointer place;

      if (memcmp (frame + 8, header + 16, 8) != 0)
        break;
      g_hash_table_insert (waiting, GUINT_TO_POINTER (read_u32 (frame)), GSIZE_TO_POINTER (i + 1));
      if (read_u32 (frame + 4) == 0)
        continue;
      g_hash_table_iter_init (&iter, waiting);
      while (g_hash_table_iter_next (&iter, &number, &place))
        g_hash_table_insert (self->logged, number, place);
      g_hash_table_remove_all (waiting);
      /* No page is in more than one of them. */
      self->n_pages = MAX (self->n_pages, (guint32) MIN (read_u32 (frame + 4), n_in_file + i + 1));
    }
}

static gboolean
pages_open (Pages       *self,
            const char  *path,
            GError     **error)
{
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  struct stat status;

  self->file = open (path, O_RDONLY | O_CLOEXEC);
  self->log = open (log_path, O_RDONLY | O_CLOEXEC);
  if (self->file < 0 || fstat (self->file, &status) < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
      return FALSE;
    }

  self->page_size = find_page_size (self);
  self->n_pages = (guint32) MIN ((status.st_size + self->page_size - 1) / self->page_size, G_MAXUINT32 - 1);
  self->logged = g_hash_table_new (NULL, NULL);
  self->reached = g_hash_table_new (NULL, NULL);
  self->page = g_malloc (self->page_size);
  self->overflow = g_malloc (self->page_size);
  read_log (self);
  self->n_overflow_left = (guint64) self->n_pages * MAX_OVERFLOW;
  return TRUE;
}

/* The header of the b-tree page in @page: that of page 1 comes after the file's. */
static const guint8 *
find_header (Pages   *self,
             guint32  number)
{
  return self->page + (number == 1 ? FILE_HEADER : 0);
}

/* Where cell @index begins, or NULL. */
static const guint8 *
find_cell (Pages        *self,
           const guint8 *header,
           guint         header_size,
           guint         index)
{
  const guint8 *pointer = header + header_size + 2 * index;
  guint32 offset;

  if (pointer + 2 > self->page + self->page_size)
    return NULL;

  offset = read_u16 (pointer);
  return offset >= header_size && offset < self->page_size ? self->page + offset : NULL;
}

/* --- the two walks over a file --- */

static void
note_children (Pages   *self,
               guint32  number)
{
  const guint8 *header = find_header (self, number);
  guint n_cells = read_u16 (header + 3);

  g_hash_table_add (self->reached, GUINT_TO_POINTER (read_u32 (header + 8)));
  for (guint i = 0; i < n_cells; i++)
    {
      const guint8 *cell = find_cell (self, header, INNER_HEADER, i);

      if (cell != NULL && cell + 4 <= self->page + self->page_size)
        g_hash_table_add (self->reached, GUINT_TO_POINTER (read_u32 (cell)));
    }
}

/* How much of a row lies in its page. */
static gsize
find_local_size (Pages   *self,
                 guint64  size)
{
  const guint64 usable = self->page_size;
  const guint64 minimum = (usable - 12) * 32 / 255 - 23;
  guint64 wanted;

  if (size <= usable - 35)
    return size;

  wanted = minimum + (size - minimum) % (usable - 4);
  return wanted <= usable - 35 ? wanted : minimum;
}

/* Appends the rest of a row from page @number on. */
static gboolean
read_overflow (Pages      *self,
               guint32     number,
               GByteArray *row,
               gsize       size)
{
  while (row->len < size)
    {
      gsize n_bytes = MIN (size - row->len, self->page_size - 4);

      if (number == 0 || number > self->n_pages || self->n_overflow_left == 0 ||
          !read_page (self, number, self->overflow))
        return FALSE;
      self->n_overflow_left--;
      g_byte_array_append (row, self->overflow + 4, (guint) n_bytes);
      number = read_u32 (self->overflow);
    }
  return TRUE;
}

/* FALSE when @type needs more than what is left. */
static gboolean
read_cell (guint64         type,
           const guint8  **bytes,
           const guint8   *end,
           PonderDbCell   *cell)
{
  static const guint8 sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };
  guint64 size = type < G_N_ELEMENTS (sizes) ? sizes[type] : (type - 12) / 2;
  guint64 raw;

  if (type == 10 || type == 11 || size > (guint64) (end - *bytes))
    return FALSE;

  *cell = (PonderDbCell) { .bytes = *bytes, .n_bytes = size };
  if (type >= 12)
    cell->kind = type % 2 == 0 ? PONDER_DB_CELL_BLOB : PONDER_DB_CELL_TEXT;
  else if (type == 7)
    {
      cell->kind = PONDER_DB_CELL_REAL;
      raw = (guint64) read_integer (*bytes, 8);
      memcpy (&cell->real, &raw, sizeof raw);
    }
  else if (type > 0)
    {
      cell->kind = PONDER_DB_CELL_INTEGER;
      cell->integer = type >= 8 ? (gint64) type - 8 : read_integer (*bytes, size);
    }
  *bytes += size;
  return TRUE;
}

/* The number of values, or 0 when it is no whole row. */
static guint
split_row (GByteArray   *row,
           PonderDbCell *cells)
{
  const guint8 *end = row->data + row->len;
  const guint8 *types = row->data;
  const guint8 *types_end;
  const guint8 *values;
  guint64 header_size;
  guint64 type;
  guint n_cells = 0;
  guint n_bytes;

  if (!(n_bytes = read_varint (types, end, &header_size)) || header_size < n_bytes || header_size > row->len)
    return 0;

  types_end = row->data + header_size;
  values = types_end;
  for (types += n_bytes; types < types_end; types += n_bytes)
    if (n_cells == MAX_CELLS || !(n_bytes = read_varint (types, types_end, &type)) ||
        !read_cell (type, &values, end, &cells[n_cells++]))
      return 0;

  return values == end ? n_cells : 0;
}

static void
read_row (Pages             *self,
          const guint8      *cell,
          gboolean           reached,
          PonderDbPagesFunc  func,
          gpointer           user_data)
{
  const guint8 *end = self->page + self->page_size;
  g_autoptr(GByteArray) row = g_byte_array_new ();
  PonderDbCell cells[MAX_CELLS];
  guint64 size;
  guint64 rowid;
  gsize local;
  guint n;

  if (!(n = read_varint (cell, end, &size)) || size > MIN (MAX_ROW, (guint64) self->n_pages * self->page_size))
    return;
  cell += n;
  if (!(n = read_varint (cell, end, &rowid)))
    return;
  cell += n;
  local = find_local_size (self, size);
  if (local + (local < size ? 4 : 0) > (gsize) (end - cell))
    return;

  g_byte_array_append (row, cell, (guint) local);
  if (local < size && !read_overflow (self, read_u32 (cell + local), row, size))
    return;
  if ((n = split_row (row, cells)) > 0)
    func ((gint64) rowid, reached, cells, n, user_data);
}

static void
read_leaf (Pages             *self,
           guint32            number,
           gboolean           reached,
           PonderDbPagesFunc  func,
           gpointer           user_data)
{
  const guint8 *header = find_header (self, number);
  guint n_cells = read_u16 (header + 3);

  for (guint i = 0; i < n_cells; i++)
    {
      const guint8 *cell = find_cell (self, header, LEAF_HEADER, i);

      if (cell != NULL)
        read_row (self, cell, reached, func, user_data);
    }
}

/* The leaves that something leads to, or the others. */
static gboolean
read_leaves (Pages              *self,
             gboolean            reached,
             PonderDbPagesFunc   func,
             gpointer            user_data,
             GCancellable       *cancellable,
             GError            **error)
{
  for (guint32 number = 1; number <= self->n_pages; number++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_hash_table_contains (self->reached, GUINT_TO_POINTER (number)) == reached &&
          read_page (self, number, self->page) && *find_header (self, number) == TABLE_LEAF)
        read_leaf (self, number, reached, func, user_data);
    }
  return TRUE;
}

gboolean
ponder_db_pages_read (const char         *path,
                      PonderDbPagesFunc   func,
                      gpointer            user_data,
                      GCancellable       *cancellable,
                      GError            **error)
{
  g_auto(Pages) self = { .file = -1, .log = -1 };

  if (!pages_open (&self, path, error))
    return FALSE;

  for (guint32 number = 1; number <= self.n_pages; number++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (read_page (&self, number, self.page) && *find_header (&self, number) == TABLE_INTERIOR)
        note_children (&self, number);
    }

  return read_leaves (&self, TRUE, func, user_data, cancellable, error) &&
         read_leaves (&self, FALSE, func, user_data, cancellable, error);
}
