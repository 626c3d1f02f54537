/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output: never blocks the main loop, passes no control character on to a terminal. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-types.h"

G_BEGIN_DECLS

typedef struct _PonderOutput PonderOutput;

PonderOutput *ponder_output_new         (int            fd);
void          ponder_output_free        (PonderOutput  *self);
/* Cancelled as soon as nobody reads any more, or nothing can be written. */
void          ponder_output_set_cancel  (PonderOutput  *self,
                                         GCancellable  *cancellable);
void          ponder_output_write       (PonderOutput  *self,
                                         const char    *text);
/* In bold on a terminal that can, else as it is. */
void          ponder_output_write_bold  (PonderOutput  *self,
                                         const char    *text);
void          ponder_output_printf      (PonderOutput  *self,
                                         const char    *format,
                                         ...) G_GNUC_PRINTF (2, 3);
/* Compact text and a line end. */
void          ponder_output_take_object (PonderOutput  *self,
                                         JsonObject    *object);
void          ponder_output_take_array  (PonderOutput  *self,
                                         JsonArray     *array);
/* Waits until everything is written; at most a second once @cancellable is cancelled. FALSE when
 * writing failed, except when the reader went away: that is no error. */
gboolean      ponder_output_finish      (PonderOutput  *self,
                                         GCancellable  *cancellable,
                                         GError       **error);
gboolean      ponder_output_is_closed   (PonderOutput  *self);
/* Something waits for a reader that is slower than we are. */
gboolean      ponder_output_is_behind   (PonderOutput  *self);

/* @text with everything that could command a terminal replaced by U+FFFD. (transfer full) */
char         *ponder_output_make_safe   (const char    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderOutput, ponder_output_free)

G_END_DECLS
