/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program wrote an object of JSON. */

#include "config.h"

#include "ponder-import-shapes.h"

#include "ponder-error.h"
#include "ponder-import-ponder.h"

/* What this program wrote is taken as it is: nothing is missing that would have to be found out. */
static gboolean
take_own (PonderConversation  *conversation,
          gpointer             user_data,
          GError             **error)
{
  PonderImport *import = user_data;

  if (!ponder_import_goes_on (import))
    {
      ponder_conversation_free (conversation);
      return TRUE;
    }
  import->n_taken++;
  import->sink->take (conversation, import->user_data, &import->failure);
  return TRUE;
}

static void
skip_own (const char *what,
          const char *why,
          gpointer    user_data)
{
  ponder_import_count_skip (user_data, what, why);
}

static gboolean
read_own (PonderImport  *import,
          JsonObject    *object,
          GError       **error)
{
  static const PonderImportSink sink = { take_own, skip_own, NULL };
  g_autofree char *name = g_path_get_basename (import->entry != NULL ? import->entry : import->path);
  g_autofree char *where = g_filename_display_name (name);

  return ponder_import_ponder_read (object, where, &sink, import, error);
}

static const PonderImportShape shapes[] = {
  { "ponder", ponder_import_ponder_knows, read_own },
  { "chatgpt", ponder_import_chatgpt_matches, ponder_import_chatgpt_read },
  { "claude", ponder_import_claude_matches, ponder_import_claude_read },
  { "openwebui", ponder_import_openwebui_matches, ponder_import_openwebui_read },
  { "librechat", ponder_import_librechat_matches, ponder_import_librechat_read },
  { "newelle", ponder_import_newelle_matches, ponder_import_newelle_read },
  { "chatbox", ponder_import_chatbox_matches, ponder_import_chatbox_read },
  { "cherry-studio", ponder_import_cherry_matches, ponder_import_cherry_read },
  { "simplellmfront", ponder_import_simplellmfront_matches, ponder_import_simplellmfront_read },
  { "jan", ponder_import_jan_matches, ponder_import_jan_read },
  { "sharegpt", ponder_import_sharegpt_matches, ponder_import_sharegpt_read },
  { "openai-jsonl", ponder_import_openai_matches, ponder_import_openai_read },
  { "alpaca", ponder_import_alpaca_matches, ponder_import_alpaca_read },
};

const PonderImportShape *
ponder_import_find_shape (JsonObject *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (shapes[i].matches (object))
      return &shapes[i];
  return NULL;
}

const char *
ponder_import_get_turn_format (JsonObject *object)
{
  PonderRole role;

  if (g_strcmp0 (ponder_json_get_string (object, "object"), "thread.message") == 0)
    return "jan";
  if (ponder_json_get_string (object, "from") != NULL && ponder_import_has (object, "value"))
    return "sharegpt";
  if (ponder_import_parse_role (ponder_json_get_string (object, "role"), &role)
      && (ponder_import_has (object, "content") || ponder_import_has (object, "tool_calls")))
    return "openai-jsonl";
  return NULL;
}

gboolean
ponder_import_fail (GError     **error,
                    const char  *why)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, why);
  return FALSE;
}
