/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets other programs on this computer ask as the chats do, in the protocol of OpenAI: directly, by thinking deeply, or
 * by a vote of several answers. So whatever measures models measures what is made of their answers, too. */

#pragma once

#include "ponder-workspace.h"

G_BEGIN_DECLS

#define PONDER_TYPE_GATEWAY (ponder_gateway_get_type ())

G_DECLARE_FINAL_TYPE (PonderGateway, ponder_gateway, PONDER, GATEWAY, GObject)

/* @config: the model that is asked, and what is usual. Nothing that is asked or answered here is stored. */
PonderGateway *ponder_gateway_new          (PonderWorkspace          *workspace,
                                            const PonderModelConfig  *config);
/* On the loopback interface only; @port 0: any that is free. A page in a browser is not answered. */
gboolean       ponder_gateway_start        (PonderGateway            *self,
                                            guint                     port,
                                            GError                  **error);
/* "http://127.0.0.1:8377/v1", once it has started. (nullable) */
const char    *ponder_gateway_get_base_url (PonderGateway            *self);
/* Whatever is being answered is stopped. */
void           ponder_gateway_stop         (PonderGateway            *self);

G_END_DECLS
