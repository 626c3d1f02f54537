/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a question is typed. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-asked-models.h"
#include "ponder-attachment-bar.h"

G_BEGIN_DECLS

#define PONDER_TYPE_COMPOSER (ponder_composer_get_type ())

G_DECLARE_FINAL_TYPE (PonderComposer, ponder_composer, PONDER, COMPOSER, GtkWidget)

/* Signals:
 *   "send" (char *text): empty only when something is attached; call ponder_composer_clear() once it is taken
 *   "stop": the running answer
 *   "edit-last": Up in an empty box
 *   "edit-cancelled": what was typed before is back
 *   "draft-changed": by typing, at most twice a second, never while editing
 *   "attach": files are to be chosen
 *   "paste" (GdkClipboard*) -> gboolean: whether what lies there is no text and was taken
 *   "large-text" (char *text): was pasted or dropped, and is not typed: it is better attached
 *   "attachments-changed"
 * Properties: "running", "editing" (read only), "enter-sends". */

/* An answer is being written: the button stops it. */
void      ponder_composer_set_running (PonderComposer *self,
                                       gboolean        running);
gboolean  ponder_composer_get_running (PonderComposer *self);
/* What is typed; @cursor in characters. Setting leaves the edit mode. */
void      ponder_composer_set_draft   (PonderComposer *self,
                                       const char     *text,
                                       guint           cursor);
/* While a question is edited: the draft that comes back afterwards. @cursor (out) (optional).
 * (transfer full) */
char     *ponder_composer_dup_draft   (PonderComposer *self,
                                       guint          *cursor);
/* Puts @text in place of the draft until it is sent or cancelled. */
void      ponder_composer_begin_edit  (PonderComposer *self,
                                       const char     *text);
void      ponder_composer_cancel_edit (PonderComposer *self);
gboolean  ponder_composer_get_editing (PonderComposer *self);
/* It was sent: back to the draft after an edit, else to an empty box. */
void      ponder_composer_clear       (PonderComposer *self);
/* @reason (nullable): why nothing can be typed; NULL: it can. */
void      ponder_composer_set_closed  (PonderComposer *self,
                                       const char     *reason);
/* What is sent is thought about deeply, which its button shows. */
void      ponder_composer_set_thinks  (PonderComposer *self,
                                       gboolean        thinks);
/* What goes along. (transfer none) */
PonderAttachmentBar *ponder_composer_get_attachments (PonderComposer *self);
/* Several models that are asked at once. (transfer none) */
PonderAskedModels *ponder_composer_get_asked_models (PonderComposer *self);
/* As if it was typed, in place of what is selected. */
void      ponder_composer_insert_text (PonderComposer *self,
                                       const char     *text);
/* Gives it the keyboard. */
void      ponder_composer_focus_text  (PonderComposer *self);
/* Emits "draft-changed" now if it is due. */
void      ponder_composer_flush       (PonderComposer *self);

G_END_DECLS
