/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search of the web found, made harmless. */

#include "config.h"

#include "ponder-web-results.h"

#include "ponder-entity.h"
#include "ponder-error.h"
#include "ponder-json.h"

#include <string.h>

#define TITLE_LIMIT 200
#define TEXT_LIMIT 600
#define URL_LIMIT 2000
/* Bytes of one text that are looked at: more than is kept, even with marks and in characters of four. */
#define LOOKED_AT 8192
#define ENTITY_LIMIT 16

void
ponder_web_result_free (PonderWebResult *self)
{
  g_free (self->title);
  g_free (self->url);
  g_free (self->text);
  g_free (self);
}

/* Of what is between < and >, only what begins like a tag. (transfer full) */
static char *
dup_without_tags (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = *text == '<' && (text[1] == '/' || g_ascii_isalpha (text[1])) ? strchr (text, '>') : NULL;

      if (end != NULL)
        text = end + 1;
      else
        g_string_append_c (out, *text++);
    }
  return g_string_free (out, FALSE);
}

/* HTML as Brave marks its words. (transfer full) */
static char *
dup_from_html (const char *html)
{
  g_autofree char *text = dup_without_tags (html);
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; )
    {
      const char *end = *at == '&' ? memchr (at, ';', strnlen (at, ENTITY_LIMIT)) : NULL;
      gunichar character = end != NULL ? ponder_entity_decode (at, (gsize) (end + 1 - at)) : 0;

      if (character != 0)
        g_string_append_unichar (out, character);
      else
        g_string_append_c (out, *at);
      at = character != 0 ? end + 1 : at + 1;
    }
  return g_string_free (out, FALSE);
}

/* Characters that nobody sees can hide words from people that models read; joiners belong to scripts. */
static gboolean
is_hidden (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d;
}

/* At most @limit characters, without control characters, spaces as one. (transfer full) */
static char *
dup_clean (const char *text,
           guint       limit)
{
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;
  guint n = 0;

  for (; *text != '\0' && n < limit; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (is_hidden (c))
        continue;
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = out->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      g_string_append_unichar (out, c);
      n++;
    }
  if (*text != '\0' && n == limit)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

static gboolean
is_link (const char *url)
{
  g_autoptr(GUri) uri = NULL;

  if (url == NULL || strlen (url) > URL_LIMIT || strpbrk (url, " \"<>\\") != NULL)
    return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && (strcmp (g_uri_get_scheme (uri), "http") == 0 || strcmp (g_uri_get_scheme (uri), "https") == 0)
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' && g_uri_get_userinfo (uri) == NULL;
}

static char *
dup_member (JsonObject *object,
            const char *member,
            gboolean    html,
            guint       limit)
{
  const char *said = ponder_json_get_string (object, member);
  g_autofree char *start = g_strndup (said != NULL ? said : "", LOOKED_AT);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  g_autofree char *text = html ? dup_from_html (valid) : g_steal_pointer (&valid);

  return dup_clean (text, limit);
}

/* What has no address is none. */
static GPtrArray *
read_list (JsonArray  *list,
           const char *text_member,
           gboolean    html)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_web_result_free);

  for (guint i = 0; i < json_array_get_length (list) && results->len < PONDER_WEB_RESULTS_LIMIT; i++)
    {
      JsonObject *object = ponder_json_array_object (list, i);
      PonderWebResult *result;

      if (!is_link (ponder_json_get_string (object, "url")))
        continue;
      result = g_new0 (PonderWebResult, 1);
      result->url = g_strdup (ponder_json_get_string (object, "url"));
      result->title = dup_member (object, "title", html, TITLE_LIMIT);
      result->text = dup_member (object, text_member, html, TEXT_LIMIT);
      g_ptr_array_add (results, result);
    }
  return results;
}

static JsonObject *
parse (GBytes  *body,
       GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  return ponder_json_parse_object (data != NULL ? data : "", (gssize) length, error);
}

static GPtrArray *
refuse (GError **error)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, "no results in the answer");
  return NULL;
}

GPtrArray *
ponder_web_results_read_searxng (GBytes  *body,
                                 GError **error)
{
  g_autoptr(JsonObject) object = parse (body, error);

  if (object == NULL)
    return NULL;
  if (ponder_json_get_array (object, "results") == NULL)
    return refuse (error);
  return read_list (ponder_json_get_array (object, "results"), "content", FALSE);
}

/* Where nothing was found there is no "web" at all. */
GPtrArray *
ponder_web_results_read_brave (GBytes  *body,
                               GError **error)
{
  g_autoptr(JsonObject) object = parse (body, error);
  JsonObject *web = ponder_json_get_object (object, "web");
  JsonArray *list = ponder_json_get_array (web, "results");

  if (object == NULL)
    return NULL;
  if (list == NULL && ponder_json_get_object (object, "query") == NULL)
    return refuse (error);
  if (list == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_web_result_free);
  return read_list (list, "description", TRUE);
}

char *
ponder_web_results_to_json (GPtrArray *results)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < results->len; i++)
    {
      const PonderWebResult *result = g_ptr_array_index (results, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "title", result->title);
      json_object_set_string_member (object, "url", result->url);
      json_object_set_string_member (object, "text", result->text);
      json_array_add_object_element (array, object);
    }
  json_node_init_array (node, array);
  json_array_unref (array);
  return ponder_json_to_string (node);
}
