/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: what is taken out of them, what becomes smaller, and what is refused. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-media-type.h"
#include "ponder-picture.h"
#include "ponder-test-media.h"

#include <string.h>

static gboolean
holds (GBytes     *bytes,
       const char *word)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize n = strlen (word);

  for (gsize i = 0; i + n <= length; i++)
    {
      if (memcmp (data + i, word, n) == 0)
        return TRUE;
    }
  return FALSE;
}

static GBytes *
prepare (GBytes      *bytes,
         const char **media_type)
{
  g_autoptr(GError) error = NULL;
  GBytes *fit;

  *media_type = ponder_media_type_find (bytes);
  fit = ponder_picture_prepare (bytes, media_type, NULL, &error);
  g_assert_no_error (error);
  return fit;
}

static void
assert_size (GBytes *bytes,
             int     width,
             int     height)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) picture = ponder_picture_decode (bytes, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, height);
}

static void
test_same (void)
{
  static const char *const types[] = { "png", "jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GBytes) bytes = ponder_test_picture (types[i], 40, 30, NULL);
      const char *media_type;
      g_autoptr(GBytes) fit = prepare (bytes, &media_type);

      g_assert_true (g_bytes_equal (bytes, fit));
      g_assert_true (g_str_has_suffix (media_type, types[i]));
    }
}

/* Turned ones are written anew; the others keep every pixel. */
static void
test_notes (void)
{
  static const char *const orientations[] = { "1", "3", "6", "8" };

  for (guint i = 0; i < G_N_ELEMENTS (orientations); i++)
    {
      g_autoptr(GBytes) bytes = ponder_test_picture ("jpeg", 40, 30, orientations[i]);
      const char *media_type;
      g_autoptr(GBytes) fit = prepare (bytes, &media_type);
      gboolean is_upright = i < 2;

      g_assert_true (holds (bytes, "CANARY"));
      g_assert_false (holds (fit, "CANARY"));
      g_assert_false (holds (fit, "Exif"));
      assert_size (fit, is_upright ? 40 : 30, is_upright ? 30 : 40);
    }
}

static GBytes *
dup_noted_png (void)
{
  g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 4, 4);
  char *data;
  gsize length;

  gdk_pixbuf_fill (picture, 0xff000000);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &length, "png", NULL, "tEXt::Author", "CANARY", NULL));
  return g_bytes_new_take (data, length);
}

static void
test_notes_of_png (void)
{
  g_autoptr(GBytes) bytes = dup_noted_png ();
  const char *media_type;
  g_autoptr(GBytes) fit = prepare (bytes, &media_type);

  g_assert_true (holds (bytes, "CANARY"));
  g_assert_false (holds (fit, "CANARY"));
  assert_size (fit, 4, 4);
}

/* As telephones write it: a film, and a second picture with notes, behind the end of the first. */
static void
test_film (void)
{
  static const char film[] = "\0\0\0\x18" "ftypmp42 FILM \xff\xd8\xff\xe1";
  g_autoptr(GBytes) jpeg = ponder_test_picture ("jpeg", 40, 30, NULL);
  g_autoptr(GByteArray) joined = g_byte_array_new ();
  g_autoptr(GBytes) bytes = NULL;
  const char *media_type;
  g_autoptr(GBytes) clean = prepare (jpeg, &media_type);
  g_autoptr(GBytes) fit = NULL;

  g_byte_array_append (joined, g_bytes_get_data (jpeg, NULL), (guint) g_bytes_get_size (jpeg));
  g_byte_array_append (joined, (const guint8 *) film, sizeof film);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&joined));
  fit = prepare (bytes, &media_type);
  g_assert_true (holds (bytes, "FILM"));
  g_assert_true (g_bytes_equal (fit, clean));
}

/* The decoders read these; so may whoever gets them. */
static void
test_notes_of_odd_ones (void)
{
  static const guint8 fill[] = { 0xff, 0xd8, 0xff };
  g_autoptr(GBytes) png = dup_noted_png ();
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (png, 0, g_bytes_get_size (png) - 14);
  g_autoptr(GBytes) jpeg = ponder_test_picture ("jpeg", 40, 30, "1");
  g_autoptr(GByteArray) filled = g_byte_array_new ();
  g_autoptr(GBytes) odd = NULL;
  const char *media_type;
  g_autoptr(GBytes) fit_png = prepare (cut, &media_type);
  g_autoptr(GBytes) fit_jpeg = NULL;

  g_assert_true (holds (cut, "CANARY"));
  g_assert_false (holds (fit_png, "CANARY"));
  assert_size (fit_png, 4, 4);

  g_byte_array_append (filled, fill, sizeof fill);
  g_byte_array_append (filled, (const guint8 *) g_bytes_get_data (jpeg, NULL) + 2, g_bytes_get_size (jpeg) - 2);
  odd = g_byte_array_free_to_bytes (g_steal_pointer (&filled));
  fit_jpeg = prepare (odd, &media_type);
  g_assert_true (holds (odd, "CANARY"));
  g_assert_false (holds (fit_jpeg, "CANARY"));
  assert_size (fit_jpeg, 40, 30);
}

