/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes along with the question that is being typed. */

#include "config.h"

#include "ponder-attachment-bar.h"

#include <glib/gi18n.h>

#include "ponder-attachment-tile.h"
#include "ponder-bounded-layout.h"
#include "ponder-wrap-layout.h"

/* Of what went wrong, in a line; there are two. */
#define ERROR_LETTERS 24

/* Part of the composer; knows no session. Main thread. */
struct _PonderAttachmentBar
{
  GtkWidget    parent_instance;

  GtkWidget   *scroller;
  GtkWidget   *line;
  GtkWidget   *warning;

  PonderShelf *shelf;
  GPtrArray   *items;           /* of Item, in the order of the line */
  GPtrArray   *aside;           /* (nullable): of PonderDraftPart, while a question is edited */
  guint        to_end : 1;      /* after the next layout */
};

enum
{
  CHANGED,
  EMPTIED,
  UNFOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderAttachmentBar, ponder_attachment_bar, GTK_TYPE_WIDGET)

typedef struct
{
  PonderAttachmentBar *bar;     /* borrowed */
  PonderDraftPart     *part;
  GtkWidget           *box;     /* borrowed: the line holds it */
} Item;

static void part_changed_cb (Item *item);

static void
item_free (gpointer data)
{
  Item *item = data;

  g_signal_handlers_disconnect_by_data (item->part, item);
  gtk_box_remove (GTK_BOX (item->bar->line), item->box);
  g_object_unref (item->part);
  g_free (item);
}

static void
changed (PonderAttachmentBar *self)
{
  gtk_widget_set_visible (self->scroller, self->items->len > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_item (Item *item)
{
  PonderAttachmentBar *self = item->bar;

  g_ptr_array_remove (self->items, item);
  changed (self);
  if (self->items->len == 0)
    g_signal_emit (self, signals[EMPTIED], 0);
}

/* (nullable): the one that has the keyboard. */
static Item *
find_focused (PonderAttachmentBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (gtk_widget_is_ancestor (focus, item->box))
        return item;
    }
  return NULL;
}

/* The keyboard goes on to the next one; the composer has it after the last. */
static gboolean
key_pressed_cb (PonderAttachmentBar *self,
                guint                keyval)
{
  Item *item = find_focused (self);
  guint position;

  if (item == NULL || (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete && keyval != GDK_KEY_BackSpace))
    return GDK_EVENT_PROPAGATE;

  g_ptr_array_find (self->items, item, &position);
  if (position + 1 < self->items->len)
    gtk_widget_child_focus (((Item *) g_ptr_array_index (self->items, position + 1))->box, GTK_DIR_TAB_FORWARD);
  else if (position > 0)
    gtk_widget_child_focus (((Item *) g_ptr_array_index (self->items, position - 1))->box, GTK_DIR_TAB_FORWARD);
  remove_item (item);
  return GDK_EVENT_STOP;
}

static void
remove_cb (Item *item)
{
  remove_item (item);
}

static void
unfold_cb (Item *item)
{
  PonderAttachmentBar *self = item->bar;
  g_autofree char *text = g_strdup (ponder_draft_part_get_part (item->part)->text->str);

  remove_item (item);
  g_signal_emit (self, signals[UNFOLD], 0, text);
}

static GtkWidget *
create_button (Item       *item,
               const char *icon,
               const char *words,
               const char *label,
               GCallback   callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", callback, item);
  return button;
}

static void
add_spinner (Item *item)
{
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *label = gtk_label_new (ponder_draft_part_get_name (item->part));

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_margin_start (spinner, 9);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_box_append (GTK_BOX (item->box), spinner);
  gtk_box_append (GTK_BOX (item->box), label);
}

/* It says so until it is removed or the question is sent without it. */
static void
add_error (Item *item)
{
  const char *words = ponder_draft_part_get_error (item->part)->message;
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", words, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_widget_set_margin_start (icon, 9);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), ERROR_LETTERS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), ERROR_LETTERS);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_tooltip_text (label, words);
  gtk_widget_add_css_class (item->box, "ponder-lost");
  gtk_box_append (GTK_BOX (item->box), icon);
  gtk_box_append (GTK_BOX (item->box), label);
}

/* Each says what it is for: there may be a row of them. */
static void
add_buttons (Item     *item,
             gboolean  is_text)
{
  const char *name = ponder_draft_part_get_name (item->part);
  /* Translators: %s is the name of a file. */
  g_autofree char *unfold = g_strdup_printf (_("Turn “%s” back into text"), name);
  /* Translators: %s is the name of a file. */
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), name);

  if (is_text)
    gtk_box_append (GTK_BOX (item->box), create_button (item, "edit-undo-symbolic", _("Turn back into text"), unfold,
                                                        G_CALLBACK (unfold_cb)));
  gtk_box_append (GTK_BOX (item->box), create_button (item, "window-close-symbolic", _("Remove"), remove,
                                                      G_CALLBACK (remove_cb)));
}

