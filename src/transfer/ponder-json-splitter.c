/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts a stream of JSON of any size into values that are small enough to be parsed one at a time. */

#include "config.h"

#include "ponder-json-splitter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-error.h"
#include "ponder-json.h"

/* A longer name of a member is not one that anybody asks for. */
#define NAME_LIMIT (64 * 1024)

typedef enum
{
  BEFORE_VALUE,
  BEFORE_VALUE_OR_END,          /* right behind "[" */
  BEFORE_NAME,
  BEFORE_NAME_OR_END,           /* right behind "{" */
  IN_NAME,
  BEFORE_COLON,
  IN_VALUE,
  AFTER_VALUE,
} State;

/* What a value is made of decides where it ends. */
typedef enum
{
  SCALAR,
  STRING,
  CONTAINER,
} Shape;

typedef struct
{
  gboolean is_object;
  char    *name;
  guint64  place;
} Level;

struct _PonderJsonSplitter
{
  const PonderJsonSplitterHandler *handler;
  gpointer  user_data;
  State     state;
  Level     levels[PONDER_JSON_SPLITTER_DEPTH];
  guint     n_levels;
  GString  *text;               /* of the value or the name that is being read */
  guint64   position;           /* of the bytes that were fed */
  guint     n_mark;             /* bytes of the mark that were seen */

  /* The value that is being read. */
  Shape     shape;
  gboolean  keep;
  gboolean  in_string;
  gboolean  escaped;
  guint64   nesting;
  guint64   n_values;
};

