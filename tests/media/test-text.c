/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text files of every encoding that people still have. */

#include "config.h"

#include "ponder-plain-text.h"

#include <string.h>

static char *
read_as (const char *text,
         const char *encoding,
         const char *mark,
         gsize       mark_length)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *data = g_convert (text, -1, encoding, "UTF-8", NULL, &length, &error);
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_byte_array_append (file, (const guint8 *) mark, (guint) mark_length);
  g_byte_array_append (file, (const guint8 *) data, (guint) length);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  return ponder_plain_text_read (bytes);
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *text;
    const char *encoding;
    const char *mark;
    gsize       mark_length;
  } cases[] = {
    { "plain", "UTF-8", "", 0 },
    { "Grüße, 你好 🌊", "UTF-8", "", 0 },
    { "Grüße, 你好", "UTF-8", "\xef\xbb\xbf", 3 },
    { "Grüße, 你好 🌊", "UTF-16LE", "\xff\xfe", 2 },
    { "Grüße, 你好 🌊", "UTF-16BE", "\xfe\xff", 2 },
    { "one line\r\nand another", "UTF-16LE", "", 0 },
    { "one line\nand another", "UTF-16BE", "", 0 },
    { "你好，世界。\n写前日志怎样保护数据？", "GB18030", "", 0 },
    { "int 主函数 (void); /* 返回值 */", "GB18030", "", 0 },
    { "für Müllers Übergröße", "WINDOWS-1252", "", 0 },
    { "déjà vu, 5 €", "WINDOWS-1252", "", 0 },
    { "\x1b[31mred\x1b[0m\n\tof a log", "UTF-8", "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = read_as (cases[i].text, cases[i].encoding, cases[i].mark, cases[i].mark_length);

      g_test_message ("%s in %s", cases[i].text, cases[i].encoding);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
assert_refused (const void *data,
                gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, length);
  g_autofree char *text = ponder_plain_text_read (bytes);

  g_assert_null (text);
}

static void
test_no_text (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  guint8 noise[4096];

  assert_refused ("PK\x03\x04\x14\x00\x00\x00", 8);
  assert_refused ("\x7f" "ELF\x02\x01\x01\x00", 8);
  assert_refused ("a\x01\x02\x03\x04 b", 7);
  for (guint i = 0; i < 200; i++)
    {
      for (guint j = 0; j < sizeof noise; j++)
        noise[j] = (guint8) g_rand_int (rand);
      assert_refused (noise, sizeof noise - i);
    }
}

static void
test_nothing (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new (NULL, 0);
  g_autofree char *text = ponder_plain_text_read (bytes);

  g_assert_cmpstr (text, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/text/every-encoding-becomes-utf-8", test_encodings);
  g_test_add_func ("/media/text/what-is-no-text-is-not-read-as-some", test_no_text);
  g_test_add_func ("/media/text/an-empty-file-is-an-empty-text", test_nothing);
  return g_test_run ();
}
