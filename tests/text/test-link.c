/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses, honest and hostile: what is opened and what is shown before. */

#include "config.h"

#include "ponder-link.h"

#include <string.h>

typedef struct
{
  const char *target;
  const char *safe;             /* NULL: must not be opened */
  const char *display;          /* NULL: not looked at */
} Case;

static const Case cases[] = {
  { "https://example.com/a?b=c#d", "https://example.com/a?b=c#d", "example.com" },
  { "http://example.com", "http://example.com", "example.com" },
  { "HTTPS://EXAMPLE.com/A", "https://example.com/A", "example.com" },
  { "http://localhost:8080/v1", "http://localhost:8080/v1", "localhost:8080" },
  { "http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080" },
  { "http://192.168.0.1/", "http://192.168.0.1/", "192.168.0.1" },
  { "https://x.y/a b\"<>", "https://x.y/a%20b%22%3C%3E", "x.y" },
  { "https://zh.example/维基?词=1", "https://zh.example/%E7%BB%B4%E5%9F%BA?%E8%AF%8D=1",
    "zh.example" },
  { "https://x.y/%20%41?q=%26", "https://x.y/%20A?q=%26", "x.y" },

  /* Look-alikes are shown in ASCII. */
  { "https://аpple.com/", "https://xn--pple-43d.com/", "xn--pple-43d.com" },
  { "https://例え.jp/", "https://xn--r8jz45g.jp/", "xn--r8jz45g.jp" },
  { "https://ｇoogle。com/", "https://google.com/", "google.com" },
  { "https://%65vil.example/", "https://evil.example/", "evil.example" },
  { "https://good.example.evil.example/", "https://good.example.evil.example/",
    "good.example.evil.example" },

  /* A host that is not what it seems. */
  { "https://good.example@evil.example/", NULL, NULL },
  { "https://good.example:443@evil.example/", NULL, NULL },
  { "https://@evil.example/", NULL, NULL },
  { "https://good.example%2f@evil.example/", NULL, NULL },
  { "https://good.example%2fevil.example/", NULL, NULL },
  { "https://good.example\\@evil.example/", NULL, NULL },
  { "https://x.y/\\evil.example/", NULL, NULL },
  { "https:/\\evil.example/", NULL, NULL },
  { "https:\\\\evil.example/", NULL, NULL },
  { "https:/evil.example/", NULL, NULL },
  { "https:evil.example", NULL, NULL },
  { "https:///evil.example", NULL, NULL },
  { "//evil.example/", NULL, NULL },
  { "evil.example", NULL, NULL },
  { "/etc/passwd", NULL, NULL },
  { "https://", NULL, NULL },
  { "https://a b/", NULL, NULL },
  { "https://.x.y/", NULL, NULL },
  { "https://x.y:99999/", NULL, NULL },
  { "https://[::1/", NULL, NULL },
  { "https://[evil]/", NULL, NULL },
  { "https://goo℀gle.example/", NULL, NULL },

  /* Other things that can be opened. */
  { "javascript:alert(1)", NULL, "javascript:alert(1)" },
  { "JaVaScRiPt:alert(1)", NULL, NULL },
  { " https://x.y", NULL, NULL },
  { "java\nscript:alert(1)", NULL, "java\xef\xbf\xbdscript:alert(1)" },
  { "data:text/html,<script>alert(1)</script>", NULL, NULL },
  { "file:///etc/passwd", NULL, NULL },
  { "ftp://x.y/", NULL, NULL },
  { "smb://x.y/share", NULL, NULL },
  { "sftp://x.y/", NULL, NULL },
  { "ssh://x.y", NULL, NULL },
  { "vscode://file/etc/passwd", NULL, NULL },
  { "calculator:", NULL, NULL },
  { "tel:+123", NULL, NULL },
  { "x-scheme-handler:x", NULL, NULL },
  { "about:blank", NULL, NULL },
  { "#anchor", NULL, "#anchor" },
  { "", NULL, "" },
  { NULL, NULL, "" },

  /* What cannot be seen. */
  { "https://x.y/\n", NULL, NULL },
  { "https://x.y/\t", NULL, NULL },
  { "https://x.y/\x7f", NULL, NULL },
  { "https://x.y/\xc2\x85", NULL, NULL },
  { "https://x.y/\xe2\x80\xae" "gpj.exe", NULL, "https://x.y/\xef\xbf\xbdgpj.exe" },
  { "https://x.y/\xe2\x81\xa6", NULL, NULL },
  { "https://x.y/\xe2\x80\x8b", NULL, NULL },
  { "https://x.y/\xf3\xa0\x81\x81", NULL, NULL },
  { "https://x\xc2\xad.y/", NULL, NULL },
  { "https://x.y/\xff", NULL, "https://x.y/\xef\xbf\xbd" },

  /* Mail: only what the writer sees before sending. */
  { "mailto:a@b.cd", "mailto:a@b.cd", "a@b.cd" },
  { "MAILTO:a@b.cd,e@f.gh", "mailto:a@b.cd,e@f.gh", "a@b.cd,e@f.gh" },
  { "mailto:a@b.cd?subject=Hi%20there&body=One%0ATwo",
    "mailto:a@b.cd?subject=Hi%20there&body=One%0ATwo", NULL },
  { "mailto:a@b.cd?Subject=x&attach=/etc/passwd&attachment=/etc/passwd", "mailto:a@b.cd?subject=x",
    NULL },
  { "mailto:a@b.cd?cc=e@f.gh&bcc=e@f.gh&to=e@f.gh", "mailto:a@b.cd", NULL },
  { "mailto:a@b.cd?subject=x%0D%0ABcc:%20e@f.gh", "mailto:a@b.cd", NULL },
  { "mailto:a@b.cd?subject=x%26attach%3D/etc/passwd",
    "mailto:a@b.cd?subject=x%26attach%3D%2Fetc%2Fpasswd", NULL },
  { "mailto:a@b.cd?subject=a&subject=b", "mailto:a@b.cd?subject=a", NULL },
  { "mailto:?subject=x", "mailto:?subject=x", NULL },
  { "mailto:a@b.cd%3Fattach=/etc/passwd", NULL, NULL },
  { "mailto:a@b.cd%0D%0ABcc:e@f.gh", NULL, NULL },
  { "mailto://evil.example/a@b.cd", NULL, NULL },
  { "mailto:\"a b\"@c.de", NULL, NULL },
  { "mailto:", NULL, NULL },
  { "mailto:?attach=/etc/passwd", NULL, NULL },
};

