/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads JSON text into nodes without recursion. json-glib's own parser overflows the stack on deep
 * nesting, cuts strings at \u0000, makes invalid UTF-8 of lone surrogates, wraps large numbers and
 * accepts much that is not JSON, so no text from outside ever reaches it. */

#include "config.h"

#include "ponder-json.h"

#include "ponder-error.h"
#include "ponder-limits.h"

#include <glib/gi18n.h>
#include <string.h>

#define REPLACEMENT 0xfffd

/* One container that is still open. */
typedef struct
{
  JsonNode *node;
  char *member;                 /* an object's: what the next value is called */
} Level;

/* Lives on the stack of ponder_json_parse(). Errors name the place @at. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GArray *levels;               /* of Level */
  JsonNode *root;
  GString *scratch;
} Reader;

static gboolean
fail (Reader      *self,
      const char  *what,
      GError     **error)
{
  /* Translators: %s is what is wrong, such as “unexpected text”; %zu is a position. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("Not valid JSON: %s at byte %zu"),
               what, (gsize) (self->at - self->start));
  return FALSE;
}

static void
skip_space (Reader *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

static gboolean
take (Reader *self,
      char    expected)
{
  if (self->at == self->end || *self->at != expected)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
take_word (Reader     *self,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* The four digits behind \u; -1 when they are not there. */
static int
take_hex (Reader *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  self->at += 4;
  return value;
}

static gboolean
read_unicode_escape (Reader  *self,
                     GError **error)
{
  int unit = take_hex (self);

  if (unit < 0)
    return fail (self, _("bad escape"), error);
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      const char *before = self->at;
      int low = take_word (self, "\\u") ? take_hex (self) : -1;

      if (low >= 0xdc00 && low < 0xe000)
        {
          g_string_append_unichar (self->scratch,
                                   0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00));
          return TRUE;
        }
      self->at = before;
    }
  if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
    unit = REPLACEMENT;
  g_string_append_unichar (self->scratch, unit);
  return TRUE;
}

static gboolean
read_escape (Reader  *self,
             GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (self, 'u'))
    return read_unicode_escape (self, error);
  if (self->at == self->end || *self->at == '\0' || !(letter = strchr (letters, *self->at)))
    return fail (self, _("bad escape"), error);
  g_string_append_c (self->scratch, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

/* Reads what stands behind the opening quote into the scratch. Control characters that should have
 * been escaped are taken as they are: some servers send them. */
static gboolean
read_string (Reader  *self,
             GError **error)
{
  g_string_truncate (self->scratch, 0);
  while (self->at < self->end)
    {
      const char *plain = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\')
        self->at++;
      g_string_append_len (self->scratch, plain, self->at - plain);
      if (take (self, '"'))
        return TRUE;
      if (take (self, '\\') && !read_escape (self, error))
        return FALSE;
    }
  return fail (self, _("unfinished string"), error);
}

static gboolean
skip_digits (Reader *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

/* Moves behind a number of JSON's grammar and tells whether it is a whole one. */
static gboolean
skip_number (Reader   *self,
             gboolean *is_whole)
{
  *is_whole = TRUE;
  take (self, '-');
  if (!take (self, '0') && !skip_digits (self))
    return FALSE;
  if (take (self, '.'))
    {
      *is_whole = FALSE;
      if (!skip_digits (self))
        return FALSE;
    }
  if (take (self, 'e') || take (self, 'E'))
    {
      *is_whole = FALSE;
      if (!take (self, '-'))
        take (self, '+');
      if (!skip_digits (self))
        return FALSE;
    }
  return TRUE;
}

/* A whole number too large for an integer becomes a double, a double too large the largest one. */
static JsonNode *
read_number (Reader  *self,
             GError **error)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  const char *first = self->at;
  const char *digits;
  gboolean is_whole;
  gint64 whole;

  if (!skip_number (self, &is_whole))
    {
      fail (self, _("unexpected text"), error);
      g_clear_pointer (&node, json_node_unref);
      return NULL;
    }
  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, first, self->at - first);
  digits = self->scratch->str;
  if (is_whole && g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &whole, NULL))
    json_node_set_int (node, whole);
  else
    json_node_set_double (node, CLAMP (g_ascii_strtod (digits, NULL), -G_MAXDOUBLE, G_MAXDOUBLE));
  return node;
}

