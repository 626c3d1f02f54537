/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the desktop of answers, and of failures, that nobody saw. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_NOTIFICATIONS (ponder_notifications_get_type ())

G_DECLARE_FINAL_TYPE (PonderNotifications, ponder_notifications, PONDER, NOTIFICATIONS, GObject)

/* A notification activates "app.show-chat" with the chat's id, which @application has. */
PonderNotifications *ponder_notifications_new (GtkApplication  *application,
                                               PonderWorkspace *workspace);

G_END_DECLS
