/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people attach: recognised by content, or refused by name. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-media-type.h"
#include "ponder-media.h"
#include "ponder-test-media.h"

#include <string.h>

static PonderPart *
read_bytes (const char *name,
            GBytes     *bytes)
{
  g_autoptr(GError) error = NULL;
  PonderPart *part = ponder_media_read (name, bytes, NULL, &error);

  g_assert_no_error (error);
  return part;
}

static void
test_picture (void)
{
  g_autoptr(GBytes) bytes = ponder_test_picture ("png", 4, 4, NULL);
  g_autoptr(PonderPart) part = read_bytes ("/home/me/letter.txt", bytes);

  g_assert_cmpint (part->kind, ==, PONDER_PART_IMAGE);
  g_assert_cmpstr (part->name, ==, "letter.txt");
  g_assert_cmpstr (part->media_type, ==, "image/png");
  g_assert_cmpstr (part->text->str, ==, "");
  g_assert_true (g_bytes_equal (part->data, bytes));
}

static void
test_text (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\xc4\xe3\xba\xc3", 4);
  g_autoptr(PonderPart) part = read_bytes ("图.png", bytes);

  g_assert_cmpint (part->kind, ==, PONDER_PART_FILE);
  g_assert_cmpstr (part->name, ==, "图.png");
  g_assert_cmpstr (part->media_type, ==, "text/plain");
  g_assert_cmpstr (part->text->str, ==, "你好");
  g_assert_cmpuint (g_bytes_get_size (part->data), ==, 6);
}

static void
test_pdf (void)
{
  g_autoptr(GBytes) bytes = ponder_test_pdf ("The moon pulls the water");
  g_autoptr(PonderPart) part = read_bytes ("tides.pdf", bytes);

  g_assert_cmpint (part->kind, ==, PONDER_PART_FILE);
  g_assert_cmpstr (part->media_type, ==, "application/pdf");
  g_assert_cmpstr (part->text->str, ==, "The moon pulls the water");
  g_assert_true (g_bytes_equal (part->data, bytes));
}

static void
test_pdf_of_pictures (void)
{
  g_autoptr(GBytes) bytes = ponder_test_pdf ("");
  g_autoptr(PonderPart) part = read_bytes ("scan.pdf", bytes);

  g_assert_cmpstr (part->text->str, ==, "");
}