PonderJsonSplitter *
ponder_json_splitter_new (const PonderJsonSplitterHandler *handler,
                          gpointer                         user_data)
{
  PonderJsonSplitter *self = g_new0 (PonderJsonSplitter, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->text = g_string_new (NULL);
  return self;
}

void
ponder_json_splitter_free (PonderJsonSplitter *self)
{
  for (guint i = 0; i < self->n_levels; i++)
    g_free (self->levels[i].name);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
fail (PonderJsonSplitter  *self,
      const char          *what,
      GError             **error)
{
  /* Translators: %s is what is wrong, such as “unexpected text”; the number is a position. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("Not valid JSON: %s at byte %lu"), what,
               (gulong) self->position);
  return FALSE;
}

static PonderJsonPlace
get_place (PonderJsonSplitter *self)
{
  PonderJsonPlace place = { .depth = self->n_levels };

  for (guint i = 0; i < self->n_levels; i++)
    {
      place.names[i] = self->levels[i].is_object ? self->levels[i].name : NULL;
      place.places[i] = self->levels[i].place;
    }
  return place;
}

/* Forgets the text and, when it was a large one, its memory. */
static void
clear_text (PonderJsonSplitter *self)
{
  if (self->text->allocated_len > 1024 * 1024)
    {
      g_string_free (self->text, TRUE);
      self->text = g_string_new (NULL);
    }
  g_string_truncate (self->text, 0);
}

static void
open_level (PonderJsonSplitter *self,
            gboolean            is_object)
{
  self->levels[self->n_levels++] = (Level) { .is_object = is_object };
  self->state = is_object ? BEFORE_NAME_OR_END : BEFORE_VALUE_OR_END;
}

static void
close_level (PonderJsonSplitter *self)
{
  self->n_levels--;
  g_clear_pointer (&self->levels[self->n_levels].name, g_free);
  self->state = AFTER_VALUE;
}

static gboolean
begin_value (PonderJsonSplitter  *self,
             char                 first,
             GError             **error)
{
  gboolean is_container = first == '{' || first == '[';
  PonderJsonPlace place = get_place (self);
  PonderJsonSplit split;

  if (!is_container && first != '"' && first != '-' && !g_ascii_isalnum (first))
    return fail (self, _("unexpected text"), error);

  split = self->handler->begin (&place, first, self->user_data);
  if (split == PONDER_JSON_SPLIT_OPEN && is_container && self->n_levels < PONDER_JSON_SPLITTER_DEPTH)
    {
      open_level (self, first == '{');
      return TRUE;
    }

  self->shape = is_container ? CONTAINER : first == '"' ? STRING : SCALAR;
  self->keep = split != PONDER_JSON_SPLIT_DROP;
  self->in_string = first == '"';
  self->escaped = FALSE;
  self->nesting = is_container ? 1 : 0;
  self->n_values = 1;
  self->state = IN_VALUE;
  if (self->keep)
    g_string_append_c (self->text, first);
  return TRUE;
}

static gboolean
end_value (PonderJsonSplitter  *self,
           GError             **error)
{
  PonderJsonPlace place = get_place (self);
  gboolean go_on = TRUE;

  self->state = AFTER_VALUE;
  if (self->keep)
    go_on = self->handler->value (&place, self->text->str, self->text->len, self->user_data, error);
  clear_text (self);
  return go_on;
}

static void
give_up_value (PonderJsonSplitter *self,
               const char         *why)
{
  PonderJsonPlace place = get_place (self);

  self->keep = FALSE;
  clear_text (self);
  self->handler->skip (&place, why, self->user_data);
}

/* Takes a run of the value's bytes. */
static void
keep_run (PonderJsonSplitter *self,
          const char         *start,
          const char         *end)
{
  if (!self->keep)
    return;

  if (self->n_values > PONDER_JSON_SPLITTER_VALUES)
    give_up_value (self, _("It has more than a million values."));
  else if (self->text->len + (gsize) (end - start) > PONDER_JSON_SPLITTER_BYTES)
    give_up_value (self, _("It is larger than 64 MB."));
  else
    g_string_append_len (self->text, start, end - start);
}

/* One byte inside of a container. TRUE: it is the last one. */
static gboolean
step_container (PonderJsonSplitter *self,
                char                byte)
{
  switch (byte)
    {
    case '"':
      self->in_string = TRUE;
      break;
    case '{':
    case '[':
      self->nesting++;
      self->n_values++;
      break;
    case ',':
      self->n_values++;
      break;
    case '}':
    case ']':
      return --self->nesting == 0;
    default:
      break;
    }
  return FALSE;
}

/* The next byte behind @at that ends a string or escapes what follows. */
static const char *
skip_plain (const char *at,
            const char *end)
{
  while (at < end && *at != '"' && *at != '\\')
    at++;
  return at;
}

/* Moves to the value's end, or to @end when it goes on. TRUE: the value ends at the place that is given back. */
static gboolean
scan_value (PonderJsonSplitter  *self,
            const char         **place,
            const char          *end)
{
  const char *at = *place;
  gboolean is_over = FALSE;

  while (at < end && !is_over)
    {
      if (self->escaped)
        {
          self->escaped = FALSE;
          at++;
        }
      else if (self->in_string)
        {
          if ((at = skip_plain (at, end)) == end)
            break;
          self->escaped = *at == '\\';
          self->in_string = self->escaped;
          is_over = !self->in_string && self->shape == STRING;
          at++;
        }
      else if (self->shape == CONTAINER)
        is_over = step_container (self, *at++);
      else if (strchr (",]}: \t\r\n", *at) != NULL && *at != '\0')
        is_over = TRUE;
      else
        at++;
    }
  *place = at;
  return is_over;
}

static gboolean
read_value (PonderJsonSplitter  *self,
            const char         **place,
            const char          *end,
            GError             **error)
{
  const char *start = *place;
  gboolean is_over = scan_value (self, place, end);

  self->position += (guint64) (*place - start);
  keep_run (self, start, *place);
  return !is_over || end_value (self, error);
}

static gboolean
end_name (PonderJsonSplitter  *self,
          GError             **error)
{
  Level *level = &self->levels[self->n_levels - 1];
  g_autoptr(JsonNode) name = NULL;

  if (!(name = ponder_json_parse (self->text->str, (gssize) self->text->len, NULL)))
    return fail (self, _("unexpected text"), error);

  g_free (level->name);
  level->name = json_node_dup_string (name);
  self->state = BEFORE_COLON;
  clear_text (self);
  return TRUE;
}

static gboolean
read_name (PonderJsonSplitter  *self,
           const char         **place,
           const char          *end,
           GError             **error)
{
  const char *start = *place;
  const char *at = start;

  while (at < end && self->in_string)
    {
      if (self->escaped)
        self->escaped = FALSE;
      else if (*at == '\\')
        self->escaped = TRUE;
      else if (*at == '"')
        self->in_string = FALSE;
      at++;
    }
  *place = at;
  self->position += (guint64) (at - start);
  if (self->text->len + (gsize) (at - start) > NAME_LIMIT)
    return fail (self, _("a name is too long"), error);

  g_string_append_len (self->text, start, at - start);
  return self->in_string || end_name (self, error);
}

static void
begin_name (PonderJsonSplitter *self)
{
  self->state = IN_NAME;
  self->in_string = TRUE;
  self->escaped = FALSE;
  g_string_append_c (self->text, '"');
}

static gboolean
step_after_value (PonderJsonSplitter  *self,
                  char                 byte,
                  GError             **error)
{
  Level *level = self->n_levels > 0 ? &self->levels[self->n_levels - 1] : NULL;

  if (level == NULL)
    return fail (self, _("more text than one value"), error);

  if (byte == (level->is_object ? '}' : ']'))
    close_level (self);
  else if (byte == ',')
    {
      level->place++;
      self->state = level->is_object ? BEFORE_NAME : BEFORE_VALUE;
    }
  else
    return fail (self, _("unexpected text"), error);
  return TRUE;
}

/* One byte between values that is no space. */
static gboolean
step (PonderJsonSplitter  *self,
      char                 byte,
      GError             **error)
{
  switch (self->state)
    {
    case BEFORE_VALUE_OR_END:
      if (byte == ']')
        {
          close_level (self);
          return TRUE;
        }
      return begin_value (self, byte, error);
    case BEFORE_VALUE:
      return begin_value (self, byte, error);
    case BEFORE_NAME_OR_END:
    case BEFORE_NAME:
      if (byte == '"')
        begin_name (self);
      else if (byte == '}' && self->state == BEFORE_NAME_OR_END)
        close_level (self);
      else
        return fail (self, _("a name is missing"), error);
      return TRUE;
    case BEFORE_COLON:
      self->state = BEFORE_VALUE;
      return byte == ':' || fail (self, _("a colon is missing"), error);
    case AFTER_VALUE:
      return step_after_value (self, byte, error);
    case IN_NAME:
    case IN_VALUE:
      break;
    }
  g_return_val_if_reached (FALSE);
}

/* TRUE: @byte belongs to the mark before the text. */
static gboolean
is_mark (PonderJsonSplitter *self,
         char                byte)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (self->position != self->n_mark || self->n_mark >= 3 || byte != mark[self->n_mark])
    return FALSE;
  self->n_mark++;
  return TRUE;
}

static gboolean
is_space (char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

gboolean
ponder_json_splitter_feed (PonderJsonSplitter  *self,
                           const char          *data,
                           gsize                length,
                           GError             **error)
{
  const char *end = data + length;

  for (const char *at = data; at < end;)
    {
      if (self->state == IN_VALUE)
        {
          if (!read_value (self, &at, end, error))
            return FALSE;
        }
      else if (self->state == IN_NAME)
        {
          if (!read_name (self, &at, end, error))
            return FALSE;
        }
      else
        {
          if (!is_mark (self, *at) && !is_space (*at) && !step (self, *at, error))
            return FALSE;
          at++;
          self->position++;
        }
    }
  return TRUE;
}

gboolean
ponder_json_splitter_finish (PonderJsonSplitter  *self,
                             GError             **error)
{
  if (self->state == IN_VALUE && self->shape == SCALAR && self->n_levels == 0)
    return end_value (self, error);
  if (self->state == AFTER_VALUE && self->n_levels == 0)
    return TRUE;
  if (self->state == BEFORE_VALUE && self->n_levels == 0)
    return fail (self, _("no text"), error);
  return fail (self, _("unfinished text"), error);
}
