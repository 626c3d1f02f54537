/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person writes for a part of a run: a hint, another question, its answer, or a part of their own. */

#include "config.h"

#include "ponder-think-part-dialog.h"

#include "ponder-think-part-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Belongs to its toplevel list; keeps the board, which may go on while somebody types. */
struct _PonderThinkPartDialog
{
  AdwWindow           parent_instance;

  PonderThinkBoard   *board;
  PonderThinkCommand  command;
  char               *node;             /* (nullable): the id */

  GtkWidget          *accept;
  GtkLabel           *explanation;
  GtkTextView        *entry;
  GtkWidget          *refusal;
};

G_DEFINE_FINAL_TYPE (PonderThinkPartDialog, ponder_think_part_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  PonderThinkCommand  command;
  const char         *title;
  const char         *verb;
  const char         *explanation;
} Words;

static const Words all_words[] = {
  { PONDER_THINK_RETRY, N_("Retry with a Hint"), N_("_Retry"),
    N_("What the model shall mind this time. Parts that build upon this one are answered again, too.") },
  { PONDER_THINK_EDIT, N_("Edit What Is Asked"), N_("_Save"),
    N_("The whole task of this part, as the model gets it. If it has begun already, it is answered again.") },
  { PONDER_THINK_SUPPLY, N_("Answer It Myself"), N_("_Answer"),
    N_("Your answer is used like one of the model, in Markdown if you like.") },
  { PONDER_THINK_ADD_TASK, N_("Add a Part"), N_("_Add"),
    N_("What else shall be found out for the answer. It is one more call of the model.") },
};

static const Words *
find_words (PonderThinkCommand command)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (all_words[i].command == command)
      return &all_words[i];
  g_return_val_if_reached (&all_words[0]);
}

static char *
dup_text (PonderThinkPartDialog *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->entry), &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->entry), &start, &end, FALSE));
}

static void
changed_cb (PonderThinkPartDialog *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_set_sensitive (self->accept, *text != '\0');
  gtk_widget_set_visible (self->refusal, FALSE);
}

static void
accept_cb (PonderThinkPartDialog *self)
{
  g_autofree char *text = dup_text (self);

  if (*text == '\0')
    return;
  if (ponder_think_board_command (self->board, self->command, self->node, text))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->refusal),
                      _("That cannot be done any more: the run has gone on. Copy what you wrote if you need it."));
  gtk_widget_set_visible (self->refusal, TRUE);
}

static gboolean
accept_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  accept_cb (PONDER_THINK_PART_DIALOG (widget));
  return GDK_EVENT_STOP;
}

static void
ponder_think_part_dialog_dispose (GObject *object)
{
  g_clear_object (&PONDER_THINK_PART_DIALOG (object)->board);

  G_OBJECT_CLASS (ponder_think_part_dialog_parent_class)->dispose (object);
}

static void
ponder_think_part_dialog_finalize (GObject *object)
{
  g_free (PONDER_THINK_PART_DIALOG (object)->node);

  G_OBJECT_CLASS (ponder_think_part_dialog_parent_class)->finalize (object);
}

static void
ponder_think_part_dialog_class_init (PonderThinkPartDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_part_dialog_dispose;
  object_class->finalize = ponder_think_part_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-part-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartDialog, refusal);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Before the text gets the key, which would make a line of it. */
static void
add_keys (PonderThinkPartDialog *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (enters); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (enters[i], GDK_CONTROL_MASK),
                        gtk_callback_action_new (accept_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
ponder_think_part_dialog_init (PonderThinkPartDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->entry), "changed", G_CALLBACK (changed_cb), self);
  add_keys (self);
}

static void
show_words (PonderThinkPartDialog *self,
            const PonderThinkNode *node)
{
  const Words *words = find_words (self->command);
  g_autofree char *part = node != NULL ? ponder_think_part_dup_line (node->title) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), _(words->title));
  gtk_button_set_label (GTK_BUTTON (self->accept), _(words->verb));
  if (part != NULL)
    {
      /* Translators: the name of a part, then what is to be written for it. */
      g_autofree char *explanation = g_strdup_printf (_("“%s”: %s"), part, _(words->explanation));

      gtk_label_set_text (self->explanation, explanation);
    }
  else
    {
      gtk_label_set_text (self->explanation, _(words->explanation));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(words->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_text (self->explanation),
                                  -1);
}

void
ponder_think_part_dialog_open (GtkWidget             *widget,
                               PonderThinkBoard      *board,
                               PonderThinkCommand     command,
                               const PonderThinkNode *node)
{
  PonderThinkPartDialog *self;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PONDER_IS_THINK_BOARD (board));

  root = gtk_widget_get_root (widget);
  self = g_object_new (PONDER_TYPE_THINK_PART_DIALOG, "transient-for", root, NULL);
  self->board = g_object_ref (board);
  self->command = command;
  self->node = node != NULL ? g_strdup (node->id) : NULL;
  show_words (self, node);
  if (command == PONDER_THINK_EDIT)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->entry), node->ask, -1);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