static void
assert_refused (const char *name,
                GBytes     *bytes,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_media_read (name, bytes, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (error->message, ==, words);
}

/* The password's entry alone: a reader must ask for it before anything else. */
static GBytes *
make_protected (void)
{
  g_autoptr(GBytes) plain = ponder_test_pdf ("secret");
  const char *data = g_bytes_get_data (plain, NULL);
  const char *end = g_strrstr_len (data, (gssize) g_bytes_get_size (plain), "/Root");
  g_autoptr(GString) file = g_string_new_len (data, end - data);

  g_string_append (file, "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
                         " /O <0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>"
                         " /U <fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210> >>"
                         " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ");
  g_string_append_len (file, end, (gssize) (data + g_bytes_get_size (plain) - end));
  return g_bytes_new (file->str, file->len);
}

static void
test_refused (void)
{
  g_autofree char *much = g_strnfill (PONDER_MEDIA_MAX_TEXT + 1, 'x');
  g_autofree char *more = g_strnfill (3 * PONDER_MEDIA_MAX_TEXT, 'x');
  g_autoptr(GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr(GBytes) blank = g_bytes_new_static (" \r\n", 3);
  g_autoptr(GBytes) zip = g_bytes_new_static ("PK\x03\x04\0\0\0\0", 8);
  g_autoptr(GBytes) long_text = g_bytes_new (much, strlen (much));
  g_autoptr(GBytes) longer_text = g_bytes_new (more, strlen (more));
  g_autoptr(GBytes) damaged = g_bytes_new_static ("%PDF-1.7\nnothing", 16);
  g_autoptr(GBytes) protected = make_protected ();
  g_autoptr(GBytes) gif = g_bytes_new_static ("GIF89a", 6);

  assert_refused ("a.txt", empty, "“a.txt” is empty.");
  assert_refused ("a.txt", blank, "“a.txt” is empty.");
  assert_refused ("a.zip", zip, "“a.zip” is neither a picture, nor text, nor a PDF.");
  assert_refused ("a.log", long_text, "“a.log” is longer than 1 MB of text.");
  assert_refused ("a.log", longer_text, "“a.log” is longer than 1 MB of text.");
  assert_refused ("a.pdf", damaged, "“a.pdf” is damaged.");
  assert_refused ("b.pdf", protected, "“b.pdf” is protected with a password.");
  assert_refused ("a.gif", gif, "“a.gif” is damaged.");
}

static gboolean
is_poppler_loaded (void)
{
  g_autofree char *maps = NULL;

  return g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL) && strstr (maps, "libpoppler") != NULL;
}

/* In a process of its own, in which nobody has read one yet. */
static void
test_library (void)
{
  g_autoptr(GBytes) zip = g_bytes_new_static ("PK\x03\x04\0\0\0\0", 8);
  g_autoptr(GBytes) damaged = g_bytes_new_static ("%PDF-1.7\nnothing", 16);

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  assert_refused ("a.zip", zip, "“a.zip” is neither a picture, nor text, nor a PDF.");
  g_assert_false (is_poppler_loaded ());
  assert_refused ("a.pdf", damaged, "“a.pdf” is damaged.");
  g_assert_true (is_poppler_loaded ());
}

static void
test_hostile_pdf (void)
{
  g_autoptr(GBytes) bytes = ponder_test_pdf ("The moon pulls the water");
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < 300; i++)
    {
      gsize length;
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
      g_autoptr(GBytes) damaged = NULL;
      g_autoptr(PonderPart) part = NULL;
      g_autoptr(GError) error = NULL;

      for (guint k = 0; k < 6; k++)
        data[g_rand_int_range (rand, 8, (gint32) length)] = (guint8) g_rand_int_range (rand, 32, 127);
      damaged = g_bytes_new_static (data, length);
      part = ponder_media_read ("a.pdf", damaged, NULL, &error);
      g_assert_true ((part == NULL) == (error != NULL));
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *given;
    const char *shown;
  } cases[] = {
    { "a.png", "a.png" },
    { "../../etc/passwd", "passwd" },
    { "a\nb\x1b[31m\xe2\x80\xaegnp.exe", "ab[31mgnp.exe" },
    { "", "file" },
    { NULL, "file" },
    { "..", "file.." },
    { "潮汐 图.png", "潮汐 图.png" },
    { "bad\xff.txt", "bad\xef\xbf\xbd.txt" },
  };
  g_autofree char *much = g_strnfill (5000, 'x');
  g_autofree char *long_name = g_strconcat (much, ".pdf", NULL);
  g_autofree char *shortened = ponder_media_dup_name (long_name);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = ponder_media_dup_name (cases[i].given);

      g_assert_cmpstr (name, ==, cases[i].shown);
    }
  g_assert_cmpuint (strlen (shortened), <=, 200);
  g_assert_true (g_str_has_suffix (shortened, "x.pdf"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/a-picture-is-one-whatever-its-name", test_picture);
  g_test_add_func ("/media/a-text-is-one-whatever-its-name", test_text);
  g_test_add_func ("/media/a-pdf-has-its-words-with-it", test_pdf);
  g_test_add_func ("/media/a-pdf-of-pictures-has-none", test_pdf_of_pictures);
  g_test_add_func ("/media/anything-else-is-refused-by-name", test_refused);
  g_test_add_func ("/media/what-reads-a-pdf-is-loaded-with-the-first-one", test_library);
  g_test_add_func ("/media/hostile-pdfs-end-in-an-error-or-in-words", test_hostile_pdf);
  g_test_add_func ("/media/names-are-only-names", test_names);
  return g_test_run ();
}
