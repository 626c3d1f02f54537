/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts a stream of bytes into lines: each byte is looked at once and moved a few times at most. */

#include "config.h"

#include "ponder-line-reader.h"

#include "ponder-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIRST_SIZE 4096

/* Lines are given straight out of the buffer, their end replaced by a NUL. It owns
 *
 *   [ given away | start: the line at hand | scan: not looked at | end: free ] */
struct _PonderLineReader
{
  char     *buffer;
  gsize     size;
  gsize     start;
  gsize     scan;
  gsize     end;
  gsize     limit;
  guint     skip_lf : 1;        /* a CR came last: an LF right after it is part of the same end */
  guint     failed : 1;
};

PonderLineReader *
ponder_line_reader_new (gsize limit)
{
  PonderLineReader *self = g_new0 (PonderLineReader, 1);

  self->limit = limit;
  return self;
}

void
ponder_line_reader_free (PonderLineReader *self)
{
  g_free (self->buffer);
  g_free (self);
}

static void
move_to_front (PonderLineReader *self)
{
  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->scan -= self->start;
  self->end -= self->start;
  self->start = 0;
}

/* Moving is worth it only when at least as much was given away as has to be moved: so every byte
 * given away pays for one that is moved. One byte more is kept for the NUL of the last line. */
static void
make_room (PonderLineReader *self,
           gsize             length)
{
  if (self->start > 0 && self->start >= self->end - self->start)
    move_to_front (self);
  if (self->end + length < self->size)
    return;

  self->size = MAX (MAX (self->size * 2, FIRST_SIZE), self->end + length + 1);
  self->buffer = g_realloc (self->buffer, self->size);
}

void
ponder_line_reader_push (PonderLineReader *self,
                         const char       *data,
                         gsize             length)
{
  if (self->failed || length == 0)
    return;

  make_room (self, length);
  memcpy (self->buffer + self->end, data, length);
  self->end += length;
}

static gboolean
fail (PonderLineReader  *self,
      GError           **error)
{
  self->failed = TRUE;
  self->start = self->scan = self->end = self->size = 0;
  g_clear_pointer (&self->buffer, g_free);
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED,
                       _("The answer holds a line that is too long."));
  return FALSE;
}

static void
skip_rest_of_crlf (PonderLineReader *self)
{
  if (!self->skip_lf || self->start == self->end)
    return;

  self->skip_lf = FALSE;
  if (self->buffer[self->start] == '\n')
    self->scan = ++self->start;
}

gboolean
ponder_line_reader_next (PonderLineReader  *self,
                         const char       **line,
                         gsize             *length,
                         GError           **error)
{
  if (self->failed)
    return fail (self, error);

  skip_rest_of_crlf (self);
  while (self->scan < self->end &&
         self->buffer[self->scan] != '\n' && self->buffer[self->scan] != '\r')
    self->scan++;
  if (self->scan - self->start > self->limit)
    return fail (self, error);
  if (self->scan == self->end)
    return FALSE;

  self->skip_lf = self->buffer[self->scan] == '\r';
  self->buffer[self->scan] = '\0';
  *line = self->buffer + self->start;
  *length = self->scan - self->start;
  self->start = ++self->scan;
  return TRUE;
}

gboolean
ponder_line_reader_finish (PonderLineReader  *self,
                           const char       **line,
                           gsize             *length)
{
  if (self->start == self->end)
    return FALSE;

  self->buffer[self->end] = '\0';
  *line = self->buffer + self->start;
  *length = self->end - self->start;
  self->start = self->scan = self->end;
  return TRUE;
}
