/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers say when they do not answer, and what it means. */

#include "config.h"

#include "ponder-test-errors.h"
#include "ponder-test-provider.h"

#include "ponder-error-classifier.h"

#include <string.h>

#define KEY PONDER_TEST_ERRORS_KEY

#define ERROR(fields) "{\"error\":{" fields "}}"

static void
test_case (gconstpointer user_data)
{
  PonderTestError *sent = (PonderTestError *) user_data;
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (sent->preset);
  g_autoptr(GBytes) body = g_bytes_new (sent->body, strlen (sent->body));
  g_autoptr(PonderFault) fault = NULL;

  fault = ponder_error_classify (provider, "m", "chat", sent->status, ponder_test_error_get_header,
                                 sent, body, KEY);
  g_assert_cmpstr (ponder_error_code_to_string (fault->category), ==, sent->category);
  g_assert_cmpint (fault->retryable, ==, sent->retryable);
  g_assert_cmpuint (fault->status, ==, sent->status);
  g_assert_cmpstr (fault->provider, ==, "test");
  g_assert_cmpstr (fault->model, ==, "m");
  g_assert_cmpstr (fault->operation, ==, "chat");
  g_assert_cmpstr (fault->host, ==, "api.example.com:443");
  g_assert_false (fault->local);
  if (sent->wait < 0)
    g_assert_cmpfloat (fault->retry_after, <, 0);
  else
    g_assert_cmpfloat_with_epsilon (fault->retry_after, sent->wait, 0.01);
  if (sent->details != NULL)
    g_assert_cmpstr (fault->details, ==, sent->details);
  if (sent->request_id != NULL)
    g_assert_cmpstr (fault->request_id, ==, sent->request_id);
  g_assert_true (fault->details == NULL || g_utf8_validate (fault->details, -1, NULL));
}

static PonderFault *
classify_body (guint       status,
               const char *text)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  return ponder_error_classify (provider, "m", "chat", status, NULL, NULL, body, KEY);
}

static void
test_details_are_the_servers_own_words (void)
{
  g_autoptr(PonderFault) plain = classify_body (400, ERROR ("\"message\":\"Say please\""));
  g_autoptr(PonderFault) nested = classify_body (502, ERROR ("\"message\":\"Provider returned "
                                                             "error\","
                                                             "\"metadata\":{\"raw\":\"upstream "
                                                             "died\"}"));
  g_autoptr(PonderFault) page = classify_body (502,
                                               "<html><style>a{}</style><b>Bad</b>\n<script>x</script>Gateway</html>");
  g_autoptr(PonderFault) nothing = classify_body (502, "");

  g_assert_cmpstr (plain->details, ==, "Say please");
  g_assert_cmpstr (nested->details, ==, "Provider returned error: upstream died");
  g_assert_cmpstr (page->details, ==, "Bad Gateway");
  g_assert_null (nothing->details);
}

static void
test_details_have_a_limit (void)
{
  g_autoptr(GString) body = g_string_new ("{\"error\":\"");
  g_autoptr(PonderFault) fault = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (body, "早");
  g_string_append (body, "\"}");
  fault = classify_body (500, body->str);
  g_assert_cmpint (g_utf8_strlen (fault->details, -1), ==, 500);
}

static void
test_details_hold_no_key (void)
{
  g_autoptr(PonderFault) own = classify_body (401, ERROR ("\"message\":\"Key " KEY " is wrong\""));
  g_autoptr(PonderFault) known = classify_body (401, ERROR ("\"message\":\"Key "
                                                            "sk-proj-abcdefghijklmnopqrstuvwxyz123456 is wrong\""));

  g_assert_null (strstr (own->details, KEY));
  g_assert_nonnull (strstr (own->details, "is wrong"));
  g_assert_null (strstr (known->details, "abcdefghijklmnop"));
}

static const char *
get_header (gpointer    user_data,
            const char *name)
{
  const char *const *pairs = user_data;

  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      if (g_str_equal (pairs[i], name))
        return pairs[i + 1];
    }
  return NULL;
}

static PonderFault *
classify_headers (guint              status,
                  const char        *text,
                  const char *const *headers)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  return ponder_error_classify (provider, NULL, "models", status, get_header, (gpointer) headers,
                                body, NULL);
}

