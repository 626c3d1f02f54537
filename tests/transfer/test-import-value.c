/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times, ids and attachments of other programs. */

#include "config.h"

#include <string.h>

#include "ponder-import-details.h"
#include "ponder-import-value.h"

static gint64
parse (const char *json)
{
  g_autofree char *text = g_strdup_printf ("{\"t\":%s}", json);
  g_autoptr(JsonObject) object = ponder_json_parse_object (text, -1, NULL);

  g_assert_nonnull (object);
  return ponder_import_get_time (object, "t");
}

/* The number's size tells its unit, and what is no time stays unknown. */
static void
test_times (void)
{
  const gint64 noon = G_GINT64_CONSTANT (1714557600000000);

  g_assert_cmpint (parse ("1714557600"), ==, noon);
  g_assert_cmpint (parse ("1714557600.5"), ==, noon + 500000);
  g_assert_cmpint (parse ("1714557600000"), ==, noon);
  g_assert_cmpint (parse ("1714557600000000"), ==, noon);
  g_assert_cmpint (parse ("\"1714557600\""), ==, noon);
  g_assert_cmpint (parse ("\"2024-05-01T10:00:00Z\""), ==, noon);
  g_assert_cmpint (parse ("\"2024-05-01T18:00:00.000000+08:00\""), ==, noon);
  g_assert_cmpint (parse ("\"2024-05-01T10:00:00\""), ==, noon);
  g_assert_cmpint (parse ("\"2024/05/01 10:00:00\""), ==, noon);
  g_assert_cmpint (parse ("\"2024/05/01 10:00\""), ==, noon);
  g_assert_cmpint (parse ("\"2024-05-01 12:00:00.25 +0200 CEST m=+0.1\""), ==, noon + 250000);
  g_assert_cmpint (parse ("\"2024-05-01\""), ==, noon - 10 * G_TIME_SPAN_HOUR);
  g_assert_cmpint (parse ("0"), ==, 0);
  g_assert_cmpint (parse ("-1"), ==, 0);
  g_assert_cmpint (parse ("12345"), ==, 0);
  g_assert_cmpint (parse ("1e300"), ==, 0);
  g_assert_cmpint (parse ("null"), ==, 0);
  g_assert_cmpint (parse ("[1]"), ==, 0);
  g_assert_cmpint (parse ("\"soon\""), ==, 0);
  g_assert_cmpint (parse ("\"\""), ==, 0);
  g_assert_cmpint (parse ("\"99999-99-99T99:99:99Z\""), ==, 0);
}

static void
test_ulid (void)
{
  /* The first ten characters are 1469918176385 in base 32: the example of the ULID specification. */
  g_assert_cmpint (ponder_import_get_ulid_time ("01ARYZ6S41TSV4RRFFQ69G5FAV"), ==, G_GINT64_CONSTANT (1469918176385000));
  g_assert_cmpint (ponder_import_get_ulid_time ("01ARYZ6S41"), ==, 0);
  g_assert_cmpint (ponder_import_get_ulid_time ("!!!!!!!!!!!!!!!!!!!!!!!!!!"), ==, 0);
  g_assert_cmpint (ponder_import_get_ulid_time (NULL), ==, 0);
}

static void
test_ids (void)
{
  g_autofree char *many = g_strnfill (10000, 'a');
  g_autofree char *kept = ponder_import_dup_id ("a-1");
  g_autofree char *digest = ponder_import_dup_id (many);

  g_assert_cmpstr (kept, ==, "a-1");
  g_assert_cmpuint (strlen (digest), ==, 64);
  g_assert_null (ponder_import_dup_id (""));
  g_assert_null (ponder_import_dup_id (NULL));
}

static void
test_urls (void)
{
  g_autoptr(PonderMessage) message = ponder_import_message_new ("m", NULL, PONDER_ROLE_USER);
  const PonderPart *part;

  g_assert_true (ponder_import_add_url (message, NULL, "data:image/svg+xml;base64,PHN2Zy8+"));
  g_assert_true (ponder_import_add_url (message, "n.pdf", "data:application/pdf;charset=x;base64,JVBERi0="));
  g_assert_false (ponder_import_add_url (message, NULL, "https://example.org/a.png"));
  g_assert_false (ponder_import_add_url (message, NULL, "data:image/png,plain"));
  g_assert_false (ponder_import_add_url (message, NULL, NULL));
  g_assert_cmpuint (ponder_message_get_parts (message)->len, ==, 3);
  part = g_ptr_array_index (ponder_message_get_parts (message), 0);
  g_assert_cmpint (part->kind, ==, PONDER_PART_IMAGE);
  g_assert_cmpstr (part->media_type, ==, "image/svg+xml");
  part = g_ptr_array_index (ponder_message_get_parts (message), 1);
  g_assert_cmpint (part->kind, ==, PONDER_PART_FILE);
  g_assert_cmpstr (part->media_type, ==, "application/pdf");
  g_assert_cmpstr (ponder_message_get_text (message), ==, "https://example.org/a.png");
}

/* Only pages, and nothing that could end the link. */
static void
test_links (void)
{
  g_autoptr(GString) text = g_string_new ("x");

  ponder_import_add_link (text, "A [b]", "https://example.org/1");
  ponder_import_add_link (text, "again", "https://example.org/1");
  ponder_import_add_link (text, "js", "javascript:alert(1)");
  ponder_import_add_link (text, "broken", "https://example.org/) and more");
  ponder_import_add_link (text, NULL, NULL);
  g_assert_cmpstr (text->str, ==, "x\n\n[A \\[b\\]](https://example.org/1)");
}

/* What is folded in again and again, or never closed, costs no more than its length. */
static void
test_details (void)
{
  static const char *const pieces[] = { "<details x>", "<details type=\"reasoning\">", "<details ", "</details>", "&quot;" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(PonderMessage) message = ponder_import_message_new ("m", NULL, PONDER_ROLE_ASSISTANT);
      g_autoptr(GString) text = g_string_new ("a<details type=\"tool_calls\" arguments=\"");
      gint64 start = g_get_monotonic_time ();

      for (guint j = 0; j < 100000; j++)
        g_string_append (text, pieces[i]);
      g_string_append (text, "\"></details>b");
      ponder_import_add_details (message, text->str);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
      g_assert_true (g_str_has_prefix (ponder_message_get_text (message), "a"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/import-value/tells-times-by-their-size", test_times);
  g_test_add_func ("/transfer/import-value/reads-the-time-of-a-ulid", test_ulid);
  g_test_add_func ("/transfer/import-value/keeps-ids-short", test_ids);
  g_test_add_func ("/transfer/import-value/takes-the-bytes-of-an-address-and-fetches-none", test_urls);
  g_test_add_func ("/transfer/import-value/links-to-pages-only", test_links);
  g_test_add_func ("/transfer/import-value/unfolds-in-linear-time", test_details);
  return g_test_run ();
}
