/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a client asks for. */

#include "config.h"

#include "ponder-demo-question.h"

#include "ponder-json.h"

/* A rough count, as providers count: a Chinese character is a token, and so are four letters. */
static int
count_tokens (const char *text)
{
  int n_wide = 0;
  int n_narrow = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_iswide (g_utf8_get_char (text)))
        n_wide++;
      else
        n_narrow++;
    }
  return n_wide + (n_narrow + 3) / 4;
}

/* The content of a message is a text or a list of parts, of which some are texts. */
static char *
dup_content (JsonObject *message)
{
  const char *content = ponder_json_get_string (message, "content");
  JsonArray *parts = ponder_json_get_array (message, "content");
  guint n_parts = parts != NULL ? json_array_get_length (parts) : 0;
  g_autoptr(GString) text = g_string_new (content);

  for (guint i = 0; i < n_parts; i++)
    {
      const char *part = ponder_json_get_string (ponder_json_array_object (parts, i), "text");

      if (part != NULL)
        g_string_append (text, part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
take_messages (PonderDemoQuestion *self,
               JsonArray          *messages)
{
  guint n_messages = messages != NULL ? json_array_get_length (messages) : 0;

  for (guint i = 0; i < n_messages; i++)
    {
      JsonObject *message = ponder_json_array_object (messages, i);
      g_autofree char *content = dup_content (message);

      self->input_tokens += count_tokens (content);
      if (g_strcmp0 (ponder_json_get_string (message, "role"), "user") != 0)
        continue;
      g_free (self->text);
      self->text = g_steal_pointer (&content);
    }
}

PonderDemoQuestion *
ponder_demo_question_new (const char *body)
{
  g_autoptr(PonderDemoQuestion) self = NULL;
  g_autoptr(JsonObject) root = NULL;
  JsonObject *options;

  if (!(root = ponder_json_parse_object (body, -1, NULL)) ||
      ponder_json_get_string (root, "model") == NULL)
    return NULL;

  options = ponder_json_get_object (root, "stream_options");
  self = g_new0 (PonderDemoQuestion, 1);
  self->model = g_strdup (ponder_json_get_string (root, "model"));
  self->stream = ponder_json_get_boolean (root, "stream", FALSE);
  self->include_usage = ponder_json_get_boolean (options, "include_usage", FALSE);
  take_messages (self, ponder_json_get_array (root, "messages"));
  if (self->text == NULL)
    self->text = g_strdup ("");
  return g_steal_pointer (&self);
}

void
ponder_demo_question_free (PonderDemoQuestion *self)
{
  g_free (self->model);
  g_free (self->text);
  g_free (self);
}

gboolean
ponder_demo_question_is_chinese (const PonderDemoQuestion *self)
{
  for (const char *at = self->text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_HAN)
        return TRUE;
    }
  return FALSE;
}
