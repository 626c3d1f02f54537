/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker whose notices become a signal of an object of another thread. */

#pragma once

#include <glib-object.h>

#include "ponder-db-worker.h"

G_BEGIN_DECLS

/* When another program has committed, @signal, which has no parameters, is emitted on the default context of this
 * thread. The worker never holds @object. */
PonderDbWorker *ponder_db_notice_start_worker (GObject  *object,
                                               guint     signal);

G_END_DECLS
