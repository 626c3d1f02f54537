/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mirror of a list model: catches every items-changed that does not tell the truth. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PonderTestMirror PonderTestMirror;

/* Replays every change on an array of its own and compares number and items. */
PonderTestMirror *ponder_test_mirror_new         (GListModel       *model);
guint             ponder_test_mirror_get_changes (PonderTestMirror *self);
void              ponder_test_mirror_free        (PonderTestMirror *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTestMirror, ponder_test_mirror_free)

G_END_DECLS
