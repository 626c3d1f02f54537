/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `sessions`: stored chats. */

#include "config.h"

#include "ponder-branch.h"
#include "ponder-cli-json.h"
#include "ponder-cli.h"

#include <glib/gi18n.h>

/* What few chats have is said of those only. */
static JsonObject *
row_to_json (PonderSession *session)
{
  JsonObject *object = ponder_session_to_json (session);
  const char *const *tags = ponder_session_get_tags (session);
  JsonArray *array;

  json_object_set_int_member (object, "messages", ponder_session_get_n_messages (session));
  if (ponder_session_get_archived (session))
    json_object_set_boolean_member (object, "archived", TRUE);
  if (tags[0] == NULL)
    return object;

  array = json_array_new ();
  for (guint i = 0; tags[i] != NULL; i++)
    json_array_add_string_element (array, tags[i]);
  json_object_set_array_member (object, "tags", array);
  return object;
}

/* " [work, archived]", or "". (transfer full) */
static char *
dup_marks (PonderSession *session)
{
  g_autofree char *tags = g_strjoinv (", ", (char **) ponder_session_get_tags (session));
  gboolean archived = ponder_session_get_archived (session);

  if (*tags == '\0' && !archived)
    return g_strdup ("");
  return g_strdup_printf (" [%s%s%s]", tags, *tags != '\0' && archived ? ", " : "",
                          archived ? _("archived") : "");
}

static void
show_row (PonderCli     *self,
          PonderSession *session)
{
  g_autofree char *updated = ponder_cli_dup_time (ponder_session_get_updated (session));
  g_autofree char *title = g_strdelimit (g_strdup (ponder_session_get_title (session)), "\n\t", ' ');
  g_autofree char *marks = dup_marks (session);

  ponder_output_printf (self->output, "%s  %-20s  %4u  %s%s\n", ponder_session_get_id (session), updated,
                        ponder_session_get_n_messages (session), title, marks);
}

static void
list_rows (PonderCli  *self,
           GListModel *sessions,
           JsonArray  *array)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (sessions, i);

      if (array != NULL)
        json_array_add_object_element (array, row_to_json (session));
      else
        show_row (self, session);
    }
}

/* Archived chats come last: who lists all chats, to keep them, must not miss any. */
static PonderExit
list (PonderCli *self,
      GStrv     *arguments)
{
  gboolean json = FALSE, trash = FALSE;
  const GOptionEntry entries[] = {
    { "trash", 0, 0, G_OPTION_ARG_NONE, &trash, N_("List the chats in the trash instead"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(JsonArray) array = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "sessions list", NULL,
                         _("Lists the chats, archived ones last: id, last change, messages, title."), entries,
                         arguments) ||
      !ponder_cli_expect (*arguments, 0, NULL) || !ponder_cli_open (self, &status))
    return status;

  if (json)
    array = json_array_new ();
  if (trash)
    {
      list_rows (self, ponder_workspace_get_trash (self->workspace), array);
    }
  else
    {
      list_rows (self, G_LIST_MODEL (ponder_workspace_get_sessions (self->workspace)), array);
      list_rows (self, G_LIST_MODEL (ponder_workspace_get_archive (self->workspace)), array);
    }

  if (json)
    ponder_output_take_array (self->output, g_steal_pointer (&array));
  return PONDER_EXIT_DONE;
}

static const char *
get_speaker (PonderMessage *message)
{
  const char *model;

  switch (ponder_message_get_role (message))
    {
    case PONDER_ROLE_SYSTEM:
      return _("System");
    case PONDER_ROLE_USER:
      return _("You");
    case PONDER_ROLE_ASSISTANT:
      model = ponder_message_get_model (message);
      return model != NULL ? model : _("Model");
    case PONDER_ROLE_TOOL:
      return _("Tool");
    }

  return "";
}

static void
show_attachments (PonderCli     *self,
                  PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE)
        ponder_output_printf (self->output, "[%s]\n",
                              part->name != NULL ? part->name
                              : part->media_type != NULL ? part->media_type : ponder_part_kind_to_string (part->kind));
    }
}

static void
show_message (PonderCli     *self,
              PonderMessage *message,
              gboolean       first)
{
  g_autofree char *created = ponder_cli_dup_time (ponder_message_get_created (message));
  const char *text = ponder_message_get_text (message);
  PonderMessageState state = ponder_message_get_state (message);

  ponder_output_printf (self->output, "%s%s%s%s", first ? "" : "\n", get_speaker (message),
                        *created != '\0' ? " · " : "", created);
  if (state != PONDER_MESSAGE_DONE)
    ponder_output_printf (self->output, " · %s", ponder_message_state_to_string (state));
  ponder_output_printf (self->output, "\n%s%s", text, *text == '\0' || g_str_has_suffix (text, "\n") ? "" : "\n");
  show_attachments (self, message);
}

