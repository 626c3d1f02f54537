/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults: their words, their storing, and what becomes of errors from elsewhere. */

#include "config.h"

#include "ponder-fault.h"

#include <math.h>
#include <string.h>

static PonderFault *
fault_new (PonderErrorCode category)
{
  PonderFault *fault = ponder_fault_new (category, "chat");

  fault->provider = g_strdup ("openai");
  fault->model = g_strdup ("gpt-4o");
  fault->host = g_strdup ("api.openai.com:443");
  return fault;
}

static void
test_the_summary_is_one_line (void)
{
  g_autoptr(PonderFault) fault = fault_new (PONDER_ERROR_RATE_LIMIT);
  g_autofree char *summary = NULL;

  fault->retryable = TRUE;
  fault->retry_after = 59.2;
  summary = ponder_fault_dup_summary (fault);
  g_assert_cmpstr (summary, ==,
                   "Chat failed: too many requests · Provider: openai · Model: gpt-4o · "
                   "Try again shortly, or raise your plan’s limit · Try again in 60 s");
}

static void
test_a_message_replaces_the_title (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_KEYRING, "keyring");
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;

  fault->message = g_strdup ("The keyring is locked.");
  title = ponder_fault_dup_title (fault);
  summary = ponder_fault_dup_summary (fault);
  g_assert_cmpstr (title, ==, "The keyring is locked.");
  g_assert_cmpstr (summary, ==,
                   "Reading the API key failed: The keyring is locked · "
                   "Unlock it, or enter the API key for this session only");
}

static void
test_operations_have_words (void)
{
  static const char *const operations[] = {
    "chat", "check database", "close database", "connect", "discover", "empty trash", "find chat",
    "key", "keyring", "list chats", "local server", "models", "open chat", "open database",
    "read chat", "remove provider", "save chat", "save provider", "save settings", "start demo",
    "title",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_CANCELLED, operations[i]);
      g_autofree char *summary = ponder_fault_dup_summary (fault);

      g_test_message ("%s", operations[i]);
      g_assert_false (g_str_has_prefix (summary, "That did not work"));
      g_assert_true (g_str_has_suffix (summary, " failed: stopped"));
    }
}

static void
test_an_unknown_operation_is_not_named (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_CANCELLED, "import");
  g_autoptr(PonderFault) nameless = ponder_fault_new (PONDER_ERROR_CANCELLED, NULL);
  g_autofree char *summary = ponder_fault_dup_summary (fault);
  g_autofree char *other = ponder_fault_dup_summary (nameless);

  g_assert_cmpstr (summary, ==, "That did not work: stopped");
  g_assert_cmpstr (other, ==, "That did not work: stopped");
}

/* Whatever it is and whatever is known of it, there are words, and all of them are filled in. */
static void
check_words (PonderFault *fault)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *place = ponder_fault_dup_place (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  g_autofree char *summary = ponder_fault_dup_summary (fault);
  g_autofree char *report = ponder_fault_dup_report (fault);
  g_autofree char *all = g_strconcat (title, place, suggestion, summary, report, NULL);

  g_assert_cmpstr (title, !=, "");
  if (fault->category != PONDER_ERROR_CANCELLED)
    g_assert_true (g_str_has_suffix (suggestion, "."));
  g_assert_null (strpbrk (all, "{}"));
  g_assert_null (strstr (all, "(null)"));
  g_assert_null (strchr (summary, '\n'));
  g_assert_nonnull (strstr (report, ponder_error_code_to_string (fault->category)));
}

static void
test_every_category_has_words (void)
{
  for (int code = PONDER_ERROR_NETWORK; code <= PONDER_ERROR_KEYRING; code++)
    {
      for (int variant = 0; variant < 16; variant++)
        {
          g_autoptr(PonderFault) fault = variant & 1 ? fault_new (code)
                                                     : ponder_fault_new (code, "chat");

          fault->local = variant & 2 ? TRUE : FALSE;
          fault->certificate = code == PONDER_ERROR_NETWORK && variant & 4;
          fault->truncated = code == PONDER_ERROR_NETWORK && variant & 8;
          fault->status = variant & 4 ? 418 : 0;
          check_words (fault);
        }
    }
}