static void
test_headers_say_when_to_come_back (void)
{
  static const char *const headers[] = { "retry-after", "7", "x-request-id", "req-1", NULL };
  g_autoptr(PonderFault) by_header = classify_headers (429, "try again in 20s", headers);
  g_autoptr(PonderFault) by_text = classify_body (429, ERROR ("\"message\":\"Please try again in "
                                                              "20s.\""));
  g_autoptr(PonderFault) by_body = classify_body (429, ERROR ("\"message\":\"m\","
                                                              "\"details\":[{\"retryDelay\":\"34.5s\"}]"));
  g_autoptr(PonderFault) unknown = classify_body (429, "");

  g_assert_cmpfloat_with_epsilon (by_header->retry_after, 7, 1e-9);
  g_assert_cmpstr (by_header->request_id, ==, "req-1");
  g_assert_cmpfloat_with_epsilon (by_text->retry_after, 20, 1e-9);
  g_assert_cmpfloat_with_epsilon (by_body->retry_after, 34.5, 1e-9);
  g_assert_cmpfloat (unknown->retry_after, <, 0);
}

static void
test_server_decides_about_retry (void)
{
  static const char *const no[] = { "x-should-retry", "false", NULL };
  static const char *const yes[] = { "x-should-retry", "true", NULL };
  g_autoptr(PonderFault) server = classify_headers (500, "", no);
  g_autoptr(PonderFault) conflict = classify_headers (409, "", yes);

  g_assert_false (server->retryable);
  g_assert_true (conflict->retryable);
}

static void
test_redirect_names_its_target (void)
{
  static const char *const headers[] = { "location",
                                         "https://evil.example/v1/chat/completions?key=1", NULL };
  g_autoptr(PonderFault) fault = classify_headers (307, "", headers);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpint (fault->cause, ==, PONDER_CAUSE_REDIRECT);
  g_assert_cmpstr (fault->reason, ==, "evil.example");
}

static void
test_model_list_misses_no_model (void)
{
  static const char *const none[] = { NULL };
  g_autoptr(PonderFault) fault = classify_headers (404, "no route for /models", none);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_request_id_in_the_body (void)
{
  g_autoptr(PonderFault) fault = classify_body (404, "{\"error\":{\"message\":\"m\"},"
                                                     "\"request_id\":\"req_9\"}");

  g_assert_cmpstr (fault->request_id, ==, "req_9");
}

static void
test_transport (void)
{
  static const struct
  {
    const char      *base_url;
    int              code;
    PonderErrorCode  category;
    gboolean         retryable;
    gboolean         certificate;
  } faults[] = {
    { "https://api.example.com/v1", G_IO_ERROR_CONNECTION_REFUSED, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "http://localhost:11434/v1", G_IO_ERROR_CONNECTION_REFUSED, PONDER_ERROR_NETWORK, FALSE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_PARTIAL_INPUT, PONDER_ERROR_NETWORK, TRUE, FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_CONNECTION_CLOSED, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_HOST_UNREACHABLE, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_TIMED_OUT, PONDER_ERROR_TIMEOUT, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, faults[i].code,
                                                     "Could not, with sk-abcdefghijklmnop1234");
      g_autoptr(PonderFault) fault = NULL;

      ponder_provider_config_set_base_url (provider, faults[i].base_url);
      fault = ponder_error_classify_transport (provider, "m", "chat", error);
      g_assert_cmpint (fault->category, ==, faults[i].category);
      g_assert_cmpint (fault->retryable, ==, faults[i].retryable);
      g_assert_cmpint (fault->local, ==, g_str_has_prefix (faults[i].base_url, "http:"));
      g_assert_null (strstr (fault->details, "abcdefghijklmnop"));
    }
}

static void
test_names_and_certificates (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(GError) unknown = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                                                   "no such name");
  g_autoptr(GError) offline = g_error_new_literal (G_RESOLVER_ERROR,
                                                   G_RESOLVER_ERROR_TEMPORARY_FAILURE, "try later");
  g_autoptr(GError) untrusted = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                                                     "unacceptable");
  g_autoptr(GError) no_tls = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_MISC,
                                                  "unexpected packet");
  g_autoptr(PonderFault) unknown_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                          unknown);
  g_autoptr(PonderFault) offline_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                          offline);
  g_autoptr(PonderFault) untrusted_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                            untrusted);
  g_autoptr(PonderFault) no_tls_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                         no_tls);

  g_assert_false (unknown_fault->retryable);
  g_assert_true (offline_fault->retryable);
  g_assert_cmpint (unknown_fault->cause, ==, PONDER_CAUSE_NAME);
  g_assert_cmpint (offline_fault->cause, ==, PONDER_CAUSE_OFFLINE);
  g_assert_false (untrusted_fault->retryable);
  g_assert_true (untrusted_fault->certificate);
  g_assert_false (no_tls_fault->certificate);
  g_assert_cmpint (no_tls_fault->cause, ==, PONDER_CAUSE_PLAIN_SERVER);
}

