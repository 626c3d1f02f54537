/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of what was found: a chat's title as a heading, or a place in it. */

#include "config.h"

#include "ponder-hit-row.h"

#include "ponder-short-time.h"
#include "ponder-title.h"

#include <glib/gi18n.h>

/* Behind marked words: amber that lets the paper through, light or dark. */
#define MARK_RED   0xf5f5
#define MARK_GREEN 0xc2c2
#define MARK_BLUE  0x1111
#define MARK_ALPHA 0x6666

/* Recycled by the list view of the search page. */
struct _PonderHitRow
{
  GtkWidget        parent_instance;

  GtkLabel        *heading;
  GtkWidget       *place;
  GtkLabel        *speaker;
  GtkLabel        *time;
  GtkLabel        *snippet;

  PonderSearchHit *hit;
};

G_DEFINE_FINAL_TYPE (PonderHitRow, ponder_hit_row, GTK_TYPE_WIDGET)

static const char *
get_speaker (PonderSearchHit *hit)
{
  const char *model = ponder_search_hit_get_model (hit);

  if (ponder_search_hit_get_message_id (hit) == NULL)
    return _("Title");

  switch (ponder_search_hit_get_role (hit))
    {
    case PONDER_ROLE_SYSTEM:
      return _("System");
    case PONDER_ROLE_USER:
      return _("You");
    case PONDER_ROLE_ASSISTANT:
      return model != NULL ? model : _("Model");
    case PONDER_ROLE_TOOL:
      return _("Tool");
    }
  return "";
}

static void
insert (PangoAttrList   *attributes,
        PangoAttribute  *attribute,
        PonderTextRange *range)
{
  attribute->start_index = range->start;
  attribute->end_index = range->end;
  pango_attr_list_insert (attributes, attribute);
}

/* Weight and colour: who cannot see the one sees the other. (transfer full) */
static PangoAttrList *
mark_words (GArray *ranges)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < ranges->len; i++)
    {
      PonderTextRange *range = &g_array_index (ranges, PonderTextRange, i);

      insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), range);
      insert (attributes, pango_attr_background_new (MARK_RED, MARK_GREEN, MARK_BLUE), range);
      insert (attributes, pango_attr_background_alpha_new (MARK_ALPHA), range);
    }
  return attributes;
}

/* The list item is what a screen reader stops at; it cannot know the words of its child before GTK 4.12. */
static void
update_accessible_label (PonderHitRow *self,
                         const char   *label)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
ponder_hit_row_dispose (GObject *object)
{
  PonderHitRow *self = PONDER_HIT_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->hit);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_hit_row_parent_class)->dispose (object);
}

static void
ponder_hit_row_class_init (PonderHitRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_hit_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hitrow");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-hit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderHitRow, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderHitRow, place);
  gtk_widget_class_bind_template_child (widget_class, PonderHitRow, speaker);
  gtk_widget_class_bind_template_child (widget_class, PonderHitRow, time);
  gtk_widget_class_bind_template_child (widget_class, PonderHitRow, snippet);
}

static void
ponder_hit_row_init (PonderHitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_hit_row_new (void)
{
  return g_object_new (PONDER_TYPE_HIT_ROW, NULL);
}

void
ponder_hit_row_set_heading (PonderHitRow *self,
                            const char   *title)
{
  const char *words = ponder_title_or_stand_in (title);

  g_return_if_fail (PONDER_IS_HIT_ROW (self));

  g_clear_object (&self->hit);
  gtk_label_set_label (self->heading, words);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), TRUE);
  gtk_widget_set_visible (self->place, FALSE);
  update_accessible_label (self, words);
}

static void
show_hit (PonderHitRow *self)
{
  gboolean titled = ponder_search_hit_get_message_id (self->hit) == NULL;
  const char *speaker = get_speaker (self->hit);
  const char *text = titled ? ponder_search_hit_get_title (self->hit) : ponder_search_hit_get_snippet (self->hit);
  GArray *ranges = titled ? ponder_search_hit_get_title_marks (self->hit) : ponder_search_hit_get_marks (self->hit);
  g_autoptr(PangoAttrList) attributes = mark_words (ranges);
  g_autofree char *time = ponder_short_time_format (ponder_search_hit_get_time (self->hit));
  g_autofree char *label = g_strdup_printf ("%s%s%s: %s", speaker, *time != '\0' ? ", " : "", time, text);

  gtk_label_set_label (self->speaker, speaker);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->snippet, text);
  gtk_label_set_attributes (self->snippet, attributes);
  update_accessible_label (self, label);
}

void
ponder_hit_row_set_hit (PonderHitRow    *self,
                        PonderSearchHit *hit)
{
  g_return_if_fail (PONDER_IS_HIT_ROW (self));

  g_set_object (&self->hit, hit);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), FALSE);
  gtk_widget_set_visible (self->place, hit != NULL);
  if (hit != NULL)
    show_hit (self);
}

PonderSearchHit *
ponder_hit_row_get_hit (PonderHitRow *self)
{
  g_return_val_if_fail (PONDER_IS_HIT_ROW (self), NULL);

  return self->hit;
}