static void
test_sentences (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_STORE, "save chat");
  g_autoptr(PonderFault) stopped = ponder_fault_new (PONDER_ERROR_CANCELLED, "chat");
  g_autofree char *plain = ponder_fault_dup_sentences (fault);
  g_autofree char *with_stop = NULL;
  g_autofree char *alone = ponder_fault_dup_sentences (stopped);

  fault->message = g_strdup ("The chats are not open.");
  with_stop = ponder_fault_dup_sentences (fault);
  g_assert_cmpstr (plain, ==, "Chats can’t be read or saved. "
                              "Check that the disk works and that Ponder may write to its folder.");
  g_assert_cmpstr (with_stop, ==, "The chats are not open. "
                                  "Check that the disk works and that Ponder may write to its folder.");
  g_assert_cmpstr (alone, ==, "Stopped");
}

static void
assert_words (PonderFault *fault,
              const char  *title,
              const char  *suggestion)
{
  g_autofree char *actual_title = ponder_fault_dup_title (fault);
  g_autofree char *actual_suggestion = ponder_fault_dup_suggestion (fault);

  g_assert_cmpstr (actual_title, ==, title);
  g_assert_cmpstr (actual_suggestion, ==, suggestion);
}

static void
test_words_fit_what_happened (void)
{
  g_autoptr(PonderFault) fault = fault_new (PONDER_ERROR_NETWORK);
  g_autoptr(PonderFault) unknown = ponder_fault_new (PONDER_ERROR_UNKNOWN, "chat");

  assert_words (fault, "Can’t reach api.openai.com:443",
                "Check your internet connection or proxy.");
  fault->local = TRUE;
  assert_words (fault, "openai is not answering at api.openai.com:443",
                "Start it and check the port.");
  fault->certificate = TRUE;
  assert_words (fault, "The certificate of api.openai.com:443 is not trusted",
                "Choose its CA file in Preferences, or use http:// for a local server.");
  fault->truncated = TRUE;
  assert_words (fault, "The connection broke before the answer was complete",
                "Continue it, or try again to get it whole.");

  unknown->status = 418;
  assert_words (unknown, "Something went wrong (HTTP 418)", "The details say more.");
}

/* What the bodies of errors cannot bring about: tests/fixtures/errors.json has the rest. */
static void
test_words_fit_the_family (void)
{
  static const struct
  {
    PonderErrorCode  category;
    const char      *family;
    gboolean         local;
    const char      *reason;
    gint64           context_size;
    const char      *suggestion;
  } cases[] = {
    { PONDER_ERROR_NETWORK, "gemini", FALSE, NULL, 0,
      "Check your internet connection or proxy. The service may be blocked in your network." },
    { PONDER_ERROR_NETWORK, "kimi", FALSE, NULL, 0,
      "Check your internet connection or proxy, or try the other region’s address." },
    { PONDER_ERROR_NETWORK, "openai", FALSE, NULL, 0, "Check your internet connection or proxy." },
    { PONDER_ERROR_NETWORK, "openai", TRUE, NULL, 0, "Start it and check the port." },
    { PONDER_ERROR_CONTENT_FILTER, "anthropic", FALSE, "cyber", 0,
      "Claude declined this request: cyber." },
    { PONDER_ERROR_CONTENT_FILTER, "gemini", FALSE, "SAFETY", 0,
      "Blocked by Google’s safety filter (SAFETY). Rephrase it." },
    { PONDER_ERROR_CONTENT_FILTER, NULL, FALSE, "SAFETY", 0, "Rephrase it and try again." },
    { PONDER_ERROR_CONTEXT_LENGTH, NULL, TRUE, NULL, 8192,
      "The loaded model holds 8192 tokens. Raise the context size, or shorten the chat." },
    { PONDER_ERROR_CONTEXT_LENGTH, "llama-cpp", FALSE, NULL, 8192,
      "The loaded model holds 8192 tokens. Raise the context size, or shorten the chat." },
    { PONDER_ERROR_CONTEXT_LENGTH, "llama-cpp", FALSE, NULL, 0,
      "Start a new chat, remove attachments, or choose a model that holds more." },
    { PONDER_ERROR_RATE_LIMIT, "openai", TRUE, NULL, 0,
      "Try again shortly, or raise your plan’s limit." },
    { PONDER_ERROR_RATE_LIMIT, "vllm", TRUE, NULL, 0, "The server is busy. Try again shortly." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderFault) fault = fault_new (cases[i].category);
      g_autofree char *suggestion = NULL;

      fault->family = g_strdup (cases[i].family);
      fault->local = cases[i].local ? TRUE : FALSE;
      fault->reason = g_strdup (cases[i].reason);
      fault->context_size = cases[i].context_size;
      suggestion = ponder_fault_dup_suggestion (fault);
      g_assert_cmpstr (suggestion, ==, cases[i].suggestion);
      check_words (fault);
    }
}