static void
test_families_are_known_by_host_preset_and_dialect (void)
{
  static const struct
  {
    const char *preset;
    const char *dialect;
    const char *base_url;
    const char *family;
  } cases[] = {
    { "custom", "openai", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope" },
    { "custom", "openai", "https://name.openai.azure.com/openai/v1", "azure" },
    { "custom", "openai", "https://api.moonshot.ai/v1", "kimi" },
    { "custom", "openai", "https://openrouter.ai/api/v1", "openrouter" },
    { "custom", "openai", "https://API.OPENAI.COM/v1", "openai" },
    { "openai", "openai", "https://name.openai.azure.com/openai/v1", "azure" },
    { "groq", "openai", "https://api.example.com/v1", "groq" },
    { "groq", "openai", "http://localhost:1234/v1", "groq" },
    { "custom", "anthropic", "https://api.example.com", "anthropic" },
    { "custom", "anthropic", "http://localhost:1234", NULL },
    { "custom", "openai", "https://evil-openrouter.ai/api/v1", NULL },
    { "custom", "openai", "https://api.example.com/v1", NULL },
    { NULL, "openai", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (cases[i].preset);
      g_autoptr(PonderFault) fault = NULL;

      ponder_provider_config_set_dialect (provider, cases[i].dialect);
      ponder_provider_config_set_base_url (provider, cases[i].base_url);
      fault = ponder_error_new_fault (provider, "m", "chat", PONDER_ERROR_SERVER);
      g_assert_cmpstr (fault->family, ==, cases[i].family);
    }
}

static void
test_what_was_said_is_no_setting (void)
{
  g_autoptr(PonderFault) setting = classify_body (400, ERROR ("\"param\":\"temperature\""));
  g_autoptr(PonderFault) content = classify_body (400, ERROR ("\"param\":\"messages[3]\""));
  g_autoptr(PonderFault) model = classify_body (400, ERROR ("\"param\":\"model\""));

  g_assert_cmpstr (setting->parameter, ==, "temperature");
  g_assert_cmpstr (content->parameter, ==, NULL);
  g_assert_cmpstr (model->parameter, ==, NULL);
}

static void
add (const char *name,
     GTestFunc   test)
{
  g_autofree char *path = g_strconcat ("/providers/error-classifier/", name, NULL);

  g_test_add_func (path, test);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) errors = NULL;

  g_test_init (&argc, &argv, NULL);
  errors = ponder_test_errors_load ();
  for (guint i = 0; i < errors->len; i++)
    {
      const PonderTestError *error = g_ptr_array_index (errors, i);
      g_autofree char *path = g_strdup_printf ("/providers/error-classifier/%s", error->name);

      g_test_add_data_func (path, error, test_case);
    }
  add ("details-are-the-servers-own-words", test_details_are_the_servers_own_words);
  add ("details-have-a-limit", test_details_have_a_limit);
  add ("details-hold-no-key", test_details_hold_no_key);
  add ("headers-say-when-to-come-back", test_headers_say_when_to_come_back);
  add ("server-decides-about-retry", test_server_decides_about_retry);
  add ("redirect-names-its-target", test_redirect_names_its_target);
  add ("model-list-misses-no-model", test_model_list_misses_no_model);
  add ("request-id-in-the-body", test_request_id_in_the_body);
  add ("families-are-known-by-host-preset-and-dialect",
       test_families_are_known_by_host_preset_and_dialect);
  add ("what-was-said-is-no-setting", test_what_was_said_is_no_setting);
  add ("transport", test_transport);
  add ("names-and-certificates", test_names_and_certificates);
  return g_test_run ();
}
