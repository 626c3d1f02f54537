/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads JSON text into nodes without recursion. json-glib's own parser overflows the stack on deep
 * nesting, cuts strings at \u0000, makes invalid UTF-8 of lone surrogates, wraps large numbers and
 * accepts much that is not JSON, so no text from outside ever reaches it. */

#include "config.h"

#include "ponder-json.h"

#include "ponder-error.h"
#include "ponder-json-lexer-private.h"
#include "ponder-limits.h"

#include <glib/gi18n.h>
#include <string.h>

/* One container that is still open. */
typedef struct
{
  JsonNode *node;
  char *member;                 /* an object's: what the next value is called */
} Level;

/* Lives on the stack of ponder_json_parse(). Errors name the place @at. */
typedef struct
{
  PonderJsonLexer lexer;
  GArray *levels;               /* of Level */
  JsonNode *root;
} Reader;

static gboolean
fail (Reader      *self,
      const char  *what,
      GError     **error)
{
  /* Translators: %s is what is wrong, such as “unexpected text”; %zu is a position. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("Not valid JSON: %s at byte %zu"),
               what, (gsize) (self->lexer.at - self->lexer.start));
  return FALSE;
}

/* A whole number too large for an integer becomes a double, a double too large the largest one. */
static JsonNode *
read_number (Reader  *self,
             GError **error)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  const char *first = self->lexer.at;
  const char *digits;
  gboolean is_whole;
  gint64 whole;

  if (!ponder_json_lexer_skip_number (&self->lexer, &is_whole))
    {
      fail (self, _("unexpected text"), error);
      g_clear_pointer (&node, json_node_unref);
      return NULL;
    }
  g_string_truncate (self->lexer.scratch, 0);
  g_string_append_len (self->lexer.scratch, first, self->lexer.at - first);
  digits = self->lexer.scratch->str;
  if (is_whole && g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &whole, NULL))
    json_node_set_int (node, whole);
  else
    json_node_set_double (node, CLAMP (g_ascii_strtod (digits, NULL), -G_MAXDOUBLE, G_MAXDOUBLE));
  return node;
}

static gboolean
read_string (Reader  *self,
             GError **error)
{
  const char *problem = ponder_json_lexer_read_string (&self->lexer);

  return problem == NULL || fail (self, problem, error);
}

static JsonNode *
read_scalar (Reader  *self,
             GError **error)
{
  JsonNode *node;

  if (ponder_json_lexer_take (&self->lexer, '"'))
    {
      if (!read_string (self, error))
        return NULL;
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, self->lexer.scratch->str);
      return node;
    }
  if (ponder_json_lexer_take_word (&self->lexer, "null"))
    return json_node_new (JSON_NODE_NULL);
  if (ponder_json_lexer_take_word (&self->lexer, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (ponder_json_lexer_take_word (&self->lexer, "false"))
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
  ponder_json_lexer_skip_space (&self->lexer);
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
  ponder_json_lexer_skip_space (&self->lexer);
  if (!ponder_json_lexer_take (&self->lexer, '"'))
    return fail (self, _("a name is missing"), error);
  if (!read_string (self, error))
    return FALSE;
  innermost (self)->member = g_strdup (self->lexer.scratch->str);
  ponder_json_lexer_skip_space (&self->lexer);
  return ponder_json_lexer_take (&self->lexer, ':') || fail (self, _("a colon is missing"), error);
}

/* Reads one whole value, or opens containers down to the first value inside them. */
static gboolean
read_to_first_value (Reader  *self,
                     GError **error)
{
  while (TRUE)
    {
      JsonNode *node;

      ponder_json_lexer_skip_space (&self->lexer);
      if (ponder_json_lexer_take (&self->lexer, '{'))
        {
          node = json_node_new (JSON_NODE_OBJECT);
          json_node_take_object (node, json_object_new ());
          if (!open_container (self, node, error))
            return FALSE;
          if (self->lexer.at < self->lexer.end && *self->lexer.at == '}')
            return TRUE;
          if (!read_member_name (self, error))
            return FALSE;
        }
      else if (ponder_json_lexer_take (&self->lexer, '['))
        {
          node = json_node_new (JSON_NODE_ARRAY);
          json_node_take_array (node, json_array_new ());
          if (!open_container (self, node, error))
            return FALSE;
          if (self->lexer.at < self->lexer.end && *self->lexer.at == ']')
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

      ponder_json_lexer_skip_space (&self->lexer);
      if (ponder_json_lexer_take (&self->lexer, is_object ? '}' : ']'))
        close_container (self);
      else if (ponder_json_lexer_take (&self->lexer, ','))
        return !is_object || read_member_name (self, error);
      else if (self->lexer.at == self->lexer.end)
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
  ponder_json_lexer_take_word (&self->lexer, "\xef\xbb\xbf");
  ponder_json_lexer_skip_space (&self->lexer);
  if (self->lexer.at == self->lexer.end)
    return fail (self, _("no text"), error);

  while (self->root == NULL)
    {
      if (!read_to_first_value (self, error) || !read_to_next_value (self, error))
        return FALSE;
    }
  ponder_json_lexer_skip_space (&self->lexer);
  return self->lexer.at == self->lexer.end || fail (self, _("more text than one value"), error);
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
  Reader self = { .levels = NULL };
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
  self.lexer = (PonderJsonLexer) { data, data, data + length, scratch };
  self.levels = levels;
  done = read_document (&self, error);
  root = self.root;
  return done ? g_steal_pointer (&root) : NULL;
}
