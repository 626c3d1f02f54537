/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search of the web found, in the state of a run and in what its parts ask. */

#include "config.h"

#include "ponder-think-sources-private.h"

#include "ponder-json.h"

/* More than this was never asked for. */
#define SOURCES_LIMIT 20

static void
source_free (gpointer data)
{
  PonderThinkSource *self = data;

  g_free (self->title);
  g_free (self->url);
  g_free (self->text);
  g_free (self);
}

static void
add_source (GPtrArray  *sources,
            JsonObject *object)
{
  const char *url = ponder_json_get_string (object, "url");
  const char *title = ponder_json_get_string (object, "title");
  const char *text = ponder_json_get_string (object, "text");
  PonderThinkSource *source;

  if (url == NULL || !(g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://")))
    return;
  source = g_new0 (PonderThinkSource, 1);
  source->title = g_strdup (title != NULL ? title : "");
  source->url = g_strdup (url);
  source->text = g_strdup (text != NULL ? text : "");
  g_ptr_array_add (sources, source);
}

/* (nullable): a search that failed found not even nothing. */
static GPtrArray *
read_sources (const char *json)
{
  g_autoptr(JsonNode) node = json != NULL ? ponder_json_parse (json, -1, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *sources;

  if (array == NULL)
    return NULL;
  sources = g_ptr_array_new_with_free_func (source_free);
  for (guint i = 0; i < json_array_get_length (array) && sources->len < SOURCES_LIMIT; i++)
    add_source (sources, ponder_json_array_object (array, i));
  return sources;
}

void
ponder_think_node_take_sources (PonderThinkNode        *self,
                                const PonderThinkEvent *event)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  self->sources = read_sources (event->text);
  g_free (self->sources_problem);
  self->sources_problem = g_strdup (event->detail);
}

char *
ponder_think_source_dup_attributes (const PonderThinkSource *self,
                                    guint                    number)
{
  g_autofree char *title = g_strdelimit (g_strdup (self->title), "<>\"\r\n", ' ');
  g_autofree char *url = g_strdelimit (g_strdup (self->url), "<>\"\r\n ", '_');

  return g_strdup_printf ("id=\"web-%u\" url=\"%s\" title=\"%s\"", number, url, title);
}
