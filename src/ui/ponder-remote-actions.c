/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop asks of the program: by its menu, a notification, its search. */

#include "config.h"

#include "ponder-remote-actions.h"

#include "ponder-session.h"
#include "ponder-window.h"

struct _PonderRemoteActions
{
  GObject         parent_instance;

  GtkApplication *application;
  GPtrArray      *early;        /* (nullable): the chats are open. Else of EarlyAction */
};

typedef struct
{
  char     *name;
  GVariant *parameter;          /* (nullable) */
} EarlyAction;

G_DEFINE_FINAL_TYPE (PonderRemoteActions, ponder_remote_actions, G_TYPE_OBJECT)

static void
early_action_free (gpointer data)
{
  EarlyAction *early = data;

  g_free (early->name);
  g_clear_pointer (&early->parameter, g_variant_unref);
  g_free (early);
}

/* The one that was used last. (nullable) */
static PonderWindow *
find_window (PonderRemoteActions *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (PONDER_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static PonderWindow *
find_window_of (PonderRemoteActions *self,
                const char          *session_id)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    {
      PonderSession *session = PONDER_IS_WINDOW (l->data) ? ponder_window_get_session (l->data) : NULL;

      if (session != NULL && g_str_equal (ponder_session_get_id (session), session_id))
        return l->data;
    }

  return NULL;
}

/* (nullable): the program is about to end */
static PonderWindow *
ensure_window (PonderRemoteActions *self)
{
  PonderWindow *window = find_window (self);

  if (window == NULL)
    g_application_activate (G_APPLICATION (self->application));
  else
    gtk_window_present (GTK_WINDOW (window));
  return find_window (self);
}

static void
new_chat_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  PonderRemoteActions *self = user_data;
  PonderWindow *window;

  if (ponder_remote_actions_postpone (self, G_ACTION (action), parameter))
    return;

  if ((window = ensure_window (self)))
    ponder_window_new_chat (window);
}

static void
search_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  PonderRemoteActions *self = user_data;
  PonderWindow *window;

  if (ponder_remote_actions_postpone (self, G_ACTION (action), parameter))
    return;

  if ((window = ensure_window (self)))
    ponder_window_search (window, g_variant_get_string (parameter, NULL));
}

static void
show_message_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  PonderRemoteActions *self = user_data;
  PonderWindow *window;
  const char *session_id;
  const char *message_id;

  if (ponder_remote_actions_postpone (self, G_ACTION (action), parameter))
    return;

  g_variant_get (parameter, "(&s&s)", &session_id, &message_id);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-chat",
                                  g_variant_new_string (session_id));
  if (*message_id != '\0' && (window = find_window_of (self, session_id)))
    ponder_window_show_message (window, message_id);
}

static const GActionEntry actions[] = {
  { "new-chat", new_chat_action },
  { "search", search_action, "s" },
  { "show-message", show_message_action, "(ss)" },
};

static void
ponder_remote_actions_finalize (GObject *object)
{
  PonderRemoteActions *self = PONDER_REMOTE_ACTIONS (object);

  g_clear_pointer (&self->early, g_ptr_array_unref);

  G_OBJECT_CLASS (ponder_remote_actions_parent_class)->finalize (object);
}

static void
ponder_remote_actions_class_init (PonderRemoteActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_remote_actions_finalize;
}

static void
ponder_remote_actions_init (PonderRemoteActions *self)
{
  self->early = g_ptr_array_new_with_free_func (early_action_free);
}

PonderRemoteActions *
ponder_remote_actions_new (GtkApplication *application)
{
  PonderRemoteActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  self = g_object_new (PONDER_TYPE_REMOTE_ACTIONS, NULL);
  self->application = application;
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), self);
  return self;
}

gboolean
ponder_remote_actions_postpone (PonderRemoteActions *self,
                                GAction             *action,
                                GVariant            *parameter)
{
  EarlyAction *early;

  g_return_val_if_fail (PONDER_IS_REMOTE_ACTIONS (self), FALSE);

  if (self->early == NULL)
    return FALSE;

  early = g_new0 (EarlyAction, 1);
  early->name = g_strdup (g_action_get_name (action));
  early->parameter = parameter != NULL ? g_variant_ref (parameter) : NULL;
  g_ptr_array_add (self->early, early);
  return TRUE;
}

gboolean
ponder_remote_actions_is_waiting (PonderRemoteActions *self)
{
  g_return_val_if_fail (PONDER_IS_REMOTE_ACTIONS (self), FALSE);

  return self->early != NULL && self->early->len > 0;
}

void
ponder_remote_actions_open (PonderRemoteActions *self)
{
  g_autoptr(GPtrArray) early = NULL;

  g_return_if_fail (PONDER_IS_REMOTE_ACTIONS (self));

  early = g_steal_pointer (&self->early);
  for (guint i = 0; early != NULL && i < early->len; i++)
    {
      EarlyAction *action = g_ptr_array_index (early, i);

      g_action_group_activate_action (G_ACTION_GROUP (self->application), action->name, action->parameter);
    }
}
