/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. help-overlay.ui tells people the same. */

#include "config.h"

#include "ponder-shortcuts.h"

static const struct
{
  const char *action;
  const char *keys[4];
} shortcuts[] = {
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.new-chat", { "<Control>n" } },
  { "win.rename", { "F2" } },
  { "win.choose-model", { "<Control>m" } },
  { "win.deep-think", { "<Control><Shift>d" } },
  { "win.chat-settings", { "<Control><Shift>p" } },
  { "win.export", { "<Control><Shift>e" } },
  { "win.import", { "<Control>o" } },
  { "win.print", { "<Control>p" } },
  { "win.search", { "<Control>k" } },
  { "win.find", { "<Control>f" } },
  { "win.next-hit", { "<Control>g", "F3" } },
  { "win.previous-hit", { "<Control><Shift>g", "<Shift>F3" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "win.zoom-normal", { "<Control>0", "<Control>KP_0" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.show-menu", { "F10" } },
  { "window.close", { "<Control>w" } },
};

void
ponder_shortcuts_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i].action, shortcuts[i].keys);
}

/* GTK would make the list by itself, at once for each window: 3 MB and 20 ms of every start for what is seldom seen. */
void
ponder_shortcuts_show (GtkApplicationWindow *window)
{
  GtkShortcutsWindow *list;

  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/ponderchat/Ponder/help-overlay.ui");

      gtk_application_window_set_help_overlay (
        window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
    }
  list = gtk_application_window_get_help_overlay (window);
  gtk_window_present (GTK_WINDOW (list));
}
