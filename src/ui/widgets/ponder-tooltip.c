/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips of wide characters stand in one line.
 *
 * GTK makes a tooltip as many narrow letters wide as it has characters. Chinese ones need twice that,
 * so short tooltips would stand in a column, one character per line. Short ones need no wrapping. */

#include "config.h"

#include "ponder-tooltip.h"

/* Letters in a line; where GTK itself begins to wrap. */
#define LINE_LENGTH 50
#define FOLLOWED "ponder-followed"

static gboolean
fits (const char *text)
{
  guint length = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    length += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return length <= LINE_LENGTH;
}

/* GTK turns wrapping on again with every text. */
static void
label_changed_cb (GtkLabel *label)
{
  if (gtk_label_get_wrap (label) && fits (gtk_label_get_text (label)))
    gtk_label_set_wrap (label, FALSE);
}

/* The label is found beside what is put into the tooltip, which goes away again. */
static void
follow_label (GtkTooltip *tooltip)
{
  GtkWidget *probe = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_tooltip_set_custom (tooltip, probe);
  for (GtkWidget *other = gtk_widget_get_prev_sibling (probe); other != NULL;
       other = gtk_widget_get_prev_sibling (other))
    {
      if (!GTK_IS_LABEL (other))
        continue;
      g_signal_connect (other, "notify::label", G_CALLBACK (label_changed_cb), NULL);
      g_signal_connect (other, "notify::wrap", G_CALLBACK (label_changed_cb), NULL);
    }
  gtk_tooltip_set_custom (tooltip, NULL);
}

/* Comes before the widget puts its text into the tooltip. */
static gboolean
query_cb (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               user_data)
{
  GtkTooltip *tooltip = g_value_get_object (&values[n_values - 1]);

  if (g_object_get_data (G_OBJECT (tooltip), FOLLOWED) == NULL)
    {
      g_object_set_data (G_OBJECT (tooltip), FOLLOWED, tooltip);
      follow_label (tooltip);
    }
  return G_SOURCE_CONTINUE;
}

void
ponder_tooltip_set_up (void)
{
  g_signal_add_emission_hook (g_signal_lookup ("query-tooltip", GTK_TYPE_WIDGET), 0, query_cb, NULL, NULL);
}

/* GTK looks where the pointer is whenever a visible widget gets a tooltip, and waits for the display to answer: with
 * the buttons of a message that takes longer than all else. Nobody points at what is not on the screen. */
void
ponder_tooltip_set_text (GtkWidget  *widget,
                         const char *text)
{
  gboolean visible = gtk_widget_get_visible (widget);

  if (gtk_widget_get_mapped (widget))
    {
      gtk_widget_set_tooltip_text (widget, text);
      return;
    }
  gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  gtk_widget_set_visible (widget, visible);
}