static void
test_every_cause_has_words (void)
{
  for (int cause = PONDER_CAUSE_UNKNOWN; cause < PONDER_N_CAUSES; cause++)
    {
      g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_NETWORK, "chat");
      g_autoptr(PonderFault) back = NULL;
      g_autofree char *stored = NULL;

      fault->cause = cause;
      check_words (fault);
      stored = ponder_fault_serialize (fault);
      back = ponder_fault_deserialize (stored, NULL);
      g_assert_cmpint (back->cause, ==, cause);
    }
}

static void
test_braces_of_others_are_not_filled_in (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_CONTEXT_LENGTH, "chat");
  g_autofree char *title = NULL;

  fault->model = g_strdup ("{host} %s {");
  title = ponder_fault_dup_title (fault);
  g_assert_cmpstr (title, ==, "This chat is too long for {host} %s {");
}

static void
test_the_place_is_what_is_known (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_STORE, "open database");
  g_autofree char *nowhere = ponder_fault_dup_place (fault);
  g_autofree char *path = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *both = NULL;

  fault->host = g_strdup ("/home/x/chats.db");
  path = ponder_fault_dup_place (fault);
  fault->provider = g_strdup ("openai");
  provider = ponder_fault_dup_place (fault);
  fault->model = g_strdup ("gpt-4o");
  both = ponder_fault_dup_place (fault);
  g_assert_cmpstr (nowhere, ==, "");
  g_assert_cmpstr (path, ==, "/home/x/chats.db");
  g_assert_cmpstr (provider, ==, "openai");
  g_assert_cmpstr (both, ==, "openai · gpt-4o");
}

static void
test_the_report_holds_all (void)
{
  g_autoptr(PonderFault) fault = fault_new (PONDER_ERROR_RATE_LIMIT);
  g_autofree char *report = NULL;

  fault->status = 429;
  fault->retryable = TRUE;
  fault->retry_after = 0.5;
  fault->time = 1700000000;
  fault->request_id = g_strdup ("req_1");
  fault->details = g_strdup ("Slow down.");
  report = ponder_fault_dup_report (fault);
  g_assert_cmpstr (report, ==,
                   "Chat failed: too many requests\n"
                   "Category: rate_limit\n"
                   "Severity: warning\n"
                   "Retryable: yes\n"
                   "Retry after: 1 s\n"
                   "Provider: openai\n"
                   "Model: gpt-4o\n"
                   "Address: api.openai.com:443\n"
                   "HTTP status: 429\n"
                   "Request ID: req_1\n"
                   "Time: 2023-11-14T22:13:20Z\n"
                   "\n"
                   "Slow down.\n");
}

static void
test_severities (void)
{
  static const struct
  {
    PonderErrorCode code;
    const char *severity;
  } cases[] = {
    { PONDER_ERROR_CANCELLED, "info" },
    { PONDER_ERROR_RATE_LIMIT, "warning" },
    { PONDER_ERROR_AUTHENTICATION, "error" },
    { PONDER_ERROR_STORE_FULL, "critical" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderFault) fault = ponder_fault_new (cases[i].code, "chat");

      g_assert_cmpstr (ponder_severity_to_string (ponder_fault_get_severity (fault)), ==,
                       cases[i].severity);
    }
}

