/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree that is written as objects inside of objects, as a list. */

#include "config.h"

#include "ponder-import-flatten.h"

#include <string.h>

/* One object, in the order in which they begin. */
typedef struct
{
  GString    *text;             /* what stands in it besides its children; NULL once it was parsed */
  JsonObject *object;           /* (nullable): it was no JSON */
  guint       above;            /* the place of the one it stands in, G_MAXUINT for none */
} Entry;

/* What the next character can be. */
typedef enum
{
  IN_LIST,
  IN_OBJECT,
  OVER,
} State;

typedef struct
{
  GArray  *entries;
  GArray  *open;                /* places of the entries that are not whole yet, outermost first */
  State    state;
  gboolean in_string;
  gboolean escaped;
  guint    nesting;             /* inside of the innermost one */
  gsize    string_start;        /* of the last string, in its text */
  gboolean is_children;         /* the last string was "children" and what followed was a colon or space */
} Flattener;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  if (entry->text != NULL)
    g_string_free (entry->text, TRUE);
  g_clear_pointer (&entry->object, json_object_unref);
}

static Entry *
innermost (Flattener *self)
{
  guint place = g_array_index (self->open, guint, self->open->len - 1);

  return &g_array_index (self->entries, Entry, place);
}

static void
begin_object (Flattener *self)
{
  Entry entry = { .text = g_string_new ("{"), .above = G_MAXUINT };
  guint place = self->entries->len;

  if (self->open->len > 0)
    entry.above = g_array_index (self->open, guint, self->open->len - 1);
  g_array_append_val (self->entries, entry);
  g_array_append_val (self->open, place);
  self->state = IN_OBJECT;
  self->nesting = 1;
  self->is_children = FALSE;
}

static void
end_object (Flattener *self)
{
  Entry *entry = innermost (self);

  entry->object = ponder_json_parse_object (entry->text->str, (gssize) entry->text->len, NULL);
  g_string_free (g_steal_pointer (&entry->text), TRUE);
  g_array_set_size (self->open, self->open->len - 1);
  self->state = IN_LIST;
}

/* The list of children ends: what it stood in goes on. */
static void
end_list (Flattener *self)
{
  self->state = self->open->len > 0 ? IN_OBJECT : OVER;
  self->nesting = 1;
  self->is_children = FALSE;
}

static void
step_string (Flattener *self,
             GString   *text,
             char       byte)
{
  static const char name[] = "\"children\"";

  if (self->escaped)
    self->escaped = FALSE;
  else if (byte == '\\')
    self->escaped = TRUE;
  else if (byte == '"')
    {
      self->in_string = FALSE;
      self->is_children = self->nesting == 1 && text->len - self->string_start == strlen (name)
                          && memcmp (text->str + self->string_start, name, strlen (name)) == 0;
    }
}

static void
step_object (Flattener *self,
             char       byte)
{
  GString *text = innermost (self)->text;

  if (!self->in_string && byte == '[' && self->is_children)
    {
      g_string_append (text, "[]");
      self->state = IN_LIST;
      return;
    }
  g_string_append_c (text, byte);
  if (self->in_string)
    {
      step_string (self, text, byte);
      return;
    }
  self->is_children = self->is_children && strchr (": \t\r\n", byte) != NULL && byte != '\0';
  if (byte == '"')
    {
      self->in_string = TRUE;
      self->string_start = text->len - 1;
    }
  else if (byte == '{' || byte == '[')
    self->nesting++;
  else if ((byte == '}' || byte == ']') && --self->nesting == 0)
    end_object (self);
}

/* FALSE: it is no list of objects. */
static gboolean
step_list (Flattener *self,
           char       byte)
{
  if (byte == '{')
    begin_object (self);
  else if (byte == ']')
    end_list (self);
  else
    return strchr (", \t\r\n", byte) != NULL && byte != '\0';
  return TRUE;
}

static JsonNode *
collect (Flattener  *self,
         const char *id,
         const char *parent)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);
      JsonObject *above = entry->above != G_MAXUINT ? g_array_index (self->entries, Entry, entry->above).object : NULL;
      const char *above_id = ponder_json_get_string (above, id);

      if (entry->object == NULL)
        continue;
      if (above_id != NULL && ponder_json_get_string (entry->object, parent) == NULL)
        json_object_set_string_member (entry->object, parent, above_id);
      json_array_add_object_element (array, json_object_ref (entry->object));
    }
  json_node_take_array (node, array);
  return node;
}

JsonNode *
ponder_import_flatten (const char *text,
                       gsize       length,
                       const char *id,
                       const char *parent)
{
  g_autoptr(GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr(GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  Flattener self = { .entries = entries, .open = open };

  g_array_set_clear_func (entries, entry_clear);
  if (length == 0 || *text != '[')
    return NULL;
  for (gsize i = 1; i < length && self.state != OVER; i++)
    {
      if (self.state == IN_OBJECT)
        step_object (&self, text[i]);
      else if (!step_list (&self, text[i]))
        return NULL;
    }
  return self.state == OVER ? collect (&self, id, parent) : NULL;
}