static JsonNode *
read_scalar (Reader  *self,
             GError **error)
{
  JsonNode *node;

  if (take (self, '"'))
    {
      if (!read_string (self, error))
        return NULL;
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, self->scratch->str);
      return node;
    }
  if (take_word (self, "null"))
    return json_node_new (JSON_NODE_NULL);
  if (take_word (self, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take_word (self, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  return read_number (self, error);
}

static Level *
innermost (Reader *self)
{
  return &g_array_index (self->levels, Level, self->levels->len - 1);
}

/* Hands @node (transfer full) to the container it stands in. */
static void
place (Reader   *self,
       JsonNode *node)
{
  Level *level;

  if (self->levels->len == 0)
    {
      self->root = node;
      return;
    }
  level = innermost (self);
  if (JSON_NODE_HOLDS_ARRAY (level->node))
    {
      json_array_add_element (json_node_get_array (level->node), node);
      return;
    }
  json_object_set_member (json_node_get_object (level->node), level->member, node);
  g_clear_pointer (&level->member, g_free);
}

static gboolean
open_container (Reader    *self,
                JsonNode  *node,
                GError   **error)
{
  Level level = { node, NULL };

  g_array_append_val (self->levels, level);
  if (self->levels->len > PONDER_JSON_DEPTH_LIMIT)
    return fail (self, _("too deep nesting"), error);
  skip_space (self);
  return TRUE;
}

static void
close_container (Reader *self)
{
  JsonNode *node = g_steal_pointer (&innermost (self)->node);

  g_array_set_size (self->levels, self->levels->len - 1);
  place (self, node);
}

static gboolean
read_member_name (Reader  *self,
                  GError **error)
{
  skip_space (self);
  if (!take (self, '"'))
    return fail (self, _("a name is missing"), error);
  if (!read_string (self, error))
    return FALSE;
  innermost (self)->member = g_strdup (self->scratch->str);
  skip_space (self);
  return take (self, ':') || fail (self, _("a colon is missing"), error);
}

/* Reads one whole value, or opens containers down to the first value inside them. */
static gboolean
read_to_first_value (Reader  *self,
                     GError **error)
{
  while (TRUE)
    {
      JsonNode *node;

      skip_space (self);
      if (take (self, '{'))
        {
          node = json_node_new (JSON_NODE_OBJECT);
          json_node_take_object (node, json_object_new ());
          if (!open_container (self, node, error))
            return FALSE;
          if (self->at < self->end && *self->at == '}')
            return TRUE;
          if (!read_member_name (self, error))
            return FALSE;
        }
      else if (take (self, '['))
        {
          node = json_node_new (JSON_NODE_ARRAY);
          json_node_take_array (node, json_array_new ());
          if (!open_container (self, node, error))
            return FALSE;
          if (self->at < self->end && *self->at == ']')
            return TRUE;
        }
      else
        {
          if (!(node = read_scalar (self, error)))
            return FALSE;
          place (self, node);
          return TRUE;
        }
    }
}

/* Closes the containers that end here. TRUE without a root means that a comma promised one more
 * value. */
static gboolean
read_to_next_value (Reader  *self,
                    GError **error)
{
  while (self->levels->len > 0)
    {
      gboolean is_object = JSON_NODE_HOLDS_OBJECT (innermost (self)->node);

      skip_space (self);
      if (take (self, is_object ? '}' : ']'))
        close_container (self);
      else if (take (self, ','))
        return !is_object || read_member_name (self, error);
      else if (self->at == self->end)
        return fail (self, _("unfinished text"), error);
      else
        return fail (self, _("unexpected text"), error);
    }
  return TRUE;
}

static gboolean
read_document (Reader  *self,
               GError **error)
{
  take_word (self, "\xef\xbb\xbf");
  skip_space (self);
  if (self->at == self->end)
    return fail (self, _("no text"), error);

  while (self->root == NULL)
    {
      if (!read_to_first_value (self, error) || !read_to_next_value (self, error))
        return FALSE;
    }
  skip_space (self);
  return self->at == self->end || fail (self, _("more text than one value"), error);
}

static void
level_clear (gpointer data)
{
  Level *level = data;

  g_clear_pointer (&level->node, json_node_unref);
  g_clear_pointer (&level->member, g_free);
}

JsonNode *
ponder_json_parse (const char  *data,
                   gssize       length,
                   GError     **error)
{
  Reader self = { NULL };
  g_autoptr(GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_autoptr(GString) scratch = g_string_new (NULL);
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *repaired = NULL;
  gboolean done;

  if (data == NULL)
    data = "";
  if (length < 0)
    length = strlen (data);
  if (!g_utf8_validate_len (data, length, NULL))
    {
      data = repaired = g_utf8_make_valid (data, length);
      length = strlen (data);
    }

  g_array_set_clear_func (levels, level_clear);
  self.start = self.at = data;
  self.end = data + length;
  self.levels = levels;
  self.scratch = scratch;
  done = read_document (&self, error);
  root = self.root;
  return done ? g_steal_pointer (&root) : NULL;
}
