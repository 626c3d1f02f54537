/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that a program of libadwaita is: a window with a header bar.
 *
 *   bench-bare-window BEGAN */

#include "config.h"

#include <adwaita.h>

#include "being.h"

static void
activate_cb (GtkApplication *application,
             gint64         *began)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Hello"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 800);
  being_watch (window, began);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  gint64 began = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 0;

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &began);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
