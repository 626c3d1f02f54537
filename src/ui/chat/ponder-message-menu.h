/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a message, as a menu and as keys. */

#pragma once

#include <gio/gio.h>

#include "ponder-message.h"

G_BEGIN_DECLS

/* Items that activate @action with the name of an action of the row, such as "message.trash". (transfer full) */
GMenuModel *ponder_message_menu_new      (PonderMessage *message,
                                          const char    *action);
/* Whether the menu of @message has an item for the row's @request. */
gboolean    ponder_message_menu_offers   (PonderMessage *message,
                                          const char    *request);

typedef void (*PonderMessageMenuKeyFunc) (const char    *key,
                                          const char    *request,
                                          gpointer       user_data);

/* Calls @func with every key of the menu, written like "<Control>r". */
void        ponder_message_menu_foreach_key (PonderMessageMenuKeyFunc  func,
                                             gpointer                  user_data);

G_END_DECLS
