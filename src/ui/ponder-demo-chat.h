/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new chat with the built-in demo. */

#pragma once

#include "ponder-types.h"
#include "ponder-window.h"

G_BEGIN_DECLS

/* Shows it in @window. FALSE with @error: the demo does not start. */
gboolean ponder_demo_chat_begin (PonderWorkspace  *workspace,
                                 PonderWindow     *window,
                                 GError          **error);

G_END_DECLS