static void
test_safe_targets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *safe = ponder_link_dup_safe_target (cases[i].target);
      g_autofree char *name = g_strescape (cases[i].target != NULL ? cases[i].target : "", NULL);

      g_test_message ("%s", name);
      g_assert_cmpstr (safe, ==, cases[i].safe);
    }
}

static void
test_safe_targets_stay_as_they_are (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *safe = ponder_link_dup_safe_target (cases[i].target);
      g_autofree char *again = ponder_link_dup_safe_target (safe);

      g_assert_cmpstr (safe, ==, again);
      if (safe != NULL)
        g_assert_true (g_str_is_ascii (safe));
    }
}

static void
test_displays (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *display = ponder_link_dup_display (cases[i].target);

      g_assert_nonnull (display);
      if (cases[i].display != NULL)
        g_assert_cmpstr (display, ==, cases[i].display);
    }
}

static void
test_long_addresses_are_refused_and_cut (void)
{
  g_autofree char *padding = g_strnfill (9000, 'a');
  g_autofree char *target = g_strconcat ("https://x.y/", padding, NULL);
  g_autofree char *display = ponder_link_dup_display (target);

  g_assert_null (ponder_link_dup_safe_target (target));
  g_assert_cmpint (g_utf8_strlen (display, -1), ==, 201);
  g_assert_true (g_str_has_suffix (display, "…"));
}

static void
test_random_addresses_stay_safe (void)
{
  static const char *const pieces[] = {
    "http", "https", "mailto", ":", "/", "//", "\\", "@", "?", "#", "&", "=", "%", "%2f", "%0a",
    "%00", "[", "]",
    ".", "a", "b.c", "例", "。", "\xe2\x80\xae", "\n", " ", "subject=", "body=", "attach=", "8080",
    "-", "_", "<", "\"",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20240604);

  for (int round = 0; round < 20000; round++)
    {
      g_autoptr(GString) target = g_string_new (round % 2 == 0 ? "https://" : NULL);
      g_autofree char *safe = NULL;
      g_autofree char *again = NULL;
      g_autofree char *display = NULL;

      for (int i = g_rand_int_range (random, 0, 10); i > 0; i--)
        g_string_append (target, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      safe = ponder_link_dup_safe_target (target->str);
      display = ponder_link_dup_display (target->str);
      g_assert_true (g_utf8_validate (display, -1, NULL));
      if (safe == NULL)
        continue;
      g_assert_true (g_str_has_prefix (safe, "http://") || g_str_has_prefix (safe, "https://") ||
                     g_str_has_prefix (safe, "mailto:"));
      g_assert_true (g_str_is_ascii (safe));
      g_assert_null (strpbrk (safe, " \\\n<>\""));
      again = ponder_link_dup_safe_target (safe);
      g_assert_cmpstr (again, ==, safe);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/only-safe-targets-are-opened", test_safe_targets);
  g_test_add_func ("/link/safe-targets-stay-as-they-are", test_safe_targets_stay_as_they_are);
  g_test_add_func ("/link/the-real-host-is-shown", test_displays);
  g_test_add_func ("/link/long-addresses-are-refused-and-cut",
                   test_long_addresses_are_refused_and_cut);
  g_test_add_func ("/link/random-addresses-stay-safe", test_random_addresses_stay_safe);
  return g_test_run ();
}
