/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An icon as a picture, which a window can have without drawing it: draw-icon ICON.svg SIZE OUTPUT.png. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr(GdkPixbuf) picture = NULL;
  g_autoptr(GError) error = NULL;
  int size = argc == 4 ? atoi (argv[2]) : 0;

  if (argc == 4)
    picture = gdk_pixbuf_new_from_file_at_size (argv[1], size, size, &error);
  if (picture == NULL || !gdk_pixbuf_save (picture, argv[3], "png", &error, NULL))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "draw-icon ICON.svg SIZE OUTPUT.png");
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
