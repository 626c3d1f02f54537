/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters which server has refused for which model. */

#pragma once

#include "ponder-downgrade.h"
#include "ponder-types.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define PONDER_TYPE_DOWNGRADE_MEMORY (ponder_downgrade_memory_get_type ())

G_DECLARE_FINAL_TYPE (PonderDowngradeMemory, ponder_downgrade_memory, PONDER, DOWNGRADE_MEMORY, GObject)

/* Signal "changed": more is known for sure; it is worth keeping. */

PonderDowngradeMemory *ponder_downgrade_memory_new       (void);
/* (transfer none) (nullable): valid until something is added. */
const PonderDowngrade *ponder_downgrade_memory_lookup    (PonderDowngradeMemory *self,
                                                          PonderProviderConfig  *provider,
                                                          const char            *model);
void                   ponder_downgrade_memory_add       (PonderDowngradeMemory *self,
                                                          PonderProviderConfig  *provider,
                                                          const char            *model,
                                                          const char            *parameter);
/* The server has answered without them. What it named may not have been what it minded, and is then not kept. */
void                   ponder_downgrade_memory_confirm   (PonderDowngradeMemory *self,
                                                          PonderProviderConfig  *provider,
                                                          const char            *model);

/* For the database: a JSON object of what is confirmed. Servers learn: what is older than a month is forgotten
 * when it is read. @now: seconds since 1970. What is there already stays. (transfer full) */
char                  *ponder_downgrade_memory_serialize (PonderDowngradeMemory *self);
void                   ponder_downgrade_memory_restore   (PonderDowngradeMemory *self,
                                                          const char            *json,
                                                          gint64                 now);

G_END_DECLS
