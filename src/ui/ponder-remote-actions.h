/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop asks of the program: by its menu, a notification, its search. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_REMOTE_ACTIONS (ponder_remote_actions_get_type ())

G_DECLARE_FINAL_TYPE (PonderRemoteActions, ponder_remote_actions, PONDER, REMOTE_ACTIONS, GObject)

/* Adds to @application, which owns this: "new-chat", "search" (words) and "show-message" (chat, message or ""). The
 * desktop may start the program with any of them: what comes before the chats are open is done then. */
PonderRemoteActions *ponder_remote_actions_new      (GtkApplication      *application);
/* Whether @action comes too early; then it is activated again in time. Each of them makes a window. */
gboolean             ponder_remote_actions_postpone (PonderRemoteActions *self,
                                                     GAction             *action,
                                                     GVariant            *parameter);
/* Whether somebody waits for a window. */
gboolean             ponder_remote_actions_is_waiting (PonderRemoteActions *self);
/* The chats are open. */
void                 ponder_remote_actions_open     (PonderRemoteActions *self);

G_END_DECLS
