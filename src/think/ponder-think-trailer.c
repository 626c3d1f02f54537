/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of a part: words first, then one line for the program. */

#include "config.h"

#include "ponder-think-trailer.h"

#include "ponder-json.h"
#include "ponder-think-plan.h"

#include <math.h>
#include <string.h>

/* Where the line of the last mark begins, or NULL. The mark may be half-typed. Few texts have a letter of it, and all
 * of the text is looked through each time it has grown. */
static const char *
find_mark (const char *text)
{
  const char *found = NULL;

  for (const char *mark = strchr (text, '@'); mark != NULL; mark = strchr (mark + 1, '@'))
    {
      const char *line = mark;

      while (line > text && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
      if ((line == text || line[-1] == '\n')
          && (g_str_has_prefix (mark, PONDER_THINK_TRAILER_MARK) || g_str_equal (mark, "@")))
        found = line;
    }
  return found;
}

gsize
ponder_think_trailer_find (const char *text)
{
  const char *mark = find_mark (text);
  gsize length = mark != NULL ? (gsize) (mark - text) : strlen (text);

  while (mark != NULL && length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length;
}

static void
add_list (GStrvBuilder *builder,
          JsonObject   *object,
          const char   *member)
{
  JsonArray *array = ponder_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (ponder_json_array_string (array, i) != NULL)
      g_strv_builder_add (builder, ponder_json_array_string (array, i));
}

static void
read_members (PonderThinkTrailer *self,
              JsonObject         *object)
{
  g_autoptr(GStrvBuilder) limits = g_strv_builder_new ();
  const char *conclusion = ponder_json_get_string (object, "conclusion");

  if (conclusion != NULL)
    self->conclusion = g_strdup (conclusion);
  ponder_json_get_double (object, "confidence", &self->confidence);
  if (!(self->confidence >= 0 && self->confidence <= 1))
    self->confidence = NAN;
  add_list (limits, object, "assumptions");
  add_list (limits, object, "unverified");
  add_list (limits, object, "missing");
  self->limits = g_strv_builder_end (limits);
}

static void
read_line (PonderThinkTrailer *self,
           const char         *line)
{
  const char *start = strchr (line, '{');
  g_autofree char *mended = NULL;
  g_autoptr(JsonObject) object = NULL;

  if (start == NULL)
    return;
  mended = ponder_think_mend_json (start, strlen (start));
  if ((object = ponder_json_parse_object (mended, -1, NULL)))
    read_members (self, object);
}

/* (transfer full) */
static char *
dup_last_paragraph (const char *body)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (body));
  char *last = g_strrstr (trimmed, "\n\n");

  return g_strdup (last != NULL ? last + 2 : trimmed);
}

PonderThinkTrailer *
ponder_think_trailer_new (const char *text)
{
  PonderThinkTrailer *self = g_new0 (PonderThinkTrailer, 1);
  const char *mark = find_mark (text);

  self->confidence = NAN;
  self->body = g_strndup (text, ponder_think_trailer_find (text));
  if (mark != NULL)
    read_line (self, mark);
  if (self->conclusion == NULL)
    self->conclusion = dup_last_paragraph (self->body);
  return self;
}

void
ponder_think_trailer_free (PonderThinkTrailer *self)
{
  g_free (self->body);
  g_free (self->conclusion);
  g_strfreev (self->limits);
  g_free (self);
}
