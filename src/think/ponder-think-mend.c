/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as models write it, made into JSON. */

#include "config.h"

#include "ponder-think-plan.h"

#include <string.h>

/* Part of ponder_think_mend_json(). */
typedef struct
{
  const char *next;
  const char *end;
  GString    *out;
  GString    *open;             /* the closers that are due, the innermost last */
} Mender;

static const struct
{
  const char *word;
  const char *json;
} words[] = {
  { "True", "true" },
  { "False", "false" },
  { "None", "null" },
  { "undefined", "null" },
  { "NaN", "null" },
};

/* A quote of the other kind stands for itself; a line end in a string was meant. */
static void
append_in_string (Mender *self,
                  char    quote)
{
  char c = *self->next++;

  if (c == '\\' && self->next < self->end)
    {
      /* \' is no JSON. */
      if (*self->next != '\'')
        g_string_append_c (self->out, c);
      g_string_append_c (self->out, *self->next++);
    }
  else if (c == '"' && quote != '"')
    g_string_append (self->out, "\\\"");
  else if (c == '\n')
    g_string_append (self->out, "\\n");
  else if (c == '\t')
    g_string_append (self->out, "\\t");
  else if ((guchar) c >= 0x20)
    g_string_append_c (self->out, c);
}

static void
mend_string (Mender *self)
{
  char quote = *self->next++;

  g_string_append_c (self->out, '"');
  while (self->next < self->end && *self->next != quote)
    append_in_string (self, quote);
  if (self->next < self->end)
    self->next++;
  g_string_append_c (self->out, '"');
}

static void
drop_comma (Mender *self)
{
  gsize length = self->out->len;

  while (length > 0 && g_ascii_isspace (self->out->str[length - 1]))
    length--;
  if (length > 0 && self->out->str[length - 1] == ',')
    g_string_truncate (self->out, length - 1);
}

/* Whatever is open inside is closed first. */
static void
close_bracket (Mender *self,
               char    closer)
{
  if (strchr (self->open->str, closer) == NULL)
    return;

  drop_comma (self);
  while (self->open->len > 0)
    {
      char due = self->open->str[self->open->len - 1];

      g_string_append_c (self->out, due);
      g_string_truncate (self->open, self->open->len - 1);
      if (due == closer)
        return;
    }
}

static gboolean
mend_word (Mender *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i].word);

      if ((gsize) (self->end - self->next) >= length && strncmp (self->next, words[i].word, length) == 0)
        {
          g_string_append (self->out, words[i].json);
          self->next += length;
          return TRUE;
        }
    }
  return FALSE;
}

static void
mend_next (Mender *self)
{
  char c = *self->next;

  if (c == '"' || c == '\'')
    mend_string (self);
  else if (c == '{' || c == '[')
    {
      g_string_append_c (self->out, c);
      g_string_append_c (self->open, c == '{' ? '}' : ']');
      self->next++;
    }
  else if (c == '}' || c == ']')
    {
      close_bracket (self, c);
      self->next++;
    }
  else if (!g_ascii_isupper (c) && c != 'u')
    {
      g_string_append_c (self->out, c);
      self->next++;
    }
  else if (!mend_word (self))
    g_string_append_c (self->out, *self->next++);
}

/* `{"a":` and `{"a"` were cut before the value. */
static void
finish_member (Mender *self)
{
  drop_comma (self);
  if (self->out->len > 0 && self->out->str[self->out->len - 1] == ':')
    g_string_append (self->out, "null");
}

char *
ponder_think_mend_json (const char *text,
                        gsize       length)
{
  Mender self = { text, text + length, g_string_new (NULL), g_string_new (NULL) };

  while (self.next < self.end)
    mend_next (&self);
  while (self.open->len > 0)
    {
      finish_member (&self);
      close_bracket (&self, self.open->str[self.open->len - 1]);
    }
  g_string_free (self.open, TRUE);
  return g_string_free (self.out, FALSE);
}
