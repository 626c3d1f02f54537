/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server-sent events out of lines, and the ways in which real servers stray from them. */

#include "config.h"

#include "ponder-sse-parser.h"

#include "ponder-error.h"
#include "ponder-json.h"
#include "ponder-line-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* @bare gathers lines that look like JSON and stand where an event would begin: an error that a
 * server wrote past its own framing. One line counts at the next blank line, more at the end. */
struct _PonderSseParser
{
  PonderLineReader *lines;
  GString          *name;
  GString          *data;
  GString          *bare;
  gsize             limit;
  guint64           n_lines;
  guint             n_bare_lines;
  guint             has_data : 1;
  guint             given : 1;          /* the caller holds name and data until its next call */
  guint             failed : 1;
};

PonderSseParser *
ponder_sse_parser_new (gsize line_limit)
{
  PonderSseParser *self = g_new0 (PonderSseParser, 1);

  self->lines = ponder_line_reader_new (line_limit);
  self->name = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->bare = g_string_new (NULL);
  self->limit = line_limit;
  return self;
}

void
ponder_sse_parser_free (PonderSseParser *self)
{
  ponder_line_reader_free (self->lines);
  g_string_free (self->name, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->bare, TRUE);
  g_free (self);
}

void
ponder_sse_parser_push (PonderSseParser *self,
                        const char      *data,
                        gsize            length)
{
  ponder_line_reader_push (self->lines, data, length);
}

guint64
ponder_sse_parser_get_n_lines (PonderSseParser *self)
{
  return self->n_lines;
}

static void
clear_event (PonderSseParser *self)
{
  g_string_truncate (self->name, 0);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  self->given = FALSE;
}

static void
clear_bare (PonderSseParser *self)
{
  g_string_truncate (self->bare, 0);
  self->n_bare_lines = 0;
}

static void
repair (GString *string)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate_len (string->str, string->len, NULL))
    return;

  valid = g_utf8_make_valid (string->str, string->len);
  g_string_assign (string, valid);
}

static gboolean
give_event (PonderSseParser *self,
            PonderSseEvent  *event)
{
  repair (self->name);
  repair (self->data);
  clear_bare (self);
  self->given = TRUE;
  event->name = self->name->len > 0 ? self->name->str : "message";
  event->data = self->data->str;
  event->length = self->data->len;
  return TRUE;
}

/* Numbers and strings do not count: half of one may well be another. */
static gboolean
is_whole_json (GString *text)
{
  g_autoptr(JsonNode) node = NULL;

  if (text->str[0] != '{' && text->str[0] != '[')
    return FALSE;
  return (node = ponder_json_parse (text->str, text->len, NULL)) != NULL;
}

static gboolean
give_bare (PonderSseParser *self,
           PonderSseEvent  *event)
{
  if (self->n_bare_lines == 0 || !is_whole_json (self->bare))
    return FALSE;

  g_string_append_len (self->data, self->bare->str, self->bare->len);
  return give_event (self, event);
}

static void
append_data (PonderSseParser *self,
             const char      *value,
             gsize            length)
{
  if (self->has_data)
    g_string_append_c (self->data, '\n');
  g_string_append_len (self->data, value, length);
  self->has_data = TRUE;
}

static void
append_bare (PonderSseParser *self,
             const char      *line,
             gsize            length)
{
  if (self->has_data || (self->n_bare_lines == 0 && line[0] != '{' && line[0] != '['))
    return;

  if (self->n_bare_lines++ > 0)
    g_string_append_c (self->bare, '\n');
  g_string_append_len (self->bare, line, length);
}

static gboolean
field_is (const char *line,
          gsize       name_length,
          const char *name)
{
  return name_length == strlen (name) && memcmp (line, name, name_length) == 0;
}

static void
take_name (PonderSseParser *self,
           const char      *value,
           gsize            length)
{
  g_string_truncate (self->name, 0);
  g_string_append_len (self->name, value, length);
}

/* Old builds of llama.cpp write "error: {...}" where "data: " should stand. */
static void
take_error_field (PonderSseParser *self,
                  const char      *value,
                  gsize            length)
{
  clear_event (self);
  take_name (self, "error", strlen ("error"));
  append_data (self, value, length);
}

static void
take_field (PonderSseParser *self,
            const char      *line,
            gsize            length)
{
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;
  gsize value_length;

  if (*value == ' ')
    value++;
  value_length = length - (value - line);

  if (field_is (line, name_length, "data"))
    append_data (self, value, value_length);
  else if (field_is (line, name_length, "event"))
    take_name (self, value, value_length);
  else if (field_is (line, name_length, "error") && *value == '{')
    take_error_field (self, value, value_length);
  else if (!field_is (line, name_length, "id") && !field_is (line, name_length, "retry"))
    append_bare (self, line, length);
}

/* TRUE when the line closed an event. */
static gboolean
take_blank_line (PonderSseParser *self,
                 PonderSseEvent  *event)
{
  if (self->has_data)
    return give_event (self, event);

  clear_event (self);
  if (self->n_bare_lines == 1 && give_bare (self, event))
    return TRUE;
  if (self->n_bare_lines > 0)
    self->n_bare_lines++;       /* however many blank lines follow, it is parsed here only once */
  return FALSE;
}

static gboolean
take_line (PonderSseParser *self,
           const char      *line,
           gsize            length,
           PonderSseEvent  *event)
{
  if (self->n_lines++ == 0 && g_str_has_prefix (line, BYTE_ORDER_MARK))
    {
      line += strlen (BYTE_ORDER_MARK);
      length -= strlen (BYTE_ORDER_MARK);
    }

  if (length == 0)
    return take_blank_line (self, event);
  if (line[0] != ':')
    take_field (self, line, length);
  return FALSE;
}

static gboolean
is_too_long (PonderSseParser  *self,
             GError          **error)
{
  if (!self->failed && self->data->len <= self->limit && self->bare->len <= self->limit)
    return FALSE;

  self->failed = TRUE;
  clear_event (self);
  clear_bare (self);
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED,
                       _("The answer holds an event that is too long."));
  return TRUE;
}

gboolean
ponder_sse_parser_next (PonderSseParser  *self,
                        PonderSseEvent   *event,
                        GError          **error)
{
  const char *line;
  gsize length;

  if (self->given)
    clear_event (self);
  while (!is_too_long (self, error))
    {
      if (!ponder_line_reader_next (self->lines, &line, &length, error))
        return FALSE;
      if (take_line (self, line, length, event))
        return TRUE;
    }
  return FALSE;
}

gboolean
ponder_sse_parser_finish (PonderSseParser *self,
                          PonderSseEvent  *event)
{
  const char *line;
  gsize length;

  if (self->given)
    clear_event (self);
  if (self->failed)
    return FALSE;
  if (ponder_line_reader_finish (self->lines, &line, &length) &&
      take_line (self, line, length, event))
    return TRUE;
  if (!self->has_data)
    return give_bare (self, event);
  if (g_str_has_prefix (self->data->str, "[DONE]") || is_whole_json (self->data))
    return give_event (self, event);

  clear_event (self);
  return FALSE;
}
