/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes chats as files that people, and other programs, can read. */

#include "config.h"

#include "ponder-exporter.h"

#include "ponder-branch.h"
#include "ponder-error.h"
#include "ponder-export-private.h"
#include "ponder-json.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *suffix;
  GString    *(*write) (const PonderConversation *conversation,
                        GPtrArray                *messages);
  gboolean    has_branches;
  gboolean    is_lines;
} formats[] = {
  [PONDER_EXPORT_JSON] = { "json", ".json", ponder_export_json, TRUE, FALSE },
  [PONDER_EXPORT_MARKDOWN] = { "markdown", ".md", ponder_export_markdown, TRUE, FALSE },
  [PONDER_EXPORT_HTML] = { "html", ".html", ponder_export_html, TRUE, FALSE },
  [PONDER_EXPORT_TEXT] = { "text", ".txt", ponder_export_text, TRUE, FALSE },
  [PONDER_EXPORT_OPENAI_JSONL] = { "openai-jsonl", ".jsonl", ponder_export_openai, FALSE, TRUE },
  [PONDER_EXPORT_SHAREGPT] = { "sharegpt", ".jsonl", ponder_export_sharegpt, FALSE, TRUE },
  [PONDER_EXPORT_SIMPLELLMFRONT] = { "simplellmfront", ".json", ponder_export_simplellmfront, FALSE, FALSE },
};

gboolean
ponder_export_format_from_string (const char         *name,
                                  PonderExportFormat *format)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i].name, name) == 0)
      {
        *format = (PonderExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

const char *
ponder_export_format_to_string (PonderExportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return formats[format].name;
}

const char *
ponder_export_format_get_suffix (PonderExportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return formats[format].suffix;
}

gboolean
ponder_export_format_is_lines (PonderExportFormat format)
{
  return formats[format].is_lines;
}

GString *
ponder_export_take_line (JsonObject *object)
{
  GString *text = g_string_new (NULL);
  g_autofree char *line = ponder_json_take_to_string (object);

  g_string_append (text, line);
  g_string_append_c (text, '\n');
  return text;
}

GBytes *
ponder_export_conversation (PonderConversation *conversation,
                            PonderExportFormat  format,
                            gboolean            whole_tree,
                            GError            **error)
{
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GString) text = NULL;

  g_return_val_if_fail (conversation != NULL, NULL);
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  if (whole_tree && formats[format].has_branches)
    messages = g_ptr_array_ref (conversation->messages);
  else
    messages = ponder_branch_find_path (conversation->messages);

  text = formats[format].write (conversation, messages);
  if (text->len == 0)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                   /* Translators: %s is the title of a chat. */
                   _("“%s” has no finished answer, and this format holds nothing else"),
                   ponder_session_get_title (conversation->session));
      return NULL;
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}