static void
fill_item (Item *item)
{
  PonderPart *part = ponder_draft_part_get_part (item->part);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (item->box)) != NULL)
    gtk_box_remove (GTK_BOX (item->box), child);
  if (ponder_draft_part_get_state (item->part) == PONDER_DRAFT_PART_FAILED)
    add_error (item);
  else if (part == NULL)
    add_spinner (item);
  else
    gtk_box_append (GTK_BOX (item->box),
                    ponder_attachment_tile_new (item->bar->shelf, part, PONDER_ATTACHMENT_TILE_SMALL));
  add_buttons (item, part != NULL && g_strcmp0 (part->media_type, "text/plain") == 0);
}

/* What came last, or went wrong last, is in sight. */
static void
show_end (PonderAttachmentBar *self)
{
  self->to_end = TRUE;
  gtk_widget_queue_resize (self->line);
}

static void
adjustment_changed_cb (PonderAttachmentBar *self,
                       GtkAdjustment       *adjustment)
{
  if (!self->to_end)
    return;
  self->to_end = FALSE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
part_changed_cb (Item *item)
{
  PonderAttachmentBar *self = item->bar;

  fill_item (item);
  if (item == g_ptr_array_index (self->items, self->items->len - 1))
    show_end (self);
  changed (self);
}

static void
add_item (PonderAttachmentBar *self,
          PonderDraftPart     *part)
{
  Item *item = g_new0 (Item, 1);

  item->bar = self;
  item->part = g_object_ref (part);
  item->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (item->box, "ponder-attached");
  gtk_box_append (GTK_BOX (self->line), item->box);
  g_ptr_array_add (self->items, item);
  g_signal_connect_swapped (part, "changed", G_CALLBACK (part_changed_cb), item);
  fill_item (item);
}

static void
ponder_attachment_bar_dispose (GObject *object)
{
  PonderAttachmentBar *self = PONDER_ATTACHMENT_BAR (object);
  GtkWidget *child;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->aside, g_ptr_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (ponder_attachment_bar_parent_class)->dispose (object);
}

static void
ponder_attachment_bar_class_init (PonderAttachmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_attachment_bar_dispose;

  signals[CHANGED] = g_signal_new ("changed", PONDER_TYPE_ATTACHMENT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[EMPTIED] = g_signal_new ("emptied", PONDER_TYPE_ATTACHMENT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[UNFOLD] = g_signal_new ("unfold", PONDER_TYPE_ATTACHMENT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PONDER_TYPE_BOUNDED_LAYOUT);
  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-attachment-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderAttachmentBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, PonderAttachmentBar, line);
  gtk_widget_class_bind_template_child (widget_class, PonderAttachmentBar, warning);
  gtk_widget_class_bind_template_callback (widget_class, adjustment_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
ponder_attachment_bar_init (PonderAttachmentBar *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_attachment_bar_set_shelf (PonderAttachmentBar *self,
                                 PonderShelf         *shelf)
{
  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));

  g_set_object (&self->shelf, shelf);
}

void
ponder_attachment_bar_add (PonderAttachmentBar *self,
                           PonderDraftPart     *part)
{
  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));
  g_return_if_fail (PONDER_IS_DRAFT_PART (part));
  g_return_if_fail (self->shelf != NULL);

  add_item (self, part);
  show_end (self);
  changed (self);
}

void
ponder_attachment_bar_clear (PonderAttachmentBar *self)
{
  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));

  if (self->items->len == 0)
    return;
  g_ptr_array_set_size (self->items, 0);
  changed (self);
}

