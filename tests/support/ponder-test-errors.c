/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers send when they do not answer, and what it means: tests/fixtures/errors.json. */

#include "config.h"

#include "ponder-test-errors.h"

#include "ponder-json.h"

static void
error_free (gpointer data)
{
  PonderTestError *self = data;

  g_free (self->name);
  g_free (self->preset);
  g_free (self->category);
  g_ptr_array_unref (self->headers);
  g_free (self->body);
  g_free (self->content_type);
  g_free (self->suggestion);
  g_free (self->details);
  g_free (self->request_id);
  g_free (self);
}

static void
take_headers (PonderTestError *self,
              JsonObject      *headers)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  self->headers = g_ptr_array_new_with_free_func (g_free);
  if (headers == NULL)
    return;
  json_object_iter_init (&iter, headers);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_ptr_array_add (self->headers, g_strdup (name));
      g_ptr_array_add (self->headers, json_node_dup_string (value));
    }
}

static void
take_body (PonderTestError *self,
           JsonNode        *body)
{
  if (json_node_get_value_type (body) == G_TYPE_STRING)
    {
      self->body = json_node_dup_string (body);
      self->content_type = g_strdup (strchr (self->body, '<') != NULL ? "text/html" : "text/plain");
    }
  else
    {
      self->body = ponder_json_to_string (body);
      self->content_type = g_strdup ("application/json");
    }
}

static PonderTestError *
error_new (JsonObject *object)
{
  PonderTestError *self = g_new0 (PonderTestError, 1);
  gint64 status;

  self->name = g_strdup (ponder_json_get_string (object, "name"));
  self->preset = g_strdup (ponder_json_get_string (object, "preset"));
  self->category = g_strdup (ponder_json_get_string (object, "category"));
  g_assert_true (ponder_json_get_int (object, "status", &status));
  self->status = (guint) status;
  take_headers (self, ponder_json_get_object (object, "headers"));
  take_body (self, json_object_get_member (object, "body"));
  self->retryable = ponder_json_get_boolean (object, "retryable", FALSE);
  self->wait = -1;
  ponder_json_get_double (object, "wait", &self->wait);
  self->suggestion = g_strdup (ponder_json_get_string (object, "suggestion"));
  self->details = g_strdup (ponder_json_get_string (object, "details"));
  self->request_id = g_strdup (ponder_json_get_string (object, "request_id"));
  return self;
}

GPtrArray *
ponder_test_errors_load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures",
                                            "errors.json", NULL);
  g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func (error_free);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonArray *list;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  root = ponder_json_parse (text, length, &error);
  g_assert_no_error (error);
  list = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (errors, error_new (json_array_get_object_element (list, i)));
  return g_steal_pointer (&errors);
}

const char *
ponder_test_error_get_header (gpointer    error,
                              const char *name)
{
  PonderTestError *self = error;

  for (guint i = 0; i < self->headers->len; i += 2)
    {
      if (g_str_equal (g_ptr_array_index (self->headers, i), name))
        return g_ptr_array_index (self->headers, i + 1);
    }
  return NULL;
}
