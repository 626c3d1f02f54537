/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that people attach, made for a test. */

#include "config.h"

#include "ponder-test-media.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* The segment of a camera: TIFF with one entry, the orientation, and a note of the place. */
static void
add_exif (GByteArray *file,
          guint8      orientation)
{
  const guint8 segment[] = { 0xff, 0xe1, 0, 42,
                             'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                             0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
                             'C', 'A', 'N', 'A', 'R', 'Y', 0, 0 };

  g_byte_array_append (file, segment, sizeof segment);
}

GBytes *
ponder_test_picture (const char *type,
                     int         width,
                     int         height,
                     const char *orientation)
{
  g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *data = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);
  gsize length;

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (picture); i++)
    pixels[i] = (guint8) g_rand_int (rand);
  gdk_pixbuf_save_to_buffer (picture, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  if (orientation == NULL)
    return g_bytes_new (data, length);

  g_assert_cmpstr (type, ==, "jpeg");
  g_byte_array_append (file, (const guint8 *) data, 2);
  add_exif (file, (guint8) (orientation[0] - '0'));
  g_byte_array_append (file, (const guint8 *) data + 2, (guint) length - 2);
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

static void
add_object (GString    *file,
            GArray     *places,
            const char *object)
{
  g_array_append_val (places, file->len);
  g_string_append_printf (file, "%u 0 obj\n%s\nendobj\n", places->len, object);
}

GBytes *
ponder_test_pdf (const char *words)
{
  g_autofree char *drawing = g_strdup_printf ("BT /F1 24 Tf 72 720 Td (%s) Tj ET", words);
  g_autofree char *stream = g_strdup_printf ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (drawing), drawing);
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    stream,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  };
  g_autoptr(GString) file = g_string_new ("%PDF-1.4\n");
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize table;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    add_object (file, places, objects[i]);
  table = file->len;
  g_string_append_printf (file, "xref\n0 %u\n0000000000 65535 f \n", places->len + 1);
  for (guint i = 0; i < places->len; i++)
    g_string_append_printf (file, "%010zu 00000 n \n", g_array_index (places, gsize, i));
  g_string_append_printf (file, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", places->len + 1, table);
  return g_bytes_new (file->str, file->len);
}
