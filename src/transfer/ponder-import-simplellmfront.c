/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session files of the Python front end. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

gboolean
ponder_import_simplellmfront_matches (JsonObject *object)
{
  return ponder_json_get_string (object, "session_id") != NULL
         && ponder_json_get_array (object, "chat_history") != NULL;
}

/* It has whole models with their settings, and provider and model are those that its user chose. */
static void
read_config (PonderModelConfig *config,
             JsonObject        *source)
{
  ponder_model_config_set_model (config, ponder_json_get_string (source, "provider"),
                                 ponder_json_get_string (source, "model"));
  ponder_import_add_system (config, ponder_json_get_string (source, "system_instruction"));
  ponder_import_set_config (config, source);
}

/* What is as usual here says nothing of its own. */
static void
read_deep_think (PonderModelConfig *config,
                 JsonObject        *source)
{
  g_autoptr(PonderThinkConfig) usual = ponder_think_config_new ();
  g_autoptr(PonderThinkConfig) think = ponder_think_config_new ();
  gint64 max_tasks;

  if (source == NULL)
    return;

  config->deep_think = ponder_json_get_boolean (source, "enabled", FALSE);
  if (ponder_json_get_int (source, "max_tasks", &max_tasks))
    think->max_subtasks = (guint) CLAMP (max_tasks, 1, PONDER_THINK_SUBTASKS_LIMIT);
  think->review = ponder_json_get_boolean (source, "enable_review", think->review);
  think->web_search = ponder_json_get_boolean (source, "enable_web_search", think->web_search);
  think->show_process = ponder_json_get_boolean (source, "show_process", think->show_process);
  if (!ponder_think_config_equal (think, usual))
    config->think = g_steal_pointer (&think);
}

/* What the turns of other programs say of themselves stands in their notes here; the exporter writes them so. */
static void
take_notes (JsonArray *turns)
{
  static const char *const members[] = { "model", "reasoning" };

  for (guint i = 0; i < json_array_get_length (turns); i++)
    {
      JsonObject *turn = ponder_json_array_object (turns, i);
      JsonObject *notes = turn != NULL ? ponder_json_get_object (turn, "metadata") : NULL;

      for (guint j = 0; notes != NULL && j < G_N_ELEMENTS (members); j++)
        {
          const char *text = ponder_json_get_string (notes, members[j]);

          if (text != NULL && !json_object_has_member (turn, members[j]))
            json_object_set_string_member (turn, members[j], text);
        }
    }
}

static void
set_models (PonderConversation *conversation)
{
  PonderModelConfig *config = ponder_session_get_config (conversation->session);

  for (guint i = 0; i < conversation->messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (conversation->messages, i);

      if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT && ponder_message_get_model (message) == NULL)
        ponder_message_set_model (message, config->model);
    }
}

gboolean
ponder_import_simplellmfront_read (PonderImport  *import,
                                   JsonObject    *object,
                                   GError       **error)
{
  g_autoptr(PonderConversation) conversation = NULL;
  PonderSession *session;

  conversation = ponder_import_begin (import, "simplellmfront", ponder_json_get_string (object, "session_id"),
                                      ponder_json_get_string (object, "title"));
  session = conversation->session;
  ponder_session_set_created (session, ponder_import_get_time (object, "created_at"));
  ponder_session_set_updated (session, ponder_import_get_time (object, "updated_at"));
  read_config (ponder_session_get_config (session), ponder_json_get_object (object, "model_config"));
  read_deep_think (ponder_session_get_config (session), ponder_json_get_object (object, "deep_think_config"));
  take_notes (ponder_json_get_array (object, "chat_history"));
  ponder_import_add_turns (conversation, ponder_json_get_array (object, "chat_history"), NULL);
  set_models (conversation);
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