static void
test_storing_loses_nothing (void)
{
  g_autoptr(PonderFault) fault = fault_new (PONDER_ERROR_NETWORK);
  g_autoptr(PonderFault) back = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  fault->message = g_strdup ("“Odd”\n\\ text");
  fault->details = g_strdup ("{\"error\":1}");
  fault->request_id = g_strdup ("req_1");
  fault->family = g_strdup ("openai");
  fault->reason = g_strdup ("violence");
  fault->parameter = g_strdup ("top_k");
  fault->cause = PONDER_CAUSE_REDIRECT;
  fault->context_size = 4096;
  fault->status = 503;
  fault->retry_after = 1.5;
  fault->time = 1700000000;
  fault->retryable = fault->local = fault->certificate = fault->truncated = TRUE;
  json = ponder_fault_serialize (fault);
  back = ponder_fault_deserialize (json, &error);
  g_assert_no_error (error);
  again = ponder_fault_serialize (back);
  g_assert_cmpstr (again, ==, json);

  g_assert_cmpint (back->category, ==, PONDER_ERROR_NETWORK);
  g_assert_cmpstr (back->operation, ==, "chat");
  g_assert_cmpstr (back->provider, ==, "openai");
  g_assert_cmpstr (back->model, ==, "gpt-4o");
  g_assert_cmpstr (back->message, ==, fault->message);
  g_assert_cmpstr (back->host, ==, fault->host);
  g_assert_cmpstr (back->details, ==, fault->details);
  g_assert_cmpstr (back->request_id, ==, "req_1");
  g_assert_cmpstr (back->family, ==, "openai");
  g_assert_cmpstr (back->reason, ==, "violence");
  g_assert_cmpstr (back->parameter, ==, "top_k");
  g_assert_cmpint (back->cause, ==, PONDER_CAUSE_REDIRECT);
  g_assert_cmpint (back->context_size, ==, 4096);
  g_assert_cmpuint (back->status, ==, 503);
  g_assert_cmpfloat_with_epsilon (back->retry_after, 1.5, 1e-9);
  g_assert_cmpint (back->time, ==, 1700000000);
  g_assert_true (back->retryable && back->local && back->certificate && back->truncated);
}

static void
test_storing_nothing_stays_nothing (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_UNKNOWN, NULL);
  g_autoptr(PonderFault) back = NULL;
  g_autofree char *json = NULL;

  fault->retry_after = (double) INFINITY;
  json = ponder_fault_serialize (fault);
  back = ponder_fault_deserialize (json, NULL);
  g_assert_nonnull (back);
  g_assert_cmpstr (back->operation, ==, "");
  g_assert_null (back->provider);
  g_assert_null (back->message);
  g_assert_cmpfloat (back->retry_after, <, 0);
  g_assert_false (back->retryable);
}

static void
test_what_is_stored_may_be_anything (void)
{
  static const char *const odd[] = {
    "{}", "{\"category\":7,\"operation\":[],\"status\":-1,\"retry_after\":\"x\",\"retryable\":1}",
    "{\"category\":\"from the future\",\"status\":1e300}",
  };
  static const char *const broken[] = { "", "[]", "{", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr(PonderFault) fault = ponder_fault_deserialize (odd[i], NULL);

      g_assert_nonnull (fault);
      g_assert_cmpint (fault->category, ==, PONDER_ERROR_UNKNOWN);
      g_assert_cmpuint (fault->status, ==, 0);
      check_words (fault);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (ponder_fault_deserialize (broken[i], &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
    }
}

static void
test_errors_from_elsewhere (void)
{
  const struct
  {
    GQuark domain;
    int code;
    PonderErrorCode category;
    gboolean retryable;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, PONDER_ERROR_CANCELLED, FALSE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, PONDER_ERROR_TIMEOUT, TRUE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, PONDER_ERROR_NETWORK, TRUE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, PONDER_ERROR_NETWORK, TRUE },
    { G_IO_ERROR, G_IO_ERROR_FAILED, PONDER_ERROR_NETWORK, TRUE },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, PONDER_ERROR_STORE_FULL, FALSE },
    { G_IO_ERROR, G_IO_ERROR_NOT_FOUND, PONDER_ERROR_STORE, FALSE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, PONDER_ERROR_NETWORK, FALSE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, PONDER_ERROR_NETWORK, TRUE },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, PONDER_ERROR_NETWORK, FALSE },
    { G_FILE_ERROR, G_FILE_ERROR_NOSPC, PONDER_ERROR_STORE_FULL, FALSE },
    { G_FILE_ERROR, G_FILE_ERROR_ACCES, PONDER_ERROR_STORE, FALSE },
    { G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, PONDER_ERROR_UNKNOWN, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "its words");
      g_autoptr(PonderFault) fault = ponder_fault_new_from_error (error, "chat");

      g_assert_cmpint (fault->category, ==, cases[i].category);
      g_assert_cmpint (fault->retryable, ==, cases[i].retryable);
      g_assert_cmpint (fault->certificate, ==, cases[i].domain == G_TLS_ERROR);
      g_assert_cmpstr (fault->details, ==, "its words");
      g_assert_cmpstr (fault->operation, ==, "chat");
      check_words (fault);
    }
}

