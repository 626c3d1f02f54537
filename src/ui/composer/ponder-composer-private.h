/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the composer know of each other. */

#pragma once

#include "ponder-coalesce.h"
#include "ponder-composer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Part of the chat page; knows no session. Main thread. */
struct _PonderComposer
{
  GtkWidget       parent_instance;

  GtkWidget      *clamp;
  GtkRevealer    *edit_bar;
  PonderAttachmentBar *attachments;
  PonderAskedModels *asked;
  GtkTextView    *view;
  GtkTextBuffer  *buffer;
  GtkLabel       *placeholder;
  GtkLabel       *tokens;
  GtkButton      *button;

  PonderCoalesce *draft_changes;
  PonderCoalesce *hint_changes;
  char           *kept_draft;       /* while editing */
  char           *closed;           /* (nullable): why nothing can be typed */
  guint           kept_cursor;
  guint           cursor_source;
  guint           cursor_due;       /* to be in sight after so many layouts, until something is typed */
  guint           running : 1;
  guint           editing : 1;
  guint           thinks : 1;       /* what is sent is thought about deeply */
  guint           enter_sends : 1;
  guint           preedit : 1;      /* an input method is composing */
  guint           loading : 1;      /* the buffer is set by us, not by typing */
  guint           replaying : 1;    /* by undo or redo */
};

/* In ponder-composer.c. */

gboolean ponder_composer_is_empty           (PonderComposer *self);
void     ponder_composer_update_placeholder (PonderComposer *self);
/* Unless there is nothing to be sent, or an answer is being written. */
void     ponder_composer_send               (PonderComposer *self);
void     ponder_composer_edit_last          (PonderComposer *self);

/* In ponder-composer-button.c: what happens with what is typed. */

gboolean ponder_composer_can_send           (PonderComposer *self);
void     ponder_composer_update_button      (PonderComposer *self);

/* In ponder-composer-keys.c: what the keys do, and what input methods keep for themselves. */

void     ponder_composer_class_bind_keys    (GtkWidgetClass *widget_class);

G_END_DECLS
