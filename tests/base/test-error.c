/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain: errors with and without a fault. */

#include "config.h"

#include "ponder-fault.h"

static void
test_names_go_both_ways (void)
{
  for (int code = PONDER_ERROR_NETWORK; code <= PONDER_ERROR_KEYRING; code++)
    {
      const char *name = ponder_error_code_to_string (code);

      g_assert_nonnull (name);
      g_assert_cmpint (ponder_error_code_from_string (name), ==, code);
    }
  g_assert_cmpstr (ponder_error_code_to_string (PONDER_ERROR_RATE_LIMIT), ==, "rate_limit");
  g_assert_cmpstr (ponder_error_code_to_string (PONDER_ERROR_STORE_TOO_NEW), ==, "store_too_new");
  g_assert_cmpstr (ponder_error_code_to_string ((PonderErrorCode) 99), ==, "unknown");
  g_assert_cmpint (ponder_error_code_from_string ("nonsense"), ==, PONDER_ERROR_UNKNOWN);
  g_assert_cmpint (ponder_error_code_from_string (NULL), ==, PONDER_ERROR_UNKNOWN);
}

static void
test_a_plain_error_has_no_fault (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) copy = NULL;

  g_set_error (&error, PONDER_ERROR, PONDER_ERROR_STORE, "no %s", "disk");
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "no disk");
  g_assert_null (ponder_error_get_fault (error));
  copy = g_error_copy (error);
  g_assert_null (ponder_error_get_fault (copy));
}

static void
test_a_fault_travels_with_its_error (void)
{
  PonderFault *fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  g_autoptr(GError) error = ponder_error_new_take_fault (fault);
  GError *copy = g_error_copy (error);
  g_autoptr(PonderFault) kept = NULL;

  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_RATE_LIMIT);
  g_assert_cmpstr (error->message, ==, "Too many requests");
  g_assert_true (ponder_error_get_fault (error) == fault);
  g_assert_true (ponder_error_get_fault (copy) == fault);

  g_prefix_error (&copy, "later: ");
  kept = ponder_fault_ref (ponder_error_get_fault (copy));
  g_error_free (copy);
  g_assert_cmpint (kept->category, ==, PONDER_ERROR_RATE_LIMIT);
}

static void
test_other_domains_have_no_fault (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_null (ponder_error_get_fault (error));
  g_assert_null (ponder_error_get_fault (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/names-go-both-ways", test_names_go_both_ways);
  g_test_add_func ("/error/a-plain-error-has-no-fault", test_a_plain_error_has_no_fault);
  g_test_add_func ("/error/a-fault-travels-with-its-error", test_a_fault_travels_with_its_error);
  g_test_add_func ("/error/other-domains-have-no-fault", test_other_domains_have_no_fault);
  return g_test_run ();
}
