/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of all chats, and what came of bringing a copy back. */

#include "config.h"

#include "ponder-backup-info.h"

void
ponder_backup_info_free (PonderBackupInfo *self)
{
  g_free (self->path);
  g_free (self);
}

void
ponder_recovery_free (PonderRecovery *self)
{
  g_free (self->path);
  g_free (self);
}
