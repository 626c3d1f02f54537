/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips: short ones stand in one line in any script, long ones are wrapped. */

#include "config.h"

#include "ponder-test-ui.h"
#include "ponder-tooltip.h"

static gboolean
ask (GtkTooltip *tooltip,
     GtkWidget  *widget,
     const char *text)
{
  gboolean answered = FALSE;

  gtk_widget_set_tooltip_text (widget, text);
  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &answered);
  return answered;
}

/* Beside what is put into it. */
static GtkLabel *
find_label (GtkTooltip *tooltip)
{
  GtkWidget *probe = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  GtkWidget *found;

  gtk_tooltip_set_custom (tooltip, probe);
  found = gtk_widget_get_prev_sibling (probe);
  while (found != NULL && !GTK_IS_LABEL (found))
    found = gtk_widget_get_prev_sibling (found);
  gtk_tooltip_set_custom (tooltip, NULL);
  return GTK_LABEL (found);
}

/* GTK makes a new tooltip now and then. */
static void
check_tooltip (GtkWidget *button)
{
  g_autoptr(GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_autofree char *long_text = g_strnfill (60, 'a');
  GtkLabel *label;

  g_assert_true (ask (tooltip, button, "回收站"));
  label = find_label (tooltip);
  g_assert_cmpstr (gtk_label_get_text (label), ==, "回收站");
  g_assert_false (gtk_label_get_wrap (label));
  g_assert_true (ask (tooltip, button, long_text));
  g_assert_true (gtk_label_get_wrap (label));
  g_assert_true (ask (tooltip, button, "主菜单"));
  g_assert_false (gtk_label_get_wrap (label));
  g_assert_true (ask (tooltip, button, "长长长长长长长长长长长长长长长长长长长长长长长长长长"));
  g_assert_true (gtk_label_get_wrap (label));
}

static void
test_wrapping (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());

  ponder_tooltip_set_up ();
  check_tooltip (button);
  check_tooltip (button);
  g_object_unref (button);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/tooltip/short-ones-stand-in-one-line", test_wrapping);

  return g_test_run ();
}