static void
test_our_own_errors_keep_what_they_know (void)
{
  g_autoptr(GError) plain = g_error_new_literal (PONDER_ERROR, PONDER_ERROR_STORE,
                                                 "The file is locked.");
  PonderFault *inside = ponder_fault_new (PONDER_ERROR_BILLING, "chat");
  g_autoptr(GError) carrier = ponder_error_new_take_fault (inside);
  g_autoptr(PonderFault) from_plain = ponder_fault_new_from_error (plain, "open database");
  g_autoptr(PonderFault) from_carrier = ponder_fault_new_from_error (carrier, "open database");

  g_assert_cmpint (from_plain->category, ==, PONDER_ERROR_STORE);
  g_assert_cmpstr (from_plain->message, ==, "The file is locked.");
  g_assert_true (from_carrier == inside);
}

static void
test_keys_in_an_error_are_blanked (void)
{
  g_autoptr(GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                         "GET https://x.y/?key=AIzaSecretSecretSecret failed");
  g_autoptr(PonderFault) fault = ponder_fault_new_from_error (error, "chat");

  g_assert_cmpstr (fault->details, ==, "GET https://x.y/?key=*** failed");
}

static void
assert_wait (double      seconds,
             gint64      later,
             const char *expected)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  g_autofree char *words = NULL;

  fault->time = 1000;
  fault->retry_after = seconds;
  words = ponder_fault_dup_wait (fault, 1000 + later);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_a_long_wait_is_named (void)
{
  assert_wait (-1, 0, "");
  assert_wait (42, 0, "");
  assert_wait (60, 0, "Try again in 1 min");
  assert_wait (3 * 3600, 0, "Try again in 3 h");
  assert_wait (3 * 3600, 2 * 3600, "Try again in 60 min");
  assert_wait (3 * 3600, 3 * 3600, "");
  assert_wait (40 * 3600, 0, "Try again in 40 h");
  assert_wait (72 * 3600, 0, "Try again in 3 days");
  assert_wait (1e300, 0, "Try again in 11575 days");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/the-summary-is-one-line", test_the_summary_is_one_line);
  g_test_add_func ("/fault/a-message-replaces-the-title", test_a_message_replaces_the_title);
  g_test_add_func ("/fault/operations-have-words", test_operations_have_words);
  g_test_add_func ("/fault/an-unknown-operation-is-not-named",
                   test_an_unknown_operation_is_not_named);
  g_test_add_func ("/fault/sentences-have-one-full-stop", test_sentences);
  g_test_add_func ("/fault/every-category-has-words", test_every_category_has_words);
  g_test_add_func ("/fault/words-fit-what-happened", test_words_fit_what_happened);
  g_test_add_func ("/fault/words-fit-the-family", test_words_fit_the_family);
  g_test_add_func ("/fault/every-cause-has-words", test_every_cause_has_words);
  g_test_add_func ("/fault/braces-of-others-are-not-filled-in",
                   test_braces_of_others_are_not_filled_in);
  g_test_add_func ("/fault/the-place-is-what-is-known", test_the_place_is_what_is_known);
  g_test_add_func ("/fault/the-report-holds-all", test_the_report_holds_all);
  g_test_add_func ("/fault/severities-follow-the-category", test_severities);
  g_test_add_func ("/fault/storing-loses-nothing", test_storing_loses_nothing);
  g_test_add_func ("/fault/storing-nothing-stays-nothing", test_storing_nothing_stays_nothing);
  g_test_add_func ("/fault/what-is-stored-may-be-anything", test_what_is_stored_may_be_anything);
  g_test_add_func ("/fault/errors-from-elsewhere-are-sorted", test_errors_from_elsewhere);
  g_test_add_func ("/fault/our-own-errors-keep-what-they-know",
                   test_our_own_errors_keep_what_they_know);
  g_test_add_func ("/fault/a-long-wait-is-named", test_a_long_wait_is_named);
  g_test_add_func ("/fault/keys-in-an-error-are-blanked", test_keys_in_an_error_are_blanked);
  return g_test_run ();
}