gboolean
ponder_attachment_bar_is_empty (PonderAttachmentBar *self)
{
  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), TRUE);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (ponder_draft_part_get_state (((Item *) g_ptr_array_index (self->items, i))->part)
          != PONDER_DRAFT_PART_FAILED)
        return FALSE;
    }
  return TRUE;
}

gboolean
ponder_attachment_bar_is_loading (PonderAttachmentBar *self)
{
  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (ponder_draft_part_get_state (item->part) == PONDER_DRAFT_PART_LOADING)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
ponder_attachment_bar_list_parts (PonderAttachmentBar *self)
{
  GPtrArray *parts = g_ptr_array_new ();

  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), parts);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (ponder_draft_part_get_part (item->part) != NULL)
        g_ptr_array_add (parts, ponder_draft_part_get_part (item->part));
    }
  return parts;
}

/* What is kept already stays in the draft while its words are read again. */
static void
add_kept (GPtrArray       *parts,
          PonderDraftPart *part)
{
  if (ponder_draft_part_get_kept (part) != NULL)
    g_ptr_array_add (parts, ponder_draft_part_get_kept (part));
}

GPtrArray *
ponder_attachment_bar_list_draft (PonderAttachmentBar *self)
{
  GPtrArray *parts = g_ptr_array_new ();

  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), parts);

  for (guint i = 0; self->aside != NULL && i < self->aside->len; i++)
    add_kept (parts, g_ptr_array_index (self->aside, i));
  for (guint i = 0; self->aside == NULL && i < self->items->len; i++)
    add_kept (parts, ((Item *) g_ptr_array_index (self->items, i))->part);
  return parts;
}

static void
add_unread (GPtrArray       *parts,
            PonderDraftPart *part)
{
  if (ponder_draft_part_get_state (part) == PONDER_DRAFT_PART_LOADING && ponder_draft_part_get_kept (part) == NULL)
    g_ptr_array_add (parts, g_object_ref (part));
}

GPtrArray *
ponder_attachment_bar_list_unread (PonderAttachmentBar *self)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), parts);

  for (guint i = 0; self->aside != NULL && i < self->aside->len; i++)
    add_unread (parts, g_ptr_array_index (self->aside, i));
  for (guint i = 0; self->aside == NULL && i < self->items->len; i++)
    add_unread (parts, ((Item *) g_ptr_array_index (self->items, i))->part);
  return parts;
}

void
ponder_attachment_bar_set_warning (PonderAttachmentBar *self,
                                   const char          *words)
{
  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));

  gtk_label_set_label (GTK_LABEL (self->warning), words != NULL ? words : "");
  gtk_widget_set_visible (gtk_widget_get_parent (self->warning), words != NULL);
}

PonderDraftPart *
ponder_attachment_bar_find_scan (PonderAttachmentBar *self)
{
  g_return_val_if_fail (PONDER_IS_ATTACHMENT_BAR (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (ponder_draft_part_is_scan (item->part))
        return item->part;
    }
  return NULL;
}

void
ponder_attachment_bar_set_aside (PonderAttachmentBar *self)
{
  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));

  if (self->aside == NULL)
    {
      self->aside = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < self->items->len; i++)
        g_ptr_array_add (self->aside, g_object_ref (((Item *) g_ptr_array_index (self->items, i))->part));
    }
  ponder_attachment_bar_clear (self);
}

void
ponder_attachment_bar_bring_back (PonderAttachmentBar *self)
{
  g_autoptr(GPtrArray) aside = g_steal_pointer (&self->aside);

  g_return_if_fail (PONDER_IS_ATTACHMENT_BAR (self));

  if (aside == NULL)
    return;
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < aside->len; i++)
    {
      add_item (self, g_ptr_array_index (aside, i));
    }
  changed (self);
}
