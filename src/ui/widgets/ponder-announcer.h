/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says something to whoever listens with a screen reader. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _PonderAnnouncer PonderAnnouncer;

/* Belongs to @widget, in whose window it speaks. */
PonderAnnouncer *ponder_announcer_new          (GtkWidget       *widget);
void             ponder_announcer_free         (PonderAnnouncer *self);

/* Somebody listens, and to this window: it is the active one. Otherwise nothing need be made ready to be said. */
gboolean         ponder_announcer_is_heard     (PonderAnnouncer *self);
/* For tests: as if somebody listened. */
void             ponder_announcer_set_listened (PonderAnnouncer *self,
                                                gboolean         listened);
/* After what is being read out now. */
void             ponder_announcer_say          (PonderAnnouncer *self,
                                                const char      *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderAnnouncer, ponder_announcer_free)

G_END_DECLS