static void
test_large (void)
{
  g_autoptr(GBytes) png = ponder_test_picture ("png", 2400, 1200, NULL);
  g_autoptr(GBytes) jpeg = ponder_test_picture ("jpeg", 3200, 4000, NULL);
  const char *media_type;
  g_autoptr(GBytes) small_png = prepare (png, &media_type);
  g_autoptr(GBytes) small_jpeg = NULL;

  g_assert_cmpuint (g_bytes_get_size (png), >, PONDER_PICTURE_MAX_BYTES);
  g_assert_cmpuint (g_bytes_get_size (small_png), <=, PONDER_PICTURE_MAX_BYTES);
  assert_size (small_png, 2048, 1024);
  g_assert_cmpuint (g_bytes_get_size (jpeg), >, PONDER_PICTURE_MAX_BYTES);
  small_jpeg = prepare (jpeg, &media_type);
  g_assert_cmpstr (media_type, ==, PONDER_MEDIA_JPEG);
  g_assert_cmpuint (g_bytes_get_size (small_jpeg), <=, PONDER_PICTURE_MAX_BYTES);
  assert_size (small_jpeg, 1638, 2048);
}

static void
test_thumbnail (void)
{
  g_autoptr(GBytes) bytes = ponder_test_picture ("jpeg", 400, 300, "6");
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) picture = ponder_picture_decode (bytes, 100, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, 75);
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, 100);
}

static void
assert_refused (GBytes     *bytes,
                const char *words)
{
  const char *media_type = ponder_media_type_find (bytes);
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_picture_prepare (bytes, &media_type, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (error->message, ==, words);
}

/* The head says 30,000 by 30,000; no such picture is ever made room for. */
static void
test_bomb (void)
{
  static const guint8 gif[] = { 'G', 'I', 'F', '8', '9', 'a', 0x30, 0x75, 0x30, 0x75, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff,
                                0xff, 0x2c, 0, 0, 0, 0, 0x30, 0x75, 0x30, 0x75, 0, 2, 2, 0x4c, 1, 0, 0x3b };
  g_autoptr(GBytes) bytes = g_bytes_new_static (gif, sizeof gif);

  assert_refused (bytes, "has more than 64 million pixels");
}

static void
test_damaged (void)
{
  static const char *const types[] = { "png", "jpeg" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GBytes) bytes = ponder_test_picture (types[i], 64, 64, NULL);
      g_autoptr(GBytes) head = g_bytes_new_from_bytes (bytes, 0, 30);

      assert_refused (head, "is damaged");
      for (guint j = 0; j < 300; j++)
        {
          gsize length;
          g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
          g_autoptr(GBytes) damaged = NULL;
          g_autoptr(GBytes) fit = NULL;
          g_autoptr(GError) error = NULL;
          const char *media_type;

          for (guint k = 0; k < 4; k++)
            data[g_rand_int_range (rand, 10, (gint32) length)] = (guint8) g_rand_int (rand);
          damaged = g_bytes_new_static (data, g_rand_int_range (rand, 12, (gint32) length));
          media_type = ponder_media_type_find (damaged);
          fit = ponder_picture_prepare (damaged, &media_type, NULL, &error);
          g_assert_true ((fit == NULL) == (error != NULL));
        }
    }
}

/* A picture of one pixel, with the notes of a camera behind it. */
static void
test_webp (void)
{
  static const guint8 webp[] = {
    'R', 'I', 'F', 'F', 70, 0, 0, 0, 'W', 'E', 'B', 'P',
    'V', 'P', '8', 'X', 10, 0, 0, 0, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    'V', 'P', '8', 'L', 15, 0, 0, 0, 0x2f, 0, 0, 0, 0x10, 0x07, 0x10, 0xfd, 0x8f, 0xfe, 0x07, 0x22, 0xa2, 0xff, 0x01, 0,
    'E', 'X', 'I', 'F', 8, 0, 0, 0, 'C', 'A', 'N', 'A', 'R', 'Y', 0, 0,
  };
  g_autoptr(GBytes) bytes = g_bytes_new_static (webp, sizeof webp);
  const char *media_type = ponder_media_type_find (bytes);
  g_autoptr(GBytes) fit = NULL;

  g_assert_cmpstr (media_type, ==, PONDER_MEDIA_WEBP);
  fit = prepare (bytes, &media_type);
  g_assert_false (holds (fit, "CANARY"));
  g_assert_cmpuint (g_bytes_get_size (fit), ==, sizeof webp - 16);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (fit, NULL))[4], ==, sizeof webp - 16 - 8);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (fit, NULL))[20], ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr(GBytes) bytes = ponder_test_picture ("png", 40, 30, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ponder_picture_decode (bytes, 20, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/picture/what-is-fit-stays-the-same-to-the-bit", test_same);
  g_test_add_func ("/media/picture/notes-of-the-camera-go-and-it-is-turned", test_notes);
  g_test_add_func ("/media/picture/notes-of-a-png-go", test_notes_of_png);
  g_test_add_func ("/media/picture/a-film-behind-a-picture-goes", test_film);
  g_test_add_func ("/media/picture/notes-go-where-the-file-is-odd", test_notes_of_odd_ones);
  g_test_add_func ("/media/picture/notes-of-a-webp-go", test_webp);
  g_test_add_func ("/media/picture/what-is-too-large-is-made-smaller", test_large);
  g_test_add_func ("/media/picture/a-thumbnail-is-turned-and-small", test_thumbnail);
  g_test_add_func ("/media/picture/a-bomb-is-refused-by-its-head", test_bomb);
  g_test_add_func ("/media/picture/damaged-ones-end-in-an-error", test_damaged);
  g_test_add_func ("/media/picture/cancelling-ends-the-decoding", test_cancelled);
  return g_test_run ();
}