static void
show_as_text (PonderCli *self,
              GPtrArray *messages)
{
  g_autoptr(GPtrArray) path = ponder_branch_find_path (messages);

  for (guint i = 0; i < path->len; i++)
    show_message (self, path->pdata[i], i == 0);
}

static void
show_as_json (PonderCli     *self,
              PonderSession *session,
              GPtrArray     *messages)
{
  JsonObject *object = ponder_session_to_json (session);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < messages->len; i++)
    json_array_add_object_element (array, ponder_message_to_json (messages->pdata[i]));
  json_object_set_array_member (object, "messages", array);
  ponder_output_take_object (self->output, object);
}

static PonderExit
show (PonderCli *self,
      GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON, with all branches"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "sessions show", "ID", _("Shows the messages of one chat."), entries,
                         arguments) ||
      !ponder_cli_expect (*arguments, 1, "ID") || !ponder_cli_open (self, &status) ||
      !(session = ponder_cli_find_session (self, (*arguments)[1], &status)))
    return status;

  if (!(messages = ponder_cli_load_messages (self, session, &error)))
    return ponder_cli_fail (self, error, "read chat");

  if (json)
    show_as_json (self, session, messages);
  else
    show_as_text (self, messages);
  return PONDER_EXIT_DONE;
}

/* What rename, delete and restore have in common: one chat, found by its id. (transfer full) */
static PonderSession *
find_named (PonderCli  *self,
            const char *command,
            const char *parameters,
            const char *summary,
            guint       n_arguments,
            GStrv      *arguments,
            PonderExit *status)
{
  *status = PONDER_EXIT_USAGE;
  if (!ponder_cli_parse (self, command, parameters, summary, NULL, arguments) ||
      !ponder_cli_expect (*arguments, n_arguments, parameters) || !ponder_cli_open (self, status))
    return NULL;

  return ponder_cli_find_session (self, (*arguments)[1], status);
}

static PonderExit
rename_session (PonderCli *self,
                GStrv     *arguments)
{
  g_autoptr(PonderSession) session = NULL;
  g_autofree char *title = NULL;
  PonderExit status;

  if (!(session = find_named (self, "sessions rename", _("ID TITLE"),
                              _("Gives a chat another title."), 2, arguments, &status)))
    return status;

  title = g_strstrip (g_utf8_make_valid ((*arguments)[2], -1));
  if (*title == '\0')
    return ponder_cli_usage (_("The title is empty."));

  ponder_workspace_rename_session (self->workspace, session, title);
  return PONDER_EXIT_DONE;
}

static PonderExit
delete_session (PonderCli *self,
                GStrv     *arguments)
{
  g_autoptr(PonderSession) session = NULL;
  PonderExit status;

  if (!(session = find_named (self, "sessions delete", "ID",
                              _("Moves a chat to the trash; “sessions restore” brings it back."), 1,
                              arguments, &status)))
    return status;

  if (ponder_session_get_trashed (session) == 0)
    ponder_workspace_trash_session (self->workspace, session);
  return PONDER_EXIT_DONE;
}

static PonderExit
restore_session (PonderCli *self,
                 GStrv     *arguments)
{
  g_autoptr(PonderSession) session = NULL;
  PonderExit status;

  if (!(session = find_named (self, "sessions restore", "ID", _("Takes a chat out of the trash."),
                              1, arguments, &status)))
    return status;

  if (ponder_session_get_trashed (session) != 0)
    ponder_workspace_restore_session (self->workspace, session);
  return PONDER_EXIT_DONE;
}

static const PonderCommand commands[] = {
  { "list", list, N_("List the chats, or those in the trash") },
  { "show", show, N_("Show the messages of a chat") },
  { "search", ponder_cli_search_sessions, N_("Find chats and messages by their words") },
  { "rename", rename_session, N_("Give a chat another title") },
  { "delete", delete_session, N_("Move a chat to the trash") },
  { "restore", restore_session, N_("Take a chat out of the trash") },
  { NULL }
};

PonderExit
ponder_cli_sessions (PonderCli *self,
                     GStrv     *arguments)
{
  return ponder_cli_dispatch (self, "ponder-cli sessions", _("Stored chats."), commands, arguments);
}
