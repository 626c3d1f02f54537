/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of a cache on the disk, where whatever is not sound is made anew. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* A connection to the cache at @path, whatever there was before. Programs that open at the same time do so one after
 * the other. @unfit (nullable) is a connection that is open and of no use any more: the file it has goes, unless
 * somebody else put another in its place already. */
PonderDb *ponder_cache_place_open   (const char    *path,
                                     PonderDb      *unfit,
                                     GCancellable  *cancellable,
                                     GError       **error);
/* Those that have it open make another at their next use. */
gboolean  ponder_cache_place_remove (const char    *path,
                                     GCancellable  *cancellable,
                                     GError       **error);

G_END_DECLS
