/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which running program writes a message, and whether it still runs. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names this process among all that this computer runs since it was started: boot, process id, time
 * of its start. "" when the system does not say. (transfer full) */
char     *ponder_owner_dup_own  (void);
gboolean  ponder_owner_is_alive (const char *owner);  /* (nullable): nobody */

G_END_DECLS
