/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All text blocks inside a widget, in reading order: where a point is in them, what a copy of them says. */

#include "config.h"

#include "ponder-text-leaves.h"

#include <string.h>

#include "ponder-text-block.h"

static void
collect (GtkWidget *widget,
         GPtrArray *leaves)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (PONDER_IS_TEXT_BLOCK (child))
        g_ptr_array_add (leaves, child);
      else
        collect (child, leaves);
    }
}

static double
distance (double value,
          double low,
          double high)
{
  if (value < low)
    return low - value;
  return value > high ? value - high : 0;
}

GPtrArray *
ponder_text_leaves_collect (GtkWidget *root)
{
  GPtrArray *leaves = g_ptr_array_new ();

  collect (root, leaves);
  return leaves;
}

GPtrArray *
ponder_text_leaves_collect_block (GtkWidget *block)
{
  GPtrArray *leaves = g_ptr_array_new ();

  if (PONDER_IS_TEXT_BLOCK (block))
    g_ptr_array_add (leaves, block);
  else
    collect (block, leaves);
  return leaves;
}

gboolean
ponder_text_leaves_find (GPtrArray       *leaves,
                         GtkWidget       *root,
                         double           x,
                         double           y,
                         PonderLeafPlace *place)
{
  double nearest_y = G_MAXDOUBLE;
  double nearest_x = G_MAXDOUBLE;
  graphene_rect_t nearest = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  gboolean found = FALSE;

  for (guint i = 0; i < leaves->len; i++)
    {
      graphene_rect_t bounds;
      double dx;
      double dy;

      if (!gtk_widget_compute_bounds (g_ptr_array_index (leaves, i), root, &bounds))
        continue;
      dx = distance (x, bounds.origin.x, bounds.origin.x + bounds.size.width);
      dy = distance (y, bounds.origin.y, bounds.origin.y + bounds.size.height);
      if (dy > nearest_y || (dy >= nearest_y && dx >= nearest_x))
        continue;
      nearest_x = dx;
      nearest_y = dy;
      nearest = bounds;
      place->leaf = i;
      found = TRUE;
    }
  if (found)
    place->byte = ponder_text_block_get_byte_at (g_ptr_array_index (leaves, place->leaf), x - nearest.origin.x,
                                                 y - nearest.origin.y);
  return found;
}

gboolean
ponder_text_leaves_locate (GPtrArray             *leaves,
                           GtkWidget             *root,
                           const PonderLeafPlace *place,
                           double                *y)
{
  PonderTextBlock *leaf;
  graphene_rect_t bounds;
  GdkRectangle letter;

  if (place->leaf >= leaves->len)
    return FALSE;
  leaf = g_ptr_array_index (leaves, place->leaf);
  if (place->byte > strlen (ponder_text_block_get_text (leaf)->shown)
      || !gtk_widget_compute_bounds (GTK_WIDGET (leaf), root, &bounds))
    return FALSE;

  ponder_text_block_get_letter (leaf, place->byte, &letter);
  *y = bounds.origin.y + letter.y;
  return TRUE;
}

void
ponder_text_leaves_get_end (GPtrArray       *leaves,
                            PonderLeafPlace *place)
{
  place->leaf = 0;
  place->byte = 0;
  if (leaves->len == 0)
    return;
  place->leaf = leaves->len - 1;
  place->byte = strlen (ponder_text_block_get_text (g_ptr_array_index (leaves, place->leaf))->shown);
}

char *
ponder_text_leaves_dup_text (GPtrArray             *leaves,
                             const PonderLeafPlace *start,
                             const PonderLeafPlace *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = start->leaf; i <= end->leaf && i < leaves->len; i++)
    {
      PonderTextBlock *leaf = g_ptr_array_index (leaves, i);
      const char *raw = ponder_inline_text_get_raw (ponder_text_block_get_text (leaf));
      guint length = strlen (raw);
      guint first = i == start->leaf ? MIN (start->byte, length) : 0;
      guint last = i == end->leaf ? MIN (end->byte, length) : length;

      if (i > start->leaf)
        g_string_append (text, ponder_text_block_get_joint (leaf));
      if (first == 0 && last > 0)
        g_string_append (text, ponder_text_block_get_lead (leaf));
      if (last > first)
        g_string_append_len (text, raw + first, last - first);
    }
  return g_string_free (text, FALSE);
}
