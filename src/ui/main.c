/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the window. */

#include "config.h"

#include "ponder-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Chats and keys are nobody else's: no core dumps, no files for others. */
static void
keep_private (void)
{
  setrlimit (RLIMIT_CORE, &(struct rlimit) { 0, 0 });
  umask (077);
}

static gboolean
has_render_node (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;

  return FALSE;
}

/* Without a graphics card GTK would draw by a software GL: four times the memory and ten times the time for
 * a frame. The switch that turns GL off changed its name with GTK 4.14. */
static void
choose_renderer (void)
{
  gboolean renamed = gtk_get_major_version () > 4 || gtk_get_minor_version () >= 14;
  const char *variable = renamed ? "GDK_DISABLE" : "GDK_DEBUG";
  const char *value = renamed ? "gl" : "gl-disable";
  const char *others = g_getenv (variable);
  g_autofree char *joined = others != NULL ? g_strconcat (others, ",", value, NULL) : NULL;

  if (g_getenv ("GSK_RENDERER") != NULL || has_render_node ())
    return;

  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv (variable, joined != NULL ? joined : value, TRUE);
}

static void
init_translations (void)
{
  /* For running uninstalled. */
  const char *locale_dir = g_getenv ("PONDER_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : PONDER_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(PonderApplication) application = NULL;
  int status;

  keep_private ();
  choose_renderer ();
  init_translations ();
  g_set_application_name (_("Ponder"));

  application = ponder_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status == 0 && ponder_application_has_failed (application) ? 1 : status;
}
